package io.vfledger.vfctl.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.ledger.proof.NotePublicKey;
import io.vfledger.vfctl.Vfctl;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vfctl verify}. */
@Command(
        name = "verify",
        description = {
            "Reads the ledger, vf-state and node-state straight from Kafka and checks them: numbers are dense, hashes are"
                    + " chained, phases follow one another as they may, nobody shares a function, every refusal has a"
                    + " reason, every state is the fold of the entries up to the one that it names, and every signed"
                    + " head in the topic checkpoints, or kept in a file, is that of the entries.",
            "Of an archive it checks the same, from the states on with which it begins.",
            "Trusts nothing but the bytes; needs neither the service nor the allocator."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:something is wrong, or could not be read; the first of it is printed",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vfctl verify incident.vfa --key checkpoint.key.pub",
            "  vfctl verify --key checkpoint.key.pub --checkpoint last-year.txt",
            "  vfctl verify                                              the platform on this machine",
            "  vfctl verify --bootstrap kafka-1:9092 --registry https://registry:8081"
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private Vfctl program = new Vfctl();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "ARCHIVE", description = "An archive, instead of the live ledger.")
    private @Nullable Path archive;

    @Mixin
    private ConnectionOptions where = new ConnectionOptions();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A signed head of the ledger that was kept: it must still be one, and it is shown that the newest"
                            + " head extends it (RFC 6962, 2.1.2; --json has the hashes). May be given often.")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The ledger's public key, or a file with it: all heads must be signed by it. Default: heads are"
                            + " compared with the entries, nobody's signature is asked for.")
    private String key = "";

    @Option(names = "--json", description = "As JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() {
        Optional<NotePublicKey> signer = key.isEmpty() ? Optional.empty() : Optional.of(KeyFiles.publicKey(key));
        List<KnownHead> kept = checkpoints.stream().map(KnownHead::read).toList();
        LedgerAudit.Result result = archive == null ? live(signer, kept) : archived(archive, signer, kept);
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            growths(result).map(Growth::text).forEach(out::println);
        }
        out.println(json ? asJson(result) : asText(result));
        out.flush();
        return result.fault().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LedgerAudit.Result live(Optional<NotePublicKey> signer, List<KnownHead> kept) {
        try (LedgerTopics topics = new LedgerTopics(where.connection(program))) {
            return new LedgerAudit(topics, signer, kept).run();
        }
    }

    private static LedgerAudit.Result archived(Path file, Optional<NotePublicKey> signer, List<KnownHead> kept) {
        try (ArchiveFile opened = new ArchiveFile(file)) {
            return new ArchiveAudit(opened, signer, kept).run((_, _) -> {});
        }
    }

    static String asText(LedgerAudit.Result result) {
        Optional<Fault> fault = result.fault();
        return "verify: " + entries(result.audits()) + " entries of " + nodes(result.audits()) + " nodes, "
                + vfs(result.audits()) + " VFs, " + heads(result.audits()) + " signed heads: "
                + (fault.isEmpty()
                        ? "nothing wrong"
                        : "WRONG at " + fault.get().where() + " (ledger partition "
                                + fault.get().partition() + ", offset "
                                + fault.get().offset() + "): "
                                + fault.get().what());
    }

    private static String asJson(LedgerAudit.Result result) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("entries", entries(result.audits()));
        root.put("nodes", nodes(result.audits()));
        root.put("vfs", vfs(result.audits()));
        root.put("heads", heads(result.audits()));
        root.put("sound", result.fault().isEmpty());
        ArrayNode extensions = root.putArray("extensions");
        growths(result).forEach(growth -> {
            ObjectNode shown = extensions
                    .addObject()
                    .put("older", growth.older().note().toString())
                    .put("newer", growth.newer().note().toString());
            growth.proof().path().stream().map(Bytes::hex).forEach(shown.putArray("path")::add);
        });
        result.fault()
                .ifPresent(fault -> root.putObject("fault")
                        .put("partition", fault.partition())
                        .put("offset", fault.offset())
                        .put("where", fault.where())
                        .put("what", fault.what()));
        return root.toPrettyString();
    }

    /** Where something is wrong, nothing is said of what would have been shown. */
    private static Stream<Growth> growths(LedgerAudit.Result result) {
        return result.fault().isPresent()
                ? Stream.empty()
                : result.audits().stream().flatMap(audit -> audit.growths().stream());
    }

    private static long heads(List<PartitionAudit> audits) {
        return audits.stream().mapToLong(PartitionAudit::heads).sum();
    }

    private static long entries(List<PartitionAudit> audits) {
        return audits.stream().mapToLong(PartitionAudit::entries).sum();
    }

    private static int nodes(List<PartitionAudit> audits) {
        return audits.stream().mapToInt(PartitionAudit::nodes).sum();
    }

    private static int vfs(List<PartitionAudit> audits) {
        return audits.stream().mapToInt(PartitionAudit::vfs).sum();
    }
}
