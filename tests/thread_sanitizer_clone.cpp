#include <sched.h>
#include <sys/types.h>

#include <cstdarg>

/// glibc's own, past the sanitizer's.
extern "C" int __clone(int (*run)(void *), void *stack, int flags, void *argument, ...) noexcept;

/// For programs under the thread sanitizer, whose clone() takes every child for one with a memory of its own.
/// QProcess's shares its parent's until it is another program, and the sanitizer ended the parent for what the child
/// had undone.
extern "C" int clone(int (*run)(void *), void *stack, int flags, void *argument, ...) noexcept
{
    va_list rest;
    va_start(rest, argument);
    auto *parentId = va_arg(rest, pid_t *);
    auto *threadStorage = va_arg(rest, void *);
    auto *childId = va_arg(rest, pid_t *);
    va_end(rest);
    return __clone(run, stack, flags, argument, parentId, threadStorage, childId);
}
