package io.vfledger.vfctl.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.host.Bytes;
import io.vfledger.ledger.proof.Frontier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an archive says it has.
 *
 * @param fromMs first decision time that was asked for, milliseconds since 1970 UTC
 * @param toMs last decision time that was asked for
 * @param nodes those asked for; empty: all
 * @param partitions those with entries
 * @param files SHA-256 of each file, in hexadecimal
 */
record Manifest(long fromMs, long toMs, List<String> nodes, List<PartitionPart> partitions, Map<String, String> files) {
    static final String NAME = "manifest.json";
    private static final String FORMAT = "vfledger-archive-1";
    private static final int MOST_PARTITIONS = 1_024;

    /**
     * A ledger partition.
     *
     * @param partition its number
     * @param first partition_seq of the first entry
     * @param subtrees of the tree of the entries before, as {@link Frontier#subtrees} tells them
     * @param leaves entries and hashes of entries
     * @param entries those that are there whole
     */
    record PartitionPart(int partition, long first, List<Bytes> subtrees, long leaves, long entries) {
        String ledgerFile() {
            return "ledger/" + partition + ".avro";
        }

        String baseFile() {
            return "base/" + partition + ".avro";
        }
    }

    Manifest {
        nodes = List.copyOf(nodes);
        partitions = List.copyOf(partitions);
        files = Map.copyOf(files);
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("format", FORMAT).put("from_ms", fromMs).put("to_ms", toMs);
        ArrayNode named = root.putArray("nodes");
        nodes.forEach(named::add);
        ArrayNode parts = root.putArray("partitions");
        for (PartitionPart part : partitions) {
            ArrayNode subtrees = parts.addObject()
                    .put("partition", part.partition())
                    .put("first", part.first())
                    .put("leaves", part.leaves())
                    .put("entries", part.entries())
                    .putArray("subtrees");
            part.subtrees().forEach(hash -> subtrees.add(hash.hex()));
        }
        ObjectNode hashes = root.putObject("files");
        new TreeMap<>(files).forEach(hashes::put);
        return root.toPrettyString() + "\n";
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException when it is no manifest of this format
     */
    static Manifest parse(byte[] json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its manifest is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.path("format").asText().equals(FORMAT)
                || root.path("partitions").size() > MOST_PARTITIONS) {
            throw new IllegalArgumentException(
                    "its manifest is of format '" + root.path("format").asText() + "'; this build reads " + FORMAT);
        }
        List<String> nodes = new ArrayList<>();
        root.path("nodes").forEach(node -> nodes.add(node.asText()));
        List<PartitionPart> parts = new ArrayList<>();
        root.path("partitions").forEach(part -> parts.add(part(part)));
        Map<String, String> files = new TreeMap<>();
        root.path("files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().asText()));
        return new Manifest(root.path("from_ms").asLong(), root.path("to_ms").asLong(), nodes, parts, files);
    }

    private static PartitionPart part(JsonNode part) {
        List<Bytes> subtrees = new ArrayList<>();
        part.path("subtrees")
                .forEach(hash -> subtrees.add(Bytes.owned(HexFormat.of().parseHex(hash.asText()))));
        return new PartitionPart(
                part.path("partition").asInt(-1),
                part.path("first").asLong(-1),
                subtrees,
                part.path("leaves").asLong(-1),
                part.path("entries").asLong(-1));
    }
}
