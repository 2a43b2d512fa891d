package io.vfledger.executor.attach;

import io.vfledger.avro.HoldVf;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.executor.journal.VfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Administrative attributes of a VF that nobody but the operator may change, and that are not what the ledger has: the
 * owner's settings over the baseline, or the baseline alone. What an owner may change (MTU, flags, addresses, its own MAC)
 * is recorded, and is no drift.
 */
final class AdministrativeDrift {
    private static final String NO_MAC = "00:00:00:00:00:00";

    private AdministrativeDrift() {}

    /** One sentence per attribute; none where nothing is known yet. An attribute that cannot be read drifts nowhere. */
    static List<String> of(VfMemory memory, VfAttributes seen) {
        if (memory.baseline().isEmpty()) {
            return List.of();
        }
        VfAttributes baseline = memory.baseline().get();
        VfSettings asked = memory.owner()
                .flatMap(owner -> Optional.ofNullable(owner.assign().getSettings()))
                .or(() -> memory.hold().map(HoldVf::getSettings))
                .orElseGet(() -> VfSettings.newBuilder().build());
        List<String> drift = new ArrayList<>();
        mac(memory, asked, baseline, seen).ifPresent(drift::add);
        compare("vlan", either(asked.getVlan(), baseline.getVlan()), seen.getVlan())
                .ifPresent(drift::add);
        compare("vlan_qos", either(asked.getVlanQos(), baseline.getVlanQos()), seen.getVlanQos())
                .ifPresent(drift::add);
        compare("vlan_protocol", protocol(asked, baseline, seen), protocol(seen))
                .ifPresent(drift::add);
        compare(
                        "tx_rate_min_mbps",
                        either(asked.getTxRateMinMbps(), baseline.getTxRateMinMbps()),
                        seen.getTxRateMinMbps())
                .ifPresent(drift::add);
        compare(
                        "tx_rate_max_mbps",
                        either(asked.getTxRateMaxMbps(), baseline.getTxRateMaxMbps()),
                        seen.getTxRateMaxMbps())
                .ifPresent(drift::add);
        compare("spoofchk", either(asked.getSpoofchk(), baseline.getSpoofchk()), seen.getSpoofchk())
                .ifPresent(drift::add);
        compare("trust", either(asked.getTrust(), baseline.getTrust()), seen.getTrust())
                .ifPresent(drift::add);
        compare("link_state", linkState(asked, baseline), known(seen.getLinkState()))
                .ifPresent(drift::add);
        return List.copyOf(drift);
    }

    /** A driver may show the VF's own address where no administrative one was set: only a set one can drift. */
    private static Optional<String> mac(VfMemory memory, VfSettings asked, VfAttributes baseline, VfAttributes seen) {
        if (asked.getMac() != null) {
            return compare("admin_mac", asked.getMac().toLowerCase(java.util.Locale.ROOT), seen.getAdminMac());
        }
        boolean set = baseline.getAdminMac() != null
                && !baseline.getAdminMac().equals(NO_MAC)
                && !baseline.getAdminMac().equals(baseline.getMac());
        return set && memory.owner().isEmpty()
                ? compare("admin_mac", baseline.getAdminMac(), seen.getAdminMac())
                : Optional.empty();
    }

    /** The protocol of no VLAN says nothing. */
    private static @Nullable VlanProtocol protocol(VfSettings asked, VfAttributes baseline, VfAttributes seen) {
        return seen.getVlan() == null || seen.getVlan() == 0
                ? null
                : either(known(asked.getVlanProtocol()), known(baseline.getVlanProtocol()));
    }

    private static @Nullable VlanProtocol protocol(VfAttributes seen) {
        return known(seen.getVlanProtocol());
    }

    private static @Nullable VlanProtocol known(@Nullable VlanProtocol protocol) {
        return protocol == VlanProtocol.UNKNOWN ? null : protocol;
    }

    private static @Nullable LinkStatePolicy linkState(VfSettings asked, VfAttributes baseline) {
        return either(known(asked.getLinkState()), known(baseline.getLinkState()));
    }

    private static @Nullable LinkStatePolicy known(@Nullable LinkStatePolicy policy) {
        return policy == LinkStatePolicy.UNKNOWN ? null : policy;
    }

    private static <T> @Nullable T either(@Nullable T asked, @Nullable T baseline) {
        return asked != null ? asked : baseline;
    }

    private static Optional<String> compare(String attribute, @Nullable Object expected, @Nullable Object seen) {
        return expected == null || seen == null || Objects.equals(expected, seen)
                ? Optional.empty()
                : Optional.of(attribute + " is " + seen + ", expected " + expected);
    }
}
