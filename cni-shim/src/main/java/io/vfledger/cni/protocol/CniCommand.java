package io.vfledger.cni.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The operations of the CNI specification, section 2. Constants have the names of the wire. */
public enum CniCommand {
    ADD(CniVersion.V0_1_0),
    DEL(CniVersion.V0_1_0),
    CHECK(CniVersion.V0_4_0),
    STATUS(CniVersion.V1_1_0),
    GC(CniVersion.V1_1_0),
    VERSION(CniVersion.V0_1_0);

    private final CniVersion since;

    CniCommand(CniVersion since) {
        this.since = since;
    }

    /** The first version of the specification that has the operation. */
    public CniVersion since() {
        return since;
    }

    /** Whether the operation is about one interface of one container. */
    public boolean concernsSandbox() {
        return switch (this) {
            case ADD, DEL, CHECK -> true;
            case STATUS, GC, VERSION -> false;
        };
    }

    /** Whether the operation cannot work without a network namespace. */
    public boolean needsNamespace() {
        return switch (this) {
            case ADD, CHECK -> true;
            case DEL, STATUS, GC, VERSION -> false;
        };
    }

    /** The command of that exact name. */
    public static Optional<CniCommand> named(String name) {
        return Arrays.stream(values()).filter(c -> c.name().equals(name)).findFirst();
    }
}
