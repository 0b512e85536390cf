#pragma once

#include "native_host.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/ids.h"
#include "programs/client/complete_call.h"

#include <gtest/gtest.h>

#include <list>
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

/// Programs on the small host, and hands to call them.
class ProgramWorld : public testing::Test {
protected:
    static constexpr std::uint64_t lamportsPerWallet = 100'000'000'000;

    PublicKey funded(std::uint8_t number)
    {
        host.accounts[wallet(number)].lamports = lamportsPerWallet;
        return wallet(number);
    }
    HostResult expectOk(const solana::Instruction &instruction)
    {
        HostResult result = host.run(instruction);
        EXPECT_TRUE(result.ok()) << result.code << " " << result.violation << " " << lastLog(result);
        return result;
    }
    /// Refused with this code, and nothing has changed.
    void expectRefused(const solana::Instruction &instruction, std::uint64_t code)
    {
        const auto before = host.accounts;
        const HostResult result = host.run(instruction);
        EXPECT_EQ(result.code, code) << result.violation << " " << lastLog(result);
        EXPECT_EQ(result.violation, "");
        EXPECT_EQ(host.accounts, before);
    }
    static std::string lastLog(const HostResult &result)
    {
        return result.logs.size() > 2 ? result.logs[result.logs.size() - 2] : std::string();
    }
    /// The only event of its kind in the log. Its texts point into m_events.
    template <class Event>
    Event eventOf(const HostResult &result)
    {
        constexpr std::string_view mark = "Program data: ";
        for (const std::string &line : result.logs) {
            if (!line.starts_with(mark))
                continue;
            m_events.push_back(*base64Decode(line.substr(mark.size())));
            solana::BorshReader in{ByteSpan(m_events.back())};
            if (in.take<std::uint64_t>() != Event::discriminator)
                continue;
            programs::wire::FieldReader reader{in};
            Event event{};
            Event::fields(reader, event);
            EXPECT_TRUE(reader.isSound && in.ok() && in.rest().empty());
            return event;
        }
        ADD_FAILURE() << "no event " << Event::name;
        return {};
    }
    template <class State>
    State stateOf(const PublicKey &key)
    {
        return decodeState<State>(host.data(key));
    }

    NativeHost host;

private:
    std::list<Bytes> m_events;
};

} // namespace paradox::test
