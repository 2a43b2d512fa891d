package io.vfledger.cni.server.jna;

import com.sun.jna.LastErrorException;

/** File descriptors that came over a socket. */
public final class Descriptors {
    /** NS_GET_NSTYPE of linux/nsfs.h: _IO(0xb7, 3). */
    private static final long NS_GET_NSTYPE = 0xb703;
    /** linux/sched.h. */
    private static final int CLONE_NEWNET = 0x40000000;

    private Descriptors() {}

    public static boolean isNetworkNamespace(int descriptor) {
        try {
            return LibC.ioctl(descriptor, NS_GET_NSTYPE) == CLONE_NEWNET;
        } catch (LastErrorException e) {
            return false;
        }
    }

    /** Closes; one that was closed before is a defect. */
    public static void close(int descriptor) {
        try {
            LibC.close(descriptor);
        } catch (LastErrorException e) {
            /* After any other failure Linux has released the number all the same. */
            if (e.getErrorCode() == LibC.EBADF) {
                throw e;
            }
        }
    }
}
