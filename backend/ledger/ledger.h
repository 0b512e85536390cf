#pragma once

#include "domain/bytes.h"
#include "domain/clock.h"
#include "domain/ids.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace paradox::ledger {

/// Entry point of an on-chain program compiled for this machine: takes the input the loader serialises (aligned ABI)
/// and calls the sol_* syscalls, which this room implements for the thread that runs it.
using NativeEntry = std::uint64_t (*)(std::uint8_t *input);

struct NativeProgram {
    PublicKey id;
    NativeEntry entry = nullptr;
};

/// What the chain charges. Fees are integers; the exemption threshold is whole years (2.0 in the Rent sysvar).
struct FeeParameters {
    std::uint64_t lamportsPerSignature = 5'000;
    std::uint64_t rentLamportsPerByteYear = 3'480;
    std::uint64_t rentExemptionYears = 2;
    std::uint8_t rentBurnPercent = 50;
};

struct Options {
    std::filesystem::path dataDir;         ///< created with mode 0700; one ledger process at a time (locked)
    std::string host = "127.0.0.1";        ///< a loopback address
    std::uint16_t rpcPort = 8899;          ///< 0: a free one whose successor is free too
    std::optional<std::uint16_t> wsPort{}; ///< PubSub; nothing: rpcPort + 1, where clients look for it
    std::uint32_t slotMs = 100;            ///< 10 to 10 000
    std::uint32_t finality = 8;            ///< slots from processed to finalized, 1 to 128; 31 is like mainnet
    std::vector<NativeProgram> programs{};
    FeeParameters fees{};
    /// Answer a submission only when it would survive power loss. Off: it survives a killed process only.
    bool syncToDisk = true;
    /// The methods ppv_*: faults, forks, time travel, account edits. Their token is made anew at each start and lies in
    /// dataDir / cheatTokenFile, mode 0600; it is sent as "Authorization: Bearer …".
    bool cheatCodes = false;
};
inline constexpr std::string_view cheatTokenFile = "cheat.token";

enum class StartError {
    InvalidOptions,
    DataDirUnusable, ///< cannot be created or written
    Locked,          ///< another process has this ledger open
    Unreadable,      ///< the disk does not give back what the files should hold
    Corrupt,         ///< damaged other than by a torn tail
    UnsupportedFormat,
    PortTaken,
};
/// What is wrong, its code where files are concerned, and what to do.
[[nodiscard]] std::string_view toText(StartError error);

/// Figures for health, metrics and benchmarks, read in one moment.
struct Statistics {
    Slot processed;
    Slot confirmed;
    Slot finalized;
    BlockHeight height;
    std::uint64_t transactions = 0; ///< since genesis, failed ones included
    std::uint64_t accounts = 0;
    std::uint64_t journalSyncs = 0; ///< group commits since start
};

/// The local ledger: a Solana cluster of one node in this process, reached over JSON-RPC and PubSub only. Owns its
/// threads; start() returns when both ports answer and the state of the last run is back. Any thread.
class Ledger {
public:
    /// `clock` and `random` outlive the ledger. `random` makes the genesis, identity and faucet keys of a new ledger.
    [[nodiscard]] static std::expected<std::unique_ptr<Ledger>, StartError> start(const Options &options,
                                                                                  const Clock &clock, Random &random);
    ~Ledger(); ///< stops
    Ledger(const Ledger &) = delete;
    Ledger &operator=(const Ledger &) = delete;

    /// Refuses new requests, makes everything acknowledged durable, closes the files. Idempotent.
    void stop();

    [[nodiscard]] std::uint16_t rpcPort() const;
    [[nodiscard]] std::uint16_t wsPort() const;
    [[nodiscard]] const std::string &rpcUrl() const; ///< "http://127.0.0.1:8899"
    [[nodiscard]] const std::string &wsUrl() const;  ///< "ws://127.0.0.1:8900"
    [[nodiscard]] const Hash &genesis() const;       ///< random per ledger, kept over restarts
    [[nodiscard]] const PublicKey &faucet() const;
    [[nodiscard]] Statistics statistics() const;

private:
    class Parts;
    explicit Ledger(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace paradox::ledger
