#pragma once

#include "solana/transaction.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paradox::test {

// Codes that every cluster's programs answer with, spelt out so that a change to the programs' own list shows.
inline constexpr std::uint64_t alreadyInUse = std::uint64_t{1} << 32; ///< the System program's custom error 0
inline constexpr std::uint64_t constraintSeeds = 2006;
inline constexpr std::uint64_t accountNotSigner = 3010;

struct HostAccount {
    std::uint64_t lamports = 0;
    Bytes data;
    PublicKey owner; ///< zeros: the system program
    bool operator==(const HostAccount &) const = default;
};

struct HostResult {
    std::uint64_t code = 0;
    std::vector<std::string> logs;
    std::string violation; ///< of a runtime rule, which fails the call too
    Bytes returned;        ///< return data
    PublicKey returner;    ///< the program that gave it
    [[nodiscard]] bool ok() const { return code == 0 && violation.empty(); }
};

/// A small runtime for the programs' own tests: serialises accounts, runs a program natively, and holds it to what a
/// cluster demands (no lamports made or lost, only owners change data, read-only stays, rent, privileges in calls of
/// other programs). A failed call changes nothing. Not the local ledger: it exists so that programs are tested
/// without it.
class NativeHost {
public:
    using Entry = std::uint64_t (*)(std::uint8_t *input);

    /// Holds every native program at its default id.
    NativeHost();

    std::map<PublicKey, Entry> programs;
    std::map<PublicKey, HostAccount> accounts;
    std::int64_t now = 1'760'000'000;

    HostResult run(const solana::Instruction &instruction);
    [[nodiscard]] std::uint64_t rent(std::size_t space) const { return (128 + space) * 6960; }
    [[nodiscard]] std::uint64_t totalLamports() const;
    [[nodiscard]] const Bytes &data(const PublicKey &key) { return accounts[key].data; }
};

} // namespace paradox::test
