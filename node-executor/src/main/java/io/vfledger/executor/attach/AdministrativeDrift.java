package io.vfledger.executor.attach;

import io.vfledger.avro.HoldVf;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfAttached;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.avro.VfVerified;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.executor.journal.VfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        VfSettings asked = memory.owner()
                .flatMap(owner -> Optional.ofNullable(owner.assign().getSettings()))
                .or(() -> memory.hold().map(HoldVf::getSettings))
                .orElseGet(() -> VfSettings.newBuilder().build());
        return of(memory, asked, memory.baseline().get(), seen);
    }

    private static List<String> of(VfMemory memory, VfSettings asked, VfAttributes baseline, VfAttributes seen) {
        VfAttributes told = told(memory);
        List<String> drift = new ArrayList<>();
        mac(memory, asked, baseline, seen).ifPresent(drift::add);
        Check check = new Check(drift);
        check.of("vlan", told.getVlan(), asked.getVlan(), baseline.getVlan(), seen.getVlan());
        check.of("vlan_qos", told.getVlanQos(), asked.getVlanQos(), baseline.getVlanQos(), seen.getVlanQos());
        if (seen.getVlan() != null && seen.getVlan() != 0) {
            // The protocol of no VLAN says nothing.
            check.of(
                    "vlan_protocol",
                    known(told.getVlanProtocol()),
                    known(asked.getVlanProtocol()),
                    known(baseline.getVlanProtocol()),
                    known(seen.getVlanProtocol()));
        }
        check.of(
                "tx_rate_min_mbps",
                told.getTxRateMinMbps(),
                asked.getTxRateMinMbps(),
                baseline.getTxRateMinMbps(),
                seen.getTxRateMinMbps());
        check.of(
                "tx_rate_max_mbps",
                told.getTxRateMaxMbps(),
                asked.getTxRateMaxMbps(),
                baseline.getTxRateMaxMbps(),
                seen.getTxRateMaxMbps());
        check.of("spoofchk", told.getSpoofchk(), asked.getSpoofchk(), baseline.getSpoofchk(), seen.getSpoofchk());
        check.of("trust", told.getTrust(), asked.getTrust(), baseline.getTrust(), seen.getTrust());
        check.of(
                "link_state",
                known(told.getLinkState()),
                known(asked.getLinkState()),
                known(baseline.getLinkState()),
                known(seen.getLinkState()));
        return List.copyOf(drift);
    }

    /** As it was read back when it was last right: a driver rounds rates, and tells another policy than it was set to. */
    private static VfAttributes told(VfMemory memory) {
        return switch (memory.outcome().orElse(null)) {
            case VfAttached attached when memory.owner().isPresent() -> attached.getAttributes();
            case VfVerified verified when memory.owner().isPresent() && verified.getClean() -> verified.getAttributes();
            case null -> VfAttributes.newBuilder().build();
            default -> VfAttributes.newBuilder().build();
        };
    }

    /** Collects what is otherwise than it should be. */
    private record Check(List<String> drift) {
        void of(
                String attribute,
                @Nullable Object told,
                @Nullable Object asked,
                @Nullable Object baseline,
                @Nullable Object seen) {
            Object expected = told != null ? told : asked != null ? asked : baseline;
            compare(attribute, expected, seen).ifPresent(drift::add);
        }
    }

    /**
     * A driver may show the VF's own address where no administrative one was set: only a set one can drift. Whoever is
     * trusted may change it, and some drivers show that.
     */
    private static Optional<String> mac(VfMemory memory, VfSettings asked, VfAttributes baseline, VfAttributes seen) {
        if (asked.getMac() != null) {
            Boolean trust = asked.getTrust() != null ? asked.getTrust() : baseline.getTrust();
            return memory.owner().isPresent() && Boolean.TRUE.equals(trust)
                    ? Optional.empty()
                    : compare("admin_mac", asked.getMac().toLowerCase(Locale.ROOT), seen.getAdminMac());
        }
        boolean set = baseline.getAdminMac() != null
                && !baseline.getAdminMac().equals(NO_MAC)
                && !baseline.getAdminMac().equals(baseline.getMac());
        return set && memory.owner().isEmpty()
                ? compare("admin_mac", baseline.getAdminMac(), seen.getAdminMac())
                : Optional.empty();
    }

    private static @Nullable VlanProtocol known(@Nullable VlanProtocol protocol) {
        return protocol == VlanProtocol.UNKNOWN ? null : protocol;
    }

    private static @Nullable LinkStatePolicy known(@Nullable LinkStatePolicy policy) {
        return policy == LinkStatePolicy.UNKNOWN ? null : policy;
    }

    private static Optional<String> compare(String attribute, @Nullable Object expected, @Nullable Object seen) {
        return expected == null || seen == null || Objects.equals(expected, seen)
                ? Optional.empty()
                : Optional.of(attribute + " is " + seen + ", expected " + expected);
    }
}
