package io.vfledger.executor.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.PfConfigured;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.PciAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's present on disk, one small file per function, so that an ADD or DEL costs one file whatever the size of the
 * node. Read whole at start; written before an outcome is reported.
 */
public final class Checkpoint {
    /** Bytes that an ADD leaves on the disk, so that DELs can still be written down. */
    static final long LEAST_ROOM = 4L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final FileStore store;
    private final Map<PciAddress, VfMemory> functions = new ConcurrentHashMap<>();
    private final Map<Attachment, SavedCall> ipamDebts = new ConcurrentHashMap<>();
    private final Set<PciAddress> unsaved = ConcurrentHashMap.newKeySet();
    private final Map<PciAddress, VfMemory> pfs = new ConcurrentHashMap<>();
    private final Map<String, ConfigurePf> configurations = new ConcurrentHashMap<>();
    private long consumed = -1;
    private boolean synced;

    private Checkpoint(Path directory, FileStore store) {
        this.directory = directory;
        this.store = store;
    }

    /**
     * Reads the checkpoint, or begins an empty one. A file that is damaged is put aside: the log has what was in it.
     *
     * @throws StorageException when the directory cannot be read
     */
    public static Checkpoint open(Path directory) {
        try {
            Files.createDirectories(directory);
            Checkpoint checkpoint = new Checkpoint(directory, Files.getFileStore(directory));
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().endsWith(SUFFIX))
                        .toList();
                boolean whole = true;
                for (Path file : found) {
                    whole &= checkpoint.load(file);
                }
                checkpoint.synced &= whole;
            }
            return checkpoint;
        } catch (IOException e) {
            throw new StorageException("cannot read the checkpoint in " + directory, e);
        }
    }

    /** Whether the file was as it was written. */
    private boolean load(Path file) throws IOException {
        String why = "its checksum is wrong";
        try {
            Optional<byte[]> content = CheckedFile.read(file);
            if (content.isPresent()) {
                load(file.getFileName().toString(), content.get());
                return true;
            }
        } catch (IllegalArgumentException | StorageException e) {
            why = String.valueOf(e.getMessage());
        }
        LOG.error("{} is put aside, its content will be taken from the log: {}", file, why);
        CheckedFile.putAside(file);
        return false;
    }

    private void load(String name, byte[] bytes) {
        if (name.startsWith("vf-")) {
            VfMemory memory = VfMemory.of(bytes);
            // Earlier versions kept both under one name.
            boolean ofPf = memory.outcome().orElse(null) instanceof PfConfigured;
            (ofPf ? pfs : functions).put(memory.pci(), memory);
        } else if (name.startsWith("configured-")) {
            VfMemory memory = VfMemory.of(bytes);
            pfs.put(memory.pci(), memory);
        } else if (name.startsWith("pf-")) {
            ConfigurePf command = AvroJson.read(AvroJson.parse(bytes), ConfigurePf.class);
            configurations.put(command.getPci(), command);
        } else if (name.startsWith("ipam-")) {
            JsonNode node = AvroJson.parse(bytes);
            ipamDebts.put(attachment(node), SavedCall.of(node.path("call")));
        } else if (name.equals("stream.json")) {
            JsonNode node = AvroJson.parse(bytes);
            consumed = node.path("commands_consumed").asLong(-1);
            synced = node.path("synced").asBoolean();
        }
    }

    /** Why nothing should be begun that has to be remembered; empty while the disk has room. */
    public Optional<String> trouble() {
        try {
            long left = store.getUsableSpace();
            return left >= LEAST_ROOM
                    ? Optional.empty()
                    : Optional.of("the disk of " + directory + " has " + left + " bytes left, " + LEAST_ROOM
                            + " are needed: make room");
        } catch (IOException e) {
            return Optional.of("the disk of " + directory + " cannot be asked for its room: " + e.getMessage());
        }
    }

    /** What is remembered of a function; a fresh memory where nothing is. */
    public VfMemory of(PciAddress pci) {
        return functions.getOrDefault(pci, VfMemory.fresh(pci));
    }

    /** What is remembered of the commands that configure a PF, which have versions of their own. */
    public VfMemory ofPf(PciAddress pci) {
        return pfs.getOrDefault(pci, VfMemory.fresh(pci));
    }

    /** Remembers how far the commands that configure a PF have come, whatever the disk says. */
    public void saveOfPf(VfMemory memory) {
        pfs.put(memory.pci(), memory);
        try {
            CheckedFile.replace(file("configured-" + memory.pci().value()), memory.bytes());
        } catch (StorageException e) {
            LOG.error(
                    "the configuration of {} is remembered until this process ends only: {}",
                    memory.pci(),
                    e.getMessage());
        }
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
        functions.compute(memory.pci(), (pci, before) -> {
            CheckedFile.replace(file("vf-" + pci.value()), memory.bytes());
            unsaved.remove(pci);
            return memory;
        });
    }

    /** Remembers a function whatever the disk says: what was done in the kernel is so. {@link #saveRest} tries again. */
    public void saveIfPossible(VfMemory memory) {
        try {
            save(memory);
        } catch (StorageException e) {
            LOG.error("{} is remembered until this process ends only: {}", memory.pci(), e.getMessage());
            functions.put(memory.pci(), memory);
            unsaved.add(memory.pci());
        }
    }

    /** Writes what the disk did not take before. */
    public void saveRest() {
        for (PciAddress pci : unsaved) {
            functions.computeIfPresent(pci, (key, memory) -> {
                try {
                    CheckedFile.replace(file("vf-" + key.value()), memory.bytes());
                    unsaved.remove(key);
                } catch (StorageException e) {
                    LOG.debug("{} is still not written: {}", key, e.getMessage());
                }
                return memory;
            });
        }
    }

    /**
     * Remembers that an IPAM plugin has not taken its addresses back yet.
     *
     * @throws StorageException when the disk refuses; it is then remembered until this process ends
     */
    public void oweIpam(Attachment attachment, SavedCall call) {
        ObjectNode node = AvroJson.object();
        node.put("network", attachment.network().value());
        node.put("container_id", attachment.containerId().value());
        node.put("ifname", attachment.ifname().value());
        node.set("call", call.json());
        ipamDebts.put(attachment, call);
        CheckedFile.replace(debtFile(attachment), AvroJson.bytes(node));
    }

    /** The attachments that are gone and whose IPAM plugin still has addresses. */
    public List<Attachment> ipamDebtors() {
        return List.copyOf(ipamDebts.keySet());
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
        ipamDebts.remove(attachment);
        DurableFile.delete(debtFile(attachment));
    }

    /**
     * Remembers how a PF was configured last, for the next boot.
     *
     * @throws StorageException when the disk refuses
     */
    public void configured(ConfigurePf command) {
        String pci = new PciAddress(command.getPci()).value();
        CheckedFile.replace(file("pf-" + pci), AvroJson.bytes(AvroJson.write(command)));
        configurations.put(pci, command);
    }

    /** How PFs were configured last. */
    public Collection<ConfigurePf> configurations() {
        return List.copyOf(configurations.values());
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
        CheckedFile.replace(file("stream"), AvroJson.bytes(node));
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
