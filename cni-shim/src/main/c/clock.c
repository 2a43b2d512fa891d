#include "shim.h"

#include <time.h>

static long long ends_ms;

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void deadline_start(long total_ms)
{
    ends_ms = now_ms() + total_ms;
}

long deadline_left_ms(void)
{
    long long left = ends_ms - now_ms();
    return left > 0 ? (long)left : 0;
}

void pause_ms(long ms)
{
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

uint64_t wall_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}
