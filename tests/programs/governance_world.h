#pragma once

#include "governance_calls.h"
#include "registry_world.h"

namespace paradox::test {

/// A governing authority linked to the registry, whose meter has generated 5000.
class GovernanceWorld : public RegistryWorld, protected GovernanceCalls {
protected:
    void SetUp() override
    {
        RegistryWorld::SetUp();
        expectOk(reading(meterOracle, {5000, 0, host.now - 100}));
        using Ix = governance::InitializePoa;
        expectOk(call<Ix>({}, {{Ix::authority, authority}}));
        expectOk(link(authority, registryProgram));
    }

    [[nodiscard]] solana::Instruction issue(std::string_view id, std::uint64_t energy,
                                            std::string_view source = "solar",
                                            std::string_view data = "meter:METER_001") const
    {
        return GovernanceCalls::issue(authority, id, energy, source, data);
    }
    [[nodiscard]] solana::Instruction validate(std::string_view id = ercId) const
    {
        return GovernanceCalls::validate(authority, id);
    }
    [[nodiscard]] solana::Instruction revoke(std::string_view reason, std::string_view id = ercId) const
    {
        return GovernanceCalls::revoke(authority, reason, id);
    }
    governance::GovernanceStats stats()
    {
        const HostResult result = expectOk(call<governance::GetGovernanceStats>({}, {}));
        EXPECT_EQ(result.returner, governanceProgram);
        solana::BorshReader in{ByteSpan(result.returned)};
        programs::wire::FieldReader reader{in};
        governance::GovernanceStats stats{};
        governance::GovernanceStats::fields(reader, stats);
        EXPECT_TRUE(reader.isSound && in.atEnd());
        return stats;
    }
    governance::PoaConfig poa() { return stateOf<governance::PoaConfig>(poaKey()); }
    governance::ErcCertificate erc(std::string_view id = ercId)
    {
        return stateOf<governance::ErcCertificate>(ercKey(id));
    }
    governance::ErcOwner binding(std::string_view id = ercId) { return stateOf<governance::ErcOwner>(ownerKey(id)); }
    std::uint64_t claimed() { return stateOf<governance::MeterClaims>(claimsKey()).claimed; }

    const PublicKey authority = funded(8);
};

} // namespace paradox::test
