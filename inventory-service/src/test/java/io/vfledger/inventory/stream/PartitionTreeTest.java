package io.vfledger.inventory.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.NotePrivateKey;
import io.vfledger.ledger.proof.TreeHash;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionTreeTest {
    private static final CheckpointRule RULE = rule(3, Duration.ofSeconds(10));
    private final PartitionTree tree = new PartitionTree("a/0", Optional.empty());

    private static CheckpointRule rule(int entries, Duration age) {
        try {
            return new CheckpointRule(
                    NotePrivateKey.of(
                            "a", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()),
                    entries,
                    age);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private static Bytes leaf(int content) {
        return TreeHash.leaf(new byte[] {(byte) content});
    }

    private static void take(PartitionTree tree, int from, int to) {
        for (int i = from; i < to; i++) {
            tree.take(2L * i, i, leaf(i), 1_000);
        }
    }

    @Test
    void signsAfterSoManyEntriesOrWhenTheFirstOfThemIsOld() {
        take(tree, 0, 2);
        assertThat(tree.due(RULE, 10_999)).isEmpty();
        assertThat(tree.due(RULE, 11_000)).hasValueSatisfying(head -> {
            assertThat(head.size()).isEqualTo(2);
            assertThat(head.root()).isEqualTo(TreeHash.node(leaf(0), leaf(1)));
            assertThat(head.origin()).isEqualTo("a/0");
            tree.signed(head);
        });
        assertThat(tree.due(RULE, 99_000)).isEmpty();
        take(tree, 2, 5);
        assertThat(tree.due(RULE, 1_000)).isPresent();
        assertThat(tree.nextOffset()).isEqualTo(9);
    }

    @Test
    void goesOnFromTheHeadOfAnEarlierLife() {
        take(tree, 0, 4);
        Checkpoint head = tree.due(RULE, 1_000).orElseThrow();
        PartitionTree later = new PartitionTree("a/0", Optional.of(head));

        take(later, 0, 4);
        assertThat(later.due(RULE, 99_000)).isEmpty();
        take(later, 4, 5);

        assertThat(later.fault()).isEmpty();
        assertThat(later.due(RULE, 99_000)).isPresent();
    }

    @Test
    void signsNothingOverAnEntryThatWasChangedAfterItsHeadWasSigned() {
        take(tree, 0, 4);
        PartitionTree later = new PartitionTree("a/0", tree.due(RULE, 1_000));

        later.take(0, 0, leaf(66), 1_000);
        take(later, 1, 9);

        assertThat(later.fault()).hasValueSatisfying(why -> assertThat(why).contains("changed since"));
        assertThat(later.due(RULE, 99_000)).isEmpty();
    }

    @Test
    void signsNothingOverAnEntryThatIsMissing() {
        take(tree, 0, 2);
        take(tree, 3, 9);

        assertThat(tree.fault()).contains("the entry at offset 6 has partition_seq 3, but 2 must follow");
        assertThat(tree.due(RULE, 99_000)).isEmpty();
    }

    @Test
    void refusesARuleThatSignsNever() {
        assertThatThrownBy(() -> rule(0, Duration.ofSeconds(1))).hasMessageContaining("every 0 entries");
        assertThatThrownBy(() -> rule(1, Duration.ZERO)).hasMessageContaining("1 ms or more");
    }
}
