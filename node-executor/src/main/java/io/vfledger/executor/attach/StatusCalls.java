package io.vfledger.executor.attach;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniErrorCode;
import io.vfledger.cni.protocol.CniReply;
import io.vfledger.cni.server.CniCall;
import io.vfledger.executor.journal.SavedCall;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * CNI STATUS, from memory. A runtime may make a node NotReady of it, which costs every pod, those without a VF too: so it
 * fails only when no ADD can succeed, and only after that has lasted.
 */
final class StatusCalls {
    /** How long no ADD may have been possible before it is said: a broker's restart takes less. */
    static final Duration GRACE = Duration.ofSeconds(60);

    private final Desk desk;
    private final LastingTrouble trouble;
    private final Supplier<Optional<String>> exhaustion;
    private final BooleanSupplier linkless;

    /**
     * @param desk what it works with
     * @param trouble why no ADD can succeed, and since when
     * @param exhaustion why no VF is left; empty while one is, or where that is not to be told
     * @param linkless whether no PF of the node has a link
     */
    StatusCalls(Desk desk, LastingTrouble trouble, Supplier<Optional<String>> exhaustion, BooleanSupplier linkless) {
        this.desk = desk;
        this.trouble = trouble;
        this.exhaustion = exhaustion;
        this.linkless = linkless;
    }

    CniReply status(CniCall call) {
        return lasting()
                .or(exhaustion)
                .map(this::notNow)
                .or(() -> desk.ipam()
                        .status(new SavedCall(
                                call.configuration().raw(), call.request().environment())))
                .map(error -> CniCalls.error(call, error))
                .orElse(CniReply.DONE);
    }

    private Optional<String> lasting() {
        return trouble.look()
                .filter(lasting -> lasting.lasted().compareTo(GRACE) >= 0)
                .map(lasting -> lasting.why() + " (for " + lasting.lasted().toSeconds() + " s)");
    }

    private CniError notNow(String why) {
        return linkless.getAsBoolean()
                ? CniError.of(
                        CniErrorCode.LIMITED_CONNECTIVITY,
                        "no VF can be attached now: " + why + "; and no PF has a link, so attached pods reach nobody")
                : CniError.of(CniErrorCode.PLUGIN_NOT_AVAILABLE, "no VF can be attached now: " + why);
    }
}
