#include "netting/engine.h"
#include "netting/net_json.h"
#include "tests/netting/random_batch.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::netting::test {
namespace {

std::string overflowWords()
{
    return std::string(toText(NetError::AmountOverflow));
}

/// The engine's text equals the reference's, byte for byte.
void expectSame(const NaiveBatch &batch)
{
    const std::expected<std::string, std::string> engine = netJson(toJson(batch));
    const std::optional<NaiveResult> naive = netNaively(batch);
    if (!naive) {
        ASSERT_FALSE(engine.has_value()) << toJson(batch) << *engine;
        EXPECT_EQ(engine.error(), overflowWords());
        return;
    }
    ASSERT_TRUE(engine.has_value()) << engine.error() << toJson(batch);
    ASSERT_EQ(*engine, toJson(*naive)) << toJson(batch);
}

NaiveResult resultOf(const NaiveBatch &batch)
{
    expectSame(batch);
    return netNaively(batch).value();
}

TEST(Engine, equalsTheNaiveReferenceOnRandomBatches)
{
    const std::uint64_t seed = testSeed();
    SeededRandom random(seed);
    std::map<std::string, int> verdicts;
    int overflows = 0;
    int readmissions = 0;
    for (int i = 0; i < 12'000; ++i) {
        const NaiveBatch batch = randomBatch(random);
        expectSame(batch);
        ASSERT_FALSE(testing::Test::HasFatalFailure()) << "PARADOX_SEED=" << seed << " batch " << i;
        const std::optional<NaiveResult> result = netNaively(batch);
        overflows += result ? 0 : 1;
        if (!result)
            continue;
        for (const auto &[id, verdict] : result->rejected)
            ++verdicts[verdict];
        readmissions +=
            std::ranges::is_sorted(result->accepted, {}, [](const std::string &id) { return std::stoi(id.substr(1)); })
                ? 0
                : 1;
    }
    // The market draws every kind of fate, or the comparison proves little.
    EXPECT_EQ(verdicts.size(), 5U);
    EXPECT_GT(overflows, 5);
    EXPECT_GT(readmissions, 100);
}

TEST(Engine, equalsTheNaiveReferenceOnChainsThatTurnOver)
{
    SeededRandom random(testSeed() + 1);
    for (int i = 0; i < 8'000; ++i) {
        expectSame(chainBatch(random));
        ASSERT_FALSE(testing::Test::HasFatalFailure()) << "PARADOX_SEED=" << testSeed() << " batch " << i;
    }
}

/// Every sequence of up to four trades over 3 wallets, 2 items and amounts {0, 1}; opening states from empty to enough.
TEST(Engine, equalsTheNaiveReferenceOnEverySmallBatch)
{
    constexpr unsigned kinds = 2 * 3 * 3 * 2;
    const auto tradeOf = [](unsigned kind, std::size_t place) {
        return NaiveTrade{std::to_string(place), kind % 2 ? "x" : "y",
                          std::string(1, static_cast<char>('A' + kind / 2 % 3)),
                          std::string(1, static_cast<char>('A' + kind / 6 % 3)), kind / 18};
    };
    NaiveBatch batch;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}, {"y", "B"}};
    std::uint64_t turn = 0;
    for (unsigned length = 1; length <= 4; ++length) {
        unsigned total = 1;
        for (unsigned i = 0; i < length; ++i)
            total *= kinds;
        // Items are alike and wallets but for their first item: of the longest, each seventh stands for the rest.
        for (unsigned code = 0; code < total; code += length == 4 ? 7 : 1, ++turn) {
            batch.trades.clear();
            for (unsigned i = 0, rest = code; i < length; ++i, rest /= kinds)
                batch.trades.push_back(tradeOf(rest % kinds, i));
            batch.available = {{"A", turn % 2}, {"B", turn / 2 % 2}, {"C", turn / 4 % 3}};
            batch.evictionsMax = turn % 5 == 0 ? std::optional<std::uint32_t>(1) : std::nullopt;
            expectSame(batch);
            ASSERT_FALSE(testing::Test::HasFatalFailure());
        }
    }
}

TEST(Engine, addingATradeOfAnUnknownItemChangesNothingElse)
{
    SeededRandom random(testSeed() + 2);
    for (int i = 0; i < 500; ++i) {
        NaiveBatch batch = randomBatch(random);
        const std::optional<NaiveResult> before = netNaively(batch);
        batch.trades.insert(batch.trades.begin() + static_cast<std::ptrdiff_t>(random.below(batch.trades.size() + 1)),
                            {"added", "nowhere", "w0", "w1", 77});
        expectSame(batch);
        std::optional<NaiveResult> after = netNaively(batch);
        ASSERT_EQ(before.has_value(), after.has_value());
        if (!after)
            continue;
        EXPECT_EQ(after->rejected.erase("added"), 1U);
        EXPECT_EQ(*before, *after);
    }
}

TEST(Engine, scalingEveryAmountScalesEveryDelta)
{
    SeededRandom random(testSeed() + 3);
    for (int i = 0; i < 500; ++i) {
        NaiveBatch batch = chainBatch(random);
        batch.feeBps = 0;
        const NaiveResult small = resultOf(batch);
        for (NaiveTrade &trade : batch.trades)
            trade.amount *= 1000;
        for (auto &[wallet, amount] : batch.available)
            amount *= 1000;
        const NaiveResult large = resultOf(batch);
        EXPECT_EQ(small.accepted, large.accepted);
        for (const auto &[wallet, delta] : small.delta)
            EXPECT_EQ(large.delta.at(wallet), delta * 1000);
    }
}

TEST(Engine, independentItemsMayComeInAnyOrderWhenAllCanPay)
{
    SeededRandom random(testSeed() + 4);
    for (int i = 0; i < 300; ++i) {
        NaiveBatch batch = chainBatch(random);
        for (auto &[wallet, amount] : batch.available)
            amount = 1'000'000;
        const NaiveResult before = resultOf(batch);
        std::ranges::stable_sort(batch.trades, {}, &NaiveTrade::item);
        const NaiveResult after = resultOf(batch);
        EXPECT_EQ(before.rejected, after.rejected);
        EXPECT_EQ(before.finalOwner, after.finalOwner);
        EXPECT_EQ(before.delta, after.delta);
    }
}

TEST(Engine, insolventBuyerLosesTheLatestPurchase)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}, {"y", "A"}};
    batch.available = {{"B", 10}};
    batch.trades = {{"1", "x", "A", "B", 10}, {"2", "y", "A", "B", 1}};
    EXPECT_EQ(resultOf(batch).rejected, (std::map<std::string, std::string>{{"2", "INSOLVENT"}}));
}

TEST(Engine, treasuryIsNeverInsolvent)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}};
    batch.trades = {{"1", "x", "A", "T", 10}};
    EXPECT_EQ(resultOf(batch).delta, (std::map<std::string, std::int64_t>{{"A", 10}, {"T", -10}}));
}

TEST(Engine, treasuryThatSellsKeepsItsOwnFee)
{
    NaiveBatch batch;
    batch.feeBps = 100;
    batch.treasury = "T";
    batch.owners = {{"x", "T"}};
    batch.available = {{"B", 1000}};
    batch.trades = {{"1", "x", "T", "B", 1000}};
    const NaiveResult result = resultOf(batch);
    EXPECT_EQ(result.delta, (std::map<std::string, std::int64_t>{{"B", -1000}, {"T", 1000}}));
    EXPECT_EQ(result.fees, 10U);
}

TEST(Engine, feeOfTheLargestAmountIsExact)
{
    constexpr std::uint64_t largest = 9'223'372'036'854'775'807ULL;
    NaiveBatch batch;
    batch.feeBps = 9'999;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}};
    batch.available = {{"B", largest}};
    batch.trades = {{"1", "x", "A", "B", largest}};
    EXPECT_EQ(resultOf(batch).delta.at("B"), -9'223'372'036'854'775'807LL);
}

TEST(Engine, deltaOutsideSixtyFourBitsIsAnError)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}, {"y", "A"}};
    batch.available = {{"B", 1ULL << 63}, {"C", 1ULL << 63}};
    batch.trades = {{"1", "x", "A", "B", 1ULL << 62}, {"2", "y", "A", "C", 1ULL << 62}};
    EXPECT_EQ(netJson(toJson(batch)).error(), overflowWords());
}

TEST(Engine, intermediateSumsMayLeaveSixtyFourBitsWhenTheEndFits)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.owners = {{"x", "A"}, {"y", "A"}, {"z", "B"}};
    batch.available = {{"A", 0}, {"B", 1ULL << 62}, {"C", 1ULL << 62}};
    batch.trades = {
        {"1", "x", "A", "B", 1ULL << 62}, {"2", "y", "A", "C", 1ULL << 62}, {"3", "z", "B", "A", 1ULL << 62}};
    EXPECT_EQ(resultOf(batch).delta.at("A"), std::int64_t{1} << 62);
}

/// Amounts up to half of 63 bits are summed in 64 bits, larger ones in 128.
TEST(Engine, amountsWhereTheSumsGrowWiderMeanTheSame)
{
    constexpr std::uint64_t quarter = 1ULL << 62;
    constexpr std::uint64_t offsets[] = {0, 1, 2, 3};
    for (const std::uint64_t purse : offsets) {
        for (const std::uint64_t price : offsets) {
            NaiveBatch batch;
            batch.feeBps = 10;
            batch.treasury = "T";
            batch.owners = {{"x", "A"}, {"y", "B"}};
            batch.available = {{"A", quarter - 2}, {"B", quarter - 2 + purse}, {"T", quarter}};
            batch.trades = {{"1", "x", "A", "B", quarter - 2 + price}, {"2", "y", "B", "A", 1}};
            expectSame(batch);
        }
    }
}

TEST(Engine, beyondTheBoundTheRestOfAChainIsDeferredNotSearched)
{
    NaiveBatch batch;
    batch.treasury = "T";
    batch.evictionsMax = 0;
    batch.owners = {{"x", "A"}, {"y", "A"}};
    batch.available = {{"C", 100}, {"D", 100}};
    batch.trades = {{"1", "x", "A", "B", 10}, // B has nothing, so this waits …
                    {"2", "x", "A", "C", 10}, // … and with it the runner-up
                    {"3", "x", "B", "D", 5},
                    {"4", "x", "C", "C", 1},
                    {"5", "y", "A", "D", 7}};
    const NaiveResult result = resultOf(batch);
    EXPECT_EQ(result.accepted, std::vector<std::string>{"5"});
    EXPECT_EQ(result.rejected, (std::map<std::string, std::string>{
                                   {"1", "DEFERRED"}, {"2", "DEFERRED"}, {"3", "DEFERRED"}, {"4", "SELF_TRADE"}}));
}

PublicKey keyOf(std::uint8_t first)
{
    return PublicKey{{first}};
}

TEST(Engine, keyedFormNamesMovesAndDeltasSorted)
{
    const std::vector<Ownership> owners = {{keyOf(1), keyOf(50)}, {keyOf(2), keyOf(60)}};
    const std::vector<Balance> available = {{keyOf(40), Lamports{100}}};
    const std::vector<Trade> trades = {
        {.seq = {3}, .item = keyOf(2), .from = keyOf(60), .to = keyOf(40), .amount = {70}},
        {.seq = {9}, .item = keyOf(1), .from = keyOf(50), .to = keyOf(40), .amount = {30}},
        {.seq = {10}, .item = keyOf(7), .from = keyOf(50), .to = keyOf(40), .amount = {1}}};
    const Netting netting =
        net({.trades = trades, .owners = owners, .available = available, .treasury = keyOf(9), .feeBps = 1000}).value();
    EXPECT_EQ(netting.accepted, (std::vector<std::uint32_t>{0, 1}));
    EXPECT_EQ(netting.verdicts[2], Verdict::UnknownItem);
    EXPECT_EQ(netting.ownerMoves,
              (std::vector<OwnerMove>{{keyOf(1), keyOf(50), keyOf(40)}, {keyOf(2), keyOf(60), keyOf(40)}}));
    EXPECT_EQ(netting.deltas,
              (std::vector<WalletDelta>{{keyOf(9), 10}, {keyOf(40), -100}, {keyOf(50), 27}, {keyOf(60), 63}}));
    EXPECT_EQ(netting.gross, 100U);
    EXPECT_EQ(netting.net, 100U);
}

TEST(Engine, inputsOutOfOrderAreAnswered)
{
    const std::vector<Trade> trades = {{.seq = {2}}, {.seq = {2}}};
    EXPECT_EQ(net({.trades = trades}).error(), NetError::TradesOutOfOrder);
    const std::vector<Ownership> owners = {{keyOf(2), {}}, {keyOf(1), {}}};
    EXPECT_EQ(net({.owners = owners}).error(), NetError::OwnersOutOfOrder);
    const std::vector<Balance> available = {{keyOf(2), {}}, {keyOf(2), {}}};
    EXPECT_EQ(net({.available = available}).error(), NetError::BalancesOutOfOrder);
    EXPECT_EQ(net({.feeBps = 10'001}).error(), NetError::FeeTooHigh);
}

TEST(Engine, emptyBatchIsEmpty)
{
    EXPECT_EQ(net({}).value(), Netting{});
}

TEST(Engine, savedShareIsMeasured)
{
    EXPECT_EQ(savedBps(0, 0), 0);
    EXPECT_EQ(savedBps(310, 120), 6129);
    EXPECT_EQ(savedBps(~0ULL, 0), 10'000);
}

} // namespace
} // namespace paradox::netting::test
