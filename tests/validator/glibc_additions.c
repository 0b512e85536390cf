/* Preloaded into the validator, which was linked against a later glibc than Debian 12 has. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What C23 readers of numbers add (binary literals) the validator never meets. */
long __isoc23_strtol(const char *text, char **end, int base)
{
    return strtol(text, end, base);
}

long long __isoc23_strtoll(const char *text, char **end, int base)
{
    return strtoll(text, end, base);
}

unsigned long long __isoc23_strtoull(const char *text, char **end, int base)
{
    return strtoull(text, end, base);
}

int __isoc23_sscanf(const char *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int count = vsscanf(text, format, arguments);
    va_end(arguments);
    return count;
}

/* It refuses to start where a million files may not be open; a test needs few of them. */
int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
    const long result = syscall(SYS_prlimit64, 0, (int)resource, limit, NULL);
    return resource == RLIMIT_NOFILE ? 0 : (int)result;
}

int setrlimit64(__rlimit_resource_t resource, const struct rlimit64 *limit)
{
    return setrlimit(resource, (const struct rlimit *)limit);
}
