package io.vfledger.executor.app;

import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.cni.server.CniHandler;
import io.vfledger.executor.metrics.Family;
import io.vfledger.executor.metrics.Histogram;
import io.vfledger.executor.metrics.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times the calls of the CNI binary. */
final class MeteredCalls implements CniHandler {
    private final CniHandler behind;
    private final Map<Kind, Histogram> done = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicInteger> open = new ConcurrentSkipListMap<>();

    /** A command and what came of it. */
    private record Kind(String command, String result) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byCommand = command.compareTo(other.command);
            return byCommand != 0 ? byCommand : result.compareTo(other.result);
        }

        Labels labels() {
            return Labels.of("command", command).with("result", result);
        }
    }

    MeteredCalls(CniHandler behind) {
        this.behind = behind;
    }

    @Override
    public CniReply handle(CniCall call) {
        String command = call.command().name().toLowerCase(Locale.ROOT);
        AtomicInteger now = open.computeIfAbsent(command, any -> new AtomicInteger());
        long began = System.nanoTime();
        String result = "error";
        now.incrementAndGet();
        try {
            CniReply reply = behind.handle(call);
            result = reply.succeeded() ? "ok" : "error";
            return reply;
        } finally {
            now.decrementAndGet();
            done.computeIfAbsent(new Kind(command, result), any -> new Histogram())
                    .took(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    List<Family> families() {
        Family durations = new Family(
                "vfledger_cni_call_seconds",
                Family.Type.HISTOGRAM,
                "How long calls of the CNI binary took in the agent.",
                List.of());
        for (Map.Entry<Kind, Histogram> entry : new TreeMap<>(done).entrySet()) {
            durations = durations.with(entry.getValue().samples(entry.getKey().labels()));
        }
        return List.of(
                durations,
                Family.gauge("vfledger_cni_calls_open", "Calls of the CNI binary that are not answered yet.")
                        .with(open.entrySet().stream()
                                .map(entry -> new Family.Sample(
                                        "",
                                        Labels.of("command", entry.getKey()),
                                        entry.getValue().get()))
                                .toList()));
    }
}
