/*
 * Runs commands inside the emulated machine, from outside.
 *
 *   machine-exec serve PORT TOKEN_FILE                      in the guest: serves for ever
 *   machine-exec call PORT TOKEN_FILE -- COMMAND [ARG...]   on the host: runs one command, with the same standard
 *                                                           input, output, error and exit status
 *
 * One TCP connection is one command, so commands run side by side. The port is forwarded by QEMU from the host's
 * loopback; the token keeps other users of the host out, who could otherwise read its files through the guest.
 *
 * Client to server: token (TOKEN_BYTES), string working directory, u32 count, that many strings, then standard input
 *                   as strings, an empty one for its end. A string is u32 length (big endian) and bytes.
 * Server to client: frames of one byte kind ('o' output, 'e' error, 'x' exit status), and a string.
 *
 * A connection that ends before the command does ends the command (SIGTERM, then SIGKILL after two seconds). The
 * command is over when its first process is, even if daemons that it left behind still hold its output open.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    TOKEN_BYTES = 64,
    CHUNK = 65536,
    MAX_STRING = 1 << 20,
    MAX_ARGUMENTS = 4096,
    EXIT_HARNESS = 125,   /* the command did not run, as opposed to: it failed */
    EXIT_NOT_FOUND = 127
};

static void die(const char *what) {
    fprintf(stderr, "machine-exec: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(EXIT_HARNESS);
}

/* All of it, or 0 at the end of the stream or on an error. */
static int read_fully(int fd, void *to, size_t n) {
    char *p = to;
    while (n > 0) {
        ssize_t got = read(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return 0;
        p += got;
        n -= (size_t)got;
    }
    return 1;
}

static int write_fully(int fd, const void *from, size_t n) {
    const char *p = from;
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return 0;
        p += put;
        n -= (size_t)put;
    }
    return 1;
}

static int write_string(int fd, const void *bytes, uint32_t n) {
    uint32_t length = htonl(n);
    return write_fully(fd, &length, sizeof length) && write_fully(fd, bytes, n);
}

static int read_length(int fd, uint32_t *n, uint32_t limit) {
    uint32_t length;
    if (!read_fully(fd, &length, sizeof length)) return 0;
    *n = ntohl(length);
    return *n <= limit;
}

static char *read_string(int fd) {
    uint32_t n;
    if (!read_length(fd, &n, MAX_STRING)) return NULL;
    char *s = calloc(n + 1, 1);
    if (s != NULL && !read_fully(fd, s, n)) {
        free(s);
        return NULL;
    }
    return s;
}

static void read_token(const char *path, char token[TOKEN_BYTES]) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !read_fully(fd, token, TOKEN_BYTES)) die(path);
    close(fd);
}

/* ---- in the guest */

static int send_frame(int socket, char kind, const void *bytes, uint32_t n) {
    return write_fully(socket, &kind, 1) && write_string(socket, bytes, n);
}

static void end_group(pid_t leader) {
    kill(-leader, SIGTERM);
    for (int i = 0; i < 20; i++) {
        if (waitpid(leader, NULL, WNOHANG) != 0) return;
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    }
    kill(-leader, SIGKILL);
}

/* Hands the client's standard input on until the client is gone. */
static void pump_input(int socket, int to, pid_t notify) {
    static char chunk[CHUNK];
    uint32_t n;
    while (read_length(socket, &n, CHUNK) && read_fully(socket, chunk, n)) {
        if (n == 0) {
            close(to);
            to = -1;
        } else if (to >= 0 && !write_fully(to, chunk, n)) {
            close(to);   /* the command reads no more; go on watching the client */
            to = -1;
        }
    }
    kill(notify, SIGUSR1);
    _exit(0);
}

static volatile sig_atomic_t client_gone;
static void note_client_gone(int signal) {
    (void)signal;
    client_gone = 1;
}

/* Sends what a pipe holds now; 0 at its end. */
static int drain(int pipe_end, int socket, char kind) {
    static char chunk[CHUNK];
    for (;;) {
        ssize_t n = read(pipe_end, chunk, sizeof chunk);
        if (n == 0) return 0;
        if (n < 0) return errno == EAGAIN || errno == EINTR;
        if (!send_frame(socket, kind, chunk, (uint32_t)n)) client_gone = 1;
    }
}

static void run_command(char *directory, char **arguments, int in, int out, int err) {
    setsid();
    signal(SIGPIPE, SIG_DFL);
    signal(SIGUSR1, SIG_DFL);
    dup2(in, 0);
    dup2(out, 1);
    dup2(err, 2);
    if (chdir(directory) != 0 && chdir("/") != 0) _exit(EXIT_HARNESS);
    execvp(arguments[0], arguments);
    fprintf(stderr, "machine: %s: %s\n", arguments[0], strerror(errno));
    _exit(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_FOUND - 1);
}

static void relay(int socket, pid_t command, int out, int err) {
    int handle = (int)syscall(SYS_pidfd_open, command, 0);
    struct pollfd watched[] = {{handle, POLLIN, 0}, {out, POLLIN, 0}, {err, POLLIN, 0}};
    fcntl(out, F_SETFL, O_NONBLOCK);
    fcntl(err, F_SETFL, O_NONBLOCK);
    while (!client_gone) {
        if (poll(watched, 3, -1) < 0) continue;
        int over = watched[0].revents != 0;
        if ((over || watched[1].revents) && watched[1].fd >= 0 && !drain(out, socket, 'o')) watched[1].fd = -1;
        if ((over || watched[2].revents) && watched[2].fd >= 0 && !drain(err, socket, 'e')) watched[2].fd = -1;
        if (over) break;
    }
    if (client_gone) {
        end_group(command);
        return;
    }
    int status;
    waitpid(command, &status, 0);
    uint32_t code = htonl(WIFEXITED(status) ? (uint32_t)WEXITSTATUS(status) : 128u + (uint32_t)WTERMSIG(status));
    send_frame(socket, 'x', &code, sizeof code);
}

static void session(int socket, const char token[TOKEN_BYTES]) {
    char offered[TOKEN_BYTES];
    uint32_t count, i;
    struct timeval patience = {.tv_sec = 10};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (!read_fully(socket, offered, TOKEN_BYTES) || memcmp(offered, token, TOKEN_BYTES) != 0) _exit(1);
    char *directory = read_string(socket);
    if (directory == NULL || !read_length(socket, &count, MAX_ARGUMENTS) || count == 0) _exit(1);
    char **arguments = calloc(count + 1, sizeof *arguments);
    for (i = 0; arguments != NULL && i < count; i++)
        if ((arguments[i] = read_string(socket)) == NULL) _exit(1);
    patience.tv_sec = 0;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

    int in[2], out[2], err[2];
    if (arguments == NULL || pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) _exit(1);
    sigaction(SIGUSR1, &(struct sigaction){.sa_handler = note_client_gone}, NULL);
    signal(SIGPIPE, SIG_IGN);
    pid_t self = getpid(), command = fork();
    if (command < 0) _exit(1);
    if (command == 0) run_command(directory, arguments, in[0], out[1], err[1]);
    close(in[0]);
    close(out[1]);
    close(err[1]);
    pid_t pump = fork();
    if (pump == 0) {
        close(out[0]);
        close(err[0]);
        pump_input(socket, in[1], self);
    }
    close(in[1]);
    relay(socket, command, out[0], err[0]);
    if (pump > 0) kill(pump, SIGKILL);
    _exit(0);
}

static void serve(uint16_t port, const char *token_file) {
    char token[TOKEN_BYTES];
    read_token(token_file, token);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_ANY)}};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 64) != 0) die("listen");
    signal(SIGCHLD, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    pid_t daemon = fork();
    if (daemon < 0) die("fork");
    if (daemon > 0) return;   /* listening: whoever started this may announce it */
    setsid();
    for (;;) {
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0) continue;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (fork() == 0) {
            close(listener);
            signal(SIGCHLD, SIG_DFL);
            session(client, token);
        }
        close(client);
    }
}

/* ---- on the host */

static void send_input(int socket) {
    static char chunk[CHUNK];
    ssize_t n;
    while ((n = read(0, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0 && !write_string(socket, chunk, (uint32_t)n)) break;
    write_string(socket, "", 0);
    _exit(0);
}

static int receive(int socket) {
    static char chunk[CHUNK];
    for (;;) {
        char kind;
        uint32_t n, code;
        if (!read_fully(socket, &kind, 1) || !read_length(socket, &n, CHUNK) || !read_fully(socket, chunk, n)) {
            errno = 0;
            die("the machine closed the connection (is it still running?)");
        }
        switch (kind) {
            case 'o': if (!write_fully(1, chunk, n)) return 128 + SIGPIPE; break;
            case 'e': write_fully(2, chunk, n); break;
            default: memcpy(&code, chunk, sizeof code); return (int)ntohl(code);
        }
    }
}

static int call(uint16_t port, const char *token_file, int count, char **arguments) {
    char token[TOKEN_BYTES], directory[4096];
    read_token(token_file, token);
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) die("connect to the machine");
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    signal(SIGPIPE, SIG_IGN);
    if (getcwd(directory, sizeof directory) == NULL) strcpy(directory, "/");
    uint32_t n = htonl((uint32_t)count);
    int sent = write_fully(server, token, TOKEN_BYTES) && write_string(server, directory, (uint32_t)strlen(directory))
               && write_fully(server, &n, sizeof n);
    for (int i = 0; sent && i < count; i++)
        sent = write_string(server, arguments[i], (uint32_t)strlen(arguments[i]));
    if (!sent) die("send the command");
    pid_t pump = fork();
    if (pump == 0) send_input(server);
    int status = receive(server);
    if (pump > 0) kill(pump, SIGKILL);
    return status;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "serve") == 0) {
        serve((uint16_t)atoi(argv[2]), argv[3]);
        return 0;
    }
    if (argc > 5 && strcmp(argv[1], "call") == 0 && strcmp(argv[4], "--") == 0)
        return call((uint16_t)atoi(argv[2]), argv[3], argc - 5, argv + 5);
    fprintf(stderr, "usage: machine-exec serve PORT TOKEN_FILE | call PORT TOKEN_FILE -- COMMAND [ARG...]\n");
    return EXIT_HARNESS;
}
