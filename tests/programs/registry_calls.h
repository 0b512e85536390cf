#pragma once

#include "program_values.h"
#include "programs/program_ids.h"
#include "programs/registry/events.h"
#include "programs/registry/meter_events.h"
#include "programs/registry/registry.h"

namespace paradox::test {

namespace registry = program::registry;

inline const PublicKey registryProgram = keyOf(programs::registryDefaultId);

constexpr std::uint64_t codeOf(registry::Error error)
{
    return static_cast<std::uint64_t>(error);
}

/// Calls of the registry at its default id.
struct RegistryCalls {
    static constexpr const char *meterId = "METER_001";

    template <class Ix>
    [[nodiscard]] static solana::Instruction completeCall(const typename Ix::Args &args,
                                                          std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(registryProgram, args, named);
    }
    [[nodiscard]] static PublicKey derived(std::initializer_list<ByteSpan> seeds)
    {
        return solana::findProgramAddress(std::vector<ByteSpan>(seeds), registryProgram)->key;
    }
    [[nodiscard]] static PublicKey registryKey() { return derived({asBytes("registry")}); }
    [[nodiscard]] static PublicKey userKey(const PublicKey &user) { return derived({asBytes("user"), user.span()}); }
    [[nodiscard]] static PublicKey meterKey(std::string_view id) { return derived({asBytes("meter"), asBytes(id)}); }

    [[nodiscard]] static solana::Instruction setOracle(const PublicKey &authority, const PublicKey &oracle)
    {
        using Ix = registry::SetOracleAuthority;
        return completeCall<Ix>({programs::wire::toKey(oracle)}, {{Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction registerUser(const PublicKey &user, std::string_view location = "Bangkok")
    {
        using Ix = registry::RegisterUser;
        return completeCall<Ix>({registry::UserType::Prosumer, textView(location)}, {{Ix::userAuthority, user}});
    }
    [[nodiscard]] static solana::Instruction registerMeter(const PublicKey &user, std::string_view id)
    {
        using Ix = registry::RegisterMeter;
        return completeCall<Ix>({textView(id), registry::MeterType::Solar}, {{Ix::userAuthority, user}});
    }
    [[nodiscard]] static solana::Instruction setUserStatus(const PublicKey &authority, registry::UserStatus status,
                                                           const PublicKey &user)
    {
        using Ix = registry::UpdateUserStatus;
        return completeCall<Ix>({status}, {{Ix::userAccount, userKey(user)}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction setMeterStatus(const PublicKey &authority, registry::MeterStatus status,
                                                            std::string_view id = meterId)
    {
        using Ix = registry::UpdateMeterStatus;
        return completeCall<Ix>({status}, {{Ix::meterAccount, meterKey(id)}, {Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction
    reading(const PublicKey &signer, const registry::UpdateMeterReading::Args &args, std::string_view id = meterId)
    {
        using Ix = registry::UpdateMeterReading;
        return completeCall<Ix>(args, {{Ix::meterAccount, meterKey(id)}, {Ix::oracleAuthority, signer}});
    }
    [[nodiscard]] static solana::Instruction settle(const PublicKey &owner, std::string_view id = meterId)
    {
        using Ix = registry::SettleMeterBalance;
        return completeCall<Ix>({}, {{Ix::meterAccount, meterKey(id)}, {Ix::meterOwner, owner}});
    }
    [[nodiscard]] static solana::Instruction closeUser(const PublicKey &user)
    {
        return completeCall<registry::CloseUser>({}, {{registry::CloseUser::userAuthority, user}});
    }
};

} // namespace paradox::test
