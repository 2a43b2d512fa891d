package io.vfledger.executor.attach;

import io.vfledger.cni.protocol.CniError;
import io.vfledger.cni.protocol.CniResult;
import io.vfledger.cni.protocol.ValidAttachment;
import io.vfledger.executor.journal.SavedCall;
import java.util.List;
import java.util.Optional;

/** The IPAM plugin that a network configuration names; each call takes a bounded time. */
public interface Ipam {
    /** What came of asking for addresses. */
    sealed interface Given {
        /** The result is empty where the configuration names no plugin. */
        record Addresses(CniResult result) implements Given {}

        /** Nothing is allocated. */
        record Refused(CniError error) implements Given {}
    }

    /** Asks for addresses. */
    Given add(SavedCall call);

    /**
     * Gives them back; may be said again.
     *
     * @return why not; empty when it was done, or the configuration names no plugin
     */
    Optional<CniError> del(SavedCall call);

    /** Asks whether what was given is in order; tells what is not. */
    Optional<CniError> check(SavedCall call);

    /** Asks whether addresses could be given; tells why not. */
    Optional<CniError> status(SavedCall call);

    /**
     * Lets the plugin free what no attachment of the network has any more; tells why it could not.
     *
     * @param call the GC, with the attachments that its caller listed
     * @param also attachments to be kept beside those
     */
    Optional<CniError> collect(SavedCall call, List<ValidAttachment> also);
}
