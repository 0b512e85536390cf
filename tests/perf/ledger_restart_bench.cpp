// How long a ledger with a million accounts takes to answer again after it was stopped.
#include "domain/system_clock.h"
#include "ledger/engine.h"
#include "ledger/ledger.h"
#include "ledger/pubsub.h"
#include "tests/perf/report.h"
#include "tests/support/running_node.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <future>
#include <thread>

namespace paradox::perf {
namespace {

constexpr std::size_t accountsCount = 1'000'000;
constexpr std::size_t tokenAccountSize = 165;
constexpr int rounds = 3;

/// Wallets and token-sized accounts of one program, half and half.
std::vector<ledger::AccountWrite> millionAccounts(Random &random)
{
    PublicKey program;
    random.fill(program.bytes);
    std::vector<ledger::AccountWrite> writes(accountsCount);
    for (std::size_t i = 0; i < accountsCount; ++i) {
        ledger::Account account;
        account.lamports = 1'000'000 + i;
        if (i % 2 == 1) {
            account.owner = program;
            account.data.resize(tokenAccountSize);
        }
        random.fill(writes[i].key.bytes);
        writes[i].account = std::make_shared<const ledger::Account>(std::move(account));
    }
    return writes;
}

/// Writes them into a stopped ledger's files through its own engine, which then takes its snapshot.
bool fill(const ledger::Options &options, const PublicKey &faucet, const Hash &genesis, const Clock &clock,
          Random &random)
{
    ledger::Engine::Options engineOptions;
    engineOptions.directory = options.dataDir;
    engineOptions.slotMs = options.slotMs;
    engineOptions.snapshotEveryBytes = 64 * 1024;
    engineOptions.bank.genesis = {.hash = genesis, .identity = {}, .faucet = faucet, .time = clock.wallSeconds()};
    auto engine = ledger::Engine::open(std::move(engineOptions), clock);
    if (!engine)
        return false;
    ledger::PubSub hub(**engine);
    (*engine)->start(hub);
    std::promise<bool> written;
    (*engine)->rewrite([&](const ledger::Bank &) { return millionAccounts(random); },
                       [&](ledger::Engine::Controlled &&done) { written.set_value(done.has_value()); });
    std::promise<bool> closed; // empty blocks until the accounts are final and another snapshot is due
    (*engine)->produce(1'000, [&](ledger::Engine::Controlled &&done) { closed.set_value(done.has_value()); });
    const bool good = written.get_future().get() && closed.get_future().get();
    const auto hasSnapshot = [&] {
        return std::ranges::any_of(std::filesystem::directory_iterator(options.dataDir), [](const auto &entry) {
            std::error_code gone;
            return entry.path().filename().string().starts_with("snapshot-") && entry.path().extension() == ".bin" &&
                   entry.file_size(gone) / accountsCount > 100 && !gone;
        });
    };
    const bool kept = test::waitUntil(120'000, hasSnapshot);
    (*engine)->stop();
    return good && kept;
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
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        const auto again = ledger::Ledger::start(options, clock, random);
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
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
    std::filesystem::remove_all(options.dataDir);
    return 0;
}

} // namespace
} // namespace paradox::perf

int main()
{
    return paradox::perf::run();
}
