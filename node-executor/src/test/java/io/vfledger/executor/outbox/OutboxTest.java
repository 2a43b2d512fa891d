package io.vfledger.executor.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.VfGone;
import io.vfledger.avro.VfReleased;
import io.vfledger.executor.journal.AgentLife;
import io.vfledger.schemas.RecordKey;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.AvroTrust;
import io.vfledger.schemas.wire.RecordSignature;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    static {
        AvroTrust.establish();
    }

    private static final KeyPair KEYS = keys();

    @TempDir
    Path directory;

    @Test
    void givesDenseSequenceNumbersInTheOrderOfSending() throws InterruptedException {
        try (Outbox outbox = open(1, Outbox.Limits.DEFAULT)) {
            for (int i = 0; i < 5; i++) {
                Draft draft = draft("r" + i);
                assertThat(i % 2 == 0 ? outbox.keep(draft) : outbox.pass(draft))
                        .isInstanceOfSatisfying(
                                Receipt.Kept.class,
                                kept -> assertThat(kept.stamp().incarnation()).isEqualTo(1));
            }

            assertThat(stamps(outbox)).containsExactly("1/1", "1/2", "1/3", "1/4", "1/5");
        }
    }

    @Test
    void sendsWhatAnEarlierLifeLeftBeforeAnythingNew() throws InterruptedException {
        try (Outbox first = open(1, Outbox.Limits.DEFAULT)) {
            first.keep(draft("a"));
            first.pass(draft("worthless after a restart"));
            first.keep(draft("b"));
            first.acknowledged(1);
        }

        try (Outbox second = open(2, Outbox.Limits.DEFAULT)) {
            second.keep(draft("c"));

            assertThat(stamps(second)).containsExactly("1/3", "2/1");
        }
    }

    @Test
    void refusesWhenFullAndKeepsRoomForOutcomes() {
        try (Outbox outbox = open(1, new Outbox.Limits(10, 1_000_000))) {
            for (int i = 0; i < 10; i++) {
                assertThat(outbox.hasRoom()).as("after %d", i).isEqualTo(i < 8);
                assertThat(outbox.keep(draft("x"))).isInstanceOf(Receipt.Kept.class);
            }

            assertThat(outbox.keep(draft("x"))).isInstanceOf(Receipt.Full.class);
            outbox.acknowledged(1);
            Receipt next = outbox.keep(draft("x"));
            assertThat(next)
                    .isInstanceOfSatisfying(
                            Receipt.Kept.class,
                            kept -> assertThat(kept.stamp().agentSeq())
                                    .as("a refused record takes no number")
                                    .isEqualTo(11));
        }
    }

    @Test
    void eachRecordNamesTheOneBeforeItInItsTopic() throws Exception {
        try (Outbox outbox = open(1, Outbox.Limits.DEFAULT)) {
            outbox.keep(draft("a"));
            outbox.pass(new Draft(
                    Topic.INVENTORY,
                    "worker-1",
                    "",
                    stamp -> VfGone.newBuilder().setAgent(stamp).build()));
            outbox.keep(draft("b"));
            outbox.pass(new Draft(
                    Topic.INVENTORY,
                    "worker-1",
                    "",
                    stamp -> VfGone.newBuilder().setAgent(stamp).build()));

            List<Long> previous = new ArrayList<>();
            Optional<Outbox.Placed> next = outbox.after(0, Duration.ZERO);
            while (next.isPresent()) {
                previous.add(previousInTopic(next.get().record()));
                next = outbox.after(next.get().place(), Duration.ZERO);
            }
            assertThat(previous).containsExactly(0L, 0L, 1L, 2L);
        }
    }

    private static long previousInTopic(Outgoing record) throws java.io.IOException {
        Schema schema = record.topic() == Topic.INVENTORY ? VfGone.getClassSchema() : VfReleased.getClassSchema();
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(record.body(), null));
        return (long) ((GenericRecord) read.get("agent")).get("topic_previous_seq");
    }

    @Test
    void signsWhatItSends() throws InterruptedException {
        try (Outbox outbox = open(1, Outbox.Limits.DEFAULT)) {
            outbox.keep(draft("a"));
            Outgoing record = outbox.after(0, Duration.ZERO).orElseThrow().record();

            assertThat(RecordSignature.verify(
                            KEYS.getPublic(),
                            new RecordSignature.Signed(
                                    "outcomes", RecordKey.bytes(record.key()), record.fingerprint(), record.body()),
                            record.signature()))
                    .isTrue();
        }
    }

    @Test
    void staysSmallOnDiskWhileRecordsPass() throws java.io.IOException {
        Path file = directory.resolve("outbox.log");
        try (Outbox outbox = open(1, Outbox.Limits.DEFAULT)) {
            for (int i = 1; i <= 1_000; i++) {
                outbox.keep(draft("x"));
                outbox.acknowledged(i);
            }
        }

        assertThat(java.nio.file.Files.size(file)).isLessThan(300 * 1024);
    }

    @Test
    void beginsAgainFromTheFirstUnacknowledgedWhenALinkFails() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        List<Link> made = new ArrayList<>();
        try (Outbox outbox = open(1, Outbox.Limits.DEFAULT)) {
            List<Receipt.Kept> receipts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                receipts.add((Receipt.Kept) outbox.keep(draft("r" + i)));
            }
            Link.Maker links = () -> {
                Link link = made.isEmpty() ? new FailingThird(sent) : new Recording(sent);
                made.add(link);
                return link;
            };
            try (Sender sender = new Sender(outbox, links)) {
                sender.start();
                for (Receipt.Kept receipt : receipts) {
                    receipt.acknowledged().get(10, TimeUnit.SECONDS);
                }
                assertThat(sender.trouble()).isEmpty();
            }
        }

        // The first link lost what was behind its failing record, and does not say so.
        assertThat(sent.subList(0, 3)).containsExactly("1/1", "1/2", "1/3");
        assertThat(sent.subList(sent.size() - 2, sent.size())).containsExactly("1/3", "1/4");
    }

    private static class Recording implements Link {
        private final List<String> sent;

        Recording(List<String> sent) {
            this.sent = sent;
        }

        @Override
        public void send(Outgoing record, Consumer<Optional<Exception>> done) {
            sent.add(record.stamp().toString());
            done.accept(Optional.empty());
        }

        @Override
        public void close() {}
    }

    private static final class FailingThird extends Recording {
        private boolean failed;

        FailingThird(List<String> sent) {
            super(sent);
        }

        @Override
        public void send(Outgoing record, Consumer<Optional<Exception>> done) {
            failed |= record.stamp().agentSeq() == 3;
            super.send(
                    record, failed ? nothing -> done.accept(Optional.of(new IllegalStateException("fenced"))) : done);
        }
    }

    private Outbox open(long incarnation, Outbox.Limits limits) {
        AgentLife life = new AgentLife(incarnation, "boot", "machine", "test", "life-1", Optional.empty());
        return Outbox.open(directory.resolve("outbox.log"), life, KEYS.getPrivate(), limits, InstantSource.system());
    }

    private static List<String> stamps(Outbox outbox) throws InterruptedException {
        List<String> stamps = new ArrayList<>();
        Optional<Outbox.Placed> next = outbox.after(0, Duration.ZERO);
        while (next.isPresent()) {
            stamps.add(next.get().record().stamp().toString());
            next = outbox.after(next.get().place(), Duration.ZERO);
        }
        return stamps;
    }

    private static Draft draft(String commandId) {
        return new Draft(
                Topic.OUTCOMES,
                "worker-1/0000:01:10.0",
                "00-trace",
                stamp -> VfReleased.newBuilder()
                        .setNode("worker-1")
                        .setAgent(stamp)
                        .setCommandId(commandId)
                        .build());
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
