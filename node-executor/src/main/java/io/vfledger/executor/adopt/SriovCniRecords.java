package io.vfledger.executor.adopt;

import com.fasterxml.jackson.databind.JsonNode;
import io.vfledger.avro.LinkStatePolicy;
import io.vfledger.avro.VfAttributes;
import io.vfledger.avro.VlanProtocol;
import io.vfledger.cni.protocol.IpamConfiguration;
import io.vfledger.executor.journal.AvroJson;
import io.vfledger.executor.journal.StorageException;
import io.vfledger.vf.Attachment;
import io.vfledger.vf.InterfaceName;
import io.vfledger.vf.MacAddress;
import io.vfledger.vf.PciAddress;
import io.vfledger.vf.Vlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of sriov-cni (2.x) on a node: one file per attachment, {@code CONTAINERID-IFNAME}, holding the network
 * configuration as JSON with {@code deviceID} and {@code OrigVfState}; beside them {@code pci/ADDRESS} for each VF that is
 * given. A file that cannot be what it should be is passed over.
 */
public final class SriovCniRecords {
    /** Where sriov-cni keeps them when nothing else is said. */
    public static final Path DEFAULT_DIRECTORY = Path.of("/var/lib/cni/sriov");

    private static final Logger LOG = LoggerFactory.getLogger(SriovCniRecords.class);
    private static final int MOST_FILES = 4_096;
    private static final int MOST_BYTES = 1024 * 1024;

    /** A container's id of today's runtimes has no dash, an interface's name may have some. */
    private static final Pattern HEX_ID = Pattern.compile("([0-9a-f]{64})-(.{1,15})");

    private static final Pattern ANY_ID = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*)-([^-]{1,15})");

    private final Path directory;

    public SriovCniRecords(Path directory) {
        this.directory = directory;
    }

    /** All records that can be read; none where there is no such directory. */
    public List<SriovCniRecord> read() {
        List<SriovCniRecord> found = new ArrayList<>();
        for (Path file : files()) {
            try {
                content(file)
                        .map(AvroJson::parse)
                        .flatMap(json -> record(file, json))
                        .ifPresent(found::add);
            } catch (IOException | StorageException | IllegalArgumentException e) {
                LOG.debug("{} is no record of sriov-cni: {}", file, e.getMessage());
            }
        }
        return found;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.limit(MOST_FILES).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("the records of sriov-cni cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    private static Optional<byte[]> content(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }

    /** @throws IllegalArgumentException when a value is none of its kind */
    private static Optional<SriovCniRecord> record(Path file, JsonNode json) {
        String name = String.valueOf(file.getFileName());
        Matcher id = HEX_ID.matcher(name);
        Matcher other = ANY_ID.matcher(name);
        Matcher parts = id.matches() ? id : other;
        if (!parts.matches() || !json.path("deviceID").isTextual()) {
            return Optional.empty();
        }
        return Optional.of(new SriovCniRecord(
                Attachment.of(json.path("name").asText(), parts.group(1), parts.group(2)),
                new PciAddress(json.path("deviceID").asText()),
                delegating(json),
                before(json.path("OrigVfState")),
                file));
    }

    /** @throws IllegalArgumentException when the plugin's name is a path, or otherwise none */
    private static Optional<String> delegating(JsonNode json) {
        return text(json.path("ipam"), "type").map(IpamConfiguration::new).map(plugin -> json.toString());
    }

    private static VfAttributes before(JsonNode state) {
        VfAttributes.Builder before = VfAttributes.newBuilder();
        text(state, "HostIFName").map(InterfaceName::new).ifPresent(name -> before.setNetdev(name.value()));
        text(state, "AdminMAC").map(MacAddress::parse).ifPresent(mac -> before.setAdminMac(mac.toString()));
        text(state, "EffectiveMAC").map(MacAddress::parse).ifPresent(mac -> before.setMac(mac.toString()));
        number(state, "Vlan").map(Vlan::new).ifPresent(vlan -> before.setVlan(vlan.id()));
        number(state, "VlanQoS").filter(qos -> qos >= 0 && qos <= 7).ifPresent(before::setVlanQos);
        number(state, "VlanProto").flatMap(SriovCniRecords::protocol).ifPresent(before::setVlanProtocol);
        number(state, "MinTxRate").filter(rate -> rate >= 0).ifPresent(before::setTxRateMinMbps);
        number(state, "MaxTxRate").filter(rate -> rate >= 0).ifPresent(before::setTxRateMaxMbps);
        truth(state, "SpoofChk").ifPresent(before::setSpoofchk);
        truth(state, "Trust").ifPresent(before::setTrust);
        number(state, "LinkState").flatMap(SriovCniRecords::linkState).ifPresent(before::setLinkState);
        number(state, "MTU").filter(mtu -> mtu >= 68 && mtu <= 65_535).ifPresent(before::setMtu);
        return before.build();
    }

    private static Optional<String> text(JsonNode state, String key) {
        return Optional.of(state.path(key).asText()).filter(text -> !text.isEmpty());
    }

    private static Optional<Integer> number(JsonNode state, String key) {
        return state.path(key).isInt() ? Optional.of(state.path(key).asInt()) : Optional.empty();
    }

    private static Optional<Boolean> truth(JsonNode state, String key) {
        return state.path(key).isBoolean() ? Optional.of(state.path(key).asBoolean()) : Optional.empty();
    }

    /** EtherType: 0x8100 or 0x88a8. */
    private static Optional<VlanProtocol> protocol(int etherType) {
        return switch (etherType) {
            case 0x8100 -> Optional.of(VlanProtocol.C_TAG);
            case 0x88a8 -> Optional.of(VlanProtocol.S_TAG);
            default -> Optional.empty();
        };
    }

    /** IFLA_VF_LINK_STATE_AUTO, _ENABLE, _DISABLE of linux/if_link.h. */
    private static Optional<LinkStatePolicy> linkState(int state) {
        return switch (state) {
            case 0 -> Optional.of(LinkStatePolicy.AUTO);
            case 1 -> Optional.of(LinkStatePolicy.ENABLE);
            case 2 -> Optional.of(LinkStatePolicy.DISABLE);
            default -> Optional.empty();
        };
    }

    /** Deletes what sriov-cni's own DEL would have deleted: its pod is gone. */
    public void forget(SriovCniRecord record) {
        try {
            Files.deleteIfExists(record.file());
            Files.deleteIfExists(directory.resolve("pci").resolve(record.pci().value()));
        } catch (IOException e) {
            LOG.warn("a record of sriov-cni that is over could not be deleted: {}", e.getMessage());
        }
    }
}
