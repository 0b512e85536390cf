// Durable admission inside one process, without HTTP: what the verify pool and the writer reach on these cores, against
// libsodium alone on the same cores in the same run.
#include "admission/admission.h"
#include "domain/sha256.h"
#include "domain/system_clock.h"
#include "solana/keypair.h"
#include "tests/perf/report.h"
#include "tests/support/temp_directory.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <latch>
#include <semaphore>
#include <sstream>
#include <thread>

namespace paradox {
namespace {

using Clock_ = std::chrono::steady_clock;

double secondsSince(Clock_::time_point start)
{
    return std::chrono::duration<double>(Clock_::now() - start).count();
}

struct Workload {
    std::vector<solana::Keypair> wallets;
    std::vector<solana::Keypair> sessions;
    std::vector<admission::Submission> submissions;
};

storage::Cluster cluster()
{
    storage::Cluster result;
    result.genesis.bytes.fill(1);
    result.program.bytes.fill(2);
    result.engine.bytes.fill(3);
    return result;
}

PublicKey itemOf(std::size_t number)
{
    PublicKey key;
    const Hash hash = sha256(asBytes("item " + std::to_string(number)));
    std::copy(hash.bytes.begin(), hash.bytes.end(), key.bytes.begin());
    return key;
}

Workload makeWorkload(Random &random, UnixSeconds now, std::size_t traders, std::size_t intents)
{
    Workload work;
    for (std::size_t i = 0; i < traders; ++i) {
        work.wallets.push_back(solana::Keypair::generate(random));
        work.sessions.push_back(solana::Keypair::generate(random));
    }
    std::vector<std::uint64_t> nonces(traders, 0);
    for (std::size_t i = 0; i < intents; ++i) {
        // Halves that meet: a seller's TRADE, then the buyer's.
        const std::size_t pair = i / 2;
        const std::size_t seller = pair % traders;
        const std::size_t buyer =
            (pair * 7 + 1) % traders == seller ? (seller + 1) % traders : (pair * 7 + 1) % traders;
        const std::size_t owner = i % 2 == 0 ? seller : buyer;
        Intent intent;
        intent.genesis = cluster().genesis;
        intent.program = cluster().program;
        intent.engine = cluster().engine;
        intent.session = work.sessions[owner].publicKey();
        intent.owner = work.wallets[owner].publicKey();
        intent.item = itemOf(pair % 10'000);
        intent.from = work.wallets[seller].publicKey();
        intent.to = work.wallets[buyer].publicKey();
        intent.amount = {1 + pair % 1000};
        intent.nonce = ++nonces[owner];
        intent.createdAt = now;
        intent.expiresAt = {now.value + 3000};
        const IntentPreimage preimage = encodeIntent(intent);
        work.submissions.push_back({preimage, work.sessions[owner].sign(preimage), std::nullopt});
    }
    return work;
}

/// Intents per second of libsodium on as many threads as there are verify threads.
double libsodiumAlone(const Workload &work, unsigned threads)
{
    const std::size_t count = std::min<std::size_t>(work.submissions.size(), 20'000);
    const auto start = Clock_::now();
    std::vector<std::thread> running;
    std::atomic<std::size_t> good = 0;
    for (unsigned t = 0; t < threads; ++t)
        running.emplace_back([&, t] {
            for (std::size_t i = t; i < count; i += threads) {
                const admission::Submission &each = work.submissions[i];
                const auto key = PublicKey::from(ByteSpan(each.preimage).subspan(112, 32));
                good += solana::verify(*key, each.preimage, each.signature) ? 1 : 0;
            }
        });
    for (std::thread &thread : running)
        thread.join();
    return static_cast<double>(good) / secondsSince(start);
}

void openSessions(admission::Admission &admission, storage::Writer &writer, const Workload &work, UnixSeconds now)
{
    for (std::size_t i = 0; i < work.sessions.size(); ++i) {
        const Grant grant{.genesis = cluster().genesis,
                          .program = cluster().program,
                          .engine = cluster().engine,
                          .owner = work.wallets[i].publicKey(),
                          .session = work.sessions[i].publicKey(),
                          .actions = actionsAll,
                          .maxTotal = {1'000'000'000},
                          .maxPerIntent = {1'000'000},
                          .maxIntents = 10'000'000,
                          .notBefore = {now.value - 10},
                          .expiresAt = {now.value + 3600},
                          .epoch = 0,
                          .scopeRoot = {}};
        std::latch done(1);
        admission.createSession(grant, "bench", [&](auto) { done.count_down(); });
        done.wait();
        (void)writer.execute([&](storage::Transaction &t) { return admission.activate(t, grant.session); });
    }
}

/// `inFlight` callers, each posting its next intent when the answer to the last is durable.
double singlePosts(admission::Admission &admission, std::span<const admission::Submission> submissions,
                   std::ptrdiff_t inFlight)
{
    std::counting_semaphore<> slots(inFlight);
    std::atomic<std::size_t> good = 0;
    const auto start = Clock_::now();
    for (const admission::Submission &each : submissions) {
        slots.acquire();
        admission.submit(each, [&](const admission::Answer &answer) {
            good += answer ? 1 : 0;
            slots.release();
        });
    }
    for (std::ptrdiff_t i = 0; i < inFlight; ++i)
        slots.acquire();
    return static_cast<double>(good) / secondsSince(start);
}

/// CPU seconds of the threads of this process with that name.
double cpuSecondsOf(const std::string &name)
{
    double ticks = 0;
    for (const auto &task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::string line;
        std::getline(std::ifstream(task.path() / "stat") >> std::ws, line);
        if (line.find("(" + name + ")") == std::string::npos)
            continue;
        std::istringstream fields(line.substr(line.rfind(')') + 2));
        std::string skipped;
        for (int i = 0; i < 11; ++i)
            fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        ticks += user + system;
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

int run(std::size_t intents, const std::filesystem::path *place)
{
    SystemClock clock;
    SystemRandom random;
    const unsigned threads = std::max(2U, std::thread::hardware_concurrency());
    const UnixSeconds now = clock.wallSeconds();
    const Workload work = makeWorkload(random, now, 64, intents);
    const double alone = libsodiumAlone(work, threads);

    const testing::TempDirectory temporary;
    const std::filesystem::path directory = place ? *place : temporary.path();
    const auto database = storage::Database::open(directory);
    if (!database) {
        std::fprintf(stderr, "%s\n", database.error().words.c_str());
        return 1;
    }
    storage::Writer writer(**database, clock);
    const solana::Keypair engine = solana::Keypair::generate(random);
    admission::Options options;
    options.cluster = cluster();
    options.verifyThreads = threads;
    admission::Admission admission(**database, writer, clock, engine, options);
    writer.start();
    openSessions(admission, writer, work, now);
    const std::span<const admission::Submission> all(work.submissions);
    const double one = singlePosts(admission, all.first(intents / 2), 64);
    const double many = singlePosts(admission, all.subspan(intents / 2), 4096);
    const double perIntent = 1e6 / static_cast<double>(intents);
    const double writing = cpuSecondsOf("paradox-writer") * perIntent;
    const double copying = cpuSecondsOf("paradox-chkpt") * perIntent;
    const double verifying = cpuSecondsOf("paradox-verify") * perIntent;
    admission.stop();
    writer.stop();
    perf::report({.name = "admission_core_64_in_flight",
                  .value = one,
                  .unit = "intents/s",
                  .against = "libsodium alone on the same cores",
                  .reference = alone});
    perf::report({.name = "admission_core_4096_in_flight",
                  .value = many,
                  .unit = "intents/s",
                  .against = "libsodium alone on the same cores",
                  .reference = alone});
    perf::report(
        {.name = "admission_writer_cpu", .value = writing, .unit = "us/intent", .against = "", .reference = {}});
    perf::report(
        {.name = "admission_checkpoint_cpu", .value = copying, .unit = "us/intent", .against = "", .reference = {}});
    perf::report(
        {.name = "admission_verify_cpu", .value = verifying, .unit = "us/intent", .against = "", .reference = {}});
    return 0;
}

} // namespace
} // namespace paradox

int main(int argc, char **argv)
{
    const std::size_t intents = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    const std::filesystem::path place = argc > 2 ? argv[2] : "";
    return paradox::run(intents, argc > 2 ? &place : nullptr);
}
