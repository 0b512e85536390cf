#include "ledger/ledger.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "http/server.h"
#include "ledger/chaos.h"
#include "ledger/doors.h"
#include "ledger/engine.h"
#include "ledger/pubsub.h"
#include "ledger/rpc.h"
#include "solana/borsh.h"
#include "solana/keypair.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace paradox::ledger {

namespace {

constexpr std::string_view genesisMagic = "PDXGENE1";

/// The file a ledger is born with: its name and the keys it signs with.
struct Birth {
    Hash genesis;
    Bytes identitySeed;
    Bytes faucetSeed;
    UnixSeconds time;
};

std::expected<Birth, StartError> decodeBirth(ByteSpan bytes)
{
    if (bytes.size() < 4 ||
        crc32c(bytes.first(bytes.size() - 4)) != solana::BorshReader(bytes.last(4)).take<std::uint32_t>())
        return std::unexpected(StartError::Corrupt);
    solana::BorshReader reader(bytes.first(bytes.size() - 4));
    const std::string_view magic = asText(reader.raw(genesisMagic.size()));
    if (magic != genesisMagic) // its last letter numbers the format
        return std::unexpected(magic.starts_with(genesisMagic.substr(0, genesisMagic.size() - 1))
                                   ? StartError::UnsupportedFormat
                                   : StartError::Corrupt);
    Birth birth;
    birth.genesis = reader.take<Hash>();
    const ByteSpan identity = reader.raw(32);
    birth.identitySeed.assign(identity.begin(), identity.end());
    const ByteSpan faucet = reader.raw(32);
    birth.faucetSeed.assign(faucet.begin(), faucet.end());
    birth.time = {reader.take<std::int64_t>()};
    return reader.atEnd() ? std::expected<Birth, StartError>(birth) : std::unexpected(StartError::Corrupt);
}

Birth makeBirth(const Clock &clock, Random &random)
{
    Birth birth;
    birth.identitySeed.resize(32);
    birth.faucetSeed.resize(32);
    random.fill(birth.genesis.bytes);
    random.fill(birth.identitySeed);
    random.fill(birth.faucetSeed);
    birth.time = clock.wallSeconds();
    return birth;
}

StartError toStartError(StoreError error)
{
    switch (error) {
    case StoreError::Unusable:
        return StartError::DataDirUnusable;
    case StoreError::Unreadable:
        return StartError::Unreadable;
    case StoreError::Corrupt:
        return StartError::Corrupt;
    case StoreError::UnsupportedFormat:
        return StartError::UnsupportedFormat;
    }
    return StartError::Corrupt;
}

std::expected<Birth, StartError> loadBirth(const std::filesystem::path &directory, const Clock &clock, Random &random)
{
    const std::filesystem::path path = directory / "genesis.bin";
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
        const std::optional<Bytes> bytes = readFile(path);
        return bytes ? decodeBirth(*bytes) : std::unexpected(StartError::Unreadable);
    }
    const Birth birth = makeBirth(clock, random);
    solana::BorshWriter writer;
    writer.raw(asBytes(genesisMagic)).put(birth.genesis).raw(birth.identitySeed).raw(birth.faucetSeed);
    writer.put(birth.time.value).put(crc32c(writer.bytes()));
    if (!replaceFile(path, writer.bytes()))
        return std::unexpected(StartError::DataDirUnusable);
    return birth;
}

/// Held for as long as the ledger runs.
std::expected<File, StartError> lockDirectory(const std::filesystem::path &directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || ::chmod(directory.c_str(), 0700) != 0)
        return std::unexpected(StartError::DataDirUnusable);
    File lock(::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock.isOpen())
        return std::unexpected(StartError::DataDirUnusable);
    if (::flock(lock.descriptor(), LOCK_EX | LOCK_NB) != 0)
        return std::unexpected(StartError::Locked);
    return lock;
}

bool areValid(const Options &options)
{
    const auto complete = [](const NativeProgram &program) { return program.entry != nullptr; };
    return !options.dataDir.empty() && options.slotMs >= 10 && options.slotMs <= 10'000 && options.finality >= 1 &&
           options.finality <= finalityMax && std::ranges::all_of(options.programs, complete) &&
           options.fees.rentExemptionYears <= 64 && options.fees.rentLamportsPerByteYear <= 1'000'000'000 &&
           options.fees.lamportsPerSignature <= 1'000'000'000'000 && (options.wsPort || options.rpcPort != 65'535) &&
           (options.rpcPort == 0 || options.wsPort != options.rpcPort);
}

} // namespace

std::string_view toText(StartError error)
{
    switch (error) {
    case StartError::InvalidOptions:
        return "the ledger's options make no sense";
    case StartError::DataDirUnusable:
        return "the ledger's directory cannot be used";
    case StartError::Locked:
        return "another process has this ledger open";
    case StartError::Unreadable:
        return "the disk does not give back the ledger's files (LEDGER_UNREADABLE): check the disk, then put back a "
               "copy of the ledger's directory";
    case StartError::Corrupt:
        return "the ledger's files are damaged (LEDGER_DAMAGED): put back a copy of the ledger's directory, or move "
               "it away to begin a new chain";
    case StartError::UnsupportedFormat:
        return "the ledger's files are of a format that this version does not read (LEDGER_FORMAT): go on with the "
               "version that wrote them, or move the directory away to begin a new chain";
    case StartError::PortTaken:
        return "a port of the ledger is taken";
    }
    return "unknown";
}

class Ledger::Parts {
public:
    Parts(const Options &options, const Clock &clock) : m_options(options), m_clock(clock) {}
    ~Parts() { stop(); }

    [[nodiscard]] std::expected<void, StartError> start(Random &random);
    void stop();

    std::unique_ptr<Engine> engine;
    std::atomic<std::uint16_t> rpcPort{0};
    std::atomic<std::uint16_t> wsPort{0};
    std::string rpcUrl;
    std::string wsUrl;
    Hash genesis;
    PublicKey faucet;

private:
    [[nodiscard]] std::expected<void, StartError> openPorts();
    [[nodiscard]] bool openPair();
    [[nodiscard]] std::expected<void, StartError> prepareCheats(Random &random);

    Options m_options;
    const Clock &m_clock;
    File m_lock;
    Bytes m_faucetSeed;
    std::unique_ptr<PubSub> m_hub;
    std::unique_ptr<Chaos> m_chaos;
    std::unique_ptr<Rpc> m_rpc;
    std::unique_ptr<RpcDoor> m_rpcDoor;
    std::unique_ptr<PubSubDoor> m_hubDoor;
    std::unique_ptr<http::Server> m_rpcServer;
    std::unique_ptr<http::Server> m_hubServer;
};

std::expected<void, StartError> Ledger::Parts::start(Random &random)
{
    if (!areValid(m_options))
        return std::unexpected(StartError::InvalidOptions);
    auto lock = lockDirectory(m_options.dataDir);
    if (!lock)
        return std::unexpected(lock.error());
    m_lock = std::move(*lock);
    auto birth = loadBirth(m_options.dataDir, m_clock, random);
    if (!birth)
        return std::unexpected(birth.error());
    genesis = birth->genesis;
    m_faucetSeed = birth->faucetSeed;
    faucet = solana::Keypair::fromSeed(birth->faucetSeed).publicKey();
    Engine::Options options;
    options.directory = m_options.dataDir;
    options.bank.genesis = {.hash = genesis,
                            .identity = solana::Keypair::fromSeed(birth->identitySeed).publicKey(),
                            .faucet = faucet,
                            .time = birth->time};
    options.bank.fees = m_options.fees;
    options.bank.finality = m_options.finality;
    options.bank.programs = m_options.programs;
    options.bank.lagMax = m_options.cheatCodes ? lagSlotsMax : 0;
    options.slotMs = m_options.slotMs;
    options.syncToDisk = m_options.syncToDisk;
    options.verifyThreads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
    auto opened = Engine::open(std::move(options), m_clock);
    if (!opened)
        return std::unexpected(toStartError(opened.error()));
    engine = std::move(*opened);
    m_hub = std::make_unique<PubSub>(*engine);
    m_hubDoor = std::make_unique<PubSubDoor>(*m_hub);
    if (const auto prepared = prepareCheats(random); !prepared)
        return prepared;
    engine->start(*m_hub);
    return openPorts();
}

/// A token of an earlier start opens nothing any more.
std::expected<void, StartError> Ledger::Parts::prepareCheats(Random &random)
{
    const std::filesystem::path path = m_options.dataDir / cheatTokenFile;
    std::error_code error;
    std::filesystem::remove(path, error);
    if (!m_options.cheatCodes)
        return {};
    std::array<std::uint8_t, 32> secret{};
    random.fill(secret);
    std::string token = hexEncode(secret);
    if (!replaceFile(path, asBytes(token)))
        return std::unexpected(StartError::DataDirUnusable);
    m_chaos = std::make_unique<Chaos>(*engine, *m_hub, std::move(token));
    return {};
}

bool Ledger::Parts::openPair()
{
    http::ServerOptions options;
    options.host = m_options.host;
    options.originPolicy = http::OriginPolicy::LoopbackCors;
    options.port = m_options.rpcPort;
    options.limits.connectionsPerAddressMax = 512;
    options.limits.frameBytesMax = 64 * 1024;
    // The port is known only when it is open: the method table gets it before the first request by being made first.
    m_rpc = std::make_unique<Rpc>(RpcContext{*engine, m_faucetSeed, &rpcPort, &wsPort, m_chaos.get()});
    m_rpcDoor = std::make_unique<RpcDoor>(*m_rpc, *engine, m_chaos.get());
    auto rpc = http::Server::start(options, *m_rpcDoor, m_clock);
    if (!rpc)
        return false;
    const std::uint16_t port = (*rpc)->port();
    if (!m_options.wsPort && port == 65'535)
        return false;
    options.port = m_options.wsPort.value_or(static_cast<std::uint16_t>(port + 1));
    auto hub = http::Server::start(options, *m_hubDoor, m_clock);
    if (!hub)
        return false;
    rpcPort = port;
    wsPort = (*hub)->port();
    m_rpcServer = std::move(*rpc);
    m_hubServer = std::move(*hub);
    return true;
}

std::expected<void, StartError> Ledger::Parts::openPorts()
{
    constexpr int triesMax = 64; // a free port whose successor is taken is given back and another one asked for
    const int tries = m_options.rpcPort == 0 ? triesMax : 1;
    for (int i = 0; i < tries; ++i) {
        if (!openPair())
            continue;
        const std::string host = m_options.host.contains(':') ? '[' + m_options.host + ']' : m_options.host;
        rpcUrl = "http://" + host + ':' + std::to_string(rpcPort);
        wsUrl = "ws://" + host + ':' + std::to_string(wsPort);
        return {};
    }
    return std::unexpected(StartError::PortTaken);
}

void Ledger::Parts::stop()
{
    // The engine first: what it has taken in is made durable and answered while the connections are still there.
    if (engine)
        engine->stop();
    if (m_chaos)
        m_chaos->stop();
    if (m_rpcServer)
        m_rpcServer->stop();
    if (m_hubServer)
        m_hubServer->stop();
    m_lock = File();
}

Ledger::Ledger(std::unique_ptr<Parts> parts) : m_parts(std::move(parts))
{
}

Ledger::~Ledger() = default;

std::expected<std::unique_ptr<Ledger>, StartError> Ledger::start(const Options &options, const Clock &clock,
                                                                 Random &random)
{
    auto parts = std::make_unique<Parts>(options, clock);
    if (const auto started = parts->start(random); !started)
        return std::unexpected(started.error());
    return std::unique_ptr<Ledger>(new Ledger(std::move(parts)));
}

void Ledger::stop()
{
    m_parts->stop();
}

std::uint16_t Ledger::rpcPort() const
{
    return m_parts->rpcPort;
}

std::uint16_t Ledger::wsPort() const
{
    return m_parts->wsPort;
}

const std::string &Ledger::rpcUrl() const
{
    return m_parts->rpcUrl;
}

const std::string &Ledger::wsUrl() const
{
    return m_parts->wsUrl;
}

const Hash &Ledger::genesis() const
{
    return m_parts->genesis;
}

const PublicKey &Ledger::faucet() const
{
    return m_parts->faucet;
}

Statistics Ledger::statistics() const
{
    const Engine::Reader reader = m_parts->engine->read();
    const Bank &bank = reader.bank();
    Statistics figures;
    figures.processed = bank.slotAt(Commitment::Processed);
    figures.confirmed = bank.slotAt(Commitment::Confirmed);
    figures.finalized = bank.slotAt(Commitment::Finalized);
    figures.height = bank.heightAt(figures.processed);
    figures.transactions = bank.transactionCount(figures.processed);
    figures.accounts = bank.store().size();
    figures.journalSyncs = m_parts->engine->journalSyncs();
    return figures;
}

} // namespace paradox::ledger
