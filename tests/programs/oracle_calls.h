#pragma once

#include "programs/oracle/events.h"
#include "programs/oracle/oracle.h"
#include "registry_calls.h"

namespace paradox::test {

namespace oracle = program::oracle;

inline const PublicKey oracleProgram = keyOf(programs::oracleDefaultId);

constexpr std::uint64_t codeOf(oracle::Error error)
{
    return static_cast<std::uint64_t>(error);
}

/// Calls of the oracle at its default id, for meters of the registry at its own.
struct OracleCalls {
    template <class Ix>
    [[nodiscard]] static solana::Instruction call(const typename Ix::Args &args,
                                                  std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(oracleProgram, args, named);
    }
    [[nodiscard]] static PublicKey oracleDerived(std::initializer_list<ByteSpan> seeds)
    {
        return solana::findProgramAddress(std::vector<ByteSpan>(seeds), oracleProgram)->key;
    }
    [[nodiscard]] static PublicKey oracleKey() { return oracleDerived({asBytes("oracle_data")}); }
    [[nodiscard]] static solana::Instruction link(const PublicKey &authority, const PublicKey &registryId)
    {
        using Ix = oracle::LinkRegistry;
        return call<Ix>({programs::wire::toKey(registryId)}, {{Ix::authority, authority}});
    }
    [[nodiscard]] static solana::Instruction submit(const PublicKey &signer, std::string_view id, std::int64_t time)
    {
        using Ix = oracle::SubmitMeterReading;
        return call<Ix>({textView(id), 1500, 200, time}, {{Ix::authority, signer}});
    }
    [[nodiscard]] static solana::Instruction record(const PublicKey &signer, std::string_view id, std::int64_t time,
                                                    std::uint64_t produced = 1500)
    {
        using Ix = oracle::RecordMeterReading;
        return call<Ix>({time, produced, 200, textView(id)},
                        {{Ix::meterAccount, RegistryCalls::meterKey(id)},
                         {Ix::configuredOracle, RegistryCalls::derived({asBytes("oracle_authority")})},
                         {Ix::registryProgram, registryProgram},
                         {Ix::authority, signer}});
    }
    [[nodiscard]] static PublicKey readingKey(const solana::Instruction &recorded)
    {
        return recorded.accounts[oracle::RecordMeterReading::meterReading].key;
    }
};

} // namespace paradox::test
