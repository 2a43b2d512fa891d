package io.vfledger.executor.attach;

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
 */
public record NodeExecutor(CommandExecutor commands, CniCalls calls, Recovery recovery, InventoryWatch watch) {

    /**
     * Wires the executor.
     *
     * @param desk what it works with
     * @param lanes where work is done
     * @param addTimeout how long an ADD may take
     * @param broker why Kafka cannot be reached now; empty while it can
     */
    public static NodeExecutor wire(Desk desk, Lanes lanes, Duration addTimeout, Supplier<Optional<String>> broker) {
        WaitingAdds adds = new WaitingAdds();
        Releasing releasing = new Releasing(desk);
        InventoryWatch watch = new InventoryWatch(desk, lanes);
        CommandExecutor commands = new CommandExecutor(desk, lanes, adds, releasing, watch);
        AddCalls addCalls = new AddCalls(desk, adds, addTimeout, broker);
        DelCalls delCalls = new DelCalls(desk, lanes, adds, releasing, commands::knowsAttachments);
        return new NodeExecutor(commands, new CniCalls(desk, addCalls, delCalls), new Recovery(desk, releasing), watch);
    }
}
