#pragma once

#include "admission/admission.h"
#include "auth/challenges.h"
#include "auth/tokens.h"
#include "chain/chain.h"
#include "domain/clock.h"
#include "settlement/block_folder.h"
#include "settlement/relay.h"
#include "storage/database.h"
#include "storage/writer.h"
#include "telemetry/log.h"
#include "telemetry/metrics.h"

#include <functional>
#include <string>

namespace paradox::api {

/// What does not change while a node runs.
struct NodeFacts {
    std::string version; ///< "0.1.0"
    std::string chainId; ///< "localnet"
    storage::Cluster cluster;
    GameId gameId;
    PublicKey treasury;
    std::uint16_t feeBps = 0;
    NetMode mode = NetMode::Net;
    PublicKey engineKey; ///< signs admission receipts
    bool mayAirdrop = false;
    std::string configJson; ///< the configuration as a JSON object, without secrets
};

/// How it goes, asked for by /health, /ready, /api/stats and each heartbeat: quick, from memory, any thread.
struct NodeStatus {
    Slot slot;          ///< of the chain, as last heard
    Slot finalizedSlot; ///< up to where the indexer has read
    bool isChainReachable = false;
    bool isIndexerCaughtUp = false;
    bool isSettling = true; ///< false after a fatal finding: reads go on, settlement does not
    std::string trouble;    ///< words, or empty
};

/// Everything the API works with, owned by the node. References outlive the API.
struct Services {
    const Clock &clock;
    Random &random;
    storage::Database &database;
    storage::Writer &writer;
    admission::Admission &admission;
    settlement::Relay &relay;
    const settlement::BlockFolder &blocks;
    chain::Chain &chain; ///< a client of the API's own: it is used on one thread of the API and blocks it
    auth::Challenges &challenges;
    auth::Tokens &tokens;
    telemetry::Registry &metrics;
    telemetry::Log &log;
    std::function<NodeStatus()> status;
    std::function<void()> wakeBackOffice; ///< work for the relay or the batcher has come in
    std::function<void()> cutNow;         ///< settlement::Batcher::cutNow
};

struct Limits {
    std::uint32_t intentsPerSecondPerOwner = 1000;
    std::uint32_t readsPerSecond = 2000;  ///< per caller; bursts of twice that
    std::uint32_t signInsPerMinute = 600; ///< per remote address; bursts of 5 000: a demo signs many wallets in
    std::size_t batchIntentsMax = 4096;
    std::size_t subscribersMax = 2000;
    std::size_t feedRingMax = 65'536; ///< events kept in memory for those who fell behind
};

} // namespace paradox::api
