package io.vfledger.netlink.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import io.vfledger.netlink.io.NetlinkException;
import io.vfledger.netlink.wire.Errno;

/**
 * The C library's calls by direct mapping. 64-bit Linux alone: {@code size_t} and {@code ssize_t} are mapped to long.
 * A negative result means that {@link #failure} has the reason, which the same thread must fetch at once.
 */
final class LibC {
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int NETLINK_ROUTE = 0;
    static final int NETLINK_KOBJECT_UEVENT = 15;
    static final int NETLINK_GENERIC = 16;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_RCVBUFFORCE = 33;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_ADD_MEMBERSHIP = 1;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_GET_STRICT_CHK = 12;
    static final int RTNLGRP_LINK = 1;
    /** Bit 0 of nl_groups in lib/kobject_uevent.c's broadcast. */
    static final int UEVENT_GROUP_KERNEL = 1;

    static final int MSG_PEEK = 0x2;
    static final int MSG_TRUNC = 0x20;
    static final short POLLIN = 0x1;
    static final int CLONE_NEWNET = 0x40000000;
    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_TRUNC = 0x200;
    static final int O_CLOEXEC = 0x80000;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int SIOCETHTOOL = 0x8946;

    static {
        Native.register(LibC.class, NativeLibrary.getInstance("c"));
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, byte[] address, int length);

    static native int setsockopt(int fd, int level, int name, IntByReference value, int length);

    static native long sendto(int fd, byte[] data, long length, int flags, byte[] address, int addressLength);

    static native long recvfrom(
            int fd, byte[] data, long length, int flags, byte[] address, IntByReference addressLength);

    static native int poll(Pointer descriptors, long count, int timeoutMs);

    static native int open(String path, int flags, int mode);

    static native long write(int fd, byte[] data, long length);

    static native int close(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int setns(int fd, int type);

    static native int unshare(int flags);

    static native int ioctl(int fd, long request, Pointer argument);

    /** The last call's error as an exception about {@code operation}. */
    static NetlinkException failure(String operation) {
        return new NetlinkException(operation, lastError());
    }

    static Errno lastError() {
        return new Errno(Math.max(1, Native.getLastError()));
    }
}
