#include "tests/svm/differential.h"

#include "tests/svm/mutations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace paradox::test {

namespace {

constexpr std::size_t differencesMax = 5;

struct Tally {
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t nativeUnits = 0; ///< of accepted ones
    std::uint64_t machineUnits = 0;
    double worstShare = 0; ///< machine / native
};

std::uint64_t stepsWanted(const DifferentialOptions &options)
{
    const char *text = std::getenv("PARADOX_STEPS");
    return text ? std::strtoull(text, nullptr, 10) : options.steps;
}

/// One run of a scenario.
class Run {
public:
    Run(Scenario &scenario, const DifferentialOptions &options)
        : m_scenario(scenario),
          m_options(options),
          m_seed(netting::test::testSeed() + options.seedOffset),
          m_random(m_seed),
          m_twins(scenario.programs()),
          m_mutations(m_twins, m_random)
    {
    }

    void go();

private:
    void step(std::uint64_t number);
    Move nextMove();
    const Scenario::Generator &pick();
    void count(const std::string &generator, const Outcome &outcome);
    void report() const;

    Scenario &m_scenario;
    DifferentialOptions m_options;
    std::uint64_t m_seed;
    SeededRandom m_random;
    Twins m_twins;
    Mutations m_mutations;
    std::vector<Scenario::Generator> m_generators;
    std::map<std::string, Tally> m_tallies;
    std::string m_generator;
    Move m_last;
    std::size_t m_differences = 0;
};

void Run::go()
{
    m_scenario.setUp(m_twins);
    m_generators = m_scenario.generators();
    for (const PublicKey &key : m_scenario.strangers())
        m_mutations.know(key);
    for (const Scenario::Generator &generator : m_generators)
        m_tallies.try_emplace(generator.name);
    const std::uint64_t steps = stepsWanted(m_options);
    for (std::uint64_t i = 0; i < steps && m_differences < differencesMax; ++i)
        step(i);
    report();
    if (steps < m_options.steps)
        return;
    for (const auto &[name, tally] : m_tallies)
        EXPECT_GT(tally.accepted, 0U) << name << " never succeeded: seed " << m_seed;
}

const Scenario::Generator &Run::pick()
{
    std::uint64_t total = 0;
    for (const Scenario::Generator &generator : m_generators)
        total += generator.weight;
    std::uint64_t at = m_random.below(total);
    for (const Scenario::Generator &generator : m_generators) {
        if (at < generator.weight)
            return generator;
        at -= generator.weight;
    }
    return m_generators.back();
}

Move Run::nextMove()
{
    if (!m_last.instructions.empty() && m_random.oneIn(25)) {
        Move again = m_last;
        again.name += " + replay";
        return again;
    }
    const Scenario::Generator &generator = pick();
    Move move = generator.make(m_random);
    move.name = generator.name;
    m_generator = generator.name;
    m_mutations.know(move);
    m_last = move;
    if (m_random.oneIn(m_options.mutateOneIn))
        m_mutations.apply(move);
    return move;
}

void Run::step(std::uint64_t number)
{
    // A slot for each: the same move in one slot would be the same transaction.
    m_twins.advance(m_random.oneIn(3) ? static_cast<std::int64_t>(m_random.below(40)) : 0);
    const Move move = nextMove();
    if (!m_scenario.isComparable(move))
        return;
    const auto outcome = m_twins.run(move);
    if (!outcome)
        return;
    count(m_generator, *outcome);
    for (const std::string &difference : outcome->differences) {
        ++m_differences;
        ADD_FAILURE() << "step " << number << " of seed " << m_seed << ": " << move.name << ": " << difference;
    }
    m_scenario.check(*outcome);
}

void Run::count(const std::string &generator, const Outcome &outcome)
{
    Tally &tally = m_tallies[generator];
    if (!outcome.ok()) {
        ++tally.refused;
        return;
    }
    ++tally.accepted;
    tally.nativeUnits += outcome.nativeUnits;
    tally.machineUnits += outcome.machineUnits;
    if (outcome.nativeUnits > 0)
        tally.worstShare = std::max(tally.worstShare, static_cast<double>(outcome.machineUnits) /
                                                          static_cast<double>(outcome.nativeUnits));
}

void Run::report() const
{
    std::printf("seed %llu\n%-24s %9s %8s %11s %11s %11s\n", static_cast<unsigned long long>(m_seed), "transactions",
                "accepted", "refused", "native CU", "machine CU", "worst share");
    for (const auto &[name, tally] : m_tallies) {
        const std::uint64_t count = std::max<std::uint64_t>(tally.accepted, 1);
        std::printf("%-24s %9llu %8llu %11llu %11llu %11.2f\n", name.c_str(),
                    static_cast<unsigned long long>(tally.accepted), static_cast<unsigned long long>(tally.refused),
                    static_cast<unsigned long long>(tally.nativeUnits / count),
                    static_cast<unsigned long long>(tally.machineUnits / count), tally.worstShare);
    }
}

} // namespace

Outcome mustRun(Twins &twins, const Move &move)
{
    const auto outcome = twins.run(move);
    if (!outcome) {
        ADD_FAILURE() << move.name << " makes no transaction";
        return {};
    }
    EXPECT_TRUE(outcome->ok()) << move.name << ": " << outcome->error << ::testing::PrintToString(outcome->logs);
    EXPECT_THAT(outcome->differences, ::testing::IsEmpty()) << move.name;
    return *outcome;
}

void runScenario(Scenario &scenario, const DifferentialOptions &options)
{
    Run(scenario, options).go();
}

} // namespace paradox::test
