package io.vfledger.executor.journal;

import io.vfledger.avro.AssignVf;
import io.vfledger.avro.Attachment;
import io.vfledger.avro.ReleaseCause;
import io.vfledger.avro.VfReleased;
import io.vfledger.executor.outbox.Draft;
import io.vfledger.executor.outbox.Outbox;
import io.vfledger.schemas.Topic;
import io.vfledger.vf.PciAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of the agent's files write into them, and read out of them. */
final class Written {
    private static final PciAddress PCI = new PciAddress("0000:01:10.0");

    private Written() {}

    static Outbox outbox(Path file, PrivateKey key) {
        AgentLife life = new AgentLife(1, "boot", "machine", "test", "life-1", Optional.empty());
        return Outbox.open(file, life, key, Outbox.Limits.DEFAULT, InstantSource.system());
    }

    static List<Long> stamps(Outbox outbox) throws InterruptedException {
        List<Long> stamps = new ArrayList<>();
        Optional<Outbox.Placed> next = outbox.after(0, Duration.ZERO);
        while (next.isPresent()) {
            stamps.add(next.get().record().stamp().agentSeq());
            next = outbox.after(next.get().place(), Duration.ZERO);
        }
        return stamps;
    }

    static Draft draft() {
        return new Draft(
                Topic.OUTCOMES,
                "worker-1/" + PCI.value(),
                "00-trace",
                stamp -> VfReleased.newBuilder()
                        .setNode("worker-1")
                        .setAgent(stamp)
                        .build());
    }

    static Intent release(long epoch) {
        AssignVf assign = AssignVf.newBuilder()
                .setPci(PCI.value())
                .setEpoch(epoch)
                .setAttachment(Attachment.newBuilder()
                        .setNetwork("blue")
                        .setContainerId("c1")
                        .setIfname("net1")
                        .build())
                .build();
        SavedCall call = new SavedCall("{}", Map.of());
        return new Intent.Release(new Owner(assign, Optional.of(call), Optional.empty()), ReleaseCause.CNI_DEL, "", 7);
    }
}
