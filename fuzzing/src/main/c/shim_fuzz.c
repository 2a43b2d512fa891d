/*
 * Coverage-guided fuzzing of what the CNI binary reads: its variables and standard input. gcc's trace-pc tells which
 * edges of the binary's own code an input reaches, and an input that reaches a new one is varied further.
 *
 *   shim_fuzz SECONDS SEED          prints "shim_fuzz: N runs, N inputs kept, seed N"
 *   shim_fuzz replay FILE           reads one input again
 *
 * An input is the nine variables, each ended by a zero byte, and then standard input. Before each reading the input is
 * written to the file `crash-shim`; a sanitizer's report leaves it there.
 */
#include "shim.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define INPUT_MAX 8192
#define KEPT_MAX 4096
#define EDGES (1u << 16)

struct input {
    size_t size;
    unsigned char bytes[INPUT_MAX];
};

static unsigned char seen[EDGES];
static int fresh;
static uintptr_t previous;
static struct input *kept[KEPT_MAX];
static size_t kept_count;
static uint64_t state;
static int crash_file;

__attribute__((no_sanitize_address, no_sanitize_undefined)) void __sanitizer_cov_trace_pc(void)
{
    uintptr_t here = (uintptr_t)__builtin_return_address(0);
    size_t edge = (size_t)(here ^ (previous << 3) ^ (here >> 13)) % EDGES;
    previous = here;
    if (!seen[edge]) {
        seen[edge] = 1;
        fresh = 1;
    }
}

/* Marsaglia's xorshift64. */
static uint64_t next(uint64_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

static void feed(const struct input *input)
{
    static char text[INPUT_MAX + 1];
    static char why[4096];
    static struct call call;
    size_t at = 0, size;
    memset(&call, 0, sizeof call);
    memcpy(text, input->bytes, input->size);
    text[input->size] = 0;
    for (size_t i = 0; i < variable_count; i++) {
        setenv(variables[i].name, at <= input->size ? text + at : "", 1);
        at += at <= input->size ? strlen(text + at) + 1 : 0;
    }
    /* Exactly as long as the input: reading one byte more is found. */
    call.config_size = at <= input->size ? input->size - at : 0;
    unsigned char *config = malloc(call.config_size ? call.config_size : 1);
    memcpy(config, input->bytes + input->size - call.config_size, call.config_size);
    call.config = config;
    previous = 0;
    strcpy(call.version, "0.1.0");
    int unread = json_scan(call.config, call.config_size, &call);
    if (strlen(call.version) >= sizeof call.version || strlen(call.network) >= sizeof call.network)
        abort();
    int code = environment_read(&call, why, sizeof why);
    if (code || unread)
        answer_error(&call, code ? CODE_ENVIRONMENT : CODE_DECODE, why, unread ? "" : text);
    else if (call.command == VERSION)
        answer_version(&call);
    else if (!frame_request(&call, at % 2 ? FLAG_SPOOLED : 0, &size) || size > FRAME_MAX)
        abort();
    free(config);
}

static void run(const struct input *input)
{
    if (pwrite(crash_file, input->bytes, input->size, 0) < 0 || ftruncate(crash_file, (off_t)input->size))
        abort();
    alarm(10); /* a hang is a finding */
    fresh = 0;
    feed(input);
    if (fresh && kept_count < KEPT_MAX) {
        kept[kept_count] = malloc(sizeof *input);
        *kept[kept_count++] = *input;
    }
}

static void seed(const char *const *values, size_t count, const char *config)
{
    struct input input = {0};
    for (size_t i = 0; i < variable_count; i++) {
        const char *value = i < count ? values[i] : "";
        memcpy(input.bytes + input.size, value, strlen(value) + 1);
        input.size += strlen(value) + 1;
    }
    memcpy(input.bytes + input.size, config, strlen(config));
    input.size += strlen(config);
    run(&input);
}

static void insert(struct input *input, size_t at, const void *bytes, size_t size)
{
    if (size > INPUT_MAX - input->size)
        return;
    memmove(input->bytes + at + size, input->bytes + at, input->size - at);
    memcpy(input->bytes + at, bytes, size);
    input->size += size;
}

static void vary(struct input *input)
{
    static const char *const words[] = {"ADD", "DEL", "CHECK", "STATUS", "GC", "VERSION", "{\"", "\":", "\"cniVersion\":\"",
                                        "\"name\":\"", "\\u00e9", "\\", "[[[[[[[[[[[[[[[[", "{\"a\":", "1.1.0", "-1.5e+9",
                                        "true", "null", "\xff\xfe", "\xf0\x9f\x98\x80", "../", "%s%n"};
    size_t at = next(input->size + 1), length;
    const char *word;
    switch (next(7)) {
    case 0: if (at < input->size) input->bytes[at] ^= (unsigned char)(1u << next(8)); break;
    case 1: if (at < input->size) input->bytes[at] = (unsigned char)next(256); break;
    case 2:
        word = words[next(sizeof words / sizeof *words)];
        insert(input, at, word, strlen(word));
        break;
    case 3:
        length = next(input->size - at + 1);
        memmove(input->bytes + at, input->bytes + at + length, input->size - at - length);
        input->size -= length;
        break;
    case 4: { /* a piece of another */
        const struct input *other = kept[next(kept_count)];
        size_t from = next(other->size + 1);
        insert(input, at, other->bytes + from, next(other->size - from + 1));
        break;
    }
    case 5: { /* a run of one byte */
        unsigned char run_of[600];
        memset(run_of, (int)next(256), sizeof run_of);
        insert(input, at, run_of, next(sizeof run_of));
        break;
    }
    default: { /* a piece of its own, again */
        unsigned char piece[64];
        length = next(sizeof piece) % (input->size - at + 1);
        memcpy(piece, input->bytes + at, length);
        insert(input, next(input->size + 1), piece, length);
    }
    }
}

static void seeds(void)
{
    static const char *const add[] = {"ADD", "c1", "/run/netns/a", "net1", "IgnoreUnknown=1;K8S_POD_NAME=web-0",
                                      "/opt/cni/bin", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b", "k=v"};
    static const char *const del[] = {"DEL", "c1", "", "net1"};
    static const char *const version[] = {"VERSION"};
    static const char *const other[] = {"DESTROY"};
    seed(add, 9, "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"sriov\",\"vlan\":100,\"x\":[1,-2.5e3,true,null,{\"a\":\"\\u00e9\"}]}");
    seed(del, 4, "{\"name\":\"net\"}");
    seed(version, 1, "{\"cniVersion\":\"0.4.0\"}");
    seed(other, 1, "");
}

static int replay(const char *file)
{
    struct input input = {0};
    int fd = open(file, O_RDONLY);
    ssize_t size = fd < 0 ? -1 : read(fd, input.bytes, INPUT_MAX);
    if (size < 0) {
        perror(file);
        return 2;
    }
    input.size = (size_t)size;
    feed(&input);
    return 0;
}

int main(int count, char **words)
{
    if (count != 3) {
        fprintf(stderr, "shim_fuzz SECONDS SEED | shim_fuzz replay FILE\n");
        return 2;
    }
    /* Answers go to standard output. */
    if (!freopen("/dev/null", "w", stdout))
        return 2;
    deadline_start(60000);
    if (!strcmp(words[1], "replay"))
        return replay(words[2]);
    crash_file = open("crash-shim", O_RDWR | O_CREAT | O_TRUNC, 0600);
    time_t end = time(NULL) + atol(words[1]);
    uint64_t runs = 0, began = strtoull(words[2], NULL, 10);
    state = began ? began : 1;
    seeds();
    while (runs % 256 || time(NULL) < end) {
        struct input input = *kept[next(kept_count)];
        for (uint64_t more = 1 + next(4); more; more--)
            vary(&input);
        run(&input);
        runs++;
    }
    unlink("crash-shim");
    fprintf(stderr, "shim_fuzz: %llu runs, %zu inputs kept, seed %llu\n", (unsigned long long)runs, kept_count,
            (unsigned long long)began);
    return 0;
}
