package io.vfledger.executor.kernel;

import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Errno;

/** Turns netlink's refusals into the executor's exception, and lets "it is so already" pass. */
final class Refusals {
    private Refusals() {}

    /** Work that gives something. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws NetlinkException;
    }

    /** Work that gives nothing. */
    @FunctionalInterface
    interface Telling {
        void tell() throws NetlinkException;
    }

    static <T> T told(Asking<T> work) throws KernelException {
        try {
            return work.ask();
        } catch (NetlinkException e) {
            throw new KernelException(e);
        }
    }

    static void done(Telling work) throws KernelException {
        told(() -> {
            work.tell();
            return true;
        });
    }

    static void doneUnless(Errno fine, Telling work) throws KernelException {
        try {
            work.tell();
        } catch (NetlinkException e) {
            if (!e.is(fine)) {
                throw new KernelException(e);
            }
        }
    }
}
