#pragma once

#include "admission/admission.h"
#include "api/api.h"
#include "chain/http_transport.h"
#include "chain/listener.h"
#include "chain/rpc_client.h"
#include "indexer/indexer.h"
#include "ledger/ledger.h"
#include "node/back_office.h"
#include "node/finality_watch.h"
#include "node/front_door.h"
#include "node/node.h"
#include "settlement/batcher.h"
#include "settlement/relay.h"
#include "settlement/settler.h"
#include "telemetry/log.h"
#include "telemetry/metrics.h"

#include <map>
#include <string>

namespace paradox::node {

/// Tells admission what the chain says of sessions.
class ChainSessions final : public indexer::SessionKeeper {
public:
    explicit ChainSessions(admission::Admission &admission) : m_admission(admission) {}
    void activate(storage::Transaction &transaction, const PublicKey &session) override
    {
        m_admission.activate(transaction, session);
    }
    void end(storage::Transaction &transaction, const PublicKey &session, std::string_view reason) override
    {
        m_admission.end(transaction, session, storage::Actor::Chain, reason);
    }
    void raiseEpoch(storage::Transaction &transaction, const PublicKey &owner, std::uint64_t epoch) override
    {
        m_admission.raiseEpoch(transaction, owner, epoch);
    }

private:
    admission::Admission &m_admission;
};

/// Written by the back office, read by anybody.
struct Pulse {
    std::atomic<std::uint64_t> slot = 0;
    std::atomic<std::uint64_t> finalizedSlot = 0;
    std::atomic<bool> isChainReachable = false;
    std::atomic<bool> isCaughtUp = false;
    std::mutex mutex{};
    std::string trouble{}; ///< under the mutex
};

/// The rooms in the order in which they are made; they go in the opposite one.
class Node::Parts {
public:
    using Step = std::expected<void, std::string>;

    Parts(const Options &nodeOptions, Clock &theClock, Random &theRandom)
        : options(nodeOptions),
          clock(theClock),
          random(theRandom),
          log(theClock)
    {
    }
    ~Parts() { stop(); }

    [[nodiscard]] Step openStores();
    [[nodiscard]] Step openChain();
    [[nodiscard]] Step openVenue();
    [[nodiscard]] Step makeRooms();
    [[nodiscard]] Step openFront();
    void startWork();
    void stop();
    [[nodiscard]] std::string makeReadyLine() const;
    [[nodiscard]] std::unique_ptr<chain::RpcClient> newClient() const;
    /// Every program's id, by name: as configured, else the default.
    [[nodiscard]] std::map<std::string, PublicKey> programIds() const;
    [[nodiscard]] api::NodeStatus status();

    Options options;
    Clock &clock;
    Random &random;
    telemetry::Log log;
    telemetry::Registry metrics{};
    telemetry::Gauge &lookupTableRent =
        metrics.gauge("ppv_lookup_table_rent_lamports", "What lies in the settlement key's lookup tables.");
    Pulse pulse{};
    std::string readyLine{};

    std::unique_ptr<storage::Database> database{};
    std::optional<solana::Keypair> authority{};
    std::optional<solana::Keypair> engineKey{};
    std::string token{};
    std::unique_ptr<ledger::Ledger> ledger{};
    std::string rpcUrl{};
    std::string wsUrl{};
    std::unique_ptr<chain::RpcClient> chain{};    ///< of the back office
    std::unique_ptr<chain::RpcClient> apiChain{}; ///< of the API
    std::optional<settlement::Venue> venue{};
    PublicKey treasury{};
    std::uint16_t feeBps = 0;

    std::unique_ptr<storage::Writer> writer{};
    std::unique_ptr<admission::Admission> admission{};
    std::unique_ptr<settlement::BlockFolder> blocks{};
    std::unique_ptr<settlement::Courier> courier{};
    std::unique_ptr<settlement::Relay> relay{};
    std::unique_ptr<settlement::Batcher> batcher{};
    std::unique_ptr<settlement::TableKeeper> tables{};
    std::unique_ptr<settlement::Settler> settler{};
    std::unique_ptr<chain::Listener> listener{};
    std::unique_ptr<chain::LogHints> hints{};
    std::unique_ptr<ChainSessions> sessions{};
    std::unique_ptr<indexer::Indexer> indexer{};

    FrontDoor frontDoor{};
    std::unique_ptr<http::Server> server{};
    std::unique_ptr<auth::Challenges> challenges{};
    std::unique_ptr<auth::Tokens> tokens{};
    std::unique_ptr<api::Api> api{};
    std::unique_ptr<BackOffice> backOffice{};

private:
    bool indexTurn();
    void pulseTurn();
    void sweepTurn();
    std::int64_t m_nextPulseMs = 0;
    FinalityWatch m_finality{};
    std::int64_t m_nextSweepMs = 0;
    std::int64_t m_nextFundsMs = 0;
    std::string m_loggedTrouble{};
};

} // namespace paradox::node
