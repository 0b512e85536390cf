#pragma once

#include "domain/amount.h"
#include "tests/programs/registry_calls.h"
#include "tests/svm/costs.h"
#include "tests/svm/differential.h"

namespace paradox::test {

/// A registry with one user and his meter, the same in every run, so that every figure is too.
class MarketBench : public RegistryCalls {
public:
    explicit MarketBench(std::vector<Twins::Program> programs) : twins(std::move(programs))
    {
        for (const PublicKey &key : {admin, gateway, alice, bob})
            twins.put(key, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    }

    void measure(const std::string &name, const solana::Instruction &instruction)
    {
        twins.advance(1);
        const Outcome outcome = mustRun(twins, {name, {instruction}, admin});
        costs.push_back({name, outcome.machineUnits});
    }
    void found()
    {
        measure("initialize", completeCall<registry::Initialize>({}, {{registry::Initialize::authority, admin}}));
        measure("set_oracle_authority", setOracle(admin, gateway));
        measure("register_user", registerUser(alice));
        measure("register_meter", registerMeter(alice, meterId));
    }
    solana::Instruction readingNow(std::uint64_t generated) { return reading(gateway, {generated, 0, twins.now()}); }

    Twins twins;
    const PublicKey admin = twins.wallet(1);
    const PublicKey gateway = twins.wallet(2);
    const PublicKey alice = twins.wallet(3);
    const PublicKey bob = twins.wallet(4);
    std::vector<Cost> costs;
};

} // namespace paradox::test
