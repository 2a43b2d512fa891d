package io.vfledger.cni.protocol;

import java.util.Optional;

/**
 * Keys {@code promisc} and {@code allmulti}: whether the interface takes frames to any address, and every multicast frame.
 * A PF may ignore what a VF asks here and tells nobody, so both are reported as asked for, not as verified.
 */
public record ReceiveModes(Optional<Boolean> promisc, Optional<Boolean> allmulti) {
    public static final ReceiveModes UNTOUCHED = new ReceiveModes(Optional.empty(), Optional.empty());

    boolean needTrust() {
        return promisc.orElse(false) || allmulti.orElse(false);
    }
}
