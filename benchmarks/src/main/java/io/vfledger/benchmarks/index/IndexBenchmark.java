package io.vfledger.benchmarks.index;

import io.vfledger.inventory.keys.DiskKeys;
import io.vfledger.inventory.projection.Cause;
import io.vfledger.inventory.projection.Change;
import io.vfledger.inventory.projection.Entry;
import io.vfledger.inventory.projection.Facet;
import io.vfledger.inventory.projection.LedgerIndex;
import io.vfledger.inventory.projection.LedgerQuery;
import io.vfledger.inventory.projection.Owner;
import io.vfledger.inventory.projection.Position;
import io.vfledger.inventory.projection.Tuning;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.PodIdentity;
import io.vfledger.vf.Version;
import io.vfledger.vf.VfKey;
import io.vfledger.vf.VfSettings;
import io.vfledger.vf.Vlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Fills the index of the ledger with the lives of pods, three entries each (given, attached, taken back) on 2,000
 * functions, and asks it: without Kafka, so without the reading of the entries that an answer names.
 */
public final class IndexBenchmark {
    private static final int FUNCTIONS = 2_000;
    private static final int FUNCTIONS_OF_A_NODE = 50;
    private static final int QUESTIONS = 20_000;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private IndexBenchmark() {}

    /**
     * Prints what it found.
     *
     * @param arguments number of entries, directory for the index
     */
    public static void main(String[] arguments) throws IOException {
        int entries = Integer.parseInt(arguments[0]);
        Path directory = Path.of(arguments[1]);
        try (DiskKeys keys = new DiskKeys(directory)) {
            LedgerIndex index = new LedgerIndex(keys);
            long begin = System.nanoTime();
            for (int i = 0; i < entries; i++) {
                index.add(entry(i));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%d entries in %.1f s: %.0f a second%n", entries, seconds, entries / seconds);
            Random random = new Random(7);
            System.out.println("who held it: "
                    + times(() -> index.at(vf(random.nextInt(FUNCTIONS)), at(random.nextInt(entries)))));
            System.out.println(
                    "everything about a pod: " + times(() -> index.find(aboutPod(random.nextInt(entries) / 3))));
            try (Stream<Path> files = Files.walk(directory)) {
                long bytes = files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
                System.out.println("on disk: " + bytes / entries + " bytes an entry");
            }
        }
    }

    private static String times(Runnable question) {
        long[] times = new long[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            long begin = System.nanoTime();
            question.run();
            times[i] = System.nanoTime() - begin;
        }
        Arrays.sort(times);
        return String.format(
                Locale.ROOT, "p50 %.3f ms, p99 %.3f ms", times[QUESTIONS / 2] / 1e6, times[QUESTIONS / 100 * 99] / 1e6);
    }

    private static LedgerQuery aboutPod(int pod) {
        return new LedgerQuery(
                List.of(new Facet(Facet.Kind.POD, "load/pod-" + pod)), BEGIN, Instant.MAX, true, Optional.empty(), 50);
    }

    private static Instant at(long entry) {
        return BEGIN.plusMillis(entry * 10);
    }

    private static VfKey vf(int number) {
        int onNode = number % FUNCTIONS_OF_A_NODE;
        return new VfKey(
                new NodeName("worker-" + number / FUNCTIONS_OF_A_NODE),
                new PciAddress(String.format(Locale.ROOT, "0000:01:%02x.%d", 16 + onNode / 8, onNode % 8)));
    }

    private static Entry entry(int i) {
        int pod = i / 3;
        VfKey vf = vf(pod % FUNCTIONS);
        VfPhase to = List.of(VfPhase.ATTACHING, VfPhase.ATTACHED, VfPhase.FREE).get(i % 3);
        long epoch = pod / FUNCTIONS + 1L;
        Change.Moved move = new Change.Moved(
                vf.pci(),
                Optional.empty(),
                to,
                new Fence(new Epoch(epoch), new Version(i + 1L)),
                to.isOwned() ? owner(pod) : Owner.NOBODY,
                to.isOwned() ? tuning(pod) : Tuning.NONE,
                Optional.empty(),
                true,
                "",
                Optional.of(new Change.OfPf("0000:01:00.0", "ens1")));
        return new Entry(
                new Position(0, i),
                vf.node(),
                i + 1L,
                i,
                at(i),
                new Cause.Untold(),
                "applied",
                "",
                List.of(move),
                List.of(),
                "benchmark",
                new Entry.Hashes("", "", ""));
    }

    private static Owner owner(int pod) {
        return new Owner(
                Optional.of(Attachment.of("blue", String.format(Locale.ROOT, "%064x", pod), "net1")),
                Optional.of(new PodIdentity("load", "pod-" + pod, Optional.empty())),
                Optional.empty(),
                Optional.of("request-" + pod),
                Optional.empty(),
                List.of("10." + ((pod >> 16) & 255) + "." + ((pod >> 8) & 255) + "." + (pod & 255) + "/8"));
    }

    private static Tuning tuning(int pod) {
        MacAddress mac = MacAddress.parse(
                String.format(Locale.ROOT, "02:00:00:%02x:%02x:%02x", (pod >> 16) & 255, (pod >> 8) & 255, pod & 255));
        return new Tuning(
                Optional.of(VfSettings.builder().mac(mac).vlan(new Vlan(100)).build()), Optional.empty());
    }
}
