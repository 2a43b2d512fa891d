package io.vfledger.schemas;

/** Who writes or reads a topic. */
public enum Party {
    NODE_AGENT("node agent"),
    CNI_SHIM("cni-shim"),
    ALLOCATOR("allocator-service"),
    INVENTORY_SERVICE("inventory-service"),
    AUDITORS("auditors"),
    PEOPLE("people");

    private final String text;

    Party(String text) {
        this.text = text;
    }

    /** In words, for the documentation. */
    public String text() {
        return text;
    }
}
