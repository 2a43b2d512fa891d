#include "shim.h"

#include <string.h>

static unsigned char buffer[FRAME_MAX];
static size_t used;
static unsigned fields;

static void put_u32(unsigned char *at, uint32_t v)
{
    at[0] = (unsigned char)(v >> 24);
    at[1] = (unsigned char)(v >> 16);
    at[2] = (unsigned char)(v >> 8);
    at[3] = (unsigned char)v;
}

uint32_t get_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The callers have checked stdin and every variable against its limit, and FRAME_MAX holds them all. */
static void field(uint8_t tag, const void *bytes, size_t size)
{
    buffer[used] = tag;
    put_u32(buffer + used + 1, (uint32_t)size);
    memcpy(buffer + used + FIELD_HEADER_SIZE, bytes, size);
    used += FIELD_HEADER_SIZE + size;
    fields++;
}

unsigned char *frame_request(const struct call *call, unsigned flags, size_t *size)
{
    unsigned char number[8];
    used = HEADER_SIZE;
    fields = 0;
    for (size_t i = 0; i < variable_count; i++)
        if (variables[i].value)
            field(variables[i].tag, variables[i].value, strlen(variables[i].value));
    field(TAG_STDIN, call->config, call->config_size);
    if (flags & FLAG_SPOOLED) {
        uint64_t now = wall_ms();
        put_u32(number, (uint32_t)(now >> 32));
        put_u32(number + 4, (uint32_t)now);
        field(TAG_SPOOLED_AT_MS, number, 8);
    } else {
        put_u32(number, (uint32_t)deadline_left_ms());
        field(TAG_REMAINING_MS, number, 4);
    }
    memcpy(buffer, "VFLC", 4);
    buffer[4] = FRAME_VERSION;
    buffer[5] = (unsigned char)flags;
    buffer[6] = (unsigned char)(fields >> 8);
    buffer[7] = (unsigned char)fields;
    put_u32(buffer + 8, (uint32_t)(used - HEADER_SIZE));
    *size = used;
    return buffer;
}
