package io.vfledger.executor.attach;

import io.vfledger.avro.ConfigurePf;
import io.vfledger.avro.FailureReason;
import io.vfledger.avro.PfDescription;
import io.vfledger.executor.journal.Checkpoint;
import io.vfledger.executor.journal.Owner;
import io.vfledger.executor.journal.VfMemory;
import io.vfledger.vf.PciAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
            Optional<Owner> whole =
                    desk.checkpoint().of(new PciAddress(command.getPci())).owner();
            if (whole.isPresent()) {
                return new NodeNics.Configured.Failed(new NodeNics.Failure(
                        FailureReason.IN_USE,
                        "PF " + command.getPci() + " is given as a whole to " + Checkpoint.attachmentOf(whole.get())
                                + "; release it first",
                        true));
            }
            return desk.nics().configure(PfMapping.configuration(command), () -> given(command.getPci()));
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
     * Brings PFs to what was said last, before anything is served: after a boot a NIC has no VFs. Within the same boot the
     * command was carried out, and who changed the number since is a person: that is told, and left to people. A refusal is
     * logged, and never keeps the agent from serving: pods that are there still have to be taken down.
     *
     * @param file what the node's own file says
     * @param rebooted whether the machine was started again since the agent ran last
     */
    public void atStart(List<ConfigurePf> file, boolean rebooted) {
        Set<String> commanded = new HashSet<>();
        for (ConfigurePf command : desk.checkpoint().configurations()) {
            commanded.add(command.getPci());
            desk.nics().assume(PfMapping.configuration(command));
            atStart(command, rebooted);
        }
        file.stream()
                .filter(entry -> !commanded.contains(entry.getPci()))
                .forEach(entry -> atStart(entry, "the PF configuration file"));
    }

    private void atStart(ConfigurePf command, boolean rebooted) {
        Optional<Integer> wanted = Optional.ofNullable(command.getNumVfs());
        int found = wanted.isPresent() ? vfCount(command.getPci()) : 0;
        if (rebooted && found == 0) {
            atStart(command, "the last command");
        } else if (wanted.isPresent() && wanted.get() != found) {
            LOG.warn(
                    "PF {} has {} VFs, the last command said {}: somebody changed it since, and it is left so; send the"
                            + " command again to have it back",
                    command.getPci(),
                    found,
                    wanted.get());
        }
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
