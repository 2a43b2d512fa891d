#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOTAL_MS 60000
#define CONNECT_MS 20000

static unsigned char config[STDIN_MAX + 1];
static char why[4096];

/* Bytes read, STDIN_MAX + 1 when there are more than allowed, -1 with errno. */
static ssize_t read_stdin(void)
{
    size_t used = 0;
    while (used < sizeof config) {
        struct pollfd p = {STDIN_FILENO, POLLIN, 0};
        int waiting = poll(&p, 1, (int)deadline_left_ms());
        if (waiting < 0 && errno == EINTR)
            continue;
        if (waiting == 0)
            errno = ETIMEDOUT;
        if (waiting <= 0)
            return -1;
        ssize_t n = read(STDIN_FILENO, config + used, sizeof config - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        used += (size_t)n;
    }
    return (ssize_t)used;
}

/* The namespace as a descriptor: a path would mean something else in the agent's mount namespace. */
static int open_netns(const struct call *call, int *code)
{
    struct stat theirs, ours;
    /* O_NONBLOCK: a fifo must not hold the call. */
    int fd = open(call->netns, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        message(why, sizeof why, "CNI_NETNS \"%.512s\" cannot be opened: %s", call->netns, strerror(errno));
        *code = CODE_ENVIRONMENT;
        return -1;
    }
    if (ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWNET) {
        message(why, sizeof why, "CNI_NETNS \"%.512s\" is not a network namespace", call->netns);
        *code = CODE_ENVIRONMENT;
    } else if (!fstat(fd, &theirs) && !stat("/proc/self/ns/net", &ours) && theirs.st_ino == ours.st_ino
               && theirs.st_dev == ours.st_dev) {
        message(why, sizeof why, "CNI_NETNS \"%.512s\" is the namespace of the host itself", call->netns);
        *code = CODE_NETNS;
    } else {
        return fd;
    }
    close(fd);
    return -1;
}

/*
 * A file stays in the spool only if nobody listened after it was there. An agent listens first, drains then, and
 * serves last: so either it finds the file, or the second connect finds the agent. A file left behind beside a
 * running agent would undo a later ADD of the same attachment at the agent's next start.
 */
static int del_without_agent(const struct call *call, int netns)
{
    char path[4608];
    int status = 1;
    if (spool_write(call, path, sizeof path, why, sizeof why))
        return answer_error(call, CODE_TRY_LATER, "the node agent is not there and the DEL cannot be spooled", why);
    enum exchange outcome = agent_exchange(call, netns, 0, &status, why, sizeof why);
    if (outcome == NO_AGENT)
        return 0;
    unlink(path);
    if (outcome == ANSWERED)
        return status;
    return answer_error(call, CODE_TRY_LATER, "the node agent did not finish the DEL", why);
}

static int carry(const struct call *call, int netns)
{
    int status = 1;
    long patience = call->command == DEL ? 0 : environment_ms("VFL_CNI_CONNECT_TIMEOUT_MS", CONNECT_MS, 0, 600000);
    enum exchange outcome = agent_exchange(call, netns, patience, &status, why, sizeof why);
    switch (outcome) {
    case ANSWERED:
        return status;
    case NO_AGENT:
    case AGENT_LOST:
        if (call->command == DEL)
            return del_without_agent(call, netns);
        return answer_error(call, call->command == STATUS ? CODE_NOT_AVAILABLE : CODE_TRY_LATER,
                            outcome == NO_AGENT ? "the node agent is not running; is the vfledger agent of this node up?"
                                                : "the node agent went away during the call",
                            why);
    case AGENT_BUSY:
        return answer_error(call, CODE_TRY_LATER, "the node agent has too many calls waiting", why);
    case TIMED_OUT:
        return answer_error(call, CODE_TRY_LATER, "the node agent did not answer in time", why);
    case REFUSED:
        break;
    }
    return answer_error(call, CODE_IO, "cannot talk to the node agent", why);
}

static int read_config(struct call *call, int *code)
{
    ssize_t size = isatty(STDIN_FILENO) ? 0 : read_stdin();
    call->config = config;
    call->config_size = size > 0 ? (size_t)size : 0;
    strcpy(call->version, NEWEST_VERSION);
    if (size < 0) {
        message(why, sizeof why, "cannot read the network configuration from stdin: %s", strerror(errno));
        *code = errno == ETIMEDOUT ? CODE_TRY_LATER : CODE_IO;
        return -1;
    }
    if (size > STDIN_MAX) {
        message(why, sizeof why, "the network configuration on stdin is longer than %d bytes", STDIN_MAX);
        *code = CODE_DECODE;
        return -1;
    }
    /* The specification's default where the key is missing. */
    strcpy(call->version, "0.1.0");
    if (json_scan(config, (size_t)size, call)) {
        strcpy(call->version, NEWEST_VERSION);
        message(why, sizeof why, "the network configuration on stdin (%zd bytes) is not one JSON object", size);
        *code = CODE_DECODE;
        return -1;
    }
    return 0;
}

int main(void)
{
    static struct call call;
    char bad_config[sizeof why];
    int netns = -1, code = 0;
    signal(SIGPIPE, SIG_IGN);
    deadline_start(environment_ms("VFL_CNI_TIMEOUT_MS", TOTAL_MS, 100, 600000));
    int unread = read_config(&call, &code);
    memcpy(bad_config, why, sizeof why);
    if (environment_read(&call, why, sizeof why))
        return answer_error(&call, CODE_ENVIRONMENT, why, "");
    if (call.command == VERSION)
        return answer_version(&call);
    if (unread)
        return answer_error(&call, (enum cni_code)code, bad_config, "");
    if (call.netns && (call.command == ADD || call.command == CHECK || call.command == DEL)) {
        netns = open_netns(&call, &code);
        /* A DEL has to succeed with its namespace gone. */
        if (netns < 0 && call.command != DEL)
            return answer_error(&call, (enum cni_code)code, why, "");
    }
    return carry(&call, netns);
}
