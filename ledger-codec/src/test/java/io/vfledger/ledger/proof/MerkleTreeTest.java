package io.vfledger.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.host.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
    /** The leaves of Certificate Transparency's reference tests. */
    private static final List<String> KNOWN_LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final int MOST = 40;

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsAreThoseOfTheReferenceTests(int size, String root) {
        Frontier tree = new Frontier();
        KNOWN_LEAVES.stream()
                .limit(size)
                .forEach(leaf -> tree.append(TreeHash.leaf(HexFormat.of().parseHex(leaf))));

        assertThat(tree.root().hex()).isEqualTo(root);
        assertThat(tree.size()).isEqualTo(size);
    }

    private static Bytes leaf(long index) {
        return TreeHash.leaf(new byte[] {(byte) index});
    }

    private static Bytes root(long size) {
        return grown(new Frontier(), size).root();
    }

    private static Frontier grown(Frontier tree, long size) {
        while (tree.size() < size) {
            tree.append(leaf(tree.size()));
        }
        return tree;
    }

    private static List<Bytes> path(ProofPlan plan, long size) {
        for (long i = 0; i < size; i++) {
            plan.leaf(i, leaf(i));
        }
        return plan.path();
    }

    @Test
    void everyLeafOfEveryTreeIsProvedAndNoOther() {
        for (long size = 1; size <= MOST; size++) {
            for (long index = 0; index < size; index++) {
                InclusionProof proof = new InclusionProof(index, size, path(ProofPlan.inclusion(index, size), size));

                assertThat(proof.root(leaf(index))).contains(root(size));
                assertThat(proof.root(leaf(index + 1))).isNotEqualTo(java.util.Optional.of(root(size)));
                if (size > 1) {
                    long other = (index + 1) % size;
                    assertThat(new InclusionProof(other, size, proof.path()).root(leaf(index)))
                            .isNotEqualTo(java.util.Optional.of(root(size)));
                }
            }
        }
    }

    @Test
    void aPathThatIsTooLongOrTooShortProvesNothing() {
        List<Bytes> path = path(ProofPlan.inclusion(3, 7), 7);
        List<Bytes> longer = new ArrayList<>(path);
        longer.add(leaf(1));

        assertThat(new InclusionProof(3, 7, longer).root(leaf(3))).isEmpty();
        assertThat(new InclusionProof(3, 7, path.subList(0, 2)).root(leaf(3))).isEmpty();
    }

    @Test
    void everyTreeIsProvedToHaveGrownFromEverySmallerOne() {
        for (long newer = 1; newer <= MOST; newer++) {
            for (long older = 1; older <= newer; older++) {
                ConsistencyProof proof =
                        new ConsistencyProof(older, newer, path(ProofPlan.consistency(older, newer), newer));

                assertThat(proof.holds(root(older), root(newer))).isTrue();
                assertThat(proof.holds(leaf(99), root(newer))).isFalse();
                assertThat(proof.holds(root(older), leaf(99))).isFalse();
            }
        }
    }

    @Test
    void aTreeWhoseLeafWasChangedHasNotGrownFromTheOlderOne() {
        Frontier forged = new Frontier();
        ProofPlan plan = ProofPlan.consistency(6, 11);
        for (long i = 0; i < 11; i++) {
            Bytes hash = i == 2 ? leaf(77) : leaf(i);
            forged.append(hash);
            plan.leaf(i, hash);
        }

        assertThat(new ConsistencyProof(6, 11, plan.path()).holds(root(6), forged.root()))
                .isFalse();
    }

    @Test
    void growsOnFromTheSubtreesThatItTold() {
        Frontier half = grown(new Frontier(), 21);

        assertThat(grown(new Frontier(21, half.subtrees()), MOST).root()).isEqualTo(root(MOST));
        assertThatThrownBy(() -> new Frontier(20, half.subtrees()))
                .hasMessageContaining("20 leaves with 3 full subtrees");
    }

    @Test
    void refusesAProofOfALeafThatTheTreeDoesNotHave() {
        assertThatThrownBy(() -> ProofPlan.inclusion(7, 7)).hasMessageContaining("leaf 7", "0 to 6");
        assertThatThrownBy(() -> ProofPlan.consistency(0, 7)).hasMessageContaining("1 or more");
        assertThatThrownBy(ProofPlan.inclusion(0, 2)::path).hasMessageContaining("only 0 were taken");
    }
}
