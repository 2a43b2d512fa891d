package io.vfledger.inventory.web;

import io.vfledger.inventory.projection.InventoryStore;
import io.vfledger.inventory.projection.RequestView;
import io.vfledger.inventory.projection.VfView;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.VfKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Requests of container runtimes. */
@RestController
public final class RequestsApi {
    static final int DEFAULT_LIMIT = 200;
    static final int MAX_LIMIT = 2_000;

    private final InventoryStore store;
    private final ReadGate gate;
    private final Clock clock;

    public RequestsApi(InventoryStore store, ReadGate gate, Clock clock) {
        this.store = store;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Requests.
     *
     * @param requests open ones first, then newest first
     */
    public record Requests(List<RequestView> requests) {}

    @GetMapping("/api/v1/requests")
    Requests requests(
            @RequestParam Optional<String> open,
            @RequestParam Optional<String> node,
            @RequestParam Optional<String> limit) {
        Optional<Boolean> wanted = open.map(text -> Parameters.flag("open", text));
        Optional<NodeName> onNode = node.map(Parameters::node);
        int most = Parameters.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
        onNode.ifPresentOrElse(gate::pass, gate::pass);
        List<RequestView> requests = new ArrayList<>();
        if (wanted.orElse(true)) {
            requests.addAll(store.openRequests());
        }
        if (!wanted.orElse(false)) {
            requests.addAll(store.settledRequests());
        }
        return new Requests(requests.stream()
                .filter(request ->
                        onNode.filter(name -> !name.equals(request.node())).isEmpty())
                .limit(most)
                .map(request -> request.open() ? waiting(request) : request)
                .toList());
    }

    private RequestView waiting(RequestView request) {
        Optional<VfView> vf = request.pci().flatMap(pci -> store.vf(new VfKey(request.node(), pci)));
        return request.waiting(vf, clock.instant());
    }
}
