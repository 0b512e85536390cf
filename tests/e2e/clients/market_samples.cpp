// Runs a day of the energy market on the small host and prints what its programs took and left, for clients that are
// not ours to read: market.test.mjs.
#include "tests/programs/governance_calls.h"
#include "tests/programs/native_host.h"
#include "tests/programs/oracle_calls.h"

#include <nlohmann/json.hpp>

#include <iostream>

using namespace paradox;
using namespace paradox::test;
using nlohmann::json;

namespace {

class Samples {
public:
    Samples()
    {
        for (std::uint8_t number = 1; number <= 8; ++number)
            m_host.accounts[wallet(number)].lamports = 100'000'000'000;
    }
    void step(const std::string &program, const std::string &name, const solana::Instruction &instruction)
    {
        const HostResult result = m_host.run(instruction);
        if (!result.ok())
            throw std::runtime_error(name + " failed: " + std::to_string(result.code) + result.violation);
        json keys = json::array();
        for (const solana::AccountMeta &meta : instruction.accounts)
            keys.push_back(
                {{"pubkey", toBase58(meta.key)}, {"isSigner", meta.isSigner}, {"isWritable", meta.isWritable}});
        m_steps.push_back({{"program", program},
                           {"name", name},
                           {"keys", keys},
                           {"data", hexEncode(instruction.data)},
                           {"logs", result.logs},
                           {"returned", hexEncode(result.returned)}});
    }
    void account(const std::string &program, const std::string &type, const PublicKey &key)
    {
        m_accounts.push_back({{"program", program}, {"type", type}, {"data", base64Encode(m_host.data(key))}});
    }
    [[nodiscard]] std::int64_t now() const { return m_host.now; }
    [[nodiscard]] json result() const { return {{"now", m_host.now}, {"steps", m_steps}, {"accounts", m_accounts}}; }

private:
    NativeHost m_host;
    json m_steps = json::array();
    json m_accounts = json::array();
};

const PublicKey admin = wallet(1);
const PublicKey gateway = wallet(2);
const PublicKey alice = wallet(3);

void runRegistry(Samples &samples)
{
    using Calls = RegistryCalls;
    using Init = registry::Initialize;
    samples.step("registry", "initialize", Calls::completeCall<Init>({}, {{Init::authority, admin}}));
    samples.step("registry", "setOracleAuthority", Calls::setOracle(admin, gateway));
    samples.step("registry", "registerUser", Calls::registerUser(alice));
    samples.step("registry", "registerMeter", Calls::registerMeter(alice, Calls::meterId));
    samples.step("registry", "updateMeterReading", Calls::reading(gateway, {1500, 200, samples.now() - 10}));
    samples.step("registry", "settleMeterBalance", Calls::settle(alice));
}

void runOracle(Samples &samples)
{
    using Calls = OracleCalls;
    using Init = oracle::Initialize;
    samples.step("oracle", "initialize",
                 Calls::call<Init>({programs::wire::toKey(gateway)}, {{Init::authority, admin}}));
    samples.step("oracle", "linkRegistry", Calls::link(admin, registryProgram));
    samples.step("oracle", "submitMeterReading", Calls::submit(gateway, RegistryCalls::meterId, samples.now() - 5));
    const solana::Instruction recorded = Calls::record(gateway, RegistryCalls::meterId, samples.now());
    samples.step("oracle", "recordMeterReading", recorded);
    samples.account("oracle", "oracleData", Calls::oracleKey());
    samples.account("oracle", "meterReading", Calls::readingKey(recorded));
}

void runGovernance(Samples &samples)
{
    using Calls = GovernanceCalls;
    using Init = governance::InitializePoa;
    samples.step("governance", "initializePoa", Calls::call<Init>({}, {{Init::authority, admin}}));
    samples.step("governance", "linkRegistry", Calls::link(admin, registryProgram));
    samples.step("governance", "issueErc", Calls::issue(admin, Calls::ercId, 500));
    samples.step("governance", "validateErcForTrading", Calls::validate(admin, Calls::ercId));
    samples.step("governance", "getGovernanceStats", Calls::call<governance::GetGovernanceStats>({}, {}));
    samples.account("governance", "poAConfig", Calls::poaKey());
    samples.account("governance", "ercCertificate", Calls::ercKey());
    samples.account("governance", "ercOwner", Calls::ownerKey());
    samples.account("governance", "meterClaims", Calls::claimsKey());
}

} // namespace

int main()
{
    Samples samples;
    runRegistry(samples);
    runOracle(samples);
    runGovernance(samples);
    samples.account("registry", "registry", RegistryCalls::registryKey());
    samples.account("registry", "userAccount", RegistryCalls::userKey(alice));
    samples.account("registry", "meterAccount", RegistryCalls::meterKey(RegistryCalls::meterId));
    std::cout << samples.result().dump() << '\n';
}
