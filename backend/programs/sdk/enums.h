#pragma once

#include "programs/sdk/types.h"

namespace paradox::program {

/// A declared enumeration, as the IDL tells it: one byte on the wire, from 0 upwards.
struct EnumSpec {
    const char *name;
    const char *variants; ///< "First, Second"
    u8 count;
};

constexpr u8 countVariants(const char *list)
{
    u8 count = 1;
    for (; *list != 0; ++list)
        count = static_cast<u8>(count + (*list == ',' ? 1 : 0));
    return count;
}

} // namespace paradox::program

/// Declares `enum class name : u8` and what reader, writer and IDL need of it. A byte beyond the last variant is
/// refused.
#define PROGRAM_ENUM(name, ...)                                                                                        \
    enum class name : u8 { __VA_ARGS__ };                                                                              \
    constexpr ::paradox::program::EnumSpec specOf(name)                                                                \
    {                                                                                                                  \
        return {#name, #__VA_ARGS__, ::paradox::program::countVariants(#__VA_ARGS__)};                                 \
    }                                                                                                                  \
    static_assert(true, "a semicolon follows")
