package io.vfledger.netlink.wire;

/** Header flags: {@code NLM_F_*} of linux/netlink.h. The values overlap between requests, dumps and acknowledgements. */
public final class MessageFlags {
    public static final int REQUEST = 0x1;
    public static final int MULTI = 0x2;
    public static final int ACK = 0x4;
    /** {@code NLM_F_DUMP_INTR}: the dump was changed under the reader's feet and has to be read again. */
    public static final int DUMP_INTERRUPTED = 0x10;
    /** {@code NLM_F_DUMP} = ROOT and MATCH, on a GET. */
    public static final int DUMP = 0x300;
    /** {@code NLM_F_REPLACE}, on a NEW. */
    public static final int REPLACE = 0x100;
    /** {@code NLM_F_EXCL}, on a NEW: refuse when it exists. */
    public static final int EXCLUSIVE = 0x200;
    /** {@code NLM_F_CREATE}, on a NEW. */
    public static final int CREATE = 0x400;
    /** {@code NLM_F_APPEND}, on a NEW: add to what is there. */
    public static final int APPEND = 0x800;
    /** {@code NLM_F_CAPPED}, on an acknowledgement: the echoed request is cut to its header. */
    public static final int CAPPED = 0x100;
    /** {@code NLM_F_ACK_TLVS}, on an acknowledgement: extended acknowledgement attributes follow. */
    public static final int ACK_TLVS = 0x200;

    private MessageFlags() {}
}
