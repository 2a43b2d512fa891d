package io.vfledger.executor.stream;

import java.security.SecureRandom;
import java.util.HexFormat;

/** W3C Trace Context, version 00. */
public final class TraceParent {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TraceParent() {}

    /** A new trace, sampled. */
    public static String fresh() {
        byte[] ids = new byte[24];
        RANDOM.nextBytes(ids);
        HexFormat hex = HexFormat.of();
        return "00-" + hex.formatHex(ids, 0, 16) + "-" + hex.formatHex(ids, 16, 24) + "-01";
    }
}
