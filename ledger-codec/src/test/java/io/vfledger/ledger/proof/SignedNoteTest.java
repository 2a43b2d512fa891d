package io.vfledger.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vfledger.host.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example of the Go package that the format comes from. */
    private static final String KNOWN_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String KNOWN_PRIVATE =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n" + KNOWN_PUBLIC + "\n";
    private static final String KNOWN_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    private static NotePrivateKey newKey(String name) throws GeneralSecurityException {
        return NotePrivateKey.of(name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    @Test
    void verifiesTheKnownNote() {
        SignedNote note = SignedNote.parse(KNOWN_NOTE);

        assertThat(note.isSignedBy(NotePublicKey.parse(KNOWN_PUBLIC))).isTrue();
        assertThat(note.toString()).isEqualTo(KNOWN_NOTE);
    }

    @Test
    void signsAsTheKnownSignerDoes() {
        String text = SignedNote.parse(KNOWN_NOTE).text();

        assertThat(SignedNote.sign(text, NotePrivateKey.parse(KNOWN_PRIVATE)).toString())
                .isEqualTo(KNOWN_NOTE);
    }

    @Test
    void aNewKeyIsReadBackAndSigns() throws GeneralSecurityException {
        NotePrivateKey key = newKey("vfledger.example/a");
        NotePrivateKey again = NotePrivateKey.parse(key.secretText());

        assertThat(again.publicKey()).isEqualTo(key.publicKey());
        assertThat(NotePublicKey.parse(key.publicKey().toString())).isEqualTo(key.publicKey());
        assertThat(SignedNote.sign("x\n", again).isSignedBy(key.publicKey())).isTrue();
    }

    @Test
    void everyChangedByteOfTheTextIsFound() throws GeneralSecurityException {
        NotePrivateKey key = newKey("k");
        SignedNote note = SignedNote.sign(new Checkpoint("k/3", 7, TreeHash.EMPTY).text(), key);
        for (int i = 0; i < note.text().length() - 1; i++) {
            StringBuilder changed = new StringBuilder(note.text());
            changed.setCharAt(i, changed.charAt(i) == '!' ? '?' : '!');
            assertThat(new SignedNote(changed.toString(), note.signatures()).isSignedBy(key.publicKey()))
                    .isFalse();
        }
    }

    @Test
    void aNoteCountsOnlyByAKnownKeyAndNotWithAWrongSignatureOfIt() throws GeneralSecurityException {
        NotePrivateKey key = newKey("k");
        NotePrivateKey other = newKey("k");
        SignedNote note = SignedNote.sign("x\n", key);
        List<SignedNote.SignedBy> both = new ArrayList<>(note.signatures());
        both.addAll(SignedNote.sign("x\n", other).signatures());
        SignedNote.SignedBy wrong = new SignedNote.SignedBy("k", key.publicKey().id(), Bytes.owned(new byte[64]));

        assertThat(note.isSignedBy(other.publicKey())).isFalse();
        assertThat(new SignedNote("x\n", both).isSignedBy(key.publicKey())).isTrue();
        both.add(wrong);
        assertThat(new SignedNote("x\n", both).isSignedBy(key.publicKey())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text only\n",
                "text\n\n",
                "text\n\nno signature\n",
                "text\n\n— name AAAA\n",
                "text\n\n— name !!!!\n",
                "text\n\n-- name AAAAAAAAAAAA\n",
                "te\tt\n\n— name AAAAAAAAAAAA\n"
            })
    void refusesWhatIsNoNote(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAKeyThatWasDamagedWithoutTellingTheSecret() throws GeneralSecurityException {
        String secret = newKey("k").secretText();
        String others = newKey("k").publicKey().toString();

        assertThatThrownBy(() -> NotePublicKey.parse(KNOWN_PUBLIC.replace("Peter", "Paul")))
                .hasMessageContaining("should have");
        assertThatThrownBy(() -> NotePublicKey.parse("PeterNeumann")).hasMessageContaining("NAME+KEYID+BASE64");
        assertThatThrownBy(() -> NotePrivateKey.parse(secret.lines().findFirst().orElseThrow() + "\n" + others))
                .hasMessageContaining("k is damaged")
                .message()
                .doesNotContain(secret.substring(25, 60));
    }

    @Test
    void readsACheckpointAndRefusesWhatIsNone() {
        Checkpoint checkpoint = new Checkpoint("vfledger.example/a/3", 7, TreeHash.EMPTY);

        assertThat(Checkpoint.parse(checkpoint.text() + "an extension\n")).isEqualTo(checkpoint);
        assertThat(checkpoint.partition()).isEqualTo(3);
        for (String wrong : List.of("a\n7\n", "a\n07\nAA==\n", "a\n-1\nAA==\n", "a\n7\nAA==\n", "a b\n7\n\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anEntryIsProvedWithoutTheLedger() throws GeneralSecurityException {
        NotePrivateKey key = newKey("vfledger.example/a");
        List<LedgerLeaf> leaves = new ArrayList<>();
        Frontier tree = new Frontier();
        ProofPlan plan = ProofPlan.inclusion(4, 11);
        for (int i = 0; i < 11; i++) {
            LedgerLeaf leaf = new LedgerLeaf(
                    Bytes.owned(new byte[] {'n'}), TreeHash.EMPTY, Bytes.owned(new byte[] {(byte) i, 1, 2}));
            leaves.add(leaf);
            tree.append(leaf.hash());
            plan.leaf(i, leaf.hash());
        }
        SignedNote note = new Checkpoint("vfledger.example/a/3", 11, tree.root()).sign(key);
        EntryProof proof = new EntryProof(leaves.get(4), 4, plan.path(), note);

        assertThat(EntryProof.parse(proof.toString())).isEqualTo(proof);
        assertThat(proof.fault(key.publicKey())).isEmpty();
        assertThat(new EntryProof(leaves.get(5), 4, plan.path(), note).fault(key.publicKey()))
                .hasValueSatisfying(what -> assertThat(what).contains("one of them was changed"));
        assertThat(new EntryProof(leaves.get(4), 5, plan.path(), note).fault(key.publicKey()))
                .isPresent();
        assertThat(new EntryProof(leaves.get(4), 11, plan.path(), note).fault(key.publicKey()))
                .hasValueSatisfying(what -> assertThat(what).contains("not under a checkpoint of 11"));
        assertThat(proof.fault(newKey("vfledger.example/a").publicKey()))
                .hasValueSatisfying(what -> assertThat(what).contains("not signed by"));
        assertThat(proof.fault(key.publicKey().named("another")))
                .hasValueSatisfying(what -> assertThat(what).contains("not of a partition of another"));
    }

    @Test
    void aLeafThatIsCutShortOrTooLongIsRefused() {
        byte[] content =
                new LedgerLeaf(Bytes.owned(new byte[] {'n'}), TreeHash.EMPTY, Bytes.owned(new byte[9])).content();
        byte[] longer = java.util.Arrays.copyOf(content, content.length + 1);

        for (int length = 0; length < content.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(content, length);
            assertThatThrownBy(() -> LedgerLeaf.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> LedgerLeaf.parse(longer)).hasMessageContaining("1 bytes are left");
        assertThat(LedgerLeaf.parse(content).content()).isEqualTo(content);
    }
}
