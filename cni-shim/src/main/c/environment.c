#include "shim.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(c) (1u << (c))
#define EVERY (BIT(COMMANDS) - 1)
#define ATTACHMENT (BIT(ADD) | BIT(DEL) | BIT(CHECK))

struct variable variables[] = {
    {"CNI_COMMAND", TAG_COMMAND, EVERY, NULL},
    {"CNI_CONTAINERID", TAG_CONTAINERID, ATTACHMENT, NULL},
    {"CNI_NETNS", TAG_NETNS, BIT(ADD) | BIT(CHECK), NULL},
    {"CNI_IFNAME", TAG_IFNAME, ATTACHMENT, NULL},
    {"CNI_ARGS", TAG_ARGS, 0, NULL},
    {"CNI_PATH", TAG_PATH, 0, NULL},
    {"TRACEPARENT", TAG_TRACEPARENT, 0, NULL},
    {"TRACESTATE", TAG_TRACESTATE, 0, NULL},
    {"BAGGAGE", TAG_BAGGAGE, 0, NULL},
};
const size_t variable_count = sizeof variables / sizeof *variables;

static const char *const command_names[COMMANDS] = {"ADD", "DEL", "CHECK", "STATUS", "GC", "VERSION"};

static const char *lookup(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static int alphanumeric(char x)
{
    return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9');
}

static int good_container_id(const char *s)
{
    if (!alphanumeric(*s))
        return 0;
    for (; *s; s++)
        if (!alphanumeric(*s) && *s != '_' && *s != '.' && *s != '-')
            return 0;
    return 1;
}

static int good_ifname(const char *s)
{
    if (strlen(s) > 15 || !strcmp(s, ".") || !strcmp(s, ".."))
        return 0;
    return strpbrk(s, "/: \t\n\v\f\r") == NULL;
}

static int missing(const struct call *call, char *why, size_t size)
{
    char names[256] = "";
    for (size_t i = 0; i < variable_count; i++) {
        if (variables[i].value || !(variables[i].required_by & BIT(call->command)))
            continue;
        if (*names)
            strcat(names, ", ");
        strcat(names, variables[i].name);
    }
    if (!*names)
        return 0;
    message(why, size, "required environment variables missing for %s: %s", command_names[call->command], names);
    return CODE_ENVIRONMENT;
}

int environment_read(struct call *call, char *why, size_t size)
{
    for (size_t i = 0; i < variable_count; i++) {
        variables[i].value = lookup(variables[i].name);
        if (variables[i].value && strlen(variables[i].value) > VARIABLE_MAX) {
            message(why, size, "%s is %zu bytes long, allowed are up to %d", variables[i].name,
                    strlen(variables[i].value), VARIABLE_MAX);
            return CODE_ENVIRONMENT;
        }
    }
    const char *command = variables[0].value;
    if (!command) {
        message(why, size, "required environment variables missing: CNI_COMMAND; one of ADD, DEL, CHECK, STATUS, GC, VERSION");
        return CODE_ENVIRONMENT;
    }
    for (call->command = ADD; call->command < COMMANDS; call->command++)
        if (!strcmp(command, command_names[call->command]))
            break;
    if (call->command == COMMANDS) {
        message(why, size, "unknown CNI_COMMAND \"%.64s\"; allowed are ADD, DEL, CHECK, STATUS, GC, VERSION", command);
        return CODE_ENVIRONMENT;
    }
    if (missing(call, why, size))
        return CODE_ENVIRONMENT;
    call->container_id = variables[1].value;
    call->netns = variables[2].value;
    call->ifname = variables[3].value;
    if (!(BIT(call->command) & ATTACHMENT))
        return 0;
    if (!good_container_id(call->container_id)) {
        message(why, size, "CNI_CONTAINERID \"%.128s\" does not match ^[a-zA-Z0-9][a-zA-Z0-9_.-]*$", call->container_id);
        return CODE_ENVIRONMENT;
    }
    if (!good_ifname(call->ifname)) {
        message(why, size,
                "CNI_IFNAME \"%.64s\" is not an interface name: 1 to 15 bytes, not . or .., without / : and white space",
                call->ifname);
        return CODE_ENVIRONMENT;
    }
    return 0;
}

long environment_ms(const char *name, long otherwise, long lowest, long highest)
{
    const char *text = lookup(name);
    char *end;
    if (!text)
        return otherwise;
    errno = 0;
    long ms = strtol(text, &end, 10);
    if (errno || *end || ms < lowest || ms > highest) {
        fprintf(stderr, "vfledger-cni: %s \"%.32s\" is not a number of milliseconds from %ld to %ld; using %ld\n", name,
                text, lowest, highest, otherwise);
        return otherwise;
    }
    return ms;
}
