#pragma once

#include "programs/governance/erc_events.h"
#include "programs/governance/events.h"
#include "programs/governance/governance.h"
#include "registry_calls.h"

namespace paradox::test {

namespace governance = program::governance;

inline const PublicKey governanceProgram = keyOf(programs::governanceDefaultId);

constexpr std::uint64_t codeOf(governance::Error error)
{
    return static_cast<std::uint64_t>(error);
}

/// Calls of the governance program at its default id, for the registry's first meter.
struct GovernanceCalls {
    static constexpr const char *ercId = "ERC-2025-000001";

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
    [[nodiscard]] static PublicKey claimsKey(std::string_view meter = RegistryCalls::meterId)
    {
        return governed({asBytes("erc_claims"), RegistryCalls::meterKey(meter).span()});
    }
    [[nodiscard]] static solana::Instruction link(const PublicKey &signer, const PublicKey &registryId)
    {
        using Ix = governance::LinkRegistry;
        return call<Ix>({programs::wire::toKey(registryId)}, {{Ix::authority, signer}});
    }
    [[nodiscard]] static solana::Instruction issue(const PublicKey &authority, std::string_view id,
                                                   std::uint64_t energy, std::string_view source = "solar",
                                                   std::string_view data = "meter:METER_001")
    {
        using Ix = governance::IssueErc;
        return call<Ix>(
            {textView(id), energy, textView(source), textView(data)},
            {{Ix::meterAccount, RegistryCalls::meterKey(RegistryCalls::meterId)}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction validate(const PublicKey &authority, std::string_view id)
    {
        using Ix = governance::ValidateErcForTrading;
        return call<Ix>({}, {{Ix::ercCertificate, ercKey(id)}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction revoke(const PublicKey &authority, std::string_view reason,
                                                    std::string_view id)
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
};

} // namespace paradox::test
