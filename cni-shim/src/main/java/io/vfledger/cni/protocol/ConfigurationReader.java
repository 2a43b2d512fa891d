package io.vfledger.cni.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a network configuration. ADD and CHECK are checked whole before anything is touched; a DEL reads only what says
 * whose it is, so that a configuration edited meanwhile cannot keep a pod from ending.
 */
public final class ConfigurationReader {
    /** The key of a GC with what is to be left alone. */
    public static final String VALID_ATTACHMENTS = "cni.dev/valid-attachments";

    private static final Set<String> STANDARD = Set.of(
            "cniVersion",
            "name",
            "type",
            "ipam",
            "dns",
            "prevResult",
            "capabilities",
            "runtimeConfig",
            /* The specification: data that a plugin ignores where it does not understand it. */
            "args",
            VALID_ATTACHMENTS,
            "cni.dev/attachments");

    private static final Set<String> OURS = Set.of(
            "deviceID",
            "pciBusID",
            "pool",
            "mac",
            "vlan",
            "vlanQoS",
            "vlanProto",
            "min_tx_rate",
            "max_tx_rate",
            "spoofchk",
            "trust",
            "link_state",
            "mtu",
            "promisc",
            "allmulti",
            "sysctls",
            "master",
            "pfOnly",
            "logLevel",
            "logFile");

    private ConfigurationReader() {}

    /** The version an answer is written in, even where the rest cannot be read. */
    public static CniVersion versionOf(ByteBuffer stdin) {
        Checked<ObjectNode> read = text(stdin).then(t -> Json.readObject(t, "stdin"));
        return switch (read) {
            case Checked.Refused<ObjectNode> refused -> CniVersion.NEWEST;
            case Checked.Valid<ObjectNode>(ObjectNode node) ->
                node.has("cniVersion")
                        ? CniVersion.of(node.path("cniVersion").asText()).orElse(CniVersion.NEWEST)
                        : CniVersion.WHEN_MISSING;
        };
    }

    /** The configuration of this request, with the MAC address's precedence applied. */
    public static Checked<NetworkConfiguration> read(CniRequest request, ByteBuffer stdin) {
        return text(stdin)
                .then(text -> Json.readObject(text, "the network configuration")
                        .then(node -> version(node).then(version -> read(request, version, node, text))));
    }

    private static Checked<String> text(ByteBuffer stdin) {
        try {
            return Checked.valid(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(stdin.duplicate())
                    .toString());
        } catch (CharacterCodingException e) {
            return Checked.refused(CniErrorCode.DECODING_FAILURE, "the network configuration is not UTF-8");
        }
    }

    private static Checked<CniVersion> version(ObjectNode node) {
        if (!node.has("cniVersion")) {
            return Checked.valid(CniVersion.WHEN_MISSING);
        }
        String given = node.path("cniVersion").asText();
        return CniVersion.of(given)
                .map(Checked::valid)
                .orElseGet(() -> Checked.refused(
                        CniErrorCode.INCOMPATIBLE_VERSION,
                        "cniVersion " + Quote.of(given) + " is not supported; supported are "
                                + CniVersion.supported()));
    }

    private static Checked<NetworkConfiguration> read(
            CniRequest request, CniVersion version, ObjectNode node, String raw) {
        CniCommand command = request.command();
        if (!version.atLeast(command.since())) {
            return Checked.refused(
                    CniErrorCode.INCOMPATIBLE_VERSION,
                    command + " exists from version " + command.since().text() + " on, the configuration has "
                            + version.text());
        }
        if (command.needsNamespace()) {
            Optional<CniError> unknown = unknownKeys(node);
            if (unknown.isPresent()) {
                return new Checked.Refused<>(unknown.get());
            }
        }
        Fields fields = new Fields(node);
        Optional<NetworkConfiguration> read = configuration(request, version, fields, raw);
        return read.isPresent() && fields.problems().isEmpty()
                ? Checked.valid(read.get())
                : Checked.refused(CniErrorCode.INVALID_NETWORK_CONFIG, String.join("; ", fields.problems()));
    }

    private static Optional<CniError> unknownKeys(ObjectNode node) {
        List<String> found = new ArrayList<>();
        node.properties().forEach(entry -> {
            if (!STANDARD.contains(entry.getKey()) && !OURS.contains(entry.getKey())) {
                found.add(Quote.of(entry.getKey()) + ": "
                        + Quote.of(entry.getValue().toString()) + spelling(entry.getKey()));
            }
        });
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CniError.of(
                CniErrorCode.UNSUPPORTED_FIELD,
                "unsupported keys in the network configuration: " + String.join(", ", found),
                "vfledger's keys are " + String.join(", ", new TreeSet<>(OURS))));
    }

    private static String spelling(String key) {
        return OURS.stream()
                .filter(known -> known.equalsIgnoreCase(key))
                .findFirst()
                .map(known -> " (is it " + known + "?)")
                .orElse("");
    }

    private static Optional<NetworkConfiguration> configuration(
            CniRequest request, CniVersion version, Fields fields, String raw) {
        Optional<NetworkName> network =
                required(fields, "name").flatMap(n -> fields.attempt("name", () -> new NetworkName(n)));
        Optional<String> type = required(fields, "type");
        boolean whole = request.command().needsNamespace();
        Optional<SettingsReader> settings = whole ? Optional.of(new SettingsReader(fields)) : Optional.empty();
        VfChoice choice = settings.map(s -> s.choice(request.args())).orElse(VfChoice.ANY);
        VfSettings wanted = settings.map(s -> s.settings(request)).orElse(VfSettings.UNTOUCHED);
        Optional<DeviceInfoFile> deviceInfo = settings.flatMap(SettingsReader::deviceInfo);
        LogLevel level = settings.map(SettingsReader::logLevel).orElse(LogLevel.INFO);
        /* A DEL's problems with it are dropped: what the ADD allocated is released by what the ADD recorded. */
        Optional<IpamConfiguration> ipam = (whole ? fields : new Fields(fields.node()))
                .object("ipam")
                .flatMap(f -> f.noun("type", IpamConfiguration::new));
        settings.ifPresent(s -> s.addresses(request.args(), ipam.isPresent()));
        Optional<CniResult> previous =
                whole ? fields.object("prevResult").flatMap(ResultReader::read) : Optional.empty();
        List<ValidAttachment> valid = request.command() == CniCommand.GC ? validAttachments(fields) : List.of();
        if (network.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new NetworkConfiguration(
                version,
                network.get(),
                type.get(),
                choice,
                wanted,
                ipam,
                whole ? ResultReader.dns(fields) : Dns.NONE,
                deviceInfo,
                previous,
                level,
                valid,
                raw));
    }

    private static Optional<String> required(Fields fields, String key) {
        if (!fields.has(key) || fields.node().path(key).asText("-").isEmpty()) {
            return fields.noted(key + " is missing");
        }
        return fields.text(key);
    }

    private static List<ValidAttachment> validAttachments(Fields fields) {
        String key = VALID_ATTACHMENTS;
        /* A list that is missing would read as "nothing is valid": everything would be freed. */
        if (!fields.has(key)) {
            fields.noted(key + " is missing");
        }
        List<ValidAttachment> out = new ArrayList<>();
        for (Fields each : fields.objects(key)) {
            Optional<ContainerId> container = each.noun("containerID", ContainerId::new);
            Optional<InterfaceName> name = each.noun("ifname", InterfaceName::new);
            if (container.isPresent() && name.isPresent()) {
                out.add(new ValidAttachment(container.get(), name.get()));
            } else {
                each.noted("containerID or ifname is missing");
            }
        }
        return out;
    }
}
