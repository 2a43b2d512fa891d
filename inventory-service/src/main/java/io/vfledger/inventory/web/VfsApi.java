package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The functions as they are. */
@RestController
public final class VfsApi {
    static final int DEFAULT_LIMIT = 500;
    static final int MAX_LIMIT = 5_000;

    private final InventoryStore store;
    private final ReadGate gate;

    public VfsApi(InventoryStore store, ReadGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /**
     * A page of functions.
     *
     * @param vfs sorted by node and address
     * @param next give it as {@code after} to get the next page; absent on the last
     */
    public record Vfs(List<VfView> vfs, Optional<String> next) {}

    @GetMapping("/api/v1/vfs")
    Vfs vfs(
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> phase,
            @RequestParam Optional<String> pool,
            @RequestParam Optional<String> pod,
            @RequestParam Optional<String> after,
            @RequestParam Optional<String> limit) {
        Optional<NodeName> onNode = node.map(Parameters::node);
        Predicate<VfView> wanted = filter(phase.map(Parameters::phase), pool, pod);
        Optional<VfKey> last = after.map(text -> Parameters.vfKey("after", text));
        int most = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        onNode.ifPresentOrElse(gate::pass, gate::pass);
        Collection<NodeName> nodes = onNode.<Collection<NodeName>>map(List::of).orElseGet(store::nodes);
        List<VfView> page = new ArrayList<>();
        for (NodeName name : nodes) {
            if (last.isPresent() && name.compareTo(last.get().node()) < 0) {
                continue;
            }
            for (VfView vf : store.vfs(name)) {
                if ((last.isPresent() && vf.key().compareTo(last.get()) <= 0) || !wanted.test(vf)) {
                    continue;
                }
                if (page.size() == most) {
                    return new Vfs(page, Optional.of(page.getLast().key().toString()));
                }
                page.add(vf);
            }
        }
        return new Vfs(page, Optional.empty());
    }

    @GetMapping("/api/v1/vfs/{node}/{pci}")
    VfView vf(@PathVariable String node, @PathVariable String pci) {
        VfKey key = Parameters.vf(node, pci);
        gate.pass(key.node());
        return store.vf(key).orElseThrow(() -> unknown(key));
    }

    static NotFound unknown(VfKey key) {
        return new NotFound("function '" + key + "' is not known: GET /api/v1/vfs?node=" + key.node()
                + " lists those of that node");
    }

    private static Predicate<VfView> filter(Optional<VfPhase> phase, Optional<String> pool, Optional<String> pod) {
        return vf -> phase.filter(wanted -> vf.phase() != wanted).isEmpty()
                && pool.filter(wanted -> !vf.place().pool().equals(wanted)).isEmpty()
                && pod.filter(wanted -> !isOf(vf, wanted)).isEmpty();
    }

    /** A pod is named by its name, by namespace/name, or by its UID. */
    private static boolean isOf(VfView vf, String wanted) {
        return vf.owner()
                .pod()
                .filter(pod -> wanted.equals(pod.name())
                        || wanted.equals(pod.toString())
                        || pod.uid().filter(uid -> uid.value().equals(wanted)).isPresent())
                .isPresent();
    }
}
