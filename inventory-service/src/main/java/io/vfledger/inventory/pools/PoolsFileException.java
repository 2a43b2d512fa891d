package io.vfledger.inventory.pools;

import java.util.List;

/** A pools file that cannot be taken; every fault in it is named, with its line. */
public final class PoolsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    PoolsFileException(String source, List<String> faults) {
        super(source + " has " + faults.size() + (faults.size() == 1 ? " fault:" : " faults:") + "\n  "
                + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /** The faults, one text each. */
    public List<String> faults() {
        return faults;
    }
}
