package io.vfledger.executor.attach;

import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.PfDescription;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.vf.PciAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures PFs: by a command, and at the node's start by what the last command said or the node's own file says, without
 * Kafka. A PF that a command has configured is the command's; the file is for the others.
 */
public final class PfCommands {
    private static final Logger LOG = LoggerFactory.getLogger(PfCommands.class);

    private final Desk desk;
    private final Lanes lanes;

    PfCommands(Desk desk, Lanes lanes) {
        this.desk = desk;
        this.lanes = lanes;
    }

    /** Carries a command out in the PF's lane, and remembers it for the next boot. */
    NodeNics.Configured configure(ConfigurePf command) {
        NodeNics.Configured result = attempt(command);
        if (result instanceof NodeNics.Configured.Done) {
            desk.checkpoint().configured(command);
        }
        return result;
    }

    private NodeNics.Configured attempt(ConfigurePf command) {
        try {
            return desk.nics().configure(PfMapping.configuration(command), given(command.getPci()));
        } catch (IllegalArgumentException e) {
            return new NodeNics.Configured.Failed(
                    new NodeNics.Failure(FailureReason.UNSUPPORTED, String.valueOf(e.getMessage()), true));
        }
    }

    /** Functions, the PF apart, that have an owner or that something is being done to. */
    private Set<PciAddress> given(String pf) {
        Set<PciAddress> given = new HashSet<>();
        for (VfMemory memory : desk.checkpoint().all()) {
            boolean below = !memory.pci().value().equals(pf);
            if (below
                    && (memory.owner().isPresent() || lanes.isBusy(memory.pci().value()))) {
                given.add(memory.pci());
            }
        }
        return given;
    }

    /**
     * Brings PFs to what was said last, before anything is served: after a boot a NIC has no VFs. A refusal is logged, and
     * never keeps the agent from serving: pods that are there still have to be taken down.
     *
     * @param file what the node's own file says
     */
    public void atStart(List<ConfigurePf> file) {
        Set<String> commanded = new HashSet<>();
        for (ConfigurePf command : desk.checkpoint().configurations()) {
            commanded.add(command.getPci());
            desk.nics().assume(PfMapping.configuration(command));
            // While the PF has VFs, this boot has seen the command, or somebody has decided otherwise since.
            if (command.getNumVfs() == null || vfCount(command.getPci()) == 0) {
                atStart(command, "the last command");
            }
        }
        file.stream()
                .filter(entry -> !commanded.contains(entry.getPci()))
                .forEach(entry -> atStart(entry, "the PF configuration file"));
    }

    private void atStart(ConfigurePf wanted, String source) {
        // What a person allowed once is not allowed for ever.
        ConfigurePf cautious =
                ConfigurePf.newBuilder(wanted).setAllowInUse(false).build();
        switch (attempt(cautious)) {
            case NodeNics.Configured.Done(PfDescription pf) ->
                LOG.info("PF {} has {} VFs now, as {} says", pf.getPci(), pf.getConfiguredVfs(), source);
            case NodeNics.Configured.Failed(NodeNics.Failure failure) ->
                LOG.error(
                        "PF {} is not as {} says: {}: {}",
                        wanted.getPci(),
                        source,
                        failure.reason(),
                        failure.message());
        }
    }

    private int vfCount(String pci) {
        return desk.nics().inventory().pfs().stream()
                .filter(pf -> pf.getPci().equals(pci))
                .mapToInt(PfDescription::getConfiguredVfs)
                .sum();
    }
}
