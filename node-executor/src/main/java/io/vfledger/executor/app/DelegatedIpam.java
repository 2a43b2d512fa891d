package io.vfledger.executor.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vfledger.cni.ipam.IpamCall;
import io.vfledger.cni.ipam.IpamOutcome;
import io.vfledger.cni.ipam.IpamPlugins;
import io.vfledger.cni.protocol.Checked;
import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.CniVersion;
import io.vfledger.cni.protocol.Json;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.executor.attach.Ipam;
import io.vfledger.executor.journal.SavedCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** IPAM by the plugin binaries of the CNI path. */
final class DelegatedIpam implements Ipam {
    private final IpamPlugins plugins;
    private final String pluginPath;

    /**
     * @param plugins runs them
     * @param pluginPath where they are, for a call that does not say
     */
    DelegatedIpam(IpamPlugins plugins, String pluginPath) {
        this.plugins = plugins;
        this.pluginPath = pluginPath;
    }

    @Override
    public Given add(SavedCall call) {
        return switch (read(call)) {
            case Checked.Refused<Optional<IpamCall>>(CniError error) -> new Given.Refused(error);
            case Checked.Valid<Optional<IpamCall>>(Optional<IpamCall> delegated) ->
                delegated.map(this::add).orElseGet(() -> new Given.Addresses(CniResult.EMPTY));
        };
    }

    private Given add(IpamCall call) {
        return switch (plugins.add(call)) {
            case IpamOutcome.Allocated(CniResult result) -> new Given.Addresses(result);
            case IpamOutcome.Failed(CniError error) -> new Given.Refused(error);
            case IpamOutcome.Released() -> throw new IllegalStateException("an ADD cannot release");
        };
    }

    @Override
    public Optional<CniError> del(SavedCall call) {
        return told(call, this::del);
    }

    @Override
    public Optional<CniError> check(SavedCall call) {
        return told(call, plugins::check);
    }

    @Override
    public Optional<CniError> status(SavedCall call) {
        return told(call, plugins::status);
    }

    @Override
    public Optional<CniError> collect(SavedCall call, List<ValidAttachment> also) {
        return told(call, delegated -> plugins.collect(delegated, also));
    }

    private Optional<CniError> told(SavedCall call, Function<IpamCall, Optional<CniError>> asking) {
        return switch (read(call)) {
            case Checked.Refused<Optional<IpamCall>>(CniError error) -> Optional.of(error);
            case Checked.Valid<Optional<IpamCall>>(Optional<IpamCall> delegated) -> delegated.flatMap(asking);
        };
    }

    private Optional<CniError> del(IpamCall call) {
        return switch (plugins.del(call)) {
            case IpamOutcome.Released() -> Optional.empty();
            case IpamOutcome.Failed(CniError error) -> Optional.of(error);
            case IpamOutcome.Allocated(CniResult result) -> throw new IllegalStateException("a DEL cannot allocate");
        };
    }

    /** The plugin that the configuration names; empty where it names none. */
    private Checked<Optional<IpamCall>> read(SavedCall call) {
        return Json.readObject(call.config(), "the saved network configuration")
                .then(config -> delegated(config, call));
    }

    private Checked<Optional<IpamCall>> delegated(ObjectNode config, SavedCall call) {
        String type = config.path("ipam").path("type").asText();
        if (type.isEmpty()) {
            return Checked.valid(Optional.empty());
        }
        String text = config.path("cniVersion").asText(CniVersion.WHEN_MISSING.text());
        Map<String, String> environment = new HashMap<>(call.environment());
        environment.putIfAbsent("CNI_PATH", pluginPath);
        return CniVersion.of(text)
                .map(version -> Checked.valid(Optional.of(new IpamCall(type, version, environment, call.config()))))
                .orElseGet(() -> Checked.refused(
                        CniErrorCode.INCOMPATIBLE_VERSION, "the saved configuration has the version " + text));
    }
}
