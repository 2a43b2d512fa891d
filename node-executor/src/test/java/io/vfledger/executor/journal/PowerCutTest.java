package io.vfledger.executor.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's files cut at every byte, and with every byte wrong: it always opens them, and never believes a lie. */
class PowerCutTest {
    static {
        AvroTrust.establish();
    }

    private static final PciAddress PCI = new PciAddress("0000:01:10.0");

    @TempDir(factory = InMemory.class)
    Path directory;

    private interface Reading {
        void check(Path file, String where) throws Exception;
    }

    private void everyCut(byte[] whole, String name, Reading reading) throws Exception {
        for (int end = 0; end < whole.length; end++) {
            Path fresh = Files.createDirectory(directory.resolve("cut" + end));
            Path file = fresh.resolve(name);
            Files.write(file, Arrays.copyOf(whole, end));
            reading.check(file, "cut at byte " + end);
        }
    }

    private void everyByteWrong(byte[] whole, String name, Reading reading) throws Exception {
        for (int at = 0; at < whole.length; at++) {
            Path fresh = Files.createDirectory(directory.resolve("wrong" + at));
            Path file = fresh.resolve(name);
            byte[] wrong = whole.clone();
            wrong[at] ^= (byte) (1 << (at % 8));
            Files.write(file, wrong);
            reading.check(file, "byte " + at + " wrong");
        }
    }

    @Test
    void journalKeepsEveryIntentThatWasWholeOnDisk() throws Exception {
        Path first = directory.resolve("first.log");
        List<Long> sizes = new ArrayList<>();
        try (IntentJournal journal = IntentJournal.open(first)) {
            for (int term = 1; term <= 3; term++) {
                journal.begin(Written.release(term));
                sizes.add(Files.size(first));
            }
        }
        byte[] whole = Files.readAllBytes(first);

        everyCut(whole, "journal.log", (file, where) -> {
            long length = Files.size(file);
            long expected = sizes.stream().filter(size -> size <= length).count();
            try (IntentJournal journal = IntentJournal.open(file)) {
                assertThat(journal.open()).as(where).hasSize((int) expected);
                assertThat(journal.begin(Written.release(9))).as(where).isEqualTo(expected + 1);
            }
        });
        everyByteWrong(whole, "journal.log", (file, where) -> {
            try (IntentJournal journal = IntentJournal.open(file)) {
                assertThat(journal.open().values())
                        .as(where)
                        .hasSize(2)
                        .isSubsetOf(Written.release(1), Written.release(2), Written.release(3));
            }
        });
    }

    @Test
    void outboxSendsEveryRecordThatWasWholeOnDiskInItsOrder() throws Exception {
        PrivateKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        Path first = directory.resolve("first.log");
        List<Long> sizes = new ArrayList<>();
        try (Outbox outbox = Written.outbox(first, key)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(outbox.keep(Written.draft())).isInstanceOf(Receipt.Kept.class);
                sizes.add(Files.size(first));
            }
        }
        byte[] whole = Files.readAllBytes(first);

        everyCut(whole, "outbox.log", (file, where) -> {
            long length = Files.size(file);
            long expected = sizes.stream().filter(size -> size <= length).count();
            try (Outbox outbox = Written.outbox(file, key)) {
                assertThat(Written.stamps(outbox))
                        .as(where)
                        .isEqualTo(List.of(1L, 2L, 3L).subList(0, (int) expected));
            }
        });
        everyByteWrong(whole, "outbox.log", (file, where) -> {
            try (Outbox outbox = Written.outbox(file, key)) {
                assertThat(Written.stamps(outbox)).as(where).hasSize(2).isSorted();
            }
        });
    }

    @Test
    void checkpointForgetsAFunctionWhoseFileIsDamagedAndSaysThatItDoesNotKnowEverybody() throws Exception {
        VfMemory memory = VfMemory.fresh(PCI)
                .withBaseline(VfAttributes.newBuilder().setMtu(1500).build())
                .settled(
                        new Fence(new Epoch(3), new Version(7)),
                        VfReleased.newBuilder().setPci(PCI.value()).build());
        Checkpoint first = Checkpoint.open(directory.resolve("first"));
        first.save(memory);
        first.consumedUpTo(5);
        String name = "vf-" + PCI.value() + ".json";
        byte[] whole = Files.readAllBytes(directory.resolve("first").resolve(name));
        byte[] stream = Files.readAllBytes(directory.resolve("first/stream.json"));

        Reading forgets = (file, where) -> {
            Files.write(file.resolveSibling("stream.json"), stream);
            Checkpoint damaged = Checkpoint.open(requireNonNull(file.getParent()));
            assertThat(damaged.of(PCI)).as(where).isEqualTo(VfMemory.fresh(PCI));
            assertThat(damaged.synced()).as(where).isFalse();
            assertThat(damaged.nextCommand()).as(where).hasValue(5);
            damaged.save(memory);
            assertThat(Checkpoint.open(requireNonNull(file.getParent())).of(PCI))
                    .as(where)
                    .isEqualTo(memory);
        };
        everyCut(whole, name, forgets);
        everyByteWrong(whole, name, forgets);
    }

    @Test
    void lifeIsNumberedByTheClockWhenItsFileIsDamaged() throws Exception {
        Path first = directory.resolve("first");
        try (AgentDirectory agent = AgentDirectory.lock(first)) {
            agent.beginLife("boot", "machine", "1", InstantSource.system());
        }
        byte[] whole = Files.readAllBytes(first.resolve("life.json"));

        everyByteWrong(whole, "life.json", (file, where) -> {
            try (AgentDirectory agent = AgentDirectory.lock(requireNonNull(file.getParent()))) {
                AgentLife life = agent.beginLife("boot", "machine", "1", InstantSource.system());
                assertThat(life.incarnation()).as(where).isGreaterThan(1_700_000_000);
                assertThat(life.lastBoot()).as(where).isEmpty();
            }
        });
    }
}
