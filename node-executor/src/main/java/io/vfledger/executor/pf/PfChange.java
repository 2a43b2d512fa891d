package io.vfledger.executor.pf;

import io.vfledger.executor.kernel.KernelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was done to a PF so far, with the way back. */
final class PfChange {
    private final Deque<Undo> done = new ArrayDeque<>();

    /** One way back. */
    @FunctionalInterface
    interface Undo {
        void run() throws KernelException, RefusedException;
    }

    /** A step that was refused: ends the change. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient PfRefusal refusal;

        RefusedException(PfRefusal.Kind kind, String message) {
            this(new PfRefusal(kind, message));
        }

        RefusedException(PfRefusal refusal) {
            super(refusal.message());
            this.refusal = refusal;
        }

        PfRefusal refusal() {
            return refusal;
        }
    }

    /** Remembers how to undo what is done next. */
    void undoBy(Undo undo) {
        done.push(undo);
    }

    /** Undoes everything, the last first, and returns what could not be. */
    String undoAll() {
        List<String> left = new ArrayList<>();
        while (!done.isEmpty()) {
            try {
                done.pop().run();
            } catch (KernelException | RefusedException e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
        return String.join("; ", left);
    }
}
