package io.vfledger.executor.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.CommandFailed;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.NetworkNamespace;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VfSettings;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.vf.Epoch;
import io.vfledger.vf.Fence;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    static {
        AvroTrust.establish();
    }

    private static final PciAddress PCI = new PciAddress("0000:01:10.0");
    private static final SavedCall CALL =
            new SavedCall("{\"name\":\"blue\",\"ipam\":{}}", Map.of("CNI_ARGS", "K8S_POD_NAME=a", "CNI_PATH", "/opt"));
    private static final Owner OWNER = new Owner(
            AssignVf.newBuilder()
                    .setNode("worker-1")
                    .setPci(PCI.value())
                    .setEpoch(3)
                    .setVersion(7)
                    .setAttachment(Attachment.newBuilder()
                            .setNetwork("blue")
                            .setContainerId("c1")
                            .setIfname("net1")
                            .build())
                    .setNetns(NetworkNamespace.newBuilder()
                            .setPath("/run/netns/a")
                            .setInode(4026532000L)
                            .build())
                    .setSettings(VfSettings.newBuilder()
                            .setVlan(100)
                            .setSpoofchk(true)
                            .setLinkState(LinkStatePolicy.ENABLE)
                            .build())
                    .build(),
            Optional.of(CALL),
            Optional.of("enp1s0v0"));

    @TempDir
    Path directory;

    @Test
    void remembersAFunctionAcrossARestart() {
        VfMemory memory = VfMemory.fresh(PCI)
                .withBaseline(
                        VfAttributes.newBuilder().setMtu(1500).setTrust(false).build())
                .settled(
                        new Fence(new Epoch(3), new Version(7)),
                        CommandFailed.newBuilder()
                                .setReason(FailureReason.EXPIRED)
                                .setMessage("late")
                                .build())
                .ownedBy(OWNER);
        Checkpoint.open(directory).save(memory);

        Checkpoint again = Checkpoint.open(directory);

        assertThat(again.of(PCI)).isEqualTo(memory);
        assertThat(again.heldBy(Checkpoint.attachmentOf(OWNER))).contains(memory);
    }

    @Test
    void remembersDebtsAndTheStreamAcrossARestart() {
        Checkpoint first = Checkpoint.open(directory);
        assertThat(first.synced()).isFalse();
        assertThat(first.nextCommand()).isEmpty();
        io.vfledger.vf.Attachment attachment = Checkpoint.attachmentOf(OWNER);
        first.oweIpam(attachment, CALL);
        first.consumedUpTo(42);

        Checkpoint second = Checkpoint.open(directory);
        assertThat(second.ipamDebt(attachment)).contains(CALL);
        assertThat(second.nextCommand()).hasValue(42);
        assertThat(second.synced()).isTrue();
        second.payIpam(attachment);

        assertThat(Checkpoint.open(directory).ipamDebt(attachment)).isEmpty();
    }

    @Test
    void keepsOpenIntentsAcrossARestart() {
        Path file = directory.resolve("journal.log");
        Intent attach = new Intent.Attach(OWNER);
        Intent release = new Intent.Release(OWNER, ReleaseCause.CNI_DEL, "", 7);
        try (IntentJournal journal = IntentJournal.open(file)) {
            long done = journal.begin(attach);
            journal.begin(release);
            journal.end(done);
        }

        try (IntentJournal journal = IntentJournal.open(file)) {
            assertThat(journal.open()).containsExactly(Map.entry(2L, release));
            assertThat(journal.begin(attach)).isEqualTo(3);
        }
    }

    @Test
    void staysSmallHoweverManyIntentsPass() throws IOException {
        Path file = directory.resolve("journal.log");
        SavedCall large = new SavedCall("x".repeat(200_000), Map.of());
        Intent intent = new Intent.Attach(new Owner(OWNER.assign(), Optional.of(large), Optional.empty()));
        try (IntentJournal journal = IntentJournal.open(file)) {
            for (int i = 0; i < 60; i++) {
                journal.end(journal.begin(intent));
            }
        }

        assertThat(Files.size(file)).isLessThan(IntentJournal.COMPACT_ABOVE + 300_000);
    }

    @Test
    void refusesASecondAgentAndCountsLives() {
        try (AgentDirectory first = AgentDirectory.lock(directory)) {
            assertThat(begin(first, "boot", 1_700_000_000).incarnation()).isEqualTo(1_700_000_001);
            assertThatThrownBy(() -> AgentDirectory.lock(directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("another node agent runs on");
        }
        try (AgentDirectory second = AgentDirectory.lock(directory)) {
            AgentLife life = begin(second, "later boot", 5);
            assertThat(life.incarnation()).as("the clock was set back").isEqualTo(1_700_000_002);
            assertThat(life.rebooted()).isTrue();
        }
    }

    @Test
    void numbersALifeByTheClockWhenThereIsNoRecordOfTheOneBefore() throws IOException {
        try (AgentDirectory lost = AgentDirectory.lock(directory)) {
            begin(lost, "boot", 1_700_000_000);
        }
        Files.delete(directory.resolve("life.json"));
        try (AgentDirectory anew = AgentDirectory.lock(directory)) {
            AgentLife life = begin(anew, "boot", 1_700_009_000);
            assertThat(life.incarnation()).isEqualTo(1_700_009_001);
            assertThat(life.rebooted())
                    .as("nothing is known of the life before")
                    .isFalse();
        }
    }

    private static AgentLife begin(AgentDirectory directory, String boot, long seconds) {
        return directory.beginLife(boot, "machine", "1", () -> Instant.ofEpochSecond(seconds));
    }
}
