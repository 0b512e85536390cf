#include "tests/netting/random_batch.h"

#include <array>

namespace paradox::netting::test {
namespace {

std::uint64_t randomAmount(SeededRandom &random, std::uint64_t scale)
{
    if (random.oneIn(40))
        return 0;
    if (scale == 0) // no scale: any 64 bits
        return random.next() >> random.below(64);
    return random.below(scale) + 1;
}

std::uint64_t randomPurse(SeededRandom &random, std::uint64_t scale)
{
    if (scale == 0)
        return random.next() >> random.below(64);
    constexpr std::array<std::uint64_t, 4> parts = {0, 1, 4, 40};
    return scale * parts[random.below(parts.size())] / 2;
}

} // namespace

NaiveBatch randomBatch(SeededRandom &random)
{
    constexpr std::array<std::uint64_t, 6> fees = {0, 0, 25, 30, 1, 10'000};
    constexpr std::array<std::uint64_t, 6> scales = {3, 100, 5000, 0, 1'000'000'000'000'000, 0};
    const std::uint64_t walletCount = 1 + random.below(9);
    const std::uint64_t itemCount = 1 + random.below(6);
    const std::uint64_t tradeCount = random.below(60);
    const std::uint64_t scale = scales[random.below(scales.size())];
    const auto wallet = [&] { return "w" + std::to_string(random.below(walletCount)); };

    NaiveBatch batch;
    batch.feeBps = fees[random.below(fees.size())];
    batch.treasury = random.oneIn(5) ? wallet() : "T";
    batch.mode = random.oneIn(4) ? "HELD" : "NET";
    if (random.oneIn(3))
        batch.evictionsMax = static_cast<std::uint32_t>(random.below(8));
    for (std::uint64_t i = 0; i < itemCount; ++i)
        batch.owners["i" + std::to_string(i)] = wallet();
    for (std::uint64_t w = 0; w < walletCount; ++w) {
        if (!random.oneIn(6))
            batch.available["w" + std::to_string(w)] = randomPurse(random, scale);
    }
    // A guess of who owns what if all went well, so that chains form.
    std::map<std::string, std::string> guess = batch.owners;
    for (std::uint64_t t = 0; t < tradeCount; ++t) {
        NaiveTrade trade;
        trade.id = "n" + std::to_string(t);
        trade.item = random.oneIn(25) ? "ghost" : "i" + std::to_string(random.below(itemCount));
        trade.from = random.oneIn(5) || !guess.contains(trade.item) ? wallet() : guess[trade.item];
        trade.to = random.oneIn(12) ? batch.treasury : wallet();
        trade.amount = randomAmount(random, scale);
        if (guess.contains(trade.item) && !random.oneIn(4))
            guess[trade.item] = trade.to;
        batch.trades.push_back(trade);
    }
    return batch;
}

NaiveBatch chainBatch(SeededRandom &random)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.feeBps = random.below(3) * 50;
    const std::uint64_t walletCount = 2 + random.below(4);
    for (std::uint64_t w = 0; w < walletCount; ++w)
        batch.available["w" + std::to_string(w)] = random.below(60);
    batch.owners = {{"x", "w0"}, {"y", "w1"}};
    for (std::uint64_t t = 0; t < 40; ++t) {
        const std::string from = "w" + std::to_string(random.below(walletCount));
        const std::string to = "w" + std::to_string(random.below(walletCount));
        batch.trades.push_back({"n" + std::to_string(t), random.oneIn(4) ? "y" : "x", from, to, random.below(50)});
    }
    return batch;
}

} // namespace paradox::netting::test
