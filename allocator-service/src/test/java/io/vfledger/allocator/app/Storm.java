package io.vfledger.allocator.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Nodes that ask for VFs and give them back, as fast as they are answered. */
final class Storm implements AutoCloseable {
    private static final int VFS = 16;
    /** More than there are VFs: some requests are refused, too. */
    private static final int AT_ONCE = 18;

    private static final long BETWEEN_NANOS = 2_000_000;

    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Asked> open = new ArrayList<>();
    private final Set<String> requests = new HashSet<>();
    private int refused;

    private record Asked(SimulatedNode node, String request) {}

    Storm(Platform platform, int count) {
        for (int number = 1; number <= count; number++) {
            nodes.add(platform.node("worker-" + number, VFS));
        }
    }

    void join() {
        nodes.forEach(SimulatedNode::join);
    }

    /**
     * Asks where a node may ask, and gives back what was given.
     *
     * @param total ADDs in all
     * @return whether there is more to do
     */
    boolean advance(int total) {
        for (SimulatedNode node : nodes) {
            long asked = open.stream().filter(each -> each.node() == node).count();
            for (; asked < AT_ONCE && requests.size() < total; asked++) {
                String request = node.add(requests.size());
                requests.add(request);
                open.add(new Asked(node, request));
            }
        }
        int before = open.size();
        Await.until("one of " + before + " open requests is settled", () -> settle() || before == 0);
        LockSupport.parkNanos(BETWEEN_NANOS);
        return requests.size() < total || !open.isEmpty();
    }

    private boolean settle() {
        boolean any = false;
        for (Iterator<Asked> each = open.iterator(); each.hasNext(); ) {
            Asked asked = each.next();
            if (asked.node().settled(asked.request())) {
                if (asked.node().assigned(asked.request()).isPresent()) {
                    asked.node().release(asked.request());
                } else {
                    refused++;
                }
                each.remove();
                any = true;
            }
        }
        return any;
    }

    int settled() {
        return requests.size() - open.size();
    }

    int refused() {
        return refused;
    }

    Set<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        nodes.forEach(SimulatedNode::close);
    }
}
