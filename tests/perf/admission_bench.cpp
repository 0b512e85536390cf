// Accepted intents per second through HTTP, verified and durable, against what libsodium alone verifies on the same
// cores in the same run: by single posts on 64 keep-alive connections, pipelined and in turn, by the batch route, and
// the latency at half of the load that is asked for and of the loads that were reached.
#include "domain/base58.h"
#include "domain/system_clock.h"
#include "tests/perf/report.h"
#include "tests/support/http_load.h"
#include "tests/support/trader.h"

#include <atomic>
#include <ctime>
#include <fstream>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace paradox::perf {
namespace {

constexpr std::size_t traderCount = 64;
constexpr std::size_t singlePosts = 60'000;
constexpr unsigned pipelined = 16; ///< posts of one connection that may wait for their answers at once
constexpr std::size_t batchPosts = 64;
constexpr std::size_t batchSize = 1024;
constexpr double singleBar = 0.6; ///< of what libsodium verifies

double nowSeconds()
{
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double cpuSecondsOfThisProcess()
{
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// User and system time of another process, as the kernel counts it.
double cpuSecondsOf(pid_t process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(file, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// What libsodium alone does on these cores.
struct Peer {
    double perSecond = 0; ///< verifications of an intent on every core at once
    double cpuUs = 0;     ///< of one
};

Peer measureLibsodium()
{
    SystemRandom random;
    const solana::Keypair key = solana::Keypair::generate(random);
    const IntentPreimage message{};
    const Signature signature = key.sign(message);
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    std::atomic<std::uint64_t> verified = 0;
    const double start = nowSeconds();
    const double cpuStart = cpuSecondsOfThisProcess();
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < cores; ++i) {
        threads.emplace_back([&] {
            std::uint64_t own = 0;
            while (nowSeconds() < start + 2) {
                for (int k = 0; k < 64; ++k)
                    own += solana::verify(key.publicKey(), message, signature) ? 1U : 0U;
            }
            verified += own;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const auto count = static_cast<double>(verified);
    return {.perSecond = count / (nowSeconds() - start), .cpuUs = (cpuSecondsOfThisProcess() - cpuStart) * 1e6 / count};
}

/// The cost of one durable write on this disk: part of the latency bar.
double fsyncMs(const std::string &directory)
{
    FILE *file = std::fopen((directory + "/fsync-probe").c_str(), "wb");
    const std::string block(4096, 'x');
    std::vector<double> times;
    for (int i = 0; i < 64; ++i) {
        std::fwrite(block.data(), 1, block.size(), file);
        std::fflush(file);
        const double start = nowSeconds();
        fdatasync(fileno(file));
        times.push_back((nowSeconds() - start) * 1000);
    }
    std::fclose(file);
    std::ranges::sort(times);
    return times[times.size() / 2];
}

class Bench {
public:
    Bench(const test::RunningNode &node, const test::Venue &venue) : m_node(node), m_venue(venue) {}

    bool enterTraders()
    {
        for (std::size_t i = 0; i < traderCount; ++i) {
            m_traders.push_back(test::Trader::make(m_random));
            if (!test::enter(m_node, m_venue, m_traders.back()))
                return false;
        }
        return true;
    }

    std::string nextIntent()
    {
        test::Trader &trader = m_traders[m_next++ % m_traders.size()];
        PublicKey item;
        m_random.fill(item.bytes);
        const Intent intent = test::makeIntent(m_venue, trader, {.item = item, .from = trader.owner.publicKey()},
                                               SystemClock().wallSeconds());
        return test::intentJson(intent, trader.session.sign(encodeIntent(intent)));
    }

    std::vector<std::string> singleRequests(std::size_t count)
    {
        std::vector<std::string> requests;
        for (std::size_t i = 0; i < count; ++i)
            requests.push_back(test::requestText(
                m_node.apiPort,
                {.method = "POST", .path = "/api/intents", .body = nextIntent(), .token = m_node.token}));
        return requests;
    }

    std::vector<std::string> batchRequests()
    {
        std::vector<std::string> requests;
        for (std::size_t i = 0; i < batchPosts; ++i) {
            std::string body = "[";
            for (std::size_t k = 0; k < batchSize; ++k)
                body += (k == 0 ? "" : ",") + nextIntent();
            requests.push_back(test::requestText(
                m_node.apiPort,
                {.method = "POST", .path = "/api/intents/batch", .body = body + "]", .token = m_node.token}));
        }
        return requests;
    }

    /// Answers with 202 for a single, and every "pending" inside a batch's answer.
    struct Load {
        unsigned unansweredMax = 1;      ///< of one connection
        std::uint64_t ratePerSecond = 0; ///< 0: as fast as answers come
    };
    test::LoadResult send(std::vector<std::string> requests, Load load, std::uint64_t &accepted)
    {
        std::size_t at = 0;
        accepted = 0;
        return test::runLoad({.port = m_node.apiPort,
                              .connections = 64,
                              .unansweredMax = load.unansweredMax,
                              .next = [&] { return at < requests.size() ? std::move(requests[at++]) : std::string(); },
                              .answered =
                                  [&](int status, std::string_view body) {
                                      if (status == 202) {
                                          ++accepted;
                                          return;
                                      }
                                      for (std::size_t i = body.find("\"pending\""); i != std::string_view::npos;
                                           i = body.find("\"pending\"", i + 1))
                                          ++accepted;
                                  },
                              .ratePerSecond = load.ratePerSecond});
    }

private:
    const test::RunningNode &m_node;
    const test::Venue &m_venue;
    SystemRandom m_random;
    std::vector<test::Trader> m_traders;
    std::size_t m_next = 0;
};

bool complete(const char *what, std::uint64_t accepted, std::size_t sent)
{
    if (accepted == sent)
        return true;
    std::fprintf(stderr, "admission_bench: %s: %llu of %zu were accepted\n", what,
                 static_cast<unsigned long long>(accepted), sent);
    return false;
}

/// Latency at half of a load, the requests sent when they are due whether answers came or not.
bool measureHalfLoad(Bench &bench, const char *name, double loadPerSecond, double limitMs, Bar kind)
{
    const auto half = static_cast<std::uint64_t>(loadPerSecond / 2);
    std::uint64_t accepted = 0;
    const test::LoadResult result =
        bench.send(bench.singleRequests(half * 4), {.unansweredMax = pipelined, .ratePerSecond = half}, accepted);
    if (!complete(name, accepted, half * 4))
        return false;
    report({.name = name,
            .value = test::percentileUs(result.latencyUs, 99) / 1000.0,
            .unit = "ms",
            .against = "10 ms + one fdatasync",
            .reference = limitMs,
            .kind = kind,
            .bar = 1});
    return true;
}

int run()
{
    const std::string directory = test::temporaryDirectory("admission-bench");
    const auto node =
        test::RunningNode::start({.dataDir = directory, .extraArguments = {"--cut-interval-ms", "3600000"}});
    if (!node)
        return 1;
    const test::Venue venue = test::venueOf(*node);
    Bench bench(*node, venue);
    if (!bench.enterTraders())
        return 1;
    const Peer libsodium = measureLibsodium();
    std::uint64_t accepted = 0;

    // The load client shares the cores, so requests are signed and written before the clock starts.
    std::vector<std::string> requests = bench.singleRequests(singlePosts);
    const double nodeStart = cpuSecondsOf(node->process.pid());
    const double clientStart = cpuSecondsOfThisProcess();
    test::LoadResult result = bench.send(std::move(requests), {.unansweredMax = pipelined}, accepted);
    const double nodeUs = (cpuSecondsOf(node->process.pid()) - nodeStart) * 1e6 / static_cast<double>(singlePosts);
    const double clientUs = (cpuSecondsOfThisProcess() - clientStart) * 1e6 / static_cast<double>(singlePosts);
    const double singles = static_cast<double>(accepted) / result.seconds;
    if (!complete("single posts", accepted, singlePosts))
        return 1;
    report({.name = "admission.single",
            .value = singles,
            .unit = "intents/s",
            .against = "libsodium verify alone, all cores",
            .reference = libsodium.perSecond,
            .kind = Bar::AtLeast,
            .bar = singleBar});
    report({.name = "admission.singleNodeCpu",
            .value = nodeUs,
            .unit = "us/intent",
            .against = "one libsodium verify",
            .reference = libsodium.cpuUs});
    report({.name = "admission.singleClientCpu",
            .value = clientUs,
            .unit = "us/intent",
            .against = "one libsodium verify",
            .reference = libsodium.cpuUs});

    requests = bench.singleRequests(singlePosts / 2);
    result = bench.send(std::move(requests), {}, accepted);
    if (!complete("single posts in turn", accepted, singlePosts / 2))
        return 1;
    const double inTurn = static_cast<double>(accepted) / result.seconds;
    report({.name = "admission.singleInTurn",
            .value = inTurn,
            .unit = "intents/s",
            .against = "libsodium verify alone, all cores",
            .reference = libsodium.perSecond,
            .kind = Bar::AtLeast,
            .bar = singleBar});

    requests = bench.batchRequests();
    result = bench.send(std::move(requests), {}, accepted);
    if (!complete("batch route", accepted, batchPosts * batchSize))
        return 1;
    report({.name = "admission.batch",
            .value = static_cast<double>(accepted) / result.seconds,
            .unit = "intents/s",
            .against = "libsodium verify alone, all cores",
            .reference = libsodium.perSecond,
            .kind = Bar::AtLeast,
            .bar = 0.75});

    const double limitMs = 10 + fsyncMs(directory);
    // Half of what pipelining reaches is more than the whole load that is asked for: told, without a bar.
    const bool allAccepted =
        measureHalfLoad(bench, "admission.p99AtHalfLoad", singleBar * libsodium.perSecond, limitMs, Bar::AtMost) &&
        measureHalfLoad(bench, "admission.p99AtHalfOfInTurn", inTurn, limitMs, Bar::AtMost) &&
        measureHalfLoad(bench, "admission.p99AtHalfOfPipelined", singles, limitMs, Bar::None);
    return allAccepted ? 0 : 1;
}

} // namespace
} // namespace paradox::perf

int main()
{
    return paradox::perf::run();
}
