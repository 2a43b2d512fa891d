package io.vfledger.vfctl.platform;

import java.util.Arrays;
import java.util.Optional;

/** The parts of the platform, in the order in which they are started; they are stopped the other way round. */
public enum PartName {
    BROKER("broker"),
    REGISTRY("registry"),
    ALLOCATOR("allocator"),
    INVENTORY("inventory");

    private final String text;

    PartName(String text) {
        this.text = text;
    }

    /** The part of that name. */
    public static Optional<PartName> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
