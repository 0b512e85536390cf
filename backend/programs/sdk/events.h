#pragma once

#include "programs/sdk/discriminator.h"
#include "programs/sdk/writer.h"

namespace paradox::program {

namespace detail {

template <class T>
constexpr bool isPlain = __is_enum(T) && sizeof(T) == 1;
template <>
constexpr inline bool isPlain<bool> = true;
template <>
constexpr inline bool isPlain<u8> = true;
template <>
constexpr inline bool isPlain<u16> = true;
template <>
constexpr inline bool isPlain<u32> = true;
template <>
constexpr inline bool isPlain<u64> = true;
template <>
constexpr inline bool isPlain<i64> = true;
template <>
constexpr inline bool isPlain<Pubkey> = true;
template <>
constexpr inline bool isPlain<KeyCopy> = true;
template <>
constexpr inline bool isPlain<Bytes32> = true;

/// Adds up fields as memory holds them and as Borsh wants them.
struct WireFields {
    u64 size = 0;
    bool isWire = true; ///< both are the same, up to `size`

    template <class T>
    constexpr void operator()(const char *, const T &)
    {
        isWire = isWire && isPlain<T> && size % alignof(T) == 0;
        size += sizeof(T);
    }
};

template <class T>
constexpr WireFields layoutOf()
{
    T value{};
    WireFields layout;
    T::fields(layout, value);
    return layout;
}

template <bool Value>
struct Constant {
    static constexpr bool value = Value;
};
template <class T>
Constant<layoutOf<T>().isWire> isWire(int);
template <class T>
Constant<false> isWire(...);

__attribute__((noinline)) inline void emitBytes(u64 discriminator, const void *bytes, u64 size)
{
    alignas(8) u8 buffer[520];
    *reinterpret_cast<AliasedWord *>(buffer) = discriminator;
    sol_memcpy_(buffer + 8, bytes, size);
    const Slice slice{buffer, 8 + size};
    sol_log_data(&slice, 1);
}

} // namespace detail

/// Whether the fields of a declared structure lie in memory as Borsh writes them: plain, without gaps.
template <class T>
constexpr bool isWireLayout = decltype(detail::isWire<T>(0))::value;

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

/// An event in wire layout costs no code of its own: declare large fields before small ones.
template <class Event>
Status announce(const Event &event)
{
    if constexpr (isWireLayout<Event>) {
        static_assert(sizeof(Event) <= 512, "an event in wire layout has at most 512 bytes");
        constexpr u64 size = detail::layoutOf<Event>().size;
        detail::emitBytes(Event::discriminator, &event, size);
    } else {
        PROGRAM_REQUIRE(emit<eventSizeMax>(event), Status::AccountDidNotSerialize);
    }
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
