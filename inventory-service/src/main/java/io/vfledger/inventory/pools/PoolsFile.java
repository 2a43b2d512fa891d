package io.vfledger.inventory.pools;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.DriftPolicy;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PciId;
import io.vfledger.vf.PfNameSelector;
import io.vfledger.vf.Placement;
import io.vfledger.vf.PlacementOrder;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import io.vfledger.vf.ReleaseMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file that defines the pools. It is YAML (JSON is YAML too):
 *
 * <pre>
 * pools:
 *   - name: storage            # letters, digits, '_', '.', '-'; unique; what a network names
 *     chooser: allocator       # who picks the VF: allocator (default) or kubelet
 *     priority: 10             # 0 to 99, default 0; a VF belongs to the pool with the lowest number that it fits
 *     nodes: [worker-*]        # names of nodes, '*' for any characters; default: all nodes
 *     release: rebind          # how a VF is made clean: compare, rebind or flr; default: as is usual for its driver
 *     drift: rewrite           # what is done when somebody changes a VF by hand that a pod has: record (default) or rewrite
 *     placement:               # how the allocator picks; each key may be left out
 *       order: spread          # over the PFs: spread (default) or pack
 *       numaNode: 0            # PFs of this NUMA node first, 0 to 1023
 *       rateBudget: 80         # percent of a PF's speed that guaranteed rates (min_tx_rate) may add up to, 1 to 100
 *     selectors:               # a VF has to fit each list that is given; any one entry of a list is enough
 *       vendors: ["8086"]      # PCI vendor ids; quote them
 *       devices: ["1520"]      # PCI device ids of the VF
 *       drivers: [igbvf]       # drivers that the VF is bound to
 *       pfNames: ["ens1f0#0-3,5"]   # interfaces of PFs, each with its VF indices where not all are meant
 *       pciAddresses: ["0000:01:10.0"]
 * pfs: ...                     # how PFs shall be, see PfSection
 * resourceList: ...            # what the device plugin offers kubelet, see ResourceSection
 * </pre>
 *
 * A pool without selectors takes every VF that no pool before it takes. An empty list of pools is allowed: no VF is
 * given to anybody. Everything is checked before anything is used, and every fault is named with its line.
 */
public final class PoolsFile {
    /** Largest file, bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_PRIORITY = 99;
    private static final int MAX_PERCENT = 100;
    private static final int MAX_SELECTORS = 1_024;
    private static final List<String> POOL_KEYS =
            List.of("name", "chooser", "priority", "nodes", "release", "drift", "placement", "selectors");
    private static final List<String> PLACEMENT_KEYS = List.of("order", "numaNode", "rateBudget");
    private static final List<String> SELECTOR_KEYS =
            List.of("vendors", "devices", "drivers", "pfNames", "pciAddresses");

    private final YamlTree tree;

    private PoolsFile(YamlTree tree) {
        this.tree = tree;
    }

    /**
     * Reads a file.
     *
     * @throws PoolsFileException when it cannot be read, or anything in it is not valid
     */
    public static PoolRules read(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new PoolsFileException(
                        "pools file " + file, List.of("it has " + size + " bytes: allowed are 0 to " + MAX_BYTES));
            }
            return parse("pools file " + file, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PoolsFileException(
                    "pools file " + file, List.of("it cannot be read: " + e + "; VFL_POOLS names it"));
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param source names it in messages
     * @throws PoolsFileException when anything in it is not valid
     */
    public static PoolRules parse(String source, String text) {
        YamlTree tree = new YamlTree(source, text);
        Map<String, YamlTree.Item> root = tree.root().fields(List.of("pools", "pfs", "resourceList"));
        List<PoolRule> rules = new ArrayList<>(ResourceSection.rules(root.get("resourceList")));
        if (root.get("pools") != null || root.get("resourceList") == null) {
            rules.addAll(new PoolsFile(tree).rules(root.get("pools")));
        }
        faultTwins(tree, rules);
        List<PfRule> pfs = PfSection.rules(root.get("pfs"));
        tree.throwFaults();
        return new PoolRules(rules, pfs);
    }

    /** A resource may not have the name of a pool. */
    private static void faultTwins(YamlTree tree, List<PoolRule> rules) {
        Set<PoolName> names = new HashSet<>();
        for (PoolRule rule : rules) {
            if (!names.add(rule.pool().name()) && tree.isFaultless()) {
                tree.fault(1, "pool '" + rule.pool().name() + "' is defined twice: in resourceList and in it or pools");
            }
        }
    }

    private List<PoolRule> rules(YamlTree.@Nullable Item pools) {
        List<PoolRule> rules = new ArrayList<>();
        Map<PoolName, Integer> lines = new HashMap<>();
        if (pools == null) {
            tree.fault(1, "the list 'pools' is missing; write 'pools: []' where there shall be none");
            return rules;
        }
        for (YamlTree.Item item : pools.list(PoolRules.MOST)) {
            rule(item).ifPresent(rule -> {
                Integer before = lines.putIfAbsent(rule.pool().name(), item.line());
                if (before != null) {
                    item.fault("pool '" + rule.pool().name() + "' is defined on line " + before + " already");
                }
                rules.add(rule);
            });
        }
        return rules;
    }

    private Optional<PoolRule> rule(YamlTree.Item item) {
        Map<String, YamlTree.Item> fields = item.fields(POOL_KEYS);
        YamlTree.Item nameItem = fields.get("name");
        if (nameItem == null) {
            item.fault("a pool has no name");
            return Optional.empty();
        }
        Optional<PoolName> name = nameItem.value(PoolName::new);
        Optional<Chooser> chooser = valueOr(fields.get("chooser"), PoolsFile::chooser, Chooser.ALLOCATOR);
        Optional<Integer> priority =
                valueOr(fields.get("priority"), text -> number("priority", text, 0, MAX_PRIORITY), 0);
        List<String> nodes = values(fields.get("nodes"), NodePatterns::checked);
        Optional<Optional<ReleaseMode>> release =
                valueOr(fields.get("release"), text -> Optional.of(release(text)), Optional.empty());
        Optional<DriftPolicy> drift = valueOr(fields.get("drift"), PoolsFile::drift, DriftPolicy.RECORD);
        Optional<Placement> placement = placement(fields.get("placement"));
        YamlTree.Item selected = fields.get("selectors");
        PoolSelectors selectors = selected == null ? PoolSelectors.ALL : selectors(selected, List.of());
        boolean whole =
                Stream.of(name, chooser, priority, release, drift, placement).allMatch(Optional::isPresent);
        return whole
                ? Optional.of(new PoolRule(
                        new Pool(
                                name.orElseThrow(),
                                chooser.orElseThrow(),
                                priority.orElseThrow(),
                                selectors,
                                release.orElseThrow(),
                                placement.orElseThrow(),
                                drift.orElseThrow()),
                        nodes))
                : Optional.empty();
    }

    private static Optional<Placement> placement(YamlTree.@Nullable Item item) {
        if (item == null) {
            return Optional.of(Placement.DEFAULT);
        }
        Map<String, YamlTree.Item> fields = item.fields(PLACEMENT_KEYS);
        Optional<PlacementOrder> order = valueOr(fields.get("order"), PoolsFile::order, Placement.DEFAULT.order());
        Optional<Optional<Integer>> numaNode = valueOr(
                fields.get("numaNode"),
                text -> Optional.of(number("numaNode", text, 0, Placement.MAX_NUMA_NODE)),
                Optional.empty());
        Optional<Optional<Integer>> rateBudget = valueOr(
                fields.get("rateBudget"),
                text -> Optional.of(number("rateBudget", text, 1, MAX_PERCENT)),
                Optional.empty());
        return order.isPresent() && numaNode.isPresent() && rateBudget.isPresent()
                ? Optional.of(new Placement(order.get(), numaNode.get(), rateBudget.get()))
                : Optional.empty();
    }

    /**
     * What a mapping selects.
     *
     * @param ignored keys that it may have besides, and that say nothing about which VFs are meant
     */
    static PoolSelectors selectors(YamlTree.Item item, List<String> ignored) {
        Map<String, YamlTree.Item> fields = item.fields(
                Stream.concat(SELECTOR_KEYS.stream(), ignored.stream()).toList());
        List<PciId> vendors = values(fields.get("vendors"), PciId::new);
        List<PciId> devices = values(fields.get("devices"), PciId::new);
        List<String> drivers = values(fields.get("drivers"), PoolsFile::driver);
        List<PfNameSelector> pfNames = values(fields.get("pfNames"), PfNameSelector::parse);
        List<PciAddress> addresses = values(fields.get("pciAddresses"), PciAddress::new);
        return new PoolSelectors(vendors, devices, drivers, pfNames, addresses);
    }

    static <T> Optional<T> valueOr(YamlTree.@Nullable Item item, Function<String, T> reader, T otherwise) {
        return item == null ? Optional.of(otherwise) : item.value(reader);
    }

    static <T> List<T> values(YamlTree.@Nullable Item item, Function<String, T> reader) {
        List<T> values = new ArrayList<>();
        if (item != null) {
            item.list(MAX_SELECTORS).forEach(entry -> entry.value(reader).ifPresent(values::add));
        }
        return values;
    }

    private static Chooser chooser(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "allocator" -> Chooser.ALLOCATOR;
            case "kubelet" -> Chooser.KUBELET;
            default ->
                throw new IllegalArgumentException(
                        "chooser '" + text + "' is not known: allowed are allocator and kubelet");
        };
    }

    private static PlacementOrder order(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "spread" -> PlacementOrder.SPREAD;
            case "pack" -> PlacementOrder.PACK;
            default ->
                throw new IllegalArgumentException("order '" + text + "' is not known: allowed are spread and pack");
        };
    }

    private static ReleaseMode release(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "compare" -> ReleaseMode.COMPARE;
            case "rebind" -> ReleaseMode.REBIND;
            case "flr" -> ReleaseMode.FLR;
            default ->
                throw new IllegalArgumentException(
                        "release '" + text + "' is not known: allowed are compare, rebind and flr");
        };
    }

    private static DriftPolicy drift(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "record" -> DriftPolicy.RECORD;
            case "rewrite" -> DriftPolicy.REWRITE;
            default ->
                throw new IllegalArgumentException("drift '" + text + "' is not known: allowed are record and rewrite");
        };
    }

    static int number(String what, String text, int least, int most) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + " '" + text + "' is not a number: allowed are " + least + " to " + most, e);
        }
        throw new IllegalArgumentException(
                what + " " + text + " is out of range: allowed are " + least + " to " + most);
    }

    static String driver(String text) {
        if (!text.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "driver '" + text + "' is not valid: allowed are letters, digits, '_' and '-', 1 to 64 of them");
        }
        return text;
    }
}
