package io.vfledger.cni.protocol;

import java.util.OptionalInt;

/**
 * Keys {@code min_tx_rate} and {@code max_tx_rate} in Mbit/s; 0 is unlimited, absent leaves the present value.
 *
 * @param minMbps 0 to 10,000,000
 * @param maxMbps 0 to 10,000,000; not below the minimum, unless it is 0
 */
public record TxRates(OptionalInt minMbps, OptionalInt maxMbps) {
    /** Ten terabit per second: above any NIC, and far below where the kernel's 32 bits end. */
    public static final int LIMIT_MBPS = 10_000_000;

    public static final TxRates UNTOUCHED = new TxRates(OptionalInt.empty(), OptionalInt.empty());

    public TxRates {
        requireRange("min_tx_rate", minMbps);
        requireRange("max_tx_rate", maxMbps);
        int max = maxMbps.orElse(0);
        if (max != 0 && minMbps.orElse(0) > max) {
            throw new IllegalArgumentException(
                    "min_tx_rate " + minMbps.getAsInt() + " is above max_tx_rate " + max + " Mbit/s");
        }
    }

    private static void requireRange(String key, OptionalInt rate) {
        if (rate.isPresent() && (rate.getAsInt() < 0 || rate.getAsInt() > LIMIT_MBPS)) {
            throw new IllegalArgumentException(
                    key + " " + rate.getAsInt() + " is outside 0 to " + LIMIT_MBPS + " Mbit/s");
        }
    }
}
