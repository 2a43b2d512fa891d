package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.PfOrder;
import io.vfledger.vf.PciAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What was last asked of a PF, and what became of it.
 *
 * @param pci the PF
 * @param policy who asks
 * @param stage how far it is
 * @param version of the last command; 0 before the first
 * @param numVfs asked; empty where it is left as it is
 * @param mtu asked, bytes; empty where it is left as it is
 * @param vfDriver asked for its VFs; empty where it is left as it is
 * @param reason why, in words: what holds it back, or why the node refused
 * @param since when it came to that stage
 */
public record PfOrdered(
        PciAddress pci,
        String policy,
        PfOrder.Stage stage,
        long version,
        Optional<Integer> numVfs,
        Optional<Integer> mtu,
        Optional<String> vfDriver,
        String reason,
        Instant since) {
    /** Of what the allocator keeps. */
    public static PfOrdered of(PfOrder order) {
        return new PfOrdered(
                order.pf(),
                order.policy().value(),
                order.stage(),
                order.version().value(),
                order.settings().numVfs(),
                order.settings().mtu(),
                order.settings().vfDriver(),
                order.reason(),
                Instant.ofEpochMilli(order.sinceMs()));
    }
}
