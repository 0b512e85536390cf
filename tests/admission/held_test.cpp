#include "tests/admission/admission_fixture.h"

#include "storage/index.h"

#include <thread>

namespace paradox::admission {
namespace {

class HeldTest : public AdmissionTest {
protected:
    HeldTest()
    {
        options.mode = NetMode::Held;
        restart();
    }
    void setBalance(const Trader &trader, std::uint64_t available, std::uint64_t allowance)
    {
        inWriter([&](storage::Transaction &t) {
            storage::index::setBalance(t, {.wallet = trader.wallet.publicKey(),
                                           .available = {available},
                                           .allowance = {allowance},
                                           .slot = {1},
                                           .updatedAt = t.now()});
        });
    }
    Answer bid(Trader &trader, std::uint64_t amount) { return submit(trader, buy(trader, seller, item, amount)); }

    const PublicKey item = keyOf(40);
    Trader seller = newTrader();
};

TEST_F(HeldTest, aBuyerReservesNoMoreThanHisLedgerHolds)
{
    Trader buyer = liveTrader();
    setBalance(buyer, 700, 1000);
    EXPECT_EQ(codeOf(bid(buyer, 400)), "");
    EXPECT_EQ(codeOf(bid(buyer, 301)), "INSUFFICIENT_FUNDS");
    EXPECT_EQ(codeOf(bid(buyer, 300)), "") << "exactly to the balance";
    EXPECT_EQ(codeOf(bid(buyer, 1)), "INSUFFICIENT_FUNDS");
}

TEST_F(HeldTest, whatGrantsDoNotAllowIsNotThere)
{
    Trader buyer = liveTrader();
    setBalance(buyer, 700, 200);
    EXPECT_EQ(codeOf(bid(buyer, 201)), "INSUFFICIENT_FUNDS");
    EXPECT_EQ(codeOf(bid(buyer, 200)), "");
}

TEST_F(HeldTest, aBuyerWhomTheChainDoesNotKnowHasNothing)
{
    Trader buyer = liveTrader();
    EXPECT_EQ(codeOf(bid(buyer, 1)), "INSUFFICIENT_FUNDS");
}

TEST_F(HeldTest, allSessionsOfAWalletReserveTheSameMoney)
{
    Trader first = liveTrader();
    Trader second{*solana::Keypair::fromCliJson(first.wallet.toCliJson()), solana::Keypair::generate(random)};
    ASSERT_TRUE(create(grantOf(second)).has_value());
    ASSERT_TRUE(activate(second));
    setBalance(first, 500, 1000);
    EXPECT_EQ(codeOf(bid(first, 400)), "");
    EXPECT_EQ(codeOf(bid(second, 101)), "INSUFFICIENT_FUNDS");
    EXPECT_EQ(codeOf(bid(second, 100)), "");
    restart();
    EXPECT_EQ(codeOf(bid(second, 1)), "INSUFFICIENT_FUNDS") << "holds outlive the process";
}

TEST_F(HeldTest, aHoldGoesWithItsHalf)
{
    Trader buyer = liveTrader();
    setBalance(buyer, 400, 1000);
    const Answer held = bid(buyer, 400);
    ASSERT_TRUE(held.has_value());
    EXPECT_EQ(codeOf(bid(buyer, 1)), "INSUFFICIENT_FUNDS");
    std::promise<bool> cancelled;
    admission->cancel(held->id, buyer.session.sign(encodeCancel(held->id)),
                      [&](auto result) { cancelled.set_value(result.has_value()); });
    ASSERT_TRUE(cancelled.get_future().get());
    EXPECT_EQ(codeOf(bid(buyer, 400)), "");
    clock.advanceSeconds(601);
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(codeOf(bid(buyer, 400)), "") << "an expired half reserves nothing";
}

TEST_F(HeldTest, sellersReserveNothing)
{
    Trader owner = liveTrader();
    const Trader buyer = newTrader();
    EXPECT_EQ(codeOf(owner, sell(owner, buyer, item, 500)), "");
    EXPECT_EQ(codeOf(owner, list(owner, item, 500)), "");
}

using SessionRowsTest = AdmissionTest;

TEST_F(SessionRowsTest, theFeedTellsWhatIsHeldOncePerGroup)
{
    Trader buyer = liveTrader();
    const Trader seller = newTrader();
    const auto sessionEvents = [&] {
        const storage::ReadLease lease = database->read();
        return storage::events::of(lease, storage::Topic::Sessions, sessionOf(buyer).number.value, 100);
    };
    const std::size_t before = sessionEvents().size();
    std::vector<Submission> bids;
    for (int i = 0; i < 5; ++i)
        bids.push_back(signedBy(buyer, buy(buyer, seller, keyOf(40), 10)));
    std::promise<void> answered;
    inWriter([&](storage::Transaction &t) {
        // While the writer is busy here the five gather into one group.
        admission->submitMany(bids, [&](auto) { answered.set_value(); });
        t.touchMemory();
        while (admission->load().writerQueued < bids.size())
            std::this_thread::yield();
    });
    answered.get_future().get();
    const std::vector<storage::Event> events = sessionEvents();
    ASSERT_GT(events.size(), before);
    EXPECT_LT(events.size() - before, bids.size());
    EXPECT_EQ(events.back().reason, "USE_CHANGED");
    EXPECT_EQ(events.back().from, events.back().to);
    EXPECT_EQ(sessionOf(buyer).held, Lamports{50});
}

TEST_F(SessionRowsTest, aSellersSessionStaysSilent)
{
    Trader seller = liveTrader();
    const Trader buyer = newTrader();
    ASSERT_EQ(codeOf(seller, sell(seller, buyer, keyOf(40), 10)), "");
    const storage::ReadLease lease = database->read();
    EXPECT_EQ(storage::events::of(lease, storage::Topic::Sessions, sessionOf(seller).number.value, 100).size(), 2U);
}

} // namespace
} // namespace paradox::admission
