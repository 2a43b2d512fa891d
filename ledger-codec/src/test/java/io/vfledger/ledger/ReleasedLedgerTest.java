package io.vfledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.host.Bytes;
import io.vfledger.host.StateHashes;
import io.vfledger.lifecycle.NodeState;
import io.vfledger.lifecycle.Transition;
import io.vfledger.lifecycle.VfLifecycle;
import io.vfledger.lifecycle.VfPhase;
import io.vfledger.schemas.Topic;
import io.vfledger.schemas.wire.WireFormat;
import io.vfledger.vf.NodeName;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A ledger that release 0.1.0 wrote, byte by byte: this build reads it, folds it to the state that 0.1.0 had, and finds
 * its chain whole. The file is what that release's own decider and codec gave; it never changes.
 */
class ReleasedLedgerTest {
    private static final NodeName NODE = new NodeName("worker-1");

    /**
     * An entry as it lies in the topic.
     *
     * @param hash over the bytes as they were written
     */
    private record Written(LedgerEntry entry, Bytes fingerprint, Bytes hash) {}

    private static List<String[]> lines(String kind) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                ReleasedLedgerTest.class.getResourceAsStream("ledger-0.1.0.txt"), "the ledger of 0.1.0")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[0].equals(kind))
                    .toList();
        }
    }

    private static List<Written> ledger() throws IOException {
        List<Written> ledger = new ArrayList<>();
        for (String[] words : lines("entry")) {
            byte[] fingerprint = HexFormat.of().parseHex(words[1]);
            byte[] body = Base64.getDecoder().decode(words[2]);
            LedgerEntry entry = (LedgerEntry) RecordedBody.read(
                    Topic.LEDGER,
                    LedgerEntry.getClassSchema().getFullName(),
                    Bytes.copyOf(fingerprint),
                    Bytes.copyOf(body));
            ledger.add(new Written(entry, Bytes.copyOf(fingerprint), EntryCodec.hash(fingerprint, body)));
        }
        return ledger;
    }

    @Test
    void wasWrittenWithOtherSchemasThanThisBuildsOwn() throws IOException {
        Bytes now = Bytes.copyOf(WireFormat.fingerprint(LedgerEntry.getClassSchema()));
        assertThat(ledger())
                .hasSize(13)
                .allSatisfy(written -> assertThat(written.fingerprint()).isNotEqualTo(now));
    }

    @Test
    void foldsToTheStateThatTheReleaseHad() throws IOException {
        NodeState state = NodeState.unknown(NODE);
        for (Written written : ledger()) {
            io.vfledger.host.LedgerEntry entry = EntryCodec.decode(written.entry());
            for (Transition transition : entry.transitions()) {
                state = VfLifecycle.evolve(state, transition);
            }
            assertThat(StateHashes.of(state).whole())
                    .as("state after entry %d", entry.nodeSeq())
                    .isEqualTo(entry.stateHash());
        }
        String[] head = lines("head").getFirst();
        assertThat(StateHashes.of(state).whole().hex()).isEqualTo(head[3]);
        assertThat(state.vfs().get(new PciAddress("0000:01:10.0")).orElseThrow().phase())
                .isNotEqualTo(VfPhase.GONE);
    }

    @Test
    void isFoundSound() throws IOException {
        LedgerVerifier verifier = new LedgerVerifier(0);
        long offset = 0;
        for (Written written : ledger()) {
            assertThat(verifier.next(offset++, written.entry(), written.hash())).isEmpty();
        }
        assertThat(verifier.headHash(NODE).map(Bytes::hex))
                .contains(lines("head").getFirst()[2]);
    }
}
