/* Just enough JSON to know that stdin is one object and which version and network it names. */
#include "shim.h"

#include <string.h>

#define DEPTH_MAX 64

struct cursor {
    const unsigned char *at, *end;
    int depth;
};

static int value(struct cursor *c);

static void space(struct cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t' || *c->at == '\n' || *c->at == '\r'))
        c->at++;
}

static int take(struct cursor *c, char expected)
{
    space(c);
    if (c->at >= c->end || *c->at != (unsigned char)expected)
        return -1;
    c->at++;
    return 0;
}

static int is_hex(unsigned char x)
{
    return (x >= '0' && x <= '9') || (x >= 'a' && x <= 'f') || (x >= 'A' && x <= 'F');
}

/* Copies plain characters only: a value with an escape in it is none of the strings looked for. */
static int string(struct cursor *c, char *out, size_t size)
{
    size_t used = 0;
    int plain = 1;
    if (take(c, '"'))
        return -1;
    while (c->at < c->end && *c->at != '"') {
        unsigned char x = *c->at++;
        if (x < 0x20)
            return -1;
        if (x == '\\') {
            plain = 0;
            if (c->at >= c->end || !strchr("\"\\/bfnrtu", *c->at) || *c->at == 0)
                return -1;
            if (*c->at++ == 'u') {
                for (int i = 0; i < 4; i++, c->at++)
                    if (c->at >= c->end || !is_hex(*c->at))
                        return -1;
            }
        } else if (out && used + 1 < size) {
            out[used++] = (char)x;
        } else {
            plain = 0;
        }
    }
    if (out)
        out[plain ? used : 0] = 0;
    return take(c, '"');
}

static int word(struct cursor *c, const char *w)
{
    size_t n = strlen(w);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, w, n))
        return -1;
    c->at += n;
    return 0;
}

static int digits(struct cursor *c)
{
    const unsigned char *start = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        c->at++;
    return c->at == start ? -1 : 0;
}

static int number(struct cursor *c)
{
    if (c->at < c->end && *c->at == '-')
        c->at++;
    if (digits(c))
        return -1;
    if (c->at < c->end && *c->at == '.') {
        c->at++;
        if (digits(c))
            return -1;
    }
    if (c->at < c->end && (*c->at == 'e' || *c->at == 'E')) {
        c->at++;
        if (c->at < c->end && (*c->at == '+' || *c->at == '-'))
            c->at++;
        return digits(c);
    }
    return 0;
}

static int object(struct cursor *c, struct call *top)
{
    if (take(c, '{'))
        return -1;
    if (!take(c, '}'))
        return 0;
    do {
        char key[16];
        space(c);
        if (string(c, key, sizeof key) || take(c, ':'))
            return -1;
        space(c);
        int failed;
        if (top && !strcmp(key, "cniVersion") && c->at < c->end && *c->at == '"')
            failed = string(c, top->version, sizeof top->version);
        else if (top && !strcmp(key, "name") && c->at < c->end && *c->at == '"')
            failed = string(c, top->network, sizeof top->network);
        else
            failed = value(c);
        if (failed)
            return -1;
    } while (!take(c, ','));
    return take(c, '}');
}

static int array(struct cursor *c)
{
    if (take(c, '['))
        return -1;
    if (!take(c, ']'))
        return 0;
    do {
        if (value(c))
            return -1;
    } while (!take(c, ','));
    return take(c, ']');
}

static int value(struct cursor *c)
{
    int failed;
    space(c);
    if (c->at >= c->end || ++c->depth > DEPTH_MAX)
        return -1;
    switch (*c->at) {
    case '{': failed = object(c, NULL); break;
    case '[': failed = array(c); break;
    case '"': failed = string(c, NULL, 0); break;
    case 't': failed = word(c, "true"); break;
    case 'f': failed = word(c, "false"); break;
    case 'n': failed = word(c, "null"); break;
    default: failed = number(c);
    }
    c->depth--;
    return failed;
}

int json_scan(const unsigned char *text, size_t size, struct call *call)
{
    struct cursor c = {text, text + size, 0};
    space(&c);
    if (object(&c, call))
        return -1;
    space(&c);
    return c.at == c.end ? 0 : -1;
}
