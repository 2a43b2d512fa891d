package io.vfledger.cni.protocol;

/** Key {@code link_state}: what the VF sees as its link. */
public enum LinkState {
    AUTO("auto"),
    ENABLE("enable"),
    DISABLE("disable");

    private final String text;

    LinkState(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
