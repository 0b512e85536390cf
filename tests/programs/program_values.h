#pragma once

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/ids.h"
#include "programs/client/complete_call.h"

#include <gtest/gtest.h>

#include <string>

namespace paradox::test {

/// A Borsh text in the form instruction arguments have it. The characters must outlive it.
inline program::TextView textView(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t *>(text.data()), static_cast<std::uint32_t>(text.size())};
}
inline std::string asString(const program::TextView &text)
{
    return {reinterpret_cast<const char *>(text.data), text.size};
}
inline PublicKey keyOf(std::string_view base58)
{
    return *fromBase58<PublicKey>(base58);
}
/// A wallet that is told apart by its number.
inline PublicKey wallet(std::uint8_t number)
{
    PublicKey key;
    key.bytes.fill(number);
    return key;
}

/// What an account's declared state says, read as a client reads it.
template <class State>
State decodeState(const Bytes &data)
{
    solana::BorshReader in{ByteSpan(data)};
    EXPECT_EQ(in.take<std::uint64_t>(), State::discriminator);
    programs::wire::FieldReader reader{in};
    State state{};
    State::fields(reader, state);
    EXPECT_TRUE(reader.isSound && in.ok());
    return state;
}

} // namespace paradox::test
