#pragma once

#include "native_host.h"

#include "program_values.h"

#include <list>

namespace paradox::test {

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
