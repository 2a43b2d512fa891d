package io.vfledger.inventory.projection;

import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a function is otherwise at a later instant.
 *
 * @param node where it is
 * @param pci its address there
 * @param changed what is otherwise: {@code phase}, {@code owner}, {@code addresses}, {@code mac}, {@code vlan}, {@code
 *     settings}; empty where it changed and is again as it was
 * @param before how it was at the earlier instant; empty where no entry names it by then
 * @param after how it was at the later one
 */
public record Difference(NodeName node, PciAddress pci, List<String> changed, Optional<Was> before, Was after) {
    public Difference {
        changed = List.copyOf(changed);
    }

    /**
     * How a function was.
     *
     * @param phase where it stood
     * @param epoch its term
     * @param owner whose it was
     * @param mac its address; empty where it is not known
     * @param vlan 0: untagged; empty where it is not known
     * @param tuning all of the settings
     * @param by the last entry that changed it
     */
    public record Was(
            VfPhase phase,
            long epoch,
            Owner owner,
            Optional<MacAddress> mac,
            Optional<Vlan> vlan,
            Tuning tuning,
            EntryRef by) {}

    static Difference of(NodeName node, PciAddress pci, Optional<Was> before, Was after) {
        List<String> changed = new ArrayList<>();
        if (differ(before, after, Was::phase)) {
            changed.add("phase");
        }
        if (differ(before, after, was -> was.owner().pod())
                || differ(before, after, was -> was.owner().attachment())
                || differ(before, after, was -> was.owner().demand())) {
            changed.add("owner");
        }
        if (differ(before, after, was -> was.owner().ips())) {
            changed.add("addresses");
        }
        if (differ(before, after, Was::mac)) {
            changed.add("mac");
        }
        if (differ(before, after, Was::vlan)) {
            changed.add("vlan");
        }
        if (differ(before, after, was -> was.tuning().asked())) {
            changed.add("settings");
        }
        return new Difference(node, pci, changed, before, after);
    }

    private static boolean differ(Optional<Was> before, Was after, Function<Was, ?> of) {
        return before.isEmpty() || !Objects.equals(of.apply(before.get()), of.apply(after));
    }
}
