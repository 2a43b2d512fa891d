package io.vfledger.cni.ipam;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.ConfigurationReader;
import io.vfledger.cni.protocol.Json;
import io.vfledger.cni.protocol.ResultReader;
import io.vfledger.cni.protocol.ValidAttachment;
import java.util.List;
import java.util.Optional;

/** Delegates to IPAM plugins as the specification's section 4 has it. Safe for use by many threads. */
public final class IpamPlugins {
    /** The newest version that every released IPAM plugin of the reference set speaks. */
    private static final CniVersion WIDELY_SPOKEN = CniVersion.V1_0_0;

    private final DelegateProcess process;

    public IpamPlugins(DelegateProcess process) {
        this.process = process;
    }

    /** Allocates. A failure of any kind is followed by the plugin's DEL. */
    public IpamOutcome add(IpamCall call) {
        Checked<CniResult> allocated = run("ADD", call).then(ResultReader::read).then(IpamPlugins::withAddress);
        return switch (allocated) {
            case Checked.Valid<CniResult>(CniResult result) -> new IpamOutcome.Allocated(result);
            case Checked.Refused<CniResult>(CniError error) -> {
                IpamOutcome undone = del(call);
                yield new IpamOutcome.Failed(
                        undone instanceof IpamOutcome.Failed(CniError more) ? withCleanupFailure(error, more) : error);
            }
        };
    }

    /** Releases; a success where nothing is allocated, and repeatable. */
    public IpamOutcome del(IpamCall call) {
        return switch (run("DEL", call)) {
            case Checked.Valid<String> done -> new IpamOutcome.Released();
            case Checked.Refused<String>(CniError error) -> new IpamOutcome.Failed(error);
        };
    }

    /** Asks whether what the plugin allocated is still in order; empty when it is, or the plugin knows no CHECK. */
    public Optional<CniError> check(IpamCall call) {
        return complaint("CHECK", call);
    }

    /** Asks whether the plugin could allocate; empty when it could, or the plugin knows no STATUS. */
    public Optional<CniError> status(IpamCall call) {
        return complaint("STATUS", call);
    }

    /**
     * Lets the plugin free what belongs to no attachment of the network any more.
     *
     * @param also attachments to be kept beside those that the caller listed
     * @return why not; empty when it was done, or the plugin knows no GC
     */
    public Optional<CniError> collect(IpamCall call, List<ValidAttachment> also) {
        return switch (Json.readObject(call.configuration(), "the network configuration")) {
            case Checked.Refused<ObjectNode>(CniError error) -> Optional.of(error);
            case Checked.Valid<ObjectNode>(ObjectNode json) -> {
                ArrayNode valid = json.withArray(ConfigurationReader.VALID_ATTACHMENTS);
                also.forEach(kept -> valid.addObject()
                        .put("containerID", kept.containerId().text())
                        .put("ifname", kept.interfaceName().text()));
                yield complaint("GC", new IpamCall(call.type(), call.version(), call.environment(), Json.write(json)));
            }
        };
    }

    private Optional<CniError> complaint(String command, IpamCall call) {
        return switch (run(command, call)) {
            case Checked.Valid<String> fine -> Optional.empty();
            case Checked.Refused<String>(CniError error) -> Optional.of(error).filter(told -> !isUnknown(told));
        };
    }

    /** Plugins older than a command refuse it as a version they do not speak, or as a wrong variable. */
    private static boolean isUnknown(CniError error) {
        return error.code() == CniErrorCode.INCOMPATIBLE_VERSION.number()
                || (error.code() == CniErrorCode.INVALID_ENVIRONMENT.number()
                        && error.msg().contains("CNI_COMMAND"));
    }

    private static Checked<CniResult> withAddress(CniResult result) {
        return result.ips().isEmpty()
                ? Checked.refused(CniErrorCode.IPAM_FAILURE, "the IPAM plugin gave no address")
                : Checked.valid(result);
    }

    /** A plugin older than the configuration's version is asked once more, in a version that it knows. */
    private Checked<String> run(String command, IpamCall call) {
        Checked<String> first = process.run(command, call);
        boolean tooNew = first instanceof Checked.Refused<String>(CniError error)
                && error.code() == CniErrorCode.INCOMPATIBLE_VERSION.number();
        if (!tooNew || !call.version().atLeast(CniVersion.V1_1_0)) {
            return first;
        }
        return Json.readObject(call.configuration(), "the network configuration")
                .then(json -> process.run(command, inVersion(WIDELY_SPOKEN, call, json)));
    }

    private static IpamCall inVersion(CniVersion version, IpamCall call, ObjectNode configuration) {
        configuration.put("cniVersion", version.text());
        return new IpamCall(call.type(), version, call.environment(), Json.write(configuration));
    }

    private static CniError withCleanupFailure(CniError error, CniError cleanup) {
        return new CniError(
                error.code(), error.msg(), (error.details() + " (its DEL failed too: " + cleanup.msg() + ")").strip());
    }
}
