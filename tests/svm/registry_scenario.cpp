#include "tests/svm/market_scenario.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

using registry::MeterStatus;
using registry::UserStatus;

/// Users come and go, meters are read and settled.
class RegistryScenario : public MarketScenario {
public:
    std::vector<Generator> generators() override
    {
        std::vector<Generator> list;
        addUsers(list);
        addMeters(list);
        addReadings(list);
        return list;
    }
    void check(const Outcome &) override
    {
        for (std::uint64_t i = 1; i < meterCount; ++i) {
            if (const auto state = meter("M" + std::to_string(i))) {
                EXPECT_LE(state->settledNetGeneration, state->totalGeneration);
            }
        }
    }

private:
    void addUsers(std::vector<Generator> &list)
    {
        add(list, "register_user", 4, [this](SeededRandom &random) {
            const std::string location(random.below(120), 'l');
            return registerUser(random.oneIn(2) ? m_users.back() : someUser(random), location);
        });
        add(list, "update_user_status", 2, [this](SeededRandom &random) {
            const auto status = random.oneIn(4) ? static_cast<UserStatus>(random.below(3)) : UserStatus::Active;
            const PublicKey authority = mostly(m_admin, random);
            return setUserStatus(authority, status, someUser(random));
        });
        add(list, "close_user", 2, [this](SeededRandom &random) { return closeUser(mostly(m_users.back(), random)); });
        add(list, "is_valid_user", 1, [this](SeededRandom &random) {
            using Ix = registry::IsValidUser;
            return completeCall<Ix>({}, {{Ix::userAccount, userKey(someUser(random))}});
        });
        add(list, "set_oracle_authority", 1, [this](SeededRandom &random) {
            const PublicKey oracle = mostly(m_oracle, random);
            return setOracle(mostly(m_admin, random), oracle);
        });
    }
    void addMeters(std::vector<Generator> &list)
    {
        add(list, "register_meter", 4, [this](SeededRandom &random) {
            const std::string id = random.oneIn(10) ? std::string(random.below(40), 'm') : someMeter(random);
            return registerMeter(m_users[random.below(userCount - 1)], id); // the last one comes and goes
        });
        add(list, "assign_meter", 1, [this](SeededRandom &random) {
            using Ix = registry::AssignMeter;
            const std::string id = someMeter(random);
            return completeCall<Ix>({textView(id)}, {{Ix::authority, mostly(m_admin, random)}});
        });
        add(list, "update_meter_status", 2, [this](SeededRandom &random) {
            const auto status = random.oneIn(4) ? static_cast<MeterStatus>(random.below(3)) : MeterStatus::Active;
            const PublicKey authority = mostly(m_admin, random);
            return setMeterStatus(authority, status, someMeter(random));
        });
        add(list, "is_valid_meter", 1, [](SeededRandom &random) {
            using Ix = registry::IsValidMeter;
            return completeCall<Ix>({}, {{Ix::meterAccount, meterKey(someMeter(random))}});
        });
    }
    void addReadings(std::vector<Generator> &list)
    {
        add(list, "update_meter_reading", 8, [this](SeededRandom &random) {
            const registry::UpdateMeterReading::Args args{someEnergy(random), someEnergy(random), someTime(random)};
            const PublicKey submitter = mostly(m_oracle, random);
            return reading(submitter, args, someMeter(random));
        });
        add(list, "settle_meter_balance", 5, [this](SeededRandom &random) {
            const std::string id = someMeter(random);
            return settle(ownerOf(id, random), id);
        });
        add(list, "get_unsettled_balance", 1, [](SeededRandom &random) {
            using Ix = registry::GetUnsettledBalance;
            return completeCall<Ix>({}, {{Ix::meterAccount, meterKey(someMeter(random))}});
        });
    }
};

TEST(RegistryDifferential, nativeAndSbpfAgree)
{
    RegistryScenario scenario;
    runScenario(scenario);
}

} // namespace
} // namespace paradox::test
