package io.vfledger.executor.app;

import io.vfledger.avro.ConfigurePf;
import io.vfledger.executor.device.Resource;
import io.vfledger.schemas.ConnectionSettings;
import io.vfledger.vf.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an agent is told at its start.
 *
 * @param node the node's name
 * @param connection broker and registry
 * @param dataDirectory the agent's own, on a disk that survives restarts
 * @param cniSocket where the CNI binary finds it
 * @param spool where the CNI binary leaves DELs while no agent runs
 * @param adoptFrom where sriov-cni keeps the records of the VFs that it gave
 * @param addTimeout how long an ADD may take, 100 ms to 10 minutes
 * @param compareEvery how often everything is compared, whatever the kernel told, 1 s to 1 h
 * @param statusTellsExhaustion whether CNI STATUS fails while every VF of the node is given
 * @param simulated the NICs are not real
 * @param pfs how PFs shall be that no command has configured
 * @param offer what kubelet is offered; empty: the node is no device plugin
 */
public record AgentSettings(
        NodeName node,
        ConnectionSettings connection,
        Path dataDirectory,
        Path cniSocket,
        Path spool,
        Path adoptFrom,
        Duration addTimeout,
        Duration compareEvery,
        boolean statusTellsExhaustion,
        boolean simulated,
        List<ConfigurePf> pfs,
        Optional<Offer> offer) {

    /**
     * What kubelet is offered.
     *
     * @param resources which VFs as which resource
     * @param directory kubelet's, of device plugins
     * @param deviceInfo where devices are described to the meta plugin
     */
    public record Offer(List<Resource> resources, Path directory, Path deviceInfo) {
        public Offer {
            resources = List.copyOf(resources);
        }
    }

    public AgentSettings {
        pfs = List.copyOf(pfs);
        if (addTimeout.toMillis() < 100 || addTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "ADD timeout " + addTimeout.toMillis() + " ms is outside 100 ms to 600000 ms");
        }
    }
}
