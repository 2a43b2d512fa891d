package io.vfledger.ledger;

import io.vfledger.avro.PfOrderStage;
import io.vfledger.lifecycle.PfOrder;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSelectors;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PolicyName;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How PFs shall be, and what was asked of them. */
public final class PfPolicies {
    private PfPolicies() {}

    /**
     * Reads policies.
     *
     * @throws IllegalArgumentException when a value is not allowed, naming it
     */
    public static List<PfPolicy> decode(List<io.vfledger.avro.PfPolicy> policies) {
        return policies.stream().map(PfPolicies::decode).toList();
    }

    private static PfPolicy decode(io.vfledger.avro.PfPolicy policy) {
        return new PfPolicy(
                new PolicyName(policy.getName()),
                policy.getPriority(),
                new PfSelectors(
                        policy.getVendors().stream().map(PciId::new).toList(),
                        policy.getDevices().stream().map(PciId::new).toList(),
                        policy.getDrivers(),
                        policy.getPfNames().stream().map(InterfaceName::new).toList(),
                        policy.getPciAddresses().stream().map(PciAddress::new).toList()),
                decode(policy.getSettings()));
    }

    private static PfSettings decode(io.vfledger.avro.PfSettings settings) {
        return new PfSettings(
                Optional.ofNullable(settings.getNumVfs()),
                Optional.ofNullable(settings.getMtu()),
                Optional.ofNullable(settings.getVfDriver()),
                Optional.ofNullable(settings.getDriversAutoprobe()),
                Attributes.settings(settings.getVfDefaults()),
                settings.getAllowHostUse());
    }

    /** The records of policies. */
    public static List<io.vfledger.avro.PfPolicy> encode(List<PfPolicy> policies) {
        return policies.stream().map(PfPolicies::encode).toList();
    }

    private static io.vfledger.avro.PfPolicy encode(PfPolicy policy) {
        PfSelectors selectors = policy.selectors();
        return io.vfledger.avro.PfPolicy.newBuilder()
                .setName(policy.name().value())
                .setPriority(policy.priority())
                .setVendors(selectors.vendors().stream().map(PciId::value).toList())
                .setDevices(selectors.devices().stream().map(PciId::value).toList())
                .setDrivers(selectors.drivers())
                .setPfNames(selectors.names().stream().map(InterfaceName::value).toList())
                .setPciAddresses(
                        selectors.pciAddresses().stream().map(PciAddress::value).toList())
                .setSettings(encode(policy.settings()))
                .build();
    }

    private static io.vfledger.avro.PfSettings encode(PfSettings settings) {
        return io.vfledger.avro.PfSettings.newBuilder()
                .setNumVfs(orNull(settings.numVfs()))
                .setMtu(orNull(settings.mtu()))
                .setVfDriver(orNull(settings.vfDriver()))
                .setDriversAutoprobe(orNull(settings.driversAutoprobe()))
                .setVfDefaults(defaultsOrNull(settings))
                .setAllowHostUse(settings.allowHostUse())
                .build();
    }

    static io.vfledger.avro.@Nullable VfSettings defaultsOrNull(PfSettings settings) {
        return settings.vfDefaults().equals(VfSettings.NONE) ? null : Attributes.settings(settings.vfDefaults());
    }

    static io.vfledger.avro.PfOrder encode(PfOrder order) {
        return io.vfledger.avro.PfOrder.newBuilder()
                .setPci(order.pf().value())
                .setVersion(order.version().value())
                .setPolicy(order.policy().value())
                .setSettings(encode(order.settings()))
                .setStage(PfOrderStage.valueOf(order.stage().name()))
                .setRenews(order.renews())
                .setReason(order.reason())
                .setSinceMs(order.sinceMs())
                .build();
    }

    /**
     * Reads what was last asked of PFs.
     *
     * @throws IllegalArgumentException when a value is not allowed, naming it
     */
    public static List<PfOrder> orders(List<io.vfledger.avro.PfOrder> orders) {
        return orders.stream().map(PfPolicies::decode).toList();
    }

    static PfOrder decode(io.vfledger.avro.PfOrder order) {
        return new PfOrder(
                new PciAddress(order.getPci()),
                new Version(order.getVersion()),
                new PolicyName(order.getPolicy()),
                decode(order.getSettings()),
                Scalars.known(PfOrder.Stage.class, order.getStage()),
                order.getRenews(),
                order.getReason(),
                order.getSinceMs());
    }

    static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }
}
