package io.vfledger.cni.protocol;

/** Key {@code logLevel}: how much the agent says about this network's calls. */
public enum LogLevel {
    PANIC("panic"),
    ERROR("error"),
    WARNING("warning"),
    INFO("info"),
    DEBUG("debug");

    private final String text;

    LogLevel(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
