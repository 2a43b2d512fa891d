package io.vfledger.cni.server;

import io.vfledger.cni.protocol.CniCommand;
import io.vfledger.cni.protocol.CniRequest;
import io.vfledger.cni.protocol.NetworkConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One call, checked, as the handler gets it.
 *
 * @param namespace present for ADD and CHECK; for a DEL only while the namespace can be opened; never from the spool
 * @param agentSeq stamped when the call had arrived whole
 * @param remaining what the caller still waits, as of the arrival; an answer after that finds nobody
 * @param spooledAt present when the call waited in the spool: when it was written, by the host's clock
 */
public record CniCall(
        CniRequest request,
        NetworkConfiguration configuration,
        Optional<NetworkNamespace> namespace,
        long agentSeq,
        Duration remaining,
        Optional<Instant> spooledAt) {
    public CniCommand command() {
        return request.command();
    }
}
