#pragma once

#include "programs/sdk/discriminator.h"
#include "programs/sdk/writer.h"

namespace paradox::program {

/// Emits a declared event: discriminator and fields in one "Program data:" line. False when it exceeds Capacity.
template <u64 Capacity, class Event>
[[nodiscard]] __attribute__((noinline)) bool emit(const Event &event)
{
    u8 buffer[Capacity];
    Writer writer(buffer, Capacity);
    writer.number(Event::discriminator, 8);
    Event::fields(writer, event);
    if (!writer.ok())
        return false;
    const Slice slice{buffer, writer.size()};
    sol_log_data(&slice, 1);
    return true;
}

/// Room for events whose size is bounded by their fields; the frame has room for little more than twice of it.
inline constexpr u64 eventSizeMax = 1024;

template <class Event>
Status announce(const Event &event)
{
    PROGRAM_REQUIRE(emit<eventSizeMax>(event), Status::AccountDidNotSerialize);
    return Status::Ok;
}

/// Hands the caller a value: what the IDL calls the instruction's `returns`.
template <class T>
Status giveBack(const T &value)
{
    u8 buffer[256];
    Writer writer(buffer, sizeof buffer);
    writer("value", value);
    PROGRAM_REQUIRE(writer.ok(), Status::AccountDidNotSerialize);
    sol_set_return_data(buffer, writer.size());
    return Status::Ok;
}

} // namespace paradox::program

/// Name and discriminator of an event, inside its struct.
#define PROGRAM_EVENT(title)                                                                                           \
    static constexpr char name[] = title;                                                                              \
    static constexpr ::paradox::program::u64 discriminator = ::paradox::program::discriminator("event", name)

/// Name and discriminator of an account's state, inside its struct.
#define PROGRAM_STATE(title)                                                                                           \
    static constexpr char name[] = title;                                                                              \
    static constexpr ::paradox::program::u64 discriminator = ::paradox::program::discriminator("account", name)
