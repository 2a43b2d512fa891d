package io.vfledger.vfctl.evidence;

import io.vfledger.avro.LedgerEntry;
import io.vfledger.ledger.RecordedBody;
import io.vfledger.ledger.proof.Checkpoint;
import io.vfledger.ledger.proof.EntryProof;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.schemas.Topic;
import io.vfledger.vfctl.Refusal;
import io.vfledger.vfctl.Vfctl;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl prove}. */
@Command(
        name = "prove",
        description = {
            "Writes a proof that an entry is in the ledger whose head inventory-service signed (C2SP tlog-proof, with the"
                    + " entry itself in it).",
            "With --check: checks such a proof by the ledger's public key alone, without ledger and network, and prints"
                    + " the entry."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the proof was written, or is right",
            "1:there is none, or it is wrong; the reason is on standard error",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl prove worker-1/17 --out entry.tlog-proof",
            "  vfctl prove --check entry.tlog-proof --key checkpoint.key.pub"
        },
        mixinStandardHelpOptions = true)
public final class ProveCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl program = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private ConnectionOptions where = new ConnectionOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Option(names = "--key", paramLabel = "KEY", description = "The ledger's public key, or a file with it.")
    private String key = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the proof goes. Default: standard output.")
    private @Nullable Path out;

    /** Either of them. */
    static final class What {
        @Parameters(paramLabel = "NODE/NUMBER", description = "The entry to be proved.")
        private String entry = "";

        @Option(names = "--check", paramLabel = "FILE", description = "The proof to be checked.")
        private @Nullable Path proof;
    }

    @Override
    public Integer call() {
        PrintWriter to = spec.commandLine().getOut();
        if (what.proof != null) {
            if (key.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--check needs --key: the public key that you trust");
            }
            to.println(check(what.proof, KeyFiles.publicKey(key)));
        } else {
            write(prove(EntryName.parse(what.entry)), to);
        }
        to.flush();
        return CommandLine.ExitCode.OK;
    }

    private EntryProof prove(EntryName entry) {
        try (LedgerTopics topics = new LedgerTopics(where.connection(program))) {
            return new Prover(topics).prove(entry);
        }
    }

    private void write(EntryProof proof, PrintWriter to) {
        if (out == null) {
            to.print(proof);
            return;
        }
        try {
            Files.writeString(out, proof.toString());
        } catch (IOException e) {
            throw new Refusal("cannot write the proof to '" + out + "'", e);
        }
    }

    /** What a right proof proves. */
    static String check(Path file, NotePublicKey key) {
        try {
            if (Files.size(file) > EntryProof.MOST_CHARACTERS) {
                throw new Refusal(
                        "'" + file + "' is no proof: it is larger than " + EntryProof.MOST_CHARACTERS + " bytes");
            }
            EntryProof proof = EntryProof.parse(Files.readString(file));
            Optional<String> fault = proof.fault(key);
            if (fault.isPresent()) {
                throw new Refusal("'" + file + "' proves nothing: " + fault.get());
            }
            Checkpoint head = Checkpoint.parse(proof.note().text());
            LedgerEntry entry = (LedgerEntry) RecordedBody.read(
                    Topic.LEDGER,
                    LedgerEntry.getClassSchema().getFullName(),
                    proof.leaf().fingerprint(),
                    proof.leaf().body());
            return EntryText.of(entry) + "\nproved: it is entry " + proof.index() + " of the first " + head.size()
                    + " of " + head.origin() + ", signed by " + key.name();
        } catch (IOException e) {
            throw new Refusal("the proof '" + file + "' cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new Refusal("'" + file + "' is no proof: " + e.getMessage());
        }
    }
}
