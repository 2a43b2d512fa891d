package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The node's present on disk, one small file per function, so that an ADD or DEL costs one file whatever the size of the
 * node. Read whole at start; written before an outcome is reported.
 */
public final class Checkpoint {
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Map<PciAddress, VfMemory> functions = new ConcurrentHashMap<>();
    private final Map<Attachment, SavedCall> ipamDebts = new ConcurrentHashMap<>();
    private long consumed = -1;
    private boolean synced;

    private Checkpoint(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads the checkpoint, or begins an empty one.
     *
     * @throws StorageException when a file cannot be read; delete the directory to rebuild it from the log
     */
    public static Checkpoint open(Path directory) {
        Checkpoint checkpoint = new Checkpoint(directory);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().endsWith(SUFFIX))
                        .toList();
                for (Path file : found) {
                    checkpoint.load(file);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException("cannot read the checkpoint in " + directory, e);
        }
        return checkpoint;
    }

    private void load(Path file) throws IOException {
        String name = file.getFileName().toString();
        byte[] bytes = Files.readAllBytes(file);
        if (name.startsWith("vf-")) {
            VfMemory memory = VfMemory.of(bytes);
            functions.put(memory.pci(), memory);
        } else if (name.startsWith("ipam-")) {
            JsonNode node = AvroJson.parse(bytes);
            ipamDebts.put(attachment(node), SavedCall.of(node.path("call")));
        } else if (name.equals("stream.json")) {
            JsonNode node = AvroJson.parse(bytes);
            consumed = node.path("commands_consumed").asLong(-1);
            synced = node.path("synced").asBoolean();
        }
    }

    /** What is remembered of a function; a fresh memory where nothing is. */
    public VfMemory of(PciAddress pci) {
        return functions.getOrDefault(pci, VfMemory.fresh(pci));
    }

    /** Every function remembered. */
    public Collection<VfMemory> all() {
        return List.copyOf(functions.values());
    }

    /** The function that an attachment has now. */
    public Optional<VfMemory> heldBy(Attachment attachment) {
        return functions.values().stream()
                .filter(memory -> memory.owner()
                        .map(owner -> attachmentOf(owner).equals(attachment))
                        .orElse(false))
                .findFirst();
    }

    /** The attachment of an owner. */
    public static Attachment attachmentOf(Owner owner) {
        io.vfledger.avro.Attachment attachment = owner.assign().getAttachment();
        return Attachment.of(attachment.getNetwork(), attachment.getContainerId(), attachment.getIfname());
    }

    /**
     * Remembers a function durably.
     *
     * @throws StorageException when the disk refuses; then the old memory stands
     */
    public void save(VfMemory memory) {
        DurableFile.replace(file("vf-" + memory.pci().value()), memory.bytes());
        functions.put(memory.pci(), memory);
    }

    /**
     * Remembers that an IPAM plugin has not taken its addresses back yet.
     *
     * @throws StorageException when the disk refuses
     */
    public void oweIpam(Attachment attachment, SavedCall call) {
        ObjectNode node = AvroJson.object();
        node.put("network", attachment.network().value());
        node.put("container_id", attachment.containerId().value());
        node.put("ifname", attachment.ifname().value());
        node.set("call", call.json());
        DurableFile.replace(debtFile(attachment), AvroJson.bytes(node));
        ipamDebts.put(attachment, call);
    }

    /** The call to settle, where an IPAM plugin still has addresses of an attachment that is gone. */
    public Optional<SavedCall> ipamDebt(Attachment attachment) {
        return Optional.ofNullable(ipamDebts.get(attachment));
    }

    /**
     * The plugin has taken them back.
     *
     * @throws StorageException when the disk refuses
     */
    public void payIpam(Attachment attachment) {
        DurableFile.delete(debtFile(attachment));
        ipamDebts.remove(attachment);
    }

    /** Offset of the next command to read; empty where none was ever read. */
    public synchronized OptionalLong nextCommand() {
        return consumed < 0 ? OptionalLong.empty() : OptionalLong.of(consumed);
    }

    /** Whether this checkpoint has ever been brought up to the log, so that an attachment it does not know is unknown. */
    public synchronized boolean synced() {
        return synced;
    }

    /**
     * Everything before this offset of the commands was handled.
     *
     * @throws StorageException when the disk refuses
     */
    public synchronized void consumedUpTo(long nextOffset) {
        consumed = nextOffset;
        synced = true;
        ObjectNode node = AvroJson.object();
        node.put("commands_consumed", nextOffset);
        node.put("synced", true);
        DurableFile.replace(file("stream"), AvroJson.bytes(node));
    }

    private Path debtFile(Attachment attachment) {
        byte[] name = attachment.toString().getBytes(StandardCharsets.UTF_8);
        return file("ipam-" + java.util.UUID.nameUUIDFromBytes(name));
    }

    private static Attachment attachment(JsonNode node) {
        return Attachment.of(
                node.path("network").asText(),
                node.path("container_id").asText(),
                node.path("ifname").asText());
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }
}
