#include "node/parts.h"

#include "domain/base58.h"
#include "http/answers_together.h"
#include "node/bootstrap.h"
#include "node/secret_files.h"
#include "programs/native/natives.h"
#include "settlement/known_slot.h"

#include <nlohmann/json.hpp>

namespace paradox::node {
namespace {

constexpr std::int64_t turnMs = 20;

std::string keyFile(const std::filesystem::path &dataDir, const char *name)
{
    return (dataDir / "keys" / (std::string(name) + ".json")).string();
}

} // namespace

std::string_view version()
{
    return PARADOX_VERSION;
}

Node::Parts::Step Node::Parts::openStores()
{
    if (const auto prepared = prepareDirectory(options.dataDir); !prepared)
        return prepared;
    auto opened = storage::Database::open(options.dataDir); // locks the directory before anything else is touched
    if (!opened)
        return std::unexpected(opened.error().words);
    database = std::move(*opened);
    if (const auto prepared = prepareDirectory(options.dataDir / "keys"); !prepared)
        return prepared;
    auto authorityKey = loadOrMakeKey(keyFile(options.dataDir, "authority"), random);
    if (!authorityKey)
        return std::unexpected(authorityKey.error());
    authority.emplace(std::move(*authorityKey));
    auto receiptKey = loadOrMakeKey(keyFile(options.dataDir, "engine"), random);
    if (!receiptKey)
        return std::unexpected(receiptKey.error());
    engineKey.emplace(std::move(*receiptKey));
    const auto nodeToken =
        options.tokenFromStdin ? readTokenFromStdin() : loadOrMakeToken(options.dataDir / "node.token", random);
    if (!nodeToken)
        return std::unexpected(nodeToken.error());
    token = *nodeToken;
    return {};
}

std::map<std::string, PublicKey> Node::Parts::programIds() const
{
    std::map<std::string, PublicKey> ids;
    for (const programs::NativeProgram &program : programs::natives) {
        const auto configured = options.programIds.find(program.name);
        ids.emplace(program.name, configured != options.programIds.end() ? configured->second
                                                                         : *fromBase58<PublicKey>(program.defaultId));
    }
    return ids;
}

Node::Parts::Step Node::Parts::openChain()
{
    const std::map<std::string, PublicKey> ids = programIds();
    const PublicKey vaultId = ids.at("vault");
    if (options.rpcUrl) {
        rpcUrl = *options.rpcUrl;
        wsUrl = *options.wsUrl;
    } else {
        ledger::Options ledgerOptions{.dataDir = options.dataDir / "ledger",
                                      .rpcPort = options.rpcPort,
                                      .slotMs = options.slotMs,
                                      .finality = options.finality,
                                      .syncToDisk = options.syncsToDisk,
                                      .cheatCodes = options.hasCheatCodes};
        for (const programs::NativeProgram &program : programs::natives)
            ledgerOptions.programs.push_back({ids.at(std::string(program.name)), program.entry});
        auto started = ledger::Ledger::start(ledgerOptions, clock, random);
        if (!started)
            return std::unexpected("the ledger did not start: " + std::string(ledger::toText(started.error())));
        ledger = std::move(*started);
        rpcUrl = ledger->rpcUrl();
        wsUrl = ledger->wsUrl();
    }
    chain = newClient();
    apiChain = newClient();
    const auto genesis = chain->genesis();
    if (!genesis)
        return std::unexpected("the chain at " + rpcUrl + " does not answer: " + genesis.error().words);
    venue.emplace(*genesis, vaultId, GameId{options.gameId});
    const auto claimed = database->claim(venue->cluster());
    return claimed ? Step() : std::unexpected(claimed.error().words);
}

Node::Parts::Step Node::Parts::openVenue()
{
    const auto facts = ensureVenue(
        *chain, *venue, *authority,
        {.feeBps = options.feeBps.value_or(feeBpsDefault), .where = ledger ? Where::OwnLedger : Where::OtherCluster});
    if (!facts)
        return std::unexpected(facts.error());
    treasury = facts->treasury;
    feeBps = facts->feeBps;
    if (options.feeBps && *options.feeBps != feeBps)
        log.warning("the venue exists and keeps its own fee", {{"feeBps", feeBps}});
    return {};
}

std::unique_ptr<chain::RpcClient> Node::Parts::newClient() const
{
    auto transport = chain::makeHttpTransport({.url = rpcUrl, .caFile = options.rpcCaFile});
    if (ledger) // one node, which cannot lag behind itself
        return std::make_unique<chain::RpcClient>(std::move(transport), clock);
    const storage::ReadLease lease = database->read();
    return std::make_unique<chain::RpcClient>(std::move(transport), clock, settlement::finalizedBefore(lease));
}

Node::Parts::Step Node::Parts::makeRooms()
{
    writer = std::make_unique<storage::Writer>(*database, clock);
    admission =
        std::make_unique<admission::Admission>(*database, *writer, clock, *engineKey,
                                               admission::Options{.cluster = venue->cluster(),
                                                                  .mode = options.mode,
                                                                  .verifyThreads = options.verifyThreads,
                                                                  .pendingMax = options.pendingMax,
                                                                  .pendingPerOwnerMax = options.pendingPerOwnerMax});
    blocks = std::make_unique<settlement::BlockFolder>(options.dataDir / "blocks");
    courier = std::make_unique<settlement::Courier>(*chain, *writer, clock,
                                                    settlement::CourierOptions{.pollIntervalMs = 100});
    {
        const storage::ReadLease lease = database->read();
        courier->load(lease);
        if (lease.failure())
            return std::unexpected("the database cannot be read");
    }
    using vault::Addressing;
    relay = std::make_unique<settlement::Relay>(*venue, *chain, *courier, *database, random);
    batcher = std::make_unique<settlement::Batcher>(
        *venue, *chain, *database, *writer, admission->book(), *blocks, clock,
        settlement::BatcherOptions{.rule = options.cut,
                                   .mode = options.mode,
                                   .addressing =
                                       options.usesLookupTables ? Addressing::LookupTable : Addressing::Static});
    tables = std::make_unique<settlement::TableKeeper>(*chain, *courier, *database, *writer, *authority, random, clock);
    settler = std::make_unique<settlement::Settler>(*venue, *chain, *courier, *tables, *database, *writer,
                                                    admission->book(), *authority, random, clock);
    const PublicKey &program = venue->addresses.program();
    listener = std::make_unique<chain::Listener>(
        *chain, chain::ListenerOptions{.program = program, .pollIntervalMs = 1000, .slotsBehind = ledger ? 0U : 1U});
    hints = std::make_unique<chain::LogHints>(chain::LogHints::Line{.url = wsUrl, .caFile = options.rpcCaFile}, program,
                                              listener->hint());
    sessions = std::make_unique<ChainSessions>(*admission);
    indexer = std::make_unique<indexer::Indexer>(*listener, *chain, *database, *writer, *sessions, clock,
                                                 indexer::IndexerOptions{.program = program, .game = venue->game});
    return {};
}

Node::Parts::Step Node::Parts::openFront()
{
    http::ServerOptions serverOptions{
        .port = options.port, .threads = options.ioThreads, .hosts = options.hosts, .origins = options.origins};
    if (options.publicUrl) {
        serverOptions.hosts.push_back(*domainOf(*options.publicUrl));
        serverOptions.origins.push_back(*options.publicUrl);
    }
    auto started = http::Server::start(std::move(serverOptions), frontDoor, clock);
    if (!started) {
        return std::unexpected("the API did not start on port " + std::to_string(options.port) + ": " +
                               std::string(http::toText(started.error())));
    }
    server = std::move(*started);
    const std::string uri = options.publicUrl.value_or("http://127.0.0.1:" + std::to_string(server->port()));
    challenges = std::make_unique<auth::Challenges>(
        clock, random, auth::SignInProfile{.domain = *domainOf(uri), .uri = uri, .chainId = options.chainId});
    tokens = std::make_unique<auth::Tokens>(*writer, clock, random,
                                            auth::Tokens::Options{.nodeToken = token, .rolesByAddress = options.roles});
    const nlohmann::json config = {{"cutIntervalMs", options.cut.intervalMs},
                                   {"cutAgeMaxMs", options.cut.ageMsMax},
                                   {"cutSizeMax", options.cut.tradesMax},
                                   {"cutSizeMin", options.cut.tradesMin},
                                   {"feeBps", feeBps},
                                   {"mode", toText(options.mode)},
                                   {"chainId", options.chainId},
                                   {"ownLedger", ledger != nullptr},
                                   {"slotMs", options.slotMs},
                                   {"finality", options.finality}};
    api = std::make_unique<api::Api>(api::Services{.clock = clock,
                                                   .random = random,
                                                   .database = *database,
                                                   .writer = *writer,
                                                   .admission = *admission,
                                                   .relay = *relay,
                                                   .blocks = *blocks,
                                                   .chain = *apiChain,
                                                   .challenges = *challenges,
                                                   .tokens = *tokens,
                                                   .metrics = metrics,
                                                   .log = log,
                                                   .status = [this] { return status(); },
                                                   .wakeBackOffice = [this] { backOffice->wake(); },
                                                   .cutNow = [this] { batcher->cutNow(); }},
                                     api::NodeFacts{.version = std::string(version()),
                                                    .chainId = options.chainId,
                                                    .cluster = venue->cluster(),
                                                    .gameId = venue->gameId,
                                                    .treasury = treasury,
                                                    .feeBps = feeBps,
                                                    .mode = options.mode,
                                                    .engineKey = engineKey->publicKey(),
                                                    .mayAirdrop = options.chainId != "mainnet",
                                                    .configJson = config.dump()},
                                     api::Limits{.intentsPerSecondPerOwner = options.intentsPerSecondPerOwner});
    writer->setAnswering([](const std::function<void()> &answers) {
        const http::AnswersTogether together;
        answers();
    });
    writer->setPublisher([this](std::span<const storage::Event> events) { api->publish(events); });
    return {};
}

void Node::Parts::startWork()
{
    backOffice = std::make_unique<BackOffice>(turnMs);
    backOffice->addTask([this] {
        relay->tick();
        courier->tick();
        return relay->hasWork();
    });
    backOffice->addTask([this] {
        batcher->tick();
        settler->tick();
        return false;
    });
    backOffice->addTask([this] { return indexTurn(); });
    backOffice->addTask([this] {
        pulseTurn();
        sweepTurn();
        return false;
    });
    writer->start();
    pulseTurn();
    backOffice->start();
    frontDoor.open(*api);
    readyLine = makeReadyLine();
}

std::string Node::Parts::makeReadyLine() const
{
    nlohmann::json ids = nlohmann::json::object();
    for (const auto &[name, id] : programIds())
        ids[name] = toBase58(id);
    const nlohmann::json line = {{"ready", true},
                                 {"api", "http://127.0.0.1:" + std::to_string(server->port())},
                                 {"rpc", rpcUrl},
                                 {"ws", wsUrl},
                                 {"genesis", toBase58(venue->genesis)},
                                 {"programs", ids},
                                 {"tokenFile", options.tokenFromStdin
                                                   ? nlohmann::json()
                                                   : nlohmann::json((options.dataDir / "node.token").string())}};
    return line.dump();
}

void Node::Parts::stop()
{
    frontDoor.close();
    if (api)
        api->stop();
    if (server)
        server->stop();
    if (backOffice)
        backOffice->stop();
    if (admission)
        admission->stop();
    if (writer)
        writer->stop();
    hints.reset();
    if (ledger)
        ledger->stop();
}

Node::Node(std::unique_ptr<Parts> parts) : m_parts(std::move(parts))
{
}
Node::~Node() = default;

std::expected<std::unique_ptr<Node>, std::string> Node::start(const Options &options, Clock &clock, Random &random)
{
    auto parts = std::make_unique<Parts>(options, clock, random);
    for (const auto step :
         {&Parts::openStores, &Parts::openChain, &Parts::openVenue, &Parts::makeRooms, &Parts::openFront}) {
        if (const Parts::Step done = (parts.get()->*step)(); !done)
            return std::unexpected(done.error());
    }
    parts->startWork();
    return std::unique_ptr<Node>(new Node(std::move(parts)));
}

const std::string &Node::readyLine() const
{
    return m_parts->readyLine;
}
void Node::stop()
{
    m_parts->stop();
}

} // namespace paradox::node
