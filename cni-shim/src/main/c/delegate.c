/*
 * vfledger-delegate TIMEOUT_MS MOUNT_NAMESPACE|- TYPE: runs the CNI plugin TYPE, found in CNI_PATH, in a session of its
 * own, and kills all of it when the time is up. The agent's JVM cannot do this itself: a process of many threads cannot
 * join the host's mount namespace, where the plugins and their files are.
 *
 * Exits with the plugin's status, or 124 when the time was up, 125 when the plugin could not be run (stderr says why).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMED_OUT 124
#define NOT_RUN 125

static int refuse(const char *what, const char *value, const char *reason)
{
    fprintf(stderr, "%s \"%.256s\": %s\n", what, value, reason);
    return NOT_RUN;
}

static int good_type(const char *type)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t n = strlen(type);
    return n > 0 && n <= 128 && strspn(type, allowed) == n && strcmp(type, ".") && strcmp(type, "..");
}

/* The first executable file of that name in CNI_PATH; relative directories are passed over. */
static int find(const char *type, char *out, size_t size)
{
    const char *path = getenv("CNI_PATH");
    while (path && *path) {
        size_t n = strcspn(path, ":");
        struct stat s;
        if (*path == '/' && (size_t)snprintf(out, size, "%.*s/%s", (int)n, path, type) < size && !stat(out, &s)
            && S_ISREG(s.st_mode) && !access(out, X_OK))
            return 0;
        path += n + (path[n] == ':');
    }
    return -1;
}

static int enter(const char *mount_namespace)
{
    int fd = open(mount_namespace, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWNS) || chdir("/"))
        return -1;
    close(fd);
    return 0;
}

static void become(const char *file, const char *type, pid_t parent)
{
    char *arguments[] = {(char *)type, NULL};
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(NOT_RUN);
    execv(file, arguments);
    _exit(refuse("cannot run", file, strerror(errno)));
}

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int await(pid_t child, long timeout_ms)
{
    long long ends = now_ms() + timeout_ms;
    int status = 0, waiting = 0;
    struct pollfd p = {(int)syscall(SYS_pidfd_open, child, 0), POLLIN, 0};
    do {
        long long left = ends - now_ms();
        waiting = p.fd < 0 ? -1 : poll(&p, 1, left > 0 ? (int)left : 0);
    } while (waiting < 0 && p.fd >= 0 && errno == EINTR);
    /* Time up, or what the plugin left running: while the child is not reaped, its group is nobody else's. */
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (waiting <= 0)
        return TIMED_OUT;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char **arguments)
{
    char file[4096];
    char *end = NULL;
    if (count != 4)
        return refuse("usage", "vfledger-delegate TIMEOUT_MS MOUNT_NAMESPACE|- TYPE", "three arguments are needed");
    long timeout_ms = strtol(arguments[1], &end, 10);
    if (*end || timeout_ms < 1 || timeout_ms > 600000)
        return refuse("timeout", arguments[1], "allowed are 1 to 600000 ms");
    if (!good_type(arguments[3]))
        return refuse("plugin type", arguments[3], "allowed are 1 to 128 characters of a-zA-Z0-9_.-");
    if (strcmp(arguments[2], "-") && enter(arguments[2]))
        return refuse("cannot enter mount namespace", arguments[2], strerror(errno));
    if (find(arguments[3], file, sizeof file))
        return refuse("no executable plugin", arguments[3], "in the directories of CNI_PATH");
    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0)
        return refuse("cannot fork for", file, strerror(errno));
    if (child == 0)
        become(file, arguments[3], self);
    return await(child, timeout_ms);
}
