#include "chain/horizon.h"
#include "tests/chain/scripted_transport.h"

#include <gtest/gtest.h>

namespace paradox::chain {
namespace {

using nlohmann::json;
using Word = Horizon::Word;

constexpr Slot absurd{1'000'000'000'000};

/// Many answers in less than the time of doubt.
class HorizonTest : public ::testing::Test {
protected:
    Word hear(std::uint64_t slot) { return horizon->hear(Commitment::Finalized, Slot{slot}); }
    void passDoubt() { clock.advanceMs(Horizon::doubtMs); }

    testing::ManualClock clock;
    std::unique_ptr<Horizon> horizon = std::make_unique<Horizon>(clock, Slot{});
};

TEST_F(HorizonTest, anAbsurdSlotIsNotBelievedAndMovesNothing)
{
    EXPECT_EQ(hear(1'000), Word::News);
    EXPECT_EQ(hear(absurd.value), Word::FarAhead);
    EXPECT_EQ(horizon->hear(Commitment::Processed, absurd), Word::FarAhead);
    EXPECT_EQ(horizon->slotAt(Commitment::Finalized), Slot{1'000});
    EXPECT_EQ(hear(1'001), Word::News);
}

TEST_F(HorizonTest, anAbsurdHeightIsNotBelievedEither)
{
    EXPECT_EQ(horizon->hear(Commitment::Finalized, BlockHeight{900}), Word::News);
    EXPECT_EQ(horizon->hear(Commitment::Finalized, BlockHeight{absurd.value}), Word::FarAhead);
    EXPECT_EQ(horizon->hear(Commitment::Finalized, BlockHeight{901}), Word::News);
}

TEST_F(HorizonTest, theFirstAnswerMayBeFarFromWhereAnEarlierLifeEnded)
{
    horizon = std::make_unique<Horizon>(clock, Slot{1'000});
    EXPECT_EQ(hear(999), Word::Behind);
    EXPECT_EQ(horizon->hear(Commitment::Processed, Slot{50'000'000}), Word::News);
    EXPECT_EQ(hear(50'000'000), Word::News);
}

TEST_F(HorizonTest, theMostDistantAnswerOfOneClusterIsBelieved)
{
    EXPECT_EQ(hear(1'000), Word::News);
    EXPECT_EQ(hear(1'000 + Horizon::leapMax), Word::News);
    EXPECT_EQ(hear(1'000 + 2 * Horizon::leapMax + 1), Word::FarAhead);
}

TEST_F(HorizonTest, afterAPauseTheChainMayHaveComeAsFarAsTimeAllows)
{
    EXPECT_EQ(hear(1'000), Word::News);
    clock.advanceSeconds(7'200); // nobody asked
    const std::uint64_t allowed = 1'000 + Horizon::leapMax + 7'200'000 / Horizon::msPerSlotMin;
    EXPECT_EQ(hear(allowed + 1), Word::FarAhead);
    EXPECT_EQ(hear(allowed), Word::News);
    EXPECT_EQ(hear(allowed + Horizon::leapMax + 1), Word::FarAhead);
}

TEST_F(HorizonTest, whoAsksSeldomForgetsAsWell)
{
    EXPECT_EQ(hear(absurd.value), Word::News);
    for (unsigned i = 0; i < Horizon::contradictionsMin; ++i) {
        clock.advanceSeconds(600);
        EXPECT_EQ(hear(1'000), Word::Behind);
    }
    EXPECT_EQ(hear(1'000), Word::News);
}

TEST_F(HorizonTest, whatMostContradictForAWhileIsForgotten)
{
    EXPECT_EQ(hear(absurd.value), Word::News); // the first word, and nothing to hold it against
    passDoubt();
    EXPECT_EQ(hear(absurd.value), Word::News);
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(hear(1'000), Word::Behind);
    passDoubt();
    EXPECT_EQ(hear(1'000), Word::Behind);
    EXPECT_EQ(hear(1'000), Word::News);
    EXPECT_EQ(hear(absurd.value), Word::FarAhead);
}

TEST_F(HorizonTest, aLeapThatAllTellIsBelievedInTheEnd)
{
    EXPECT_EQ(hear(1'000), Word::News);
    passDoubt();
    EXPECT_EQ(hear(1'001), Word::News);
    for (std::uint64_t i = 0; i < 10; ++i)
        EXPECT_EQ(hear(1'000'000 + i), Word::FarAhead);
    passDoubt();
    EXPECT_EQ(hear(1'000'010), Word::FarAhead);
    EXPECT_EQ(hear(1'000'011), Word::News);
}

TEST_F(HorizonTest, aFewThatLagAmongManyOthersMakeNothingForgotten)
{
    for (std::uint64_t round = 0; round < 10; ++round) {
        passDoubt();
        for (std::uint64_t i = 0; i < 30; ++i) {
            const std::uint64_t slot = 1'000 + round * 100 + i;
            EXPECT_EQ(hear(slot), Word::News);
            if (i % 3 != 0) { // two in five answers
                EXPECT_EQ(hear(slot - 1), Word::Behind);
            }
        }
    }
}

TEST_F(HorizonTest, aFewContradictionsAreChance)
{
    EXPECT_EQ(hear(1'000), Word::News);
    passDoubt();
    EXPECT_EQ(hear(1'000), Word::News);
    for (unsigned i = 1; i < Horizon::contradictionsMin - 1; ++i)
        EXPECT_EQ(hear(999), Word::Behind);
    passDoubt();
    EXPECT_EQ(hear(999), Word::Behind);
    EXPECT_EQ(hear(999), Word::Behind);
}

/// A provider of four nodes that take turns; one of them is out of its mind.
class RogueAmongFour : public ::testing::Test {
public:
    using Look = Result<Slot> (RogueAmongFour::*)();

    json answer(const json &request)
    {
        const bool isRogue = (++m_turn + m_firstTurn) % 4 == 0;
        const std::uint64_t slot = isRogue ? absurd.value : m_slot++;
        const std::string method = request["method"];
        if (request["params"].back().value("minContextSlot", std::uint64_t{0}) > slot)
            return errorTo(request, -32016);
        if (method == "getEpochInfo")
            return answerTo(request, {{"absoluteSlot", slot}, {"blockHeight", slot}});
        return answerTo(request, method == "getSlot" ? json(slot) : withContext(slot, {nullptr}));
    }
    /// How many of a minute's looks, two each second, were answered; every one must have been answered truly.
    unsigned answersOfAMinute(Look look)
    {
        unsigned answers = 0;
        for (int i = 0; i < 120; ++i) {
            m_clock.advanceMs(500);
            const Result<Slot> slot = (this->*look)();
            const auto history = m_client.history(std::array{Signature{}});
            answers += slot && *slot < absurd ? 1U : 0U;
            EXPECT_FALSE(m_isSettled && slot && *slot == absurd);
            EXPECT_FALSE(m_isSettled && history && history->finalizedHeight.value == absurd.value);
        }
        return answers;
    }
    Result<Slot> slot() { return m_client.slot(Commitment::Finalized); }
    Result<Slot> slotOfAccounts()
    {
        const auto read = m_client.accounts(std::array{PublicKey{}}, Commitment::Finalized);
        return read ? Result<Slot>(read->slot) : std::unexpected(read.error());
    }
    void expectToRecoverFromTheRogue(Look look)
    {
        m_firstTurn = 3; // it speaks first
        m_isSettled = false;
        (void)answersOfAMinute(look);
        m_isSettled = true;
        EXPECT_GT(answersOfAMinute(look), 60U);
    }

private:
    bool m_isSettled = true; ///< the client knows where the chain is
    testing::ManualClock m_clock;
    std::uint64_t m_slot = 5'000;
    unsigned m_turn = 0;
    unsigned m_firstTurn = 0;
    RpcClient m_client = clientOf([this](const json &request) { return ok(answer(request).dump()); }, m_clock);
};

TEST_F(RogueAmongFour, theOthersAreHeardAndNothingOfItIsBelieved)
{
    EXPECT_GT(answersOfAMinute(&RogueAmongFour::slot), 60U);
    EXPECT_GT(answersOfAMinute(&RogueAmongFour::slotOfAccounts), 60U);
}

TEST_F(RogueAmongFour, theOthersAreHeardAgainWhenItWasTheFirstToSpeak)
{
    expectToRecoverFromTheRogue(&RogueAmongFour::slot);
}

TEST_F(RogueAmongFour, theirAccountsAreReadAgainWhenItWasTheFirstToSpeak)
{
    expectToRecoverFromTheRogue(&RogueAmongFour::slotOfAccounts);
}

} // namespace
} // namespace paradox::chain
