package io.vfledger.cni.protocol;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The versions of the CNI specification that are spoken, oldest first. */
public enum CniVersion {
    V0_1_0("0.1.0"),
    V0_2_0("0.2.0"),
    V0_3_0("0.3.0"),
    V0_3_1("0.3.1"),
    V0_4_0("0.4.0"),
    V1_0_0("1.0.0"),
    V1_1_0("1.1.0");

    /** What a configuration without {@code cniVersion} means, by the specification. */
    public static final CniVersion WHEN_MISSING = V0_1_0;

    public static final CniVersion NEWEST = V1_1_0;

    private final String text;

    CniVersion(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean atLeast(CniVersion other) {
        return compareTo(other) >= 0;
    }

    /** The version of that exact text. */
    public static Optional<CniVersion> of(String text) {
        return Arrays.stream(values()).filter(v -> v.text.equals(text)).findFirst();
    }

    /** All versions, for a message. */
    public static String supported() {
        return Arrays.stream(values()).map(CniVersion::text).collect(Collectors.joining(", "));
    }
}
