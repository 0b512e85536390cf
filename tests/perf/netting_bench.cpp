// Netting of interned batches, the keyed and the JSON form, and commitments against raw SHA-256. No test asserts a
// time.
#include "domain/sha256.h"
#include "netting/commitment.h"
#include "netting/interned.h"
#include "netting/net_json.h"
#include "tests/netting/seeded_random.h"
#include "tests/perf/report.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>

namespace {

using namespace paradox;
using namespace paradox::netting;
using test::SeededRandom;

double medianMs(int repeats, const std::function<void()> &work)
{
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
}

double peakMib()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Chains that hold, and one purchase in a hundred by a wallet with an empty purse.
struct Market {
    std::vector<InternedTrade> trades;
    std::vector<std::uint32_t> owners;
    std::vector<std::uint64_t> available;

    Market(std::uint32_t count, std::uint32_t names)
    {
        SeededRandom random(count);
        for (std::uint32_t i = 0; i < names; ++i)
            owners.push_back(static_cast<std::uint32_t>(random.below(names)));
        std::vector<std::uint32_t> holder = owners;
        available.assign(std::size_t{2} * names + 1, 1'000'000'000'000ULL);
        std::fill(available.begin() + names, available.end(), 0); // paupers, and the treasury
        for (std::uint32_t t = 0; t < count; ++t) {
            const auto item = static_cast<std::uint32_t>(random.below(names));
            const bool pauper = random.oneIn(100);
            const auto buyer = static_cast<std::uint32_t>(random.below(names) + (pauper ? names : 0));
            trades.push_back({.amount = 1 + random.below(1'000'000), .item = item, .from = holder[item], .to = buyer});
            if (!pauper && buyer != holder[item])
                holder[item] = buyer;
        }
    }
    [[nodiscard]] InternedBatch batch(std::uint32_t evictionsMax) const
    {
        return {.trades = trades,
                .owners = owners,
                .available = available,
                .treasury = static_cast<std::uint32_t>(available.size() - 1),
                .feeBps = 25,
                .evictionsMax = evictionsMax};
    }
    [[nodiscard]] std::string json() const;
};

std::string nameOf(char kind, std::uint32_t number)
{
    std::string name = std::to_string(number); // as long as a key in base58
    return kind + std::string(43 - name.size(), 'x') + name;
}

std::string Market::json() const
{
    std::string text = R"({"feeBps":25,"treasury":"T","mode":"NET","owners":{)";
    for (std::uint32_t i = 0; i < owners.size(); ++i)
        text += (i == 0 ? "\"" : ",\"") + nameOf('i', i) + "\":\"" + nameOf('w', owners[i]) + '"';
    text += "},\"available\":{";
    for (std::uint32_t w = 0; w + 1 < available.size(); ++w)
        text += (w == 0 ? "\"" : ",\"") + nameOf('w', w) + "\":\"" + std::to_string(available[w]) + '"';
    text += "},\"trades\":[";
    for (std::size_t t = 0; t < trades.size(); ++t)
        text += (t == 0 ? R"({"id":")" : R"(,{"id":")") + std::to_string(t) + R"(","item":")" +
                nameOf('i', trades[t].item) + R"(","from":")" + nameOf('w', trades[t].from) + R"(","to":")" +
                nameOf('w', trades[t].to) + R"(","amount":")" + std::to_string(trades[t].amount) + "\"}";
    return text + "]}";
}

void benchInterned(std::uint32_t count, int repeats, double barMs)
{
    const Market market(count, std::min(10'000U, count));
    const std::string name = "netting_" + std::to_string(count);
    std::uint32_t evictions = 0;
    const auto run = [&](std::uint32_t bound) {
        return medianMs(repeats, [&] { evictions = netInterned(market.batch(bound))->evictions; });
    };
    const double bounded = run(evictionsMaxDefault);
    perf::report({.name = name,
                  .value = bounded,
                  .unit = "ms",
                  .against = std::to_string(evictions) + " evictions, 1 % insolvent",
                  .reference = {},
                  .kind = perf::Bar::AtMost,
                  .bar = barMs});
    const double unbounded = run(0xFFFF'FFFF);
    perf::report({.name = name + "_without_bound",
                  .value = unbounded,
                  .unit = "ms",
                  .against = std::to_string(evictions) + " evictions",
                  .reference = {},
                  .kind = perf::Bar::AtMost,
                  .bar = barMs});
    perf::report({.name = name + "_peak_rss",
                  .value = peakMib(),
                  .unit = "MiB",
                  .against = "process, inputs too",
                  .reference = {},
                  .kind = perf::Bar::AtMost,
                  .bar = 200});
}

void benchMillionNames()
{
    const Market market(1'000'000, 1'000'000);
    perf::report({.name = "netting_1000000_of_a_million_items",
                  .value = medianMs(7,
                                    [&] {
                                        if (!netInterned(market.batch(evictionsMaxDefault)))
                                            std::puts("refused");
                                    }),
                  .unit = "ms",
                  .against = "1 % insolvent",
                  .reference = {},
                  .kind = perf::Bar::AtMost,
                  .bar = 60});
}

void benchJson(std::uint32_t count)
{
    const std::string text = Market(count, std::min(10'000U, count)).json();
    perf::report({.name = "net_json_" + std::to_string(count),
                  .value = medianMs(5,
                                    [&] {
                                        if (!netJson(text))
                                            std::puts("refused");
                                    }),
                  .unit = "ms",
                  .against = std::to_string(text.size() >> 10) + " KiB of JSON",
                  .reference = {}});
}

/// The same number of hashes of the same lengths, nothing else done.
double rawHashingMs(std::size_t leaves, std::size_t leafSize)
{
    const Bytes data(leafSize + 1, 7);
    const Bytes node(65, 9);
    std::uint8_t sink = 0;
    const double took = medianMs(5, [&] {
        for (std::size_t i = 0; i < leaves; ++i)
            sink ^= sha256(data).bytes[0];
        for (std::size_t i = 0; i + 1 < leaves; ++i)
            sink ^= sha256(node).bytes[0];
    });
    return sink == 0xAB ? took + 1e-9 : took; // the hashes are used
}

void benchCommitment(std::size_t count)
{
    std::vector<Trade> trades(count);
    for (std::size_t t = 0; t < count; ++t) {
        trades[t].seq = {t};
        std::memcpy(trades[t].sellerIntent.data(), &t, sizeof t);
    }
    const std::vector<Verdict> verdicts(count, Verdict::Accepted);
    const double raw = rawHashingMs(count, 66);
    const std::string name = std::to_string(count);
    perf::report({.name = "commitment_root_" + name,
                  .value = medianMs(5, [&] { (void)merkleRoot(intentLeaves(trades, verdicts)); }),
                  .unit = "ms",
                  .against = "raw SHA-256 of as many leaves and nodes",
                  .reference = raw,
                  .kind = perf::Bar::AtMost,
                  .bar = 1.5});
    std::size_t hashes = 0;
    perf::report({.name = "commitment_tree_and_proofs_" + name,
                  .value = medianMs(5,
                                    [&] {
                                        MerkleTree(intentLeaves(trades, verdicts))
                                            .visitProofs([&](std::size_t, std::span<const Hash> path) {
                                                hashes += path.size();
                                            });
                                    }),
                  .unit = "ms",
                  .against = "raw SHA-256 of as many leaves and nodes",
                  .reference = raw,
                  .kind = perf::Bar::AtMost,
                  .bar = 1.5});
}

} // namespace

int main()
{
    benchInterned(1'000, 501, 0.1);
    benchInterned(100'000, 31, 6);
    benchInterned(1'000'000, 9, 60);
    benchMillionNames();
    benchCommitment(1'000);
    benchCommitment(1'000'000);
    benchJson(1'000);
    benchJson(1'000'000);
}
