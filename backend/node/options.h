#pragma once

#include "auth/roles.h"
#include "domain/bytes.h"
#include "domain/trade.h"
#include "settlement/batcher.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace paradox::node {

/// What a node is told on its command line and in its configuration file; the command line wins.
struct Options {
    std::filesystem::path dataDir;
    std::uint16_t port = 4000;
    std::uint16_t rpcPort = 8899;
    std::optional<std::string> rpcUrl{}; ///< of a cluster that is not ours; nothing: the embedded ledger
    std::optional<std::string> wsUrl{};
    std::string rpcCaFile{};          ///< PEM: the authorities believed for https and wss; empty: this system's
    std::string chainId = "localnet"; ///< mainnet, testnet, devnet or localnet: what sign-in texts name
    bool tokenFromStdin = false;
    bool isDebuggable = false; ///< allows core dumps and debuggers

    std::uint32_t slotMs = 100;
    std::uint32_t finality = 8;
    bool syncsToDisk = true;
    bool hasCheatCodes = false; ///< of the own ledger; their token lies in its directory

    std::map<std::string, PublicKey, std::less<>> programIds{}; ///< by name; the others have their default ids
    std::uint64_t gameId = 1;
    std::optional<std::uint16_t> feeBps{}; ///< of a venue made now; an existing one has its own
    settlement::CutRule cut;
    NetMode mode = NetMode::Net;
    bool usesLookupTables = true; ///< false: every settlement transaction names its accounts in full

    std::vector<std::string> hosts{};   ///< further Host values that are answered
    std::vector<std::string> origins{}; ///< web pages that may call
    /// Where people reach this node ("https://desk.example"): what sign-in texts name, and a Host and an Origin that
    /// are accepted. Nothing: the loopback address.
    std::optional<std::string> publicUrl{};
    std::unordered_map<PublicKey, auth::Roles> roles{}; ///< of wallets that are more than traders
    unsigned ioThreads = 1;
    unsigned verifyThreads = 2;
    std::size_t pendingMax = 2'000'000;
    std::size_t pendingPerOwnerMax = 200'000;
    std::uint32_t intentsPerSecondPerOwner = 1000;
};

/// The part of a URL between "//" and the path, as browsers write it into Host and wallets into sign-in texts; nothing
/// for a URL that has more than scheme, host and port.
[[nodiscard]] std::optional<std::string> domainOf(std::string_view publicUrl);

/// A cluster's URL: http or https for JSON-RPC, ws or wss for PubSub. Error: words.
[[nodiscard]] std::expected<void, std::string> setRpcUrl(Options &options, const std::string &text);
[[nodiscard]] std::expected<void, std::string> setWsUrl(Options &options, const std::string &text);
[[nodiscard]] std::expected<void, std::string> setRpcCaFile(Options &options, const std::string &path);
[[nodiscard]] std::expected<void, std::string> setPublicUrl(Options &options, const std::string &text);

inline constexpr std::uint16_t feeBpsDefault = 25;

enum class Wish { Run, ShowHelp, ShowVersion };

struct CommandLine {
    Wish wish = Wish::Run;
    Options options;
};

/// Error: words for a person.
[[nodiscard]] std::expected<CommandLine, std::string> parseCommandLine(std::span<const std::string> arguments);
/// Overlays a configuration file's JSON. A member that is not known is an error, so that a slip of the pen is seen.
[[nodiscard]] std::expected<void, std::string> applyConfig(Options &options, std::string_view json);

[[nodiscard]] std::string helpText();

} // namespace paradox::node
