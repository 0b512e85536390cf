#pragma once

#include "tests/netting/seeded_random.h"
#include "tests/svm/twins.h"

#include <functional>
#include <set>

namespace paradox::test {

using netting::test::SeededRandom;

/// A program under random transactions, native and on the real machine (see Twins). To add one for a program:
///
///   1. Derive a class that names the program, founds its world in setUp() (twins.put, mustRun) and lists its
///      generators: one for each kind of transaction, each makes a Move out of the random numbers it is given. A
///      generator should be right most of the time; what is wrong with it in its own way (another's item, too much
///      money, an old batch) is its business. What can be wrong with any instruction (accounts dropped, swapped,
///      doubled, replaced, roles flipped, data cut, grown, changed, amounts at their limits, another's copy of an
///      account, accounts with money sent ahead, replays) comes from mutations.h by itself.
///   2. `TEST(OracleDifferential, nativeAndSbpfAgree) { OracleScenario scenario; runScenario(scenario); }` in
///      tests/svm/oracle_scenario.cpp, and the file's name in tests/svm/CMakeLists.txt.
///
/// A run is told by its seed: PARADOX_SEED and PARADOX_STEPS override the defaults, a failure prints both.
class Scenario {
public:
    struct Generator {
        std::string name;
        std::uint32_t weight = 1; ///< how often, against the others
        std::function<Move(SeededRandom &)> make;
    };

    virtual ~Scenario() = default;

    [[nodiscard]] virtual std::vector<Twins::Program> programs() const = 0;
    /// Accounts and first transactions. Called once, before generators().
    virtual void setUp(Twins &twins) = 0;
    [[nodiscard]] virtual std::vector<Generator> generators() = 0;
    /// After every step: what must hold of the state whatever happened. Adds to gtest's failures.
    virtual void check(const Outcome &) {}
    /// Whether both worlds are meant to agree on a move: not where this one refuses what it does not have.
    [[nodiscard]] virtual bool isComparable(const Move &) const { return true; }
    /// Addresses that may take another account's place in a mutated transaction, beside those already seen.
    [[nodiscard]] virtual std::vector<PublicKey> strangers() { return {}; }
};

/// Runs a move that must succeed and on which both worlds must agree.
Outcome mustRun(Twins &twins, const Move &move);

struct DifferentialOptions {
    std::uint64_t steps = 1'200;
    std::uint64_t mutateOneIn = 2; ///< steps
    std::uint64_t seedOffset = 0;  ///< added to the seed, for several runs of one scenario
};

/// Runs the scenario and adds to gtest's failures: every difference, and generators none of whose moves ever succeeded.
/// Prints how often each succeeded and how native compute units compare to the machine's.
void runScenario(Scenario &scenario, const DifferentialOptions &options = {});

} // namespace paradox::test
