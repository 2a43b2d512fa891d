#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PATH "/run/vfledger/cni.sock"
#define FIRST_PAUSE_MS 10
#define LONGEST_PAUSE_MS 200

static unsigned char reply[HEADER_SIZE + REPLY_MAX];

static long least(long a, long b)
{
    return a < b ? a : b;
}

/* A connected, non-blocking socket, or -1 with errno. */
static int dial(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (!connect(fd, (const struct sockaddr *)address, sizeof *address))
        return fd;
    int failure = errno;
    close(fd);
    errno = failure;
    return -1;
}

/* ENOENT, ECONNREFUSED: nobody listens. EAGAIN: the agent listens and its backlog is full. */
static int dial_patiently(const struct sockaddr_un *address, long patience_ms)
{
    long pause = FIRST_PAUSE_MS, waited = 0;
    for (;;) {
        int fd = dial(address);
        if (fd >= 0)
            return fd;
        if (errno != ENOENT && errno != ECONNREFUSED && errno != EAGAIN)
            return -1;
        int reason = errno;
        long left = least(patience_ms - waited, deadline_left_ms());
        if (left <= 0) {
            errno = reason;
            return -1;
        }
        pause_ms(least(pause, left));
        waited += least(pause, left);
        pause = least(pause * 2, LONGEST_PAUSE_MS);
    }
}

static int ready(int fd, short events)
{
    struct pollfd p = {fd, events, 0};
    int n;
    do
        n = poll(&p, 1, (int)deadline_left_ms());
    while (n < 0 && errno == EINTR);
    if (n == 0)
        errno = ETIMEDOUT;
    return n > 0 ? 0 : -1;
}

static ssize_t send_some(int fd, const unsigned char *bytes, size_t size, int netns)
{
    struct iovec part = {(void *)bytes, size};
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
    if (netns >= 0) {
        memset(&control, 0, sizeof control);
        m.msg_control = control.space;
        m.msg_controllen = sizeof control.space;
        struct cmsghdr *c = CMSG_FIRSTHDR(&m);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(c), &netns, sizeof netns);
    }
    return sendmsg(fd, &m, MSG_NOSIGNAL);
}

static int send_frame(int fd, const unsigned char *bytes, size_t size, int netns)
{
    while (size > 0) {
        if (ready(fd, POLLOUT))
            return -1;
        ssize_t n = send_some(fd, bytes, size, netns);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n < 0)
            return -1;
        netns = -1;
        bytes += n;
        size -= (size_t)n;
    }
    return 0;
}

/* 0 when `size` bytes came; -1 with errno, where ECONNRESET also stands for an early end. */
static int receive(int fd, unsigned char *at, size_t size)
{
    while (size > 0) {
        if (ready(fd, POLLIN))
            return -1;
        ssize_t n = recv(fd, at, size, 0);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n == 0)
            errno = ECONNRESET;
        if (n <= 0)
            return -1;
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

static enum exchange broken(const char *doing, char *why, size_t size)
{
    if (errno == ETIMEDOUT) {
        message(why, size, "the node agent did not answer before the deadline, while %s", doing);
        return TIMED_OUT;
    }
    message(why, size, "lost the node agent while %s: %s", doing, strerror(errno));
    return AGENT_LOST;
}

static enum exchange converse(int fd, const struct call *call, int netns, int *status, char *why, size_t size)
{
    size_t frame_size;
    unsigned char *frame = frame_request(call, netns >= 0 ? FLAG_DESCRIPTOR : 0, &frame_size);
    /* EPIPE: a server that refuses early has its answer waiting. */
    if (send_frame(fd, frame, frame_size, netns) && errno != EPIPE)
        return broken("sending the call", why, size);
    if (receive(fd, reply, HEADER_SIZE))
        return broken("waiting for its answer", why, size);
    uint32_t length = get_u32(reply + 8);
    if (memcmp(reply, "VFLR", 4) || reply[4] != FRAME_VERSION || length > REPLY_MAX) {
        message(why, size, "the answer of the node agent is not a version %d frame of at most %d bytes", FRAME_VERSION,
                REPLY_MAX);
        return REFUSED;
    }
    if (receive(fd, reply + HEADER_SIZE, length))
        return broken("reading its answer", why, size);
    if (write_all(STDOUT_FILENO, reply + HEADER_SIZE, length)) {
        message(why, size, "cannot write the answer to stdout: %s", strerror(errno));
        return REFUSED;
    }
    *status = reply[5];
    return ANSWERED;
}

enum exchange agent_exchange(const struct call *call, int netns, long patience_ms, int *status, char *why, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *path = getenv("VFL_CNI_SOCKET");
    if (!path || !*path)
        path = SOCKET_PATH;
    if (strlen(path) >= sizeof address.sun_path) {
        message(why, size, "VFL_CNI_SOCKET \"%.128s\" is longer than %zu bytes", path, sizeof address.sun_path - 1);
        return REFUSED;
    }
    strcpy(address.sun_path, path);
    int fd = dial_patiently(&address, patience_ms);
    if (fd < 0) {
        message(why, size, "the node agent does not listen on %s: %s", path, strerror(errno));
        return errno == ENOENT || errno == ECONNREFUSED ? NO_AGENT : errno == EAGAIN ? AGENT_BUSY : REFUSED;
    }
    struct ucred peer;
    socklen_t peer_size = sizeof peer;
    enum exchange outcome;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &peer_size) || (peer.uid != 0 && peer.uid != geteuid())) {
        message(why, size, "%s is served by another user than root or uid %u", path, geteuid());
        outcome = REFUSED;
    } else {
        outcome = converse(fd, call, netns, status, why, size);
    }
    close(fd);
    return outcome;
}
