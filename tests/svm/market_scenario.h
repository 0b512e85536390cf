#pragma once

#include "domain/amount.h"
#include "tests/programs/registry_calls.h"
#include "tests/svm/differential.h"

#include <string>

namespace paradox::test {

/// What the scenarios of the energy market's programs have in common: a registry with its people.
class MarketScenario : public Scenario, protected RegistryCalls {
public:
    std::vector<Twins::Program> programs() const override { return {{"registry", registryProgram}}; }
    void setUp(Twins &twins) override
    {
        m_twins = &twins;
        m_admin = rich(1);
        m_oracle = rich(2);
        m_stranger = rich(3);
        for (std::uint64_t i = 0; i < userCount; ++i)
            m_users.push_back(rich(10 + i));
        must("initialize", completeCall<registry::Initialize>({}, {{registry::Initialize::authority, m_admin}}),
             m_admin);
        must("set_oracle_authority", setOracle(m_admin, m_oracle), m_admin);
        must("register_user", registerUser(m_users[0]), m_users[0]);
        must("register_meter", registerMeter(m_users[0], meterId), m_users[0]);
    }
    std::vector<PublicKey> strangers() override
    {
        return {m_admin, m_oracle, m_stranger, m_users[0], registryKey(), meterKey(meterId), registryProgram, {}};
    }

protected:
    static constexpr std::uint64_t userCount = 4;
    static constexpr std::uint64_t meterCount = 6;

    /// Makes one transaction of one instruction; who pays signs.
    using Maker = std::function<solana::Instruction(SeededRandom &)>;
    void add(std::vector<Generator> &list, std::string name, std::uint32_t weight, Maker make)
    {
        list.push_back({name, weight,
                        [this, name, make](SeededRandom &random) { return Move{name, {make(random)}, m_stranger}; }});
    }
    PublicKey rich(std::uint64_t number)
    {
        const PublicKey key = m_twins->wallet(number);
        m_twins->put(key, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
        return key;
    }
    void must(const std::string &name, const solana::Instruction &instruction, const PublicKey &payer)
    {
        mustRun(*m_twins, {name, {instruction}, payer});
    }
    PublicKey someUser(SeededRandom &random) { return m_users[random.below(userCount)]; }
    /// Nearly always `right`.
    PublicKey mostly(const PublicKey &right, SeededRandom &random)
    {
        return random.oneIn(15) ? someUser(random) : right;
    }
    static std::string someMeter(SeededRandom &random)
    {
        const std::uint64_t number = random.below(meterCount);
        return number == 0 ? meterId : "M" + std::to_string(number);
    }
    std::optional<registry::MeterAccount> meter(const std::string &id)
    {
        const auto account = m_twins->account(meterKey(id));
        if (!account || account->data.size() != registry::MeterAccount::space)
            return std::nullopt;
        return decodeState<registry::MeterAccount>(account->data);
    }
    PublicKey ownerOf(const std::string &id, SeededRandom &random)
    {
        const auto state = meter(id);
        return mostly(state ? programs::wire::fromKey(state->owner) : someUser(random), random);
    }
    /// A time newer than the last one, mostly.
    std::int64_t someTime(SeededRandom &random)
    {
        m_twins->advance(static_cast<std::int64_t>(random.below(3)));
        return random.oneIn(20) ? static_cast<std::int64_t>(random.next()) : m_twins->now();
    }
    std::uint64_t someEnergy(SeededRandom &random) { return random.oneIn(20) ? random.next() : random.below(10'000); }

    Twins *m_twins = nullptr;
    PublicKey m_admin;
    PublicKey m_oracle;
    PublicKey m_stranger; ///< pays the fees
    std::vector<PublicKey> m_users;
};

} // namespace paradox::test
