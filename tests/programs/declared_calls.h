#pragma once

#include "ledger_world.h"
#include "program_values.h"

#include "domain/encoding.h"
#include "programs/client/complete_call.h"

#include <gmock/gmock.h>

#include <string_view>

// What tests of declared programs need beside a world.
namespace paradox::test {

/// The log line in which a program announces this event.
template <class Event>
std::string lineOf(const Event &event)
{
    solana::BorshWriter out;
    out.put(Event::discriminator);
    programs::wire::FieldWriter writer{out};
    Event::fields(writer, event);
    return "Program data: " + base64Encode(out.take());
}

/// Hexadecimal digits of a discriminator in the order of the wire.
inline std::string hexOf(std::uint64_t discriminator)
{
    return hexEncode(solana::BorshWriter().put(discriminator).take());
}

/// Packed state as the program itself reads it.
template <class State>
State unpacked(const Bytes &data)
{
    State state{};
    solana::BorshReader in(ByteSpan(data).subspan(8));
    programs::wire::FieldReader reader{in};
    State::fields(reader, state);
    EXPECT_TRUE(reader.isSound);
    return state;
}

/// State that programs use in place.
template <class State>
State overlaid(const Bytes &data)
{
    State state{};
    EXPECT_EQ(data.size(), sizeof state);
    std::memcpy(static_cast<void *>(&state), data.data(), std::min(data.size(), sizeof state));
    return state;
}

} // namespace paradox::test
