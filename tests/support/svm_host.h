#pragma once

#include "domain/ids.h"
#include "solana/transaction.h"
#include "tests/support/child_process.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace paradox::test {

struct SvmAccount {
    std::uint64_t lamports = 0;
    PublicKey owner;
    bool executable = false;
    Bytes data;

    bool operator==(const SvmAccount &) const = default;
};

struct SvmInnerInstruction {
    std::uint8_t programIndex = 0;
    Bytes accountIndexes;
    Bytes data;
    std::uint8_t stackHeight = 0;

    bool operator==(const SvmInnerInstruction &) const = default;
};

/// What a transaction did on the real machine.
struct SvmResult {
    nlohmann::json error; ///< as a cluster's RPC writes it; null: it succeeded
    std::uint64_t computeUnits = 0;
    std::vector<std::string> logs;
    Bytes returnData;
    PublicKey returnProgram;
    std::vector<std::vector<SvmInnerInstruction>> inner; ///< by instruction of the transaction
    std::vector<std::optional<SvmAccount>> accounts;     ///< of the keys to watch, afterwards

    [[nodiscard]] bool ok() const { return error.is_null(); }
    [[nodiscard]] std::string errorText() const { return error.dump(); }
};

struct SvmClock {
    std::uint64_t slot = 0;
    std::int64_t epochStart = 0;
    std::uint64_t epoch = 0;
    std::uint64_t leaderScheduleEpoch = 0;
    std::int64_t unixTime = 0;
};

/// A real Solana virtual machine: litesvm in a child process (tests/svm/driver.mjs), gone with the object. A failure of
/// the machine itself, other than of a transaction, ends the test process with its words: no test can go on.
class SvmHost {
public:
    struct Options {
        bool verifySignatures = true;
        bool checkBlockhash = true;
    };

    explicit SvmHost(const Options &options);
    SvmHost() : SvmHost(Options{}) {}

    SvmResult send(const solana::Transaction &transaction, std::span<const PublicKey> watch = {});
    SvmResult simulate(const solana::Transaction &transaction);

    [[nodiscard]] std::optional<SvmAccount> account(const PublicKey &key);
    void setAccount(const PublicKey &key, const SvmAccount &account);
    /// Puts a program in place without the loader's transactions.
    void addProgram(const PublicKey &id, const std::filesystem::path &file);
    void airdrop(const PublicKey &key, std::uint64_t lamports);
    [[nodiscard]] Hash blockhash();
    Hash expireBlockhash();
    [[nodiscard]] SvmClock clock();
    void setClock(const SvmClock &clock);
    /// The newest slot of SlotHashes: what the creation of a lookup table must name.
    [[nodiscard]] Slot recentSlot();

private:
    nlohmann::json ask(nlohmann::json request);

    ChildProcess m_driver;
};

} // namespace paradox::test
