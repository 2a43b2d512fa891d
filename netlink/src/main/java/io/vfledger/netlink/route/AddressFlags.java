package io.vfledger.netlink.route;

/** {@code IFA_F_*} (linux/if_addr.h) as one number. */
public record AddressFlags(int bits) {
    public static final AddressFlags NONE = new AddressFlags(0);
    /** {@code IFA_F_NODAD}: use the address at once, without looking for a duplicate. */
    public static final AddressFlags NO_DUPLICATE_DETECTION = new AddressFlags(0x02);
    /** {@code IFA_F_OPTIMISTIC}: use it while the search for a duplicate goes on (RFC 4429). */
    public static final AddressFlags OPTIMISTIC = new AddressFlags(0x04);

    private static final int DADFAILED = 0x08;
    private static final int TENTATIVE = 0x40;
    private static final int PERMANENT = 0x80;

    /** {@code IFA_F_DADFAILED}: somebody else on the link has it. */
    public boolean duplicate() {
        return (bits & DADFAILED) != 0;
    }

    /** {@code IFA_F_TENTATIVE}: the search for a duplicate is not over. */
    public boolean tentative() {
        return (bits & TENTATIVE) != 0;
    }

    public boolean permanent() {
        return (bits & PERMANENT) != 0;
    }
}
