package io.vfledger.inventory.pools;

import io.vfledger.vf.Chooser;
import io.vfledger.vf.Placement;
import io.vfledger.vf.Pool;
import io.vfledger.vf.PoolName;
import io.vfledger.vf.PoolSelectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list {@code resourceList} as the SR-IOV network device plugin has it: each resource is a pool that kubelet chooses from,
 * named like the resource. A VF belongs to the first that it fits, which is what priorities that rise with the list say.
 */
final class ResourceSection {
    /** As many as there are priorities. */
    private static final int MOST = 100;

    private static final List<String> KEYS =
            List.of("resourceName", "resourcePrefix", "deviceType", "excludeTopology", "selectors", "additionalInfo");
    private static final List<String> IGNORED_SELECTORS = List.of("linkTypes", "isRdma", "needVhostNet");

    private ResourceSection() {}

    static List<PoolRule> rules(YamlTree.@Nullable Item resources) {
        List<PoolRule> rules = new ArrayList<>();
        if (resources != null) {
            for (YamlTree.Item item : resources.list(MOST)) {
                int priority = rules.size();
                rule(item, priority).ifPresent(rules::add);
            }
        }
        return rules;
    }

    private static Optional<PoolRule> rule(YamlTree.Item item, int priority) {
        Map<String, YamlTree.Item> fields = item.fields(KEYS);
        YamlTree.Item name = fields.get("resourceName");
        if (name == null) {
            item.fault("a resource has no resourceName");
            return Optional.empty();
        }
        Optional<String> type = PoolsFile.valueOr(fields.get("deviceType"), ResourceSection::netDevice, "netDevice");
        Optional<PoolSelectors> selectors = selectors(fields.get("selectors"));
        return name.value(PoolName::new)
                .filter(pool -> type.isPresent() && selectors.isPresent())
                .map(pool -> new PoolRule(
                        new Pool(
                                pool,
                                Chooser.KUBELET,
                                priority,
                                selectors.orElseThrow(),
                                Optional.empty(),
                                Placement.DEFAULT),
                        List.of()));
    }

    private static String netDevice(String text) {
        if (!text.equals("netDevice")) {
            throw new IllegalArgumentException("deviceType '" + text + "' is not possible: allowed is netDevice");
        }
        return text;
    }

    private static Optional<PoolSelectors> selectors(YamlTree.@Nullable Item item) {
        if (item == null) {
            return Optional.of(PoolSelectors.ALL);
        }
        if (!item.isList()) {
            return Optional.of(PoolsFile.selectors(item, IGNORED_SELECTORS));
        }
        List<YamlTree.Item> entries = item.list(1);
        return entries.stream().findFirst().map(only -> PoolsFile.selectors(only, IGNORED_SELECTORS));
    }
}
