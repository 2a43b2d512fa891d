package io.vfledger.simulation.node;

import io.vfledger.lifecycle.AddAsk;
import io.vfledger.vf.PciAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** A CNI ADD whose caller waits. */
final class Add {
    /** What is asked; its request is named when it is sent. */
    final AddAsk ask;

    final Namespace namespace;
    private final Consumer<Optional<PciAddress>> reply;
    private boolean taken;
    private boolean over;
    private boolean callerWaits = true;
    private Runnable whenOver = () -> {};

    Add(AddAsk ask, Namespace namespace, Consumer<Optional<PciAddress>> reply) {
        this.ask = ask;
        this.namespace = namespace;
        this.reply = reply;
    }

    /** What is done when it is answered. */
    void whenOver(Runnable what) {
        whenOver = what;
    }

    /** The executor begins; false where the caller was sent away before. */
    boolean take() {
        if (taken || over) {
            return false;
        }
        taken = true;
        return true;
    }

    /** The caller is sent away; false where the executor has begun. */
    boolean leave() {
        if (taken || over) {
            return false;
        }
        answer(Optional.empty());
        return true;
    }

    void callerGoes() {
        callerWaits = false;
    }

    boolean callerWaits() {
        return callerWaits;
    }

    boolean isOver() {
        return over;
    }

    void answer(Optional<PciAddress> vf) {
        over = true;
        whenOver.run();
        if (callerWaits) {
            reply.accept(vf);
        }
    }
}
