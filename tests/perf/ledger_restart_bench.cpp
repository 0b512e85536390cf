// How long a ledger with a million accounts takes to answer again after it was stopped.
#include "domain/system_clock.h"
#include "ledger/engine.h"
#include "ledger/ledger.h"
#include "ledger/pubsub.h"
#include "ledger/snapshot.h"
#include "tests/perf/report.h"
#include "tests/support/running_node.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <future>
#include <vector>

namespace paradox::perf {
namespace {

constexpr std::size_t accountsCount = 1'000'000;
constexpr std::size_t tokenAccountSize = 165;
constexpr int rounds = 3;

/// Wallets and token-sized accounts of one program, half and half.
void addMillionAccounts(ledger::SnapshotImage &image, Random &random)
{
    PublicKey program;
    random.fill(program.bytes);
    image.accounts.reserve(image.accounts.size() + accountsCount);
    for (std::size_t i = 0; i < accountsCount; ++i) {
        ledger::Account account;
        account.lamports = 1'000'000 + i;
        image.capitalisation += account.lamports;
        if (i % 2 == 1) {
            account.owner = program;
            account.data.resize(tokenAccountSize);
        }
        PublicKey key;
        random.fill(key.bytes);
        image.accounts.push_back({key, std::make_shared<const ledger::Account>(std::move(account))});
    }
}

/// Goes on from a stopped ledger's files for a while, then adds the accounts to the snapshot of where it is.
bool fill(const ledger::Options &options, const PublicKey &faucet, const Hash &genesis, const Clock &clock,
          Random &random)
{
    ledger::Engine::Options engineOptions;
    engineOptions.directory = options.dataDir;
    engineOptions.slotMs = options.slotMs;
    engineOptions.bank.genesis = {.hash = genesis, .identity = {}, .faucet = faucet, .time = clock.wallSeconds()};
    auto engine = ledger::Engine::open(std::move(engineOptions), clock);
    if (!engine)
        return false;
    ledger::PubSub hub(**engine);
    (*engine)->start(hub);
    std::promise<bool> closed;
    (*engine)->produce(1'000, [&](ledger::Engine::Controlled &&done) { closed.set_value(done.has_value()); });
    if (!closed.get_future().get())
        return false;
    (*engine)->stop();
    ledger::SnapshotImage image = ledger::takeImage((*engine)->read().bank());
    addMillionAccounts(image, random);
    return ledger::writeSnapshot(options.dataDir, genesis, image);
}

int run()
{
    const SystemClock clock;
    SystemRandom random;
    const ledger::Options options{.dataDir = test::temporaryDirectory("ledger-restart"), .rpcPort = 0};
    {
        const auto born = ledger::Ledger::start(options, clock, random);
        if (!born)
            return 1;
        const PublicKey faucet = (*born)->faucet();
        const Hash genesis = (*born)->genesis();
        (*born)->stop();
        if (!fill(options, faucet, genesis, clock, random))
            return 1;
    }
    std::vector<double> seconds;
    std::vector<double> cpuSeconds;
    for (int round = 0; round < rounds; ++round) {
        const std::clock_t cpuStart = std::clock();
        const auto start = std::chrono::steady_clock::now();
        const auto again = ledger::Ledger::start(options, clock, random);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        cpuSeconds.push_back(static_cast<double>(std::clock() - cpuStart) / CLOCKS_PER_SEC);
        if (!again || (*again)->statistics().accounts < accountsCount)
            return 1;
    }
    std::ranges::sort(seconds);
    report({.name = "ledger.restart",
            .value = seconds[seconds.size() / 2],
            .unit = "s",
            .against = "1 000 000 accounts from snapshot and journal to open ports",
            .reference = {},
            .kind = Bar::AtMost,
            .bar = 2});
    std::ranges::sort(cpuSeconds);
    report({.name = "ledger.restart.cpu",
            .value = cpuSeconds[cpuSeconds.size() / 2],
            .unit = "s",
            .against = "all threads, in the median restart",
            .reference = {}});
    std::filesystem::remove_all(options.dataDir);
    return 0;
}

} // namespace
} // namespace paradox::perf

int main()
{
    return paradox::perf::run();
}
