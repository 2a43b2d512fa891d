package io.vfledger.cni.protocol;

import java.util.Map;
import java.util.Optional;

/**
 * The environment of a call, checked.
 *
 * @param sandbox present for ADD, DEL and CHECK
 * @param environment the CNI_* variables as they came, for IPAM plugins
 */
public record CniRequest(
        CniCommand command,
        Optional<Sandbox> sandbox,
        CniArgs args,
        TraceContext trace,
        Map<String, String> environment) {
    public CniRequest {
        environment = Map.copyOf(environment);
        if (command.concernsSandbox() != sandbox.isPresent()) {
            throw new IllegalArgumentException(
                    command + (sandbox.isPresent() ? " is not about a container" : " needs a container"));
        }
    }

    /** The container's interface of an ADD, DEL or CHECK; asking it of another command is a defect. */
    public Sandbox requiredSandbox() {
        return sandbox.orElseThrow(() -> new IllegalStateException(command + " has no container"));
    }
}
