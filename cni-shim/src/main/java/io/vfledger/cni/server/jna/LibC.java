package io.vfledger.cni.server.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The calls of the C library that a unix socket needs, mapped directly, on 64-bit Linux (size_t and ssize_t are long).
 * Constants have the values of the x86-64 and arm64 headers, which agree on them.
 */
final class LibC {
    /** sys/socket.h. */
    static final int AF_UNIX = 1;

    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_PEERCRED = 17;
    static final int SCM_RIGHTS = 1;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;
    static final int SHUT_WR = 1;
    static final int SHUT_RDWR = 2;

    /** poll.h. */
    static final short POLLIN = 1;

    static final short POLLOUT = 4;

    /** errno.h. */
    static final int EINTR = 4;

    static final int EAGAIN = 11;
    static final int EBADF = 9;
    static final int ECONNREFUSED = 111;
    static final int ECONNABORTED = 103;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int bind(int fd, Pointer address, int length) throws LastErrorException;

    static native int connect(int fd, Pointer address, int length) throws LastErrorException;

    static native int listen(int fd, int backlog) throws LastErrorException;

    static native int accept4(int fd, Pointer address, Pointer length, int flags) throws LastErrorException;

    static native int getsockopt(int fd, int level, int option, Pointer value, Pointer length)
            throws LastErrorException;

    static native int poll(Pointer entries, long count, int timeoutMs) throws LastErrorException;

    static native long recvmsg(int fd, Pointer message, int flags) throws LastErrorException;

    static native long recv(int fd, byte[] bytes, long count, int flags) throws LastErrorException;

    static native long send(int fd, Pointer bytes, long count, int flags) throws LastErrorException;

    static native int shutdown(int fd, int how) throws LastErrorException;

    static native int ioctl(int fd, long request) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;

    static native int geteuid();
}
