package io.vfledger.netlink.route;

/**
 * A VF's transmit rates, which the kernel sets together.
 *
 * @param minimumMbps Mbit/s, 0 for no guarantee
 * @param maximumMbps Mbit/s, 0 for unlimited
 */
public record VfTxRate(int minimumMbps, int maximumMbps) {
    public static final VfTxRate UNLIMITED = new VfTxRate(0, 0);

    public VfTxRate {
        if (minimumMbps < 0 || maximumMbps < 0) {
            throw new IllegalArgumentException(
                    "transmit rate " + minimumMbps + " to " + maximumMbps + " Mbit/s, allowed is 0 or more");
        }
        if (maximumMbps != 0 && minimumMbps > maximumMbps) {
            throw new IllegalArgumentException("minimum transmit rate " + minimumMbps
                    + " Mbit/s, allowed is at most the maximum of " + maximumMbps);
        }
    }
}
