package io.vfledger.schemas;

/** What the key of a record is; always plain UTF-8, never Avro. */
public enum KeyRule {
    NODE("`node`"),
    VF("`node/pci`"),
    NODE_OR_VF("`node`, or `node/pci` where the record is about one function"),
    LEDGER_PARTITION("number of the ledger partition, decimal"),
    AS_INPUT("as the input's");

    private final String text;

    KeyRule(String text) {
        this.text = text;
    }

    /** In words, for the documentation. */
    public String text() {
        return text;
    }
}
