#pragma once

#include "programs/governance/erc_events.h"
#include "programs/governance/events.h"
#include "programs/governance/governance.h"
#include "registry_world.h"

namespace paradox::test {

namespace governance = program::governance;

inline const PublicKey governanceProgram = keyOf(programs::governanceDefaultId);

constexpr std::uint64_t codeOf(governance::Error error)
{
    return static_cast<std::uint64_t>(error);
}

/// A governing authority linked to the registry, whose meter has generated 5000.
class GovernanceWorld : public RegistryWorld {
protected:
    static constexpr const char *ercId = "ERC-2025-000001";

    void SetUp() override
    {
        RegistryWorld::SetUp();
        expectOk(reading(meterOracle, {5000, 0, host.now - 100}));
        using Ix = governance::InitializePoa;
        expectOk(call<Ix>({}, {{Ix::authority, authority}}));
        expectOk(link(authority, registryProgram));
    }

    template <class Ix>
    [[nodiscard]] static solana::Instruction call(const typename Ix::Args &args,
                                                  std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(governanceProgram, args, named);
    }
    /// A change of the rules.
    template <class Ix>
    [[nodiscard]] static solana::Instruction governing(const PublicKey &signer, const typename Ix::Args &args)
    {
        return call<Ix>(args, {{Ix::authority, signer}});
    }
    [[nodiscard]] static PublicKey governed(std::initializer_list<ByteSpan> seeds)
    {
        return solana::findProgramAddress(std::vector<ByteSpan>(seeds), governanceProgram)->key;
    }
    [[nodiscard]] static PublicKey poaKey() { return governed({asBytes("poa_config")}); }
    [[nodiscard]] static PublicKey ercKey(std::string_view id = ercId)
    {
        return governed({asBytes("erc_certificate"), asBytes(id)});
    }
    [[nodiscard]] static PublicKey ownerKey(std::string_view id = ercId)
    {
        return governed({asBytes("erc_owner"), asBytes(id)});
    }
    [[nodiscard]] static PublicKey claimsKey(std::string_view meter = meterId)
    {
        return governed({asBytes("erc_claims"), meterKey(meter).span()});
    }
    [[nodiscard]] static solana::Instruction link(const PublicKey &signer, const PublicKey &registryId)
    {
        using Ix = governance::LinkRegistry;
        return call<Ix>({programs::wire::toKey(registryId)}, {{Ix::authority, signer}});
    }
    [[nodiscard]] solana::Instruction issue(std::string_view id, std::uint64_t energy,
                                            std::string_view source = "solar",
                                            std::string_view data = "meter:METER_001") const
    {
        using Ix = governance::IssueErc;
        return call<Ix>({textView(id), energy, textView(source), textView(data)},
                        {{Ix::meterAccount, meterKey(meterId)}, {Ix::authority, authority}});
    }
    [[nodiscard]] solana::Instruction validate(std::string_view id = ercId) const
    {
        using Ix = governance::ValidateErcForTrading;
        return call<Ix>({}, {{Ix::ercCertificate, ercKey(id)}, {Ix::authority, authority}});
    }
    [[nodiscard]] solana::Instruction revoke(std::string_view reason, std::string_view id = ercId) const
    {
        using Ix = governance::RevokeErc;
        return call<Ix>({textView(reason)}, {{Ix::ercCertificate, ercKey(id)},
                                             {Ix::authority, authority},
                                             {Ix::ercOwner, ownerKey(id)},
                                             {Ix::meterClaims, claimsKey()}});
    }
    [[nodiscard]] static solana::Instruction transfer(const PublicKey &from, const PublicKey &to,
                                                      std::string_view id = ercId)
    {
        using Ix = governance::TransferErc;
        return call<Ix>({}, {{Ix::ercCertificate, ercKey(id)},
                             {Ix::currentOwner, from},
                             {Ix::newOwner, to},
                             {Ix::ercOwner, ownerKey(id)}});
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
