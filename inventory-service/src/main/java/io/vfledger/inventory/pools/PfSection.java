package io.vfledger.inventory.pools;

import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.LinkStatePolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfPolicy;
import io.vfledger.vf.PfSelectors;
import io.vfledger.vf.PfSettings;
import io.vfledger.vf.PolicyName;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import io.vfledger.vf.VlanProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the pools file that says how PFs shall be:
 *
 * <pre>
 * pfs:
 *   - name: storage            # unique; letters, digits, '_', '.', '-'
 *     priority: 10             # 0 to 99, default 0; a PF is configured by the one with the lowest number that it fits
 *     nodes: [worker-*]        # default: all nodes
 *     selectors:               # a PF has to fit each list that is given; of pfNames without VF indices
 *       pfNames: [ens1f0]
 *     numVfs: 8
 *     mtu: 9000
 *     vfDriver: vfio-pci       # or default: the kernel's choice
 *     driversAutoprobe: false
 *     vfDefaults: {vlan: 100, vlanQos: 3, vlanProto: 802.1q, minTxRate: 0, maxTxRate: 500, spoofchk: on, trust: off,
 *                  linkState: auto, mtu: 1400}
 *     allowHostUse: false
 * </pre>
 */
final class PfSection {
    private static final List<String> KEYS = List.of(
            "name",
            "priority",
            "nodes",
            "selectors",
            "numVfs",
            "mtu",
            "vfDriver",
            "driversAutoprobe",
            "vfDefaults",
            "allowHostUse");
    private static final List<String> SELECTOR_KEYS =
            List.of("vendors", "devices", "drivers", "pfNames", "pciAddresses");
    private static final List<String> DEFAULT_KEYS =
            List.of("vlan", "vlanQos", "vlanProto", "minTxRate", "maxTxRate", "spoofchk", "trust", "linkState", "mtu");

    private PfSection() {}

    static List<PfRule> rules(YamlTree.@Nullable Item section) {
        List<PfRule> rules = new ArrayList<>();
        if (section == null) {
            return rules;
        }
        Map<PolicyName, Integer> lines = new HashMap<>();
        for (YamlTree.Item item : section.list(PoolRules.MOST)) {
            rule(item).ifPresent(rule -> {
                Integer before = lines.putIfAbsent(rule.policy().name(), item.line());
                if (before != null) {
                    item.fault("policy '" + rule.policy().name() + "' is defined on line " + before + " already");
                }
                rules.add(rule);
            });
        }
        return rules;
    }

    private static Optional<PfRule> rule(YamlTree.Item item) {
        Map<String, YamlTree.Item> fields = item.fields(KEYS);
        YamlTree.Item nameItem = fields.get("name");
        if (nameItem == null) {
            item.fault("a policy for PFs has no name");
            return Optional.empty();
        }
        Optional<PolicyName> name = nameItem.value(PolicyName::new);
        Optional<Integer> priority = PoolsFile.valueOr(
                fields.get("priority"), text -> PoolsFile.number("priority", text, 0, PfPolicy.MAX_PRIORITY), 0);
        List<String> nodes = PoolsFile.values(fields.get("nodes"), NodePatterns::checked);
        PfSelectors selectors = selectors(fields.get("selectors"));
        Optional<PfSettings> settings = settings(item, fields);
        return name.isPresent() && priority.isPresent() && settings.isPresent()
                ? Optional.of(new PfRule(new PfPolicy(name.get(), priority.get(), selectors, settings.get()), nodes))
                : Optional.empty();
    }

    private static PfSelectors selectors(YamlTree.@Nullable Item item) {
        if (item == null) {
            return PfSelectors.ALL;
        }
        Map<String, YamlTree.Item> fields = item.fields(SELECTOR_KEYS);
        return new PfSelectors(
                PoolsFile.values(fields.get("vendors"), PciId::new),
                PoolsFile.values(fields.get("devices"), PciId::new),
                PoolsFile.values(fields.get("drivers"), PoolsFile::driver),
                PoolsFile.values(fields.get("pfNames"), PfSection::pfName),
                PoolsFile.values(fields.get("pciAddresses"), PciAddress::new));
    }

    private static Optional<PfSettings> settings(YamlTree.Item item, Map<String, YamlTree.Item> fields) {
        Optional<Integer> numVfs =
                value(fields.get("numVfs"), text -> PoolsFile.number("numVfs", text, 0, PfSettings.MAX_VFS));
        Optional<Integer> mtu = value(fields.get("mtu"), PfSection::mtu);
        Optional<String> driver = value(fields.get("vfDriver"), PoolsFile::driver);
        Optional<Boolean> autoprobe = value(fields.get("driversAutoprobe"), text -> flag("driversAutoprobe", text));
        Optional<Boolean> hostUse = value(fields.get("allowHostUse"), text -> flag("allowHostUse", text));
        VfSettings defaults = defaults(fields.get("vfDefaults"));
        return made(item, () -> new PfSettings(numVfs, mtu, driver, autoprobe, defaults, hostUse.orElse(false)));
    }

    private static VfSettings defaults(YamlTree.@Nullable Item item) {
        if (item == null) {
            return VfSettings.NONE;
        }
        Map<String, YamlTree.Item> fields = item.fields(DEFAULT_KEYS);
        VfSettings.Builder made = VfSettings.builder();
        value(fields.get("vlan"), text -> new Vlan(PoolsFile.number("vlan", text, 0, 4094)))
                .ifPresent(made::vlan);
        value(fields.get("vlanQos"), text -> PoolsFile.number("vlanQos", text, 0, 7))
                .ifPresent(made::vlanQos);
        value(fields.get("vlanProto"), VlanProto::parse).ifPresent(made::vlanProto);
        value(fields.get("minTxRate"), text -> rate("minTxRate", text)).ifPresent(made::minTxRateMbps);
        value(fields.get("maxTxRate"), text -> rate("maxTxRate", text)).ifPresent(made::maxTxRateMbps);
        value(fields.get("spoofchk"), text -> flag("spoofchk", text)).ifPresent(made::spoofchk);
        value(fields.get("trust"), text -> flag("trust", text)).ifPresent(made::trust);
        value(fields.get("linkState"), LinkStatePolicy::parse).ifPresent(made::linkState);
        value(fields.get("mtu"), PfSection::mtu).ifPresent(made::mtu);
        return made(item, made::build).orElse(VfSettings.NONE);
    }

    private static <T> Optional<T> value(YamlTree.@Nullable Item item, Function<String, T> reader) {
        return item == null ? Optional.empty() : item.value(reader);
    }

    /** What only all values together tell is a fault of the whole. */
    private static <T> Optional<T> made(YamlTree.Item item, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            item.fault(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static InterfaceName pfName(String text) {
        if (text.contains("#")) {
            throw new IllegalArgumentException(
                    "PF name '" + text + "' has VF indices: a policy for PFs is about whole PFs, name it without them");
        }
        return new InterfaceName(text);
    }

    private static int mtu(String text) {
        return PoolsFile.number("mtu", text, 68, 65_535);
    }

    private static int rate(String what, String text) {
        return PoolsFile.number(what, text, 0, 10_000_000);
    }

    private static boolean flag(String what, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on" -> true;
            case "false", "off" -> false;
            default ->
                throw new IllegalArgumentException(
                        what + " '" + text + "' is not known: allowed are true, false, on and off");
        };
    }
}
