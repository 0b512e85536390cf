#include "tests/programs/oracle_calls.h"
#include "tests/svm/market_scenario.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

/// Readings submitted, and recorded with a call of the registry.
class OracleScenario : public MarketScenario, private OracleCalls {
public:
    std::vector<Twins::Program> programs() const override
    {
        return {{"registry", registryProgram}, {"oracle", oracleProgram}};
    }
    void setUp(Twins &twins) override
    {
        MarketScenario::setUp(twins);
        using Ix = oracle::Initialize;
        must("initialize", call<Ix>({programs::wire::toKey(m_oracle)}, {{Ix::authority, m_admin}}), m_admin);
        must("link_registry", link(m_admin, registryProgram), m_admin);
        for (std::uint64_t i = 1; i < meterCount; ++i)
            must("register_meter", registerMeter(m_users[0], "M" + std::to_string(i)), m_users[0]);
    }
    std::vector<Generator> generators() override
    {
        std::vector<Generator> list;
        addReadings(list);
        addRules(list);
        return list;
    }
    std::vector<PublicKey> strangers() override
    {
        std::vector<PublicKey> list = MarketScenario::strangers();
        list.insert(list.end(), {oracleKey(), oracleProgram});
        return list;
    }

private:
    void addReadings(std::vector<Generator> &list)
    {
        add(list, "submit_meter_reading", 6, [this](SeededRandom &random) {
            const std::string id = random.oneIn(10) ? std::string(random.below(40), 'm') : someMeter(random);
            const PublicKey submitter = mostly(m_oracle, random);
            return submit(submitter, id, someTime(random));
        });
        add(list, "record_meter_reading", 8, [this](SeededRandom &random) {
            const PublicKey submitter = mostly(m_oracle, random);
            const std::string id = someMeter(random);
            const std::int64_t time = someTime(random);
            const auto instruction = record(submitter, id, time, someEnergy(random));
            m_readings.push_back(readingKey(instruction));
            return instruction;
        });
        add(list, "close_meter_reading", 2, [this](SeededRandom &random) {
            using Ix = oracle::CloseMeterReading;
            if (random.oneIn(3))
                m_twins->advance(oracle::readingKeptSeconds);
            const PublicKey reading = m_readings.empty() ? m_stranger : m_readings[random.below(m_readings.size())];
            return call<Ix>({}, {{Ix::meterReading, reading},
                                 {Ix::submitter, mostly(m_oracle, random)},
                                 {Ix::authority, mostly(m_oracle, random)}});
        });
        add(list, "trigger_market_clearing", 2, [this](SeededRandom &random) {
            using Ix = oracle::TriggerMarketClearing;
            return call<Ix>({}, {{Ix::authority, mostly(m_oracle, random)}});
        });
    }
    void addRules(std::vector<Generator> &list)
    {
        add(list, "update_oracle_status", 2, [this](SeededRandom &random) {
            using Ix = oracle::UpdateOracleStatus;
            const bool isActive = !random.oneIn(4);
            return call<Ix>({isActive}, {{Ix::authority, mostly(m_admin, random)}});
        });
        add(list, "update_api_gateway", 1, [this](SeededRandom &random) {
            using Ix = oracle::UpdateApiGateway;
            const PublicKey gateway = mostly(m_oracle, random);
            return call<Ix>({programs::wire::toKey(gateway)}, {{Ix::authority, mostly(m_admin, random)}});
        });
        add(list, "link_registry", 1, [this](SeededRandom &random) {
            const PublicKey registry = mostly(registryProgram, random);
            return link(mostly(m_admin, random), registry);
        });
    }

    std::vector<PublicKey> m_readings;
};

TEST(OracleDifferential, nativeAndSbpfAgree)
{
    OracleScenario scenario;
    runScenario(scenario);
}

} // namespace
} // namespace paradox::test
