/*
 * vfledger-cni: the CNI binary. It decides nothing: it carries one call to the node agent over a unix
 * socket and prints the answer.
 *
 * Frame format, version 1 (all integers big-endian):
 *
 *   request  "VFLC" | u8 version=1 | u8 flags | u16 fields | u32 length | fields
 *            flags: 1 = one namespace descriptor rides (SCM_RIGHTS) on the first byte
 *                   2 = the call waited in the spool
 *   field    u8 tag | u32 length | bytes; every tag at most once; a variable that is not set is left out
 *   reply    "VFLR" | u8 version=1 | u8 exit status | u16 0 | u32 length | what to print on stdout
 *
 * Limits: stdin 1 MiB, each variable 16 KiB, a reply 1 MiB. The Java side is io.vfledger.cni.server.Frame.
 */
#ifndef VFLEDGER_SHIM_H
#define VFLEDGER_SHIM_H

#include <stddef.h>
#include <stdint.h>

#define NEWEST_VERSION "1.1.0"

#define STDIN_MAX (1024 * 1024)
#define VARIABLE_MAX (16 * 1024)
#define REPLY_MAX (1024 * 1024)
#define HEADER_SIZE 12
#define FIELD_HEADER_SIZE 5
#define FRAME_MAX (HEADER_SIZE + STDIN_MAX + 10 * (VARIABLE_MAX + FIELD_HEADER_SIZE) + 64)

#define FRAME_VERSION 1
#define FLAG_DESCRIPTOR 1
#define FLAG_SPOOLED 2

#define SPOOL_FILES_MAX 4096
#define SPOOL_BYTES_MAX (64LL * 1024 * 1024)

/* Error codes of the CNI specification, section 5 "Result Types", Error. */
enum cni_code {
    CODE_VERSION = 1,
    CODE_ENVIRONMENT = 4,
    CODE_IO = 5,
    CODE_DECODE = 6,
    CODE_NETNS = 8,
    CODE_TRY_LATER = 11,
    CODE_NOT_AVAILABLE = 50
};

enum tag {
    TAG_COMMAND = 1,
    TAG_CONTAINERID,
    TAG_NETNS,
    TAG_IFNAME,
    TAG_ARGS,
    TAG_PATH,
    TAG_TRACEPARENT,
    TAG_TRACESTATE,
    TAG_BAGGAGE,
    TAG_STDIN,
    TAG_REMAINING_MS, /* u32: what is left of the caller's deadline */
    TAG_SPOOLED_AT_MS /* u64: wall clock, milliseconds since 1970 */
};

enum command { ADD, DEL, CHECK, STATUS, GC, VERSION, COMMANDS };

struct variable {
    const char *name;
    uint8_t tag;
    unsigned required_by; /* bit per command */
    const char *value;
};

struct call {
    enum command command;
    const char *container_id, *netns, *ifname;
    char version[32]; /* what an error says as its cniVersion */
    char network[128];
    const unsigned char *config;
    size_t config_size;
};

/* environment.c */
extern struct variable variables[];
extern const size_t variable_count;
int environment_read(struct call *call, char *why, size_t size); /* 0, or a CNI code with `why` filled */
long environment_ms(const char *name, long otherwise, long lowest, long highest);

/* json.c */
/* Checks that `text` is one JSON object and copies the top-level strings cniVersion and name; -1 when it is not. */
int json_scan(const unsigned char *text, size_t size, struct call *call);

/* answer.c */
void message(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int answer_error(const struct call *call, enum cni_code code, const char *msg, const char *details);
int answer_version(const struct call *call);
int write_all(int fd, const void *bytes, size_t size);

/* clock.c */
void deadline_start(long total_ms);
long deadline_left_ms(void);
void pause_ms(long ms);
uint64_t wall_ms(void);

/* frame.c */
/* The request frame, in a buffer of this module; the size in *size. */
unsigned char *frame_request(const struct call *call, unsigned flags, size_t *size);
uint32_t get_u32(const unsigned char *at);

/* agent.c */
enum exchange { ANSWERED, NO_AGENT, AGENT_BUSY, AGENT_LOST, TIMED_OUT, REFUSED };
/* One connection: sends the frame and prints the reply. `patience_ms` bounds the waiting for an agent to listen. */
enum exchange agent_exchange(const struct call *call, int netns, long patience_ms, int *status, char *why, size_t size);

/* spool.c */
int spool_write(const struct call *call, char *path, size_t path_size, char *why, size_t size);

#endif
