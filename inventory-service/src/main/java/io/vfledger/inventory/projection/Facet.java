package io.vfledger.inventory.projection;

/**
 * Something that an entry is about and can be asked for by.
 *
 * @param kind what it is
 * @param value which, without control characters
 */
public record Facet(Kind kind, String value) implements Comparable<Facet> {
    /** Every entry. */
    public static final Facet ANY = new Facet(Kind.ANY, "");

    private static final int LONGEST = 512;

    public Facet {
        if (kind != Kind.ANY && !mayBe(value)) {
            throw new IllegalArgumentException(kind.parameter() + " is not valid: allowed are 1 to " + LONGEST
                    + " characters, none a control one");
        }
    }

    /** Whether entries can be asked for by that value. */
    static boolean mayBe(String value) {
        return !value.isEmpty() && value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl);
    }

    /** What can be asked for; the kinds with the fewest entries a value come first. */
    public enum Kind {
        /** A request of a container runtime, by its id. */
        REQUEST,
        /** A container, by the id that the runtime gave it. */
        CONTAINER,
        /** A pod: its name, namespace/name, or its UID. */
        POD,
        /** A MAC address that an owner asked for or had. */
        MAC,
        /** An IP address that IPAM gave an owner, without prefix length. */
        IP,
        /** A function: node/pci. */
        VF,
        /** A PF: node/pci or node/interface. */
        PF,
        /** A network, by its name. */
        NETWORK,
        /** A VLAN that an owner asked for or had; 0: untagged. */
        VLAN,
        /** A node. */
        NODE,
        /** What became of an input that was not applied: duplicate, refused, ignored. */
        DISPOSITION,
        /** Nothing in particular. */
        ANY;

        /** Its name in a query. */
        public String parameter() {
            return switch (this) {
                case REQUEST -> "request";
                case CONTAINER -> "container";
                case POD -> "pod";
                case MAC -> "mac";
                case IP -> "ip";
                case VF -> "vf";
                case PF -> "pf";
                case NETWORK -> "network";
                case VLAN -> "vlan";
                case NODE -> "node";
                case DISPOSITION -> "disposition";
                case ANY -> "any";
            };
        }
    }

    /** The one with the fewest entries is first. */
    @Override
    public int compareTo(Facet other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : value.compareTo(other.value);
    }
}
