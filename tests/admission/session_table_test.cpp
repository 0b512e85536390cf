#include "tests/admission/admission_fixture.h"

namespace paradox::admission {
namespace {

const PublicKey item = keyOf(40);

/// Sessions leave the memory of the node once nothing depends on them; what is answered about them stays the same.
class SessionTableTest : public AdmissionTest {
protected:
    std::size_t inMemory() { return admission->load().sessions; }
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

} // namespace
} // namespace paradox::admission
