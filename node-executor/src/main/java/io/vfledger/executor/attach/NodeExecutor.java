package io.vfledger.executor.attach;

import io.vfledger.executor.adopt.SriovCniRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The executor, wired.
 *
 * @param commands does what the log says
 * @param calls answers the CNI binary
 * @param recovery settles what an earlier life left open
 * @param watch tells what the node sees
 * @param upkeep tries again what could not be done
 * @param pfs configures PFs
 */
public record NodeExecutor(
        CommandExecutor commands,
        CniCalls calls,
        Recovery recovery,
        InventoryWatch watch,
        Upkeep upkeep,
        PfCommands pfs) {

    /**
     * Wires the executor.
     *
     * @param desk what it works with
     * @param lanes where work is done
     * @param addTimeout how long an ADD may take
     * @param statusTellsExhaustion whether STATUS fails while every VF of the node is given
     * @param adoptFrom where sriov-cni keeps its records
     * @param broker why Kafka cannot be reached now; empty while it can
     */
    public static NodeExecutor wire(
            Desk desk,
            Lanes lanes,
            Duration addTimeout,
            boolean statusTellsExhaustion,
            Path adoptFrom,
            Supplier<Optional<String>> broker) {
        WaitingAdds adds = new WaitingAdds();
        Holders holders = new Holders(desk.checkpoint(), new SriovCniRecords(adoptFrom));
        Releasing releasing = new Releasing(desk, holders);
        InventoryWatch watch = new InventoryWatch(desk, lanes, holders);
        PfCommands pfs = new PfCommands(desk, lanes);
        Attaching attaching = new Attaching(desk, adds, releasing, broker);
        Holding holding = new Holding(desk);
        CommandExecutor commands = new CommandExecutor(
                desk, lanes, adds, attaching, holding, new FunctionCommands(desk, releasing, watch, pfs));
        AddCalls addCalls = new AddCalls(desk, adds, addTimeout, broker, new HeldAdds(desk, lanes, holding, attaching));
        LastingTrouble trouble = new LastingTrouble(addCalls::trouble, desk.clock());
        StatusCalls statuses = new StatusCalls(
                desk, trouble, () -> statusTellsExhaustion ? watch.exhaustion() : Optional.empty(), watch::isLinkless);
        CniCalls calls = new CniCalls(
                addCalls,
                new DelCalls(new DelCalls.Hands(desk, lanes, adds, releasing, holders), commands::knowsAttachments),
                new CheckCalls(desk, commands::knowsAttachments),
                statuses,
                new CollectCalls(desk, lanes, releasing));
        return new NodeExecutor(
                commands, calls, new Recovery(desk, releasing), watch, new Upkeep(desk, adds, releasing, trouble), pfs);
    }
}
