package io.vfledger.executor.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfReleased;
import io.vfledger.executor.outbox.AgentKey;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.executor.outbox.Receipt;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Version;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of the agent's files on a disk without a byte left: what was taken stays, what is not taken is refused aloud. */
class FullDiskIT {
    static {
        AvroTrust.establish();
    }

    private static final PciAddress PCI = new PciAddress("0000:01:10.0");
    private static final String FULL = "No space left on device";

    /** More than the rest of a page that a file has already takes. */
    private static final int MANY = 1_000;

    @TempDir
    Path directory;

    private SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.at(directory.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        disk.close();
    }

    @Test
    void journalRefusesAnIntentKeepsThoseItHasAndTakesMoreWhenThereIsRoom() throws Exception {
        Path file = disk.file("journal.log");
        List<Intent> taken = new ArrayList<>();
        try (IntentJournal journal = IntentJournal.open(file)) {
            disk.fill();
            assertThatThrownBy(() -> {
                        for (int term = 1; term <= MANY; term++) {
                            journal.begin(Written.release(term));
                            taken.add(Written.release(term));
                        }
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(FULL);
            assertThat(journal.open().values()).containsExactlyElementsOf(taken);
            disk.makeRoom();
            assertThat(journal.begin(Written.release(MANY))).isEqualTo(taken.size() + 1L);
            taken.add(Written.release(MANY));
        }

        try (IntentJournal again = IntentJournal.open(file)) {
            assertThat(again.damaged()).isFalse();
            assertThat(again.open().values()).containsExactlyElementsOf(taken);
        }
    }

    @Test
    void journalRemembersEndsThatTheDiskDidNotTakeAndWritesThemBeforeTheNextIntent() throws Exception {
        Path file = disk.file("journal.log");
        try (IntentJournal journal = IntentJournal.open(file)) {
            for (int term = 1; term <= 5; term++) {
                journal.begin(Written.release(term));
            }
            disk.fill();
            boolean fits;
            do {
                // An end is short, and of no intent no shorter: the rest of the page takes some.
                fits = journal.end(0);
            } while (fits);
            assertThat(List.copyOf(journal.open().keySet()).stream().map(journal::end))
                    .containsExactly(false, false, false, false, false);
            disk.makeRoom();
            journal.begin(Written.release(MANY));
        }

        try (IntentJournal again = IntentJournal.open(file)) {
            assertThat(again.open().values()).containsExactly(Written.release(MANY));
        }
    }

    @Test
    void outboxKeepsInMemoryWhatTheDiskDoesNotTakeAndLosesNothingThatItTook() throws Exception {
        PrivateKey key = AgentKey.in(disk.file("agent.key"), disk.file("agent.pub"));
        Path file = disk.file("outbox.log");
        int onDisk = 0;
        try (Outbox outbox = Written.outbox(file, key)) {
            disk.fill();
            int placed = 0;
            while (placed < MANY && isTaken(outbox)) {
                placed++;
            }
            onDisk = placed;
            assertThat(onDisk).isLessThan(MANY);
            assertThat(outbox.keepIfPossible(Written.draft())).isInstanceOf(Receipt.Kept.class);
            assertThat(Written.stamps(outbox)).containsExactlyElementsOf(upTo(onDisk + 1));
        }

        try (Outbox killed = Written.outbox(file, key)) {
            assertThat(Written.stamps(killed)).as("on disk").containsExactlyElementsOf(upTo(onDisk));
            disk.makeRoom();
            assertThat(killed.keep(Written.draft())).isInstanceOf(Receipt.Kept.class);
        }
        try (Outbox again = Written.outbox(file, key)) {
            assertThat(Written.stamps(again)).hasSize(onDisk + 1);
        }
    }

    @Test
    void outboxKeepsTheSchemaOfARecordThoughTheDiskWasFullWhenItWasMetFirst() throws Exception {
        PrivateKey key = AgentKey.in(disk.file("agent.key"), disk.file("agent.pub"));
        Path file = disk.file("outbox.log");
        try (Outbox outbox = Written.outbox(file, key)) {
            disk.fill();
            assertThat(outbox.pass(Written.draft())).as("needs no disk").isInstanceOf(Receipt.Kept.class);
            assertThatThrownBy(() -> outbox.keep(Written.draft())).isInstanceOf(StorageException.class);
            disk.makeRoom();
            outbox.keep(Written.draft());
        }

        assertThat(disk.file("outbox.log.schemas"))
                .isDirectoryContaining(path -> path.toString().endsWith(".avsc"));
    }

    @Test
    void checkpointKeepsTheOldMemoryWholeAndLeavesNothingHalfWritten() throws Exception {
        VfMemory before = memory(3);
        Checkpoint checkpoint = Checkpoint.open(disk.file("checkpoint"));
        checkpoint.save(before);
        checkpoint.consumedUpTo(5);
        assertThat(checkpoint.trouble()).isEmpty();
        disk.fill();

        assertThat(checkpoint.trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("has 0 bytes left", "make room"));
        assertThatThrownBy(() -> checkpoint.save(memory(4))).hasMessageContaining(FULL);
        assertThatThrownBy(() -> checkpoint.consumedUpTo(6)).hasMessageContaining(FULL);
        assertThat(checkpoint.of(PCI)).isEqualTo(before);
        checkpoint.saveIfPossible(memory(5));
        assertThat(checkpoint.of(PCI)).as("what was done is so").isEqualTo(memory(5));
        Checkpoint killed = Checkpoint.open(disk.file("checkpoint"));
        assertThat(killed.of(PCI)).isEqualTo(before);
        assertThat(killed.nextCommand()).hasValue(5);
        assertThat(disk.file("checkpoint"))
                .isDirectoryNotContaining(path -> path.toString().endsWith(".new"));

        disk.makeRoom();
        checkpoint.saveRest();
        assertThat(Checkpoint.open(disk.file("checkpoint")).of(PCI)).isEqualTo(memory(5));
    }

    private static boolean isTaken(Outbox outbox) {
        try {
            return outbox.keep(Written.draft()) instanceof Receipt.Kept;
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(FULL);
            return false;
        }
    }

    private static List<Long> upTo(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static VfMemory memory(long epoch) {
        return VfMemory.fresh(PCI)
                .withBaseline(VfAttributes.newBuilder().setMtu(1500).build())
                .settled(
                        new Fence(new Epoch(epoch), new Version(7)),
                        VfReleased.newBuilder().setPci(PCI.value()).build());
    }
}
