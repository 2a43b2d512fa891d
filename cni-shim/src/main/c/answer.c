#include "shim.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SUPPORTED "\"0.1.0\",\"0.2.0\",\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\""

void message(char *out, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(out, size, format, arguments);
    va_end(arguments);
}

int write_all(int fd, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        at += n;
        size -= (size_t)n;
    }
    return 0;
}

/* Bytes of one well-formed UTF-8 character at `s`, or 0. */
static size_t utf8(const unsigned char *s)
{
    size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
             : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;
    for (size_t i = 1; i < n; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if (n == 3 && ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)))
        return 0;
    if (n == 4 && ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)))
        return 0;
    return n;
}

static size_t escape(char *out, size_t size, const char *text)
{
    size_t used = 0;
    const unsigned char *s = (const unsigned char *)text;
    while (*s && used + 8 < size) {
        size_t n = utf8(s);
        if (n == 0) {
            used += (size_t)snprintf(out + used, size - used, "\\ufffd");
            n = 1;
        } else if (*s == '"' || *s == '\\') {
            out[used++] = '\\';
            out[used++] = (char)*s;
        } else if (*s < 0x20 || *s == 0x7f) {
            used += (size_t)snprintf(out + used, size - used, "\\u%04x", *s);
        } else {
            memcpy(out + used, s, n);
            used += n;
        }
        s += n;
    }
    out[used] = 0;
    return used;
}

/* The version that the caller speaks, where we speak it too. */
static const char *version_of(const struct call *call)
{
    char quoted[sizeof call->version + 2];
    snprintf(quoted, sizeof quoted, "\"%s\"", call->version);
    return strstr(SUPPORTED, quoted) ? call->version : NEWEST_VERSION;
}

int answer_error(const struct call *call, enum cni_code code, const char *msg, const char *details)
{
    static char m[8192], d[8192], out[20480];
    escape(m, sizeof m, msg);
    escape(d, sizeof d, details);
    int n = snprintf(out, sizeof out, "{\"cniVersion\":\"%s\",\"code\":%d,\"msg\":\"%s\"%s%s%s}\n", version_of(call),
                     (int)code, m, *d ? ",\"details\":\"" : "", d, *d ? "\"" : "");
    write_all(STDOUT_FILENO, out, (size_t)n);
    return 1;
}

int answer_version(const struct call *call)
{
    char out[256];
    int n = snprintf(out, sizeof out, "{\"cniVersion\":\"%s\",\"supportedVersions\":[" SUPPORTED "]}\n", version_of(call));
    return write_all(STDOUT_FILENO, out, (size_t)n) ? 1 : 0;
}
