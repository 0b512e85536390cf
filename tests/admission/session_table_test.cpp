#include "tests/admission/admission_fixture.h"

namespace paradox::admission {
namespace {

/// Sessions leave the memory of the node once nothing depends on them; what is answered about them stays the same.
class SessionTableTest : public AdmissionTest {
protected:
    const PublicKey item = keyOf(40);

    std::size_t inMemory() { return admission->load().sessions; }
    std::size_t owners() { return admission->load().owners; }
    void raiseEpoch(const Trader &trader, std::uint64_t epoch)
    {
        inWriter([&](storage::Transaction &t) { admission->raiseEpoch(t, trader.wallet.publicKey(), epoch); });
    }
    std::expected<std::vector<storage::Session>, Refusal> revoke(const Trader &trader)
    {
        const Revocation act{cluster().genesis, trader.session.publicKey(), trader.wallet.publicKey(),
                             clock.wallSeconds()};
        std::promise<std::expected<std::vector<storage::Session>, Refusal>> promise;
        admission->revoke({act, trader.wallet.publicKey(), trader.wallet.sign(encodeRevocation(act))},
                          [&](auto result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
};

TEST_F(SessionTableTest, endedSessionsLeave)
{
    Trader revoked = liveTrader();
    Trader exhausted = liveTrader([](Grant &grant) { grant.maxIntents = 1; });
    Trader expired = liveTrader([&](Grant &grant) { grant.expiresAt = {clock.wallSeconds().value + 60}; });
    const Trader living = liveTrader();
    EXPECT_EQ(inMemory(), 4U);
    ASSERT_TRUE(revoke(revoked).has_value());
    EXPECT_EQ(inMemory(), 3U);
    const Answer last = submit(exhausted, list(exhausted, item, 1));
    ASSERT_TRUE(last.has_value());
    EXPECT_EQ(inMemory(), 3U); // its intent still waits
    ASSERT_TRUE(revoke(exhausted).has_value());
    EXPECT_EQ(stored(last->seq).state, IntentState::Revoked);
    EXPECT_EQ(inMemory(), 2U);
    clock.advanceSeconds(60);
    sweep();
    EXPECT_EQ(inMemory(), 1U);
    EXPECT_TRUE(revoke(living).has_value());
    EXPECT_EQ(inMemory(), 0U);
}

TEST_F(SessionTableTest, aSessionStaysUntilItsLastBatchIsOver)
{
    Trader a = liveTrader();
    Trader b = liveTrader();
    ASSERT_TRUE(submit(a, sell(a, b, item, 100)).has_value());
    ASSERT_TRUE(submit(b, buy(b, a, item, 100)).has_value());
    BatchSeq batch;
    const std::vector<OpenTrade> trades = cut();
    ASSERT_EQ(trades.size(), 1U);
    inWriter([&](storage::Transaction &t) {
        batch = storage::batches::insert(t, {.openedAt = t.now()});
        admission->book().net(t, batch, std::vector<Seq>{trades[0].trade.seq});
    });
    ASSERT_TRUE(revoke(a).has_value());
    ASSERT_TRUE(revoke(b).has_value());
    EXPECT_EQ(inMemory(), 2U);
    inWriter([&](storage::Transaction &t) { admission->book().settle(t, batch); });
    EXPECT_EQ(inMemory(), 0U);
    EXPECT_EQ(sessionOf(b).spent.value, 100U);
    EXPECT_EQ(sessionOf(b).held.value, 0U);
}

TEST_F(SessionTableTest, ofASessionThatHasLeftTheAnswersAreTheSame)
{
    Trader a = liveTrader();
    const Intent taken = list(a, item, 1);
    const Answer first = submit(a, taken);
    ASSERT_TRUE(first.has_value());
    ASSERT_TRUE(revoke(a).has_value());
    ASSERT_EQ(inMemory(), 0U);
    EXPECT_EQ(codeOf(a, list(a, item, 2)), "SESSION_REVOKED");
    const Answer again = submit(a, taken);
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->seq, first->seq);
    EXPECT_FALSE(activate(a));
    const auto ended = revoke(a);
    ASSERT_TRUE(ended.has_value());
    EXPECT_EQ(ended->size(), 1U);
}

TEST_F(SessionTableTest, whatIsOnItsWayWhenItsSessionLeavesIsToldWhy)
{
    Trader a = liveTrader();
    const Intent taken = list(a, item, 1);
    ASSERT_TRUE(submit(a, taken).has_value());
    // Holds the writer, so that both submissions pass the door before the session ends behind it.
    std::promise<void> begun;
    std::promise<void> passed;
    ASSERT_TRUE(writer->post({.run = [&](storage::Transaction &t) {
        begun.set_value();
        passed.get_future().wait();
        admission->end(t, a.session.publicKey(), storage::Actor::Owner, "REVOKED");
    }}));
    begun.get_future().wait();
    std::promise<Answer> late;
    std::promise<Answer> repeated;
    admission->submit(signedBy(a, list(a, item, 2)), [&](Answer answer) { late.set_value(std::move(answer)); });
    admission->submit(signedBy(a, taken), [&](Answer answer) { repeated.set_value(std::move(answer)); });
    passed.set_value();
    EXPECT_EQ(codeOf(late.get_future().get()), "SESSION_REVOKED");
    EXPECT_TRUE(repeated.get_future().get().has_value());
    EXPECT_EQ(inMemory(), 0U);
}

TEST_F(SessionTableTest, aRolledBackEndLeavesTheSessionIn)
{
    Trader a = liveTrader();
    EXPECT_FALSE(writer
                     ->execute([&](storage::Transaction &t) {
                         admission->end(t, a.session.publicKey(), storage::Actor::Owner, "REVOKED");
                         t.abandon();
                     })
                     .has_value());
    EXPECT_EQ(inMemory(), 1U);
    EXPECT_EQ(codeOf(a, list(a, item, 1)), "");
}

TEST_F(SessionTableTest, ownersLeaveWithTheirLastSession)
{
    std::vector<Trader> traders;
    for (int i = 0; i < 20; ++i)
        traders.push_back(liveTrader());
    EXPECT_EQ(owners(), 20U);
    Grant second = grantOf(newTrader());
    second.owner = traders[0].wallet.publicKey();
    ASSERT_TRUE(create(second).has_value());
    EXPECT_EQ(owners(), 20U);
    ASSERT_TRUE(revoke(traders[0]).has_value());
    EXPECT_EQ(owners(), 20U); // the second is there
    raiseEpoch(traders[0], 1);
    EXPECT_EQ(owners(), 19U);
    for (std::size_t i = 1; i < traders.size(); ++i) {
        raiseEpoch(traders[i], i);
        EXPECT_EQ(owners(), 19U - i);
    }
    restart();
    EXPECT_EQ(owners(), 0U);
}

TEST_F(SessionTableTest, theEpochOfAnOwnerWhoHasLeftStaysHigh)
{
    Trader a = liveTrader();
    raiseEpoch(a, 5);
    ASSERT_EQ(owners(), 0U);
    EXPECT_EQ(codeOf(a, list(a, item, 1)), "SESSION_REVOKED");
    const Trader again = newTrader();
    Grant grant = grantOf(again);
    grant.owner = a.wallet.publicKey();
    grant.epoch = 4;
    EXPECT_EQ(create(grant).error(), Refusal::GrantOutdated);
    raiseEpoch(a, 3); // an older word of the chain
    grant.epoch = 5;
    EXPECT_TRUE(create(grant).has_value());
    EXPECT_EQ(owners(), 1U);
    // Whoever comes in finds the epoch as it is, not as it begins.
    raiseEpoch(a, 5);
    EXPECT_EQ(sessionOf(again).state, SessionState::Unregistered);
    raiseEpoch(a, 6);
    EXPECT_EQ(sessionOf(again).state, SessionState::Revoked);
}

} // namespace
} // namespace paradox::admission
