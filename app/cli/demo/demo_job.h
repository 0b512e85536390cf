#pragma once

#include "client/activities.h"
#include "client/remote_backend.h"
#include "demo/chain_reader.h"
#include "demo/market.h"
#include "demo/report.h"
#include "domain/clock.h"
#include "solana/keypair.h"

#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace paradox::cli {

struct DemoOptions {
    std::size_t traders = 24;
    std::size_t intents = 2'000;
    std::size_t batches = 3;
    std::size_t itemsPerTrader = 4;
    std::uint64_t seed = 1;
};

/// The demo market against one node: traders with keys of their own sign in, open sessions, deposit, register items,
/// trade in batches, and are counted on the chain and in the database. One thread; every call waits for the node.
class DemoJob {
public:
    using Progress = std::function<void(const QString &)>;

    DemoJob(const client::NodeAddress &node, const QUrl &rpc, const Clock &clock, Random &random, DemoOptions options,
            Progress progress);
    ~DemoJob();

    [[nodiscard]] client::Result<DemoReport> run();

private:
    struct Trader;
    class Keys;
    /// Prepared, signed, on its way.
    struct Post;

    using Step = client::Result<void>;
    [[nodiscard]] Step learnVenue();
    [[nodiscard]] Step fundTraders();
    [[nodiscard]] Step openSessions();
    [[nodiscard]] Step stockTraders();
    [[nodiscard]] Step tradeOneBatch(std::size_t intents);
    [[nodiscard]] Step postMoves(std::span<const Move> moves);
    [[nodiscard]] Step settleBatch();
    [[nodiscard]] Step readOwners();
    [[nodiscard]] Step cancelLeftOver();
    [[nodiscard]] Step countVerdicts();
    [[nodiscard]] Step compare();
    [[nodiscard]] Step compareOnce(DemoReport &report);

    [[nodiscard]] client::BackendClient &asTrader(std::size_t trader);
    [[nodiscard]] client::SignedIntent makeIntent(const Move &move);
    void took(const client::Result<client::Admitted> &answer, qint64 latencyNs);
    [[nodiscard]] bool waitFor(const std::function<bool()> &condition, int timeoutMs);

    DemoOptions m_options;
    const Clock &m_clock;
    Progress m_progress;
    ChainReader m_chain;
    std::unique_ptr<Keys> m_keys;
    client::Tokens m_nodeTokens;
    client::NodeAddress m_address;
    std::vector<std::unique_ptr<client::RemoteBackend>> m_lanes; ///< shared by the traders: connections are limited
    std::unique_ptr<client::RemoteBackend> m_operator;
    std::vector<Trader> m_traders;
    std::vector<PublicKey> m_items; ///< accounts
    Market m_market;
    client::Health m_health;
    std::vector<IntentId> m_admitted;
    DemoReport m_report;
};

} // namespace paradox::cli
