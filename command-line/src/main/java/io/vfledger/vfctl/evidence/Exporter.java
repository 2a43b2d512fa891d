package io.vfledger.vfctl.evidence;

import io.vfledger.ledger.LedgerVerifier.Fault;
import io.vfledger.schemas.NodePartition;
import io.vfledger.vfctl.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes a part of the live ledger into an archive.
 *
 * @param topics where the ledger lies
 * @param range what of it
 */
record Exporter(LedgerTopics topics, PartitionExport.Range range) {
    /**
     * Writes it; a file that is there is replaced once the new one is whole.
     *
     * @return what the archive has
     * @throws Refusal when the ledger is not sound, nothing of it is in the range, or the file cannot be written
     */
    Manifest write(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            Manifest manifest;
            try (ArchiveWriter archive =
                    new ArchiveWriter(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
                manifest = write(archive);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            return manifest;
        } catch (IOException | UncheckedIOException e) {
            throw new Refusal("cannot write the archive '" + file + "'", e);
        } finally {
            delete(unfinished);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Refusal("cannot remove '" + file + "'", e);
        }
    }

    private Manifest write(ArchiveWriter archive) throws IOException {
        int count = topics.partitions();
        List<Manifest.PartitionPart> parts = new ArrayList<>();
        for (int partition : partitions(count)) {
            List<KnownHead> heads = new ArrayList<>();
            orRefuse(topics.heads(partition, heads::add));
            PartitionExport export = new PartitionExport(partition, range, heads, archive);
            orRefuse(topics.entries(partition, export::next));
            export.finish().ifPresent(parts::add);
        }
        if (parts.stream().allMatch(part -> part.entries() == 0)) {
            throw new Refusal("the ledger has no entry of that time and those nodes");
        }
        Manifest manifest = new Manifest(
                range.fromMs(),
                range.toMs(),
                range.nodes().stream().map(Object::toString).toList(),
                parts,
                Map.of());
        archive.finish(manifest);
        return manifest;
    }

    private List<Integer> partitions(int count) {
        return range.nodes().isEmpty()
                ? IntStream.range(0, count).boxed().toList()
                : range.nodes().stream()
                        .map(node -> NodePartition.of(node.value(), count))
                        .distinct()
                        .sorted()
                        .toList();
    }

    private static void orRefuse(Optional<Fault> fault) {
        fault.ifPresent(what -> {
            throw new Refusal("the ledger is not sound, at " + what.where() + " (offset " + what.offset() + "): "
                    + what.what() + "; see vfctl verify");
        });
    }
}
