/* A DEL that finds no agent: one file per call, holding its request frame, drained by the agent before it serves. */
#define _GNU_SOURCE
#include "shim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define SPOOL_PATH "/var/lib/vfledger/spool"

static int make_directories(const char *path)
{
    char partial[4096];
    size_t n = strlen(path);
    if (n >= sizeof partial) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(partial, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (partial[i] != '/' && partial[i] != 0)
            continue;
        char kept = partial[i];
        partial[i] = 0;
        if (mkdir(partial, 0700) && errno != EEXIST)
            return -1;
        partial[i] = kept;
    }
    return 0;
}

/* Opens the directory and refuses one that others could write into. */
static int open_directory(const char *path, char *why, size_t size)
{
    struct stat s;
    int fd = -1;
    if (!make_directories(path))
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &s)) {
        message(why, size, "cannot open the spool %s: %s", path, strerror(errno));
    } else if ((s.st_uid != 0 && s.st_uid != geteuid()) || (s.st_mode & 022)) {
        message(why, size, "the spool %s is writable by others: uid %u, mode %o", path, s.st_uid, s.st_mode & 07777);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static int has_room(int directory, char *why, size_t size)
{
    int copy = dup(directory);
    DIR *d = copy < 0 ? NULL : fdopendir(copy);
    long files = 0;
    long long bytes = 0;
    if (!d) {
        message(why, size, "cannot list the spool: %s", strerror(errno));
        return 0;
    }
    for (struct dirent *e; (e = readdir(d));) {
        struct stat s;
        if (fstatat(directory, e->d_name, &s, AT_SYMLINK_NOFOLLOW) || !S_ISREG(s.st_mode))
            continue;
        files++;
        bytes += s.st_size;
    }
    closedir(d);
    if (files < SPOOL_FILES_MAX && bytes < SPOOL_BYTES_MAX)
        return 1;
    message(why, size, "the spool is full: %ld files, %lld bytes; allowed are %d files, %lld bytes", files, bytes,
            SPOOL_FILES_MAX, SPOOL_BYTES_MAX);
    return 0;
}

static int write_file(int directory, const char *temporary, const char *name, const unsigned char *bytes, size_t size)
{
    int fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    int failed = write_all(fd, bytes, size) || fsync(fd);
    int reason = errno;
    if (close(fd) && !failed) {
        failed = 1;
        reason = errno;
    }
    if (!failed && (renameat(directory, temporary, directory, name) || fsync(directory))) {
        failed = 1;
        reason = errno;
    }
    if (failed)
        unlinkat(directory, temporary, 0);
    errno = reason;
    return failed ? -1 : 0;
}

int spool_write(const struct call *call, char *path, size_t path_size, char *why, size_t size)
{
    const char *where = getenv("VFL_CNI_SPOOL");
    if (!where || !*where)
        where = SPOOL_PATH;
    int directory = open_directory(where, why, size);
    if (directory < 0)
        return -1;
    int failed = -1;
    if (has_room(directory, why, size)) {
        char name[64], temporary[72];
        struct timespec now;
        size_t frame_size;
        unsigned char *frame = frame_request(call, FLAG_SPOOLED, &frame_size);
        clock_gettime(CLOCK_REALTIME, &now);
        snprintf(name, sizeof name, "%010lld%09ld-%d.del", (long long)now.tv_sec, now.tv_nsec, (int)getpid());
        snprintf(temporary, sizeof temporary, ".tmp-%s", name);
        snprintf(path, path_size, "%s/%s", where, name);
        failed = write_file(directory, temporary, name, frame, frame_size);
        if (failed)
            message(why, size, "cannot write %s: %s", path, strerror(errno));
    }
    close(directory);
    return failed;
}
