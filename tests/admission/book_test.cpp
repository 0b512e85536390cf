#include "tests/admission/admission_fixture.h"

#include "admission/explain.h"

namespace paradox::admission {
namespace {

class BookTest : public AdmissionTest {
protected:
    const PublicKey item = keyOf(40);
    const PublicKey otherItem = keyOf(41);

    Seq in(const Trader &trader, const Intent &intent)
    {
        const Answer answer = submit(trader, intent);
        EXPECT_TRUE(answer.has_value()) << codeOf(answer);
        return answer ? answer->seq : Seq{};
    }
    /// (trade, seller, buyer, amount) of what is open.
    std::vector<std::vector<std::uint64_t>> openTrades()
    {
        std::vector<std::vector<std::uint64_t>> result;
        for (const OpenTrade &open : cut())
            result.push_back(
                {open.trade.seq.value, open.sellerSeq.value, open.buyerSeq.value, open.trade.amount.value});
        return result;
    }
    using Trades = std::vector<std::vector<std::uint64_t>>;
    /// A batch in state netted that holds these trades, as the batcher writes it.
    BatchSeq netBatch(const std::vector<OpenTrade> &trades)
    {
        return *writer->execute([&](storage::Transaction &t) {
            storage::Batch batch;
            batch.openedAt = t.now();
            batch.seq = storage::batches::insert(t, batch);
            for (const BatchState state : {BatchState::Cut, BatchState::Netted}) {
                batch.state = state;
                storage::batches::update(t, batch, storage::Actor::Node);
            }
            storage::BatchContents contents;
            std::vector<Seq> seqs;
            for (const OpenTrade &open : trades) {
                seqs.push_back(open.trade.seq);
                contents.trades.push_back({.trade = open.trade.seq,
                                           .sellerSeq = open.sellerSeq,
                                           .buyerSeq = open.buyerSeq,
                                           .sellerIntent = open.trade.sellerIntent,
                                           .buyerIntent = open.trade.buyerIntent,
                                           .item = open.trade.item,
                                           .from = open.trade.from,
                                           .to = open.trade.to,
                                           .amount = open.trade.amount,
                                           .verdict = Verdict::Accepted,
                                           .place = static_cast<std::uint32_t>(contents.trades.size())});
            }
            storage::batches::setContents(t, batch.seq, contents);
            admission->book().net(t, batch.seq, seqs);
            return batch.seq;
        });
    }
    void moveBatch(BatchSeq seq, std::vector<BatchState> states)
    {
        inWriter([&](storage::Transaction &t) {
            storage::Batch batch = *storage::batches::bySeq(t, seq);
            for (const BatchState state : states) {
                batch.state = state;
                storage::batches::update(t, batch, storage::Actor::Chain);
            }
        });
    }
    std::expected<storage::StoredIntent, Refusal> cancel(const Trader &trader, const IntentId &id)
    {
        std::promise<std::expected<storage::StoredIntent, Refusal>> promise;
        admission->cancel(id, trader.session.sign(encodeCancel(id)),
                          [&](auto result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    std::expected<std::vector<storage::Session>, Refusal> revoke(const solana::Keypair &signer,
                                                                 const Revocation &revocation)
    {
        std::promise<std::expected<std::vector<storage::Session>, Refusal>> promise;
        admission->revoke({.revocation = revocation,
                           .signer = signer.publicKey(),
                           .signature = signer.sign(encodeRevocation(revocation))},
                          [&](auto result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    Revocation revocationOf(const Trader &trader)
    {
        return {.genesis = cluster().genesis,
                .session = trader.session.publicKey(),
                .owner = trader.wallet.publicKey(),
                .issuedAt = clock.wallSeconds()};
    }
    /// What the feed has told of an intent: where it went, and why.
    std::vector<std::string> toldOf(Seq seq)
    {
        const storage::ReadLease lease = database->read();
        std::vector<std::string> told;
        for (const storage::Event &event : storage::events::of(lease, storage::Topic::Intents, seq.value, 100))
            told.push_back(event.from + ">" + event.to + (event.reason.empty() ? "" : " " + event.reason));
        return told;
    }
    std::string waitsFor(Seq seq)
    {
        const storage::ReadLease lease = database->read();
        return explain(lease, stored(seq).id)->waitsForCode;
    }

    Trader seller = liveTrader();
    Trader buyer = liveTrader();
    Trader third = liveTrader();
};

TEST_F(BookTest, pairingRules)
{
    struct Case {
        const char *what;
        std::function<Intent()> first;
        std::function<Intent()> second;
        bool pairs;
        std::uint64_t amount = 10;
    };
    const std::vector<Case> cases = {
        {"trade meets trade", [&] { return sell(seller, buyer, item, 10); },
         [&] { return buy(buyer, seller, item, 10); }, true},
        {"trade meets trade, buyer first", [&] { return buy(buyer, seller, item, 10); },
         [&] { return sell(seller, buyer, item, 10); }, true},
        {"trade meets bid", [&] { return sell(seller, buyer, item, 10); },
         [&] { return buy(buyer, seller, item, 10, IntentType::Bid); }, true},
        {"bid first", [&] { return buy(buyer, seller, item, 10, IntentType::Bid); },
         [&] { return sell(seller, buyer, item, 10); }, true},
        {"buy now covers the ask, at the ask", [&] { return list(seller, item, 10); },
         [&] { return buy(buyer, seller, item, 15, IntentType::BuyNow); }, true},
        {"list comes after buy now", [&] { return buy(buyer, seller, item, 15, IntentType::BuyNow); },
         [&] { return list(seller, item, 10); }, true},
        {"buy now below the ask", [&] { return list(seller, item, 10); },
         [&] { return buy(buyer, seller, item, 9, IntentType::BuyNow); }, false},
        {"other amount", [&] { return sell(seller, buyer, item, 10); }, [&] { return buy(buyer, seller, item, 11); },
         false},
        {"other item", [&] { return sell(seller, buyer, item, 10); }, [&] { return buy(buyer, seller, otherItem, 10); },
         false},
        {"other buyer", [&] { return sell(seller, third, item, 10); }, [&] { return buy(buyer, seller, item, 10); },
         false},
        {"other seller of a list", [&] { return list(third, item, 10); },
         [&] { return buy(buyer, seller, item, 10, IntentType::BuyNow); }, false},
        {"bid does not meet a list", [&] { return list(seller, item, 10); },
         [&] { return buy(buyer, seller, item, 10, IntentType::Bid); }, false},
        {"buy now does not meet a trade", [&] { return sell(seller, buyer, item, 10); },
         [&] { return buy(buyer, seller, item, 10, IntentType::BuyNow); }, false},
        {"a seller's half alone", [&] { return sell(seller, buyer, item, 10); },
         [&] { return sell(seller, buyer, item, 10); }, false},
    };
    for (const Case &each : cases) {
        const Intent first = each.first();
        const Intent second = each.second();
        const auto ownerOf = [&](const Intent &intent) -> const Trader & {
            return intent.session == seller.session.publicKey()  ? seller
                   : intent.session == buyer.session.publicKey() ? buyer
                                                                 : third;
        };
        const Seq a = in(ownerOf(first), first);
        const Seq b = in(ownerOf(second), second);
        const std::vector<OpenTrade> open = cut();
        EXPECT_EQ(open.size(), each.pairs ? 1U : 0U) << each.what;
        if (!open.empty()) {
            EXPECT_EQ(open[0].trade.seq, b) << each.what;
            EXPECT_EQ(open[0].trade.amount.value, each.amount) << each.what;
            EXPECT_EQ(open[0].trade.from, seller.wallet.publicKey()) << each.what;
            EXPECT_EQ(open[0].trade.to, buyer.wallet.publicKey()) << each.what;
            EXPECT_EQ(stored(a).pairedWith, b);
            EXPECT_EQ(stored(b).pairedWith, a);
            EXPECT_EQ(stored(a).tradeSeq, b);
        }
        (void)cancel(ownerOf(first), stored(a).id);
        (void)cancel(ownerOf(second), stored(b).id);
        ASSERT_EQ(admission->book().counts().pendingIntents, 0U) << each.what;
    }
}

TEST_F(BookTest, ofSeveralTheEarliestWins)
{
    const Seq first = in(seller, list(seller, item, 12));
    in(seller, list(seller, item, 10));
    const Seq bought = in(buyer, buy(buyer, seller, item, 12, IntentType::BuyNow));
    EXPECT_EQ(openTrades(), (Trades{{bought.value, first.value, bought.value, 12}}));
    const Seq second = in(third, buy(third, seller, item, 12, IntentType::BuyNow));
    EXPECT_EQ(openTrades().size(), 2U) << "a LIST is consumed by the first pair";
    EXPECT_EQ(stored(second).pairedWith, Seq{first.value + 1});
    const Seq late = in(buyer, buy(buyer, seller, item, 500, IntentType::BuyNow));
    EXPECT_EQ(waitsFor(late), "COUNTERPARTY");
}

TEST_F(BookTest, tradesComeInTheOrderOfTheirLaterHalf)
{
    const Seq a1 = in(seller, sell(seller, buyer, item, 10));
    const Seq b1 = in(seller, sell(seller, third, otherItem, 20));
    const Seq b2 = in(third, buy(third, seller, otherItem, 20));
    const Seq a2 = in(buyer, buy(buyer, seller, item, 10));
    EXPECT_EQ(openTrades(), (Trades{{b2.value, b1.value, b2.value, 20}, {a2.value, a1.value, a2.value, 10}}));
    restart();
    EXPECT_EQ(openTrades(), (Trades{{b2.value, b1.value, b2.value, 20}, {a2.value, a1.value, a2.value, 10}}));
}

TEST_F(BookTest, whenAHalfIsCancelledTheOtherMeetsTheNext)
{
    const Seq sold = in(seller, sell(seller, buyer, item, 10));
    const Seq bought = in(buyer, buy(buyer, seller, item, 10));
    const Seq spare = in(buyer, buy(buyer, seller, item, 10, IntentType::Bid));
    EXPECT_EQ(sessionOf(buyer).held, Lamports{20});
    const auto cancelled = cancel(buyer, stored(bought).id);
    ASSERT_TRUE(cancelled.has_value());
    EXPECT_EQ(cancelled->state, IntentState::Cancelled);
    EXPECT_EQ(openTrades(), (Trades{{spare.value, sold.value, spare.value, 10}}));
    EXPECT_EQ(sessionOf(buyer).held, Lamports{10});
    EXPECT_TRUE(cancel(buyer, stored(bought).id).has_value()) << "cancelling twice is cancelling once";
    EXPECT_EQ(cancel(seller, stored(spare).id).error(), Refusal::SignatureInvalid);
    EXPECT_EQ(cancel(seller, IntentId{}).error(), Refusal::IntentUnknown);
}

TEST_F(BookTest, theEarlierHalfIsToldThatItIsPairedAndTheLaterIsBornSo)
{
    const Seq sold = in(seller, sell(seller, buyer, item, 10));
    clock.advanceSeconds(3);
    const Seq bought = in(buyer, buy(buyer, seller, item, 10));
    EXPECT_EQ(toldOf(sold), (std::vector<std::string>{">pending", "pending>pending PAIRED"}));
    EXPECT_EQ(toldOf(bought), (std::vector<std::string>{">pending"}));
    EXPECT_EQ(stored(sold).updatedAt, clock.wall());
    const storage::ReadLease lease = database->read();
    const storage::Event told = storage::events::of(lease, storage::Topic::Intents, sold.value, 100).back();
    EXPECT_EQ(told.owner, seller.wallet.publicKey());
    EXPECT_EQ(told.entity.span().size(), stored(sold).id.span().size());
    EXPECT_TRUE(std::ranges::equal(told.entity.span(), stored(sold).id.span()));
}

TEST_F(BookTest, aHalfIsToldThatItsPartnerLeftAndWhenItMeetsTheNext)
{
    const Seq sold = in(seller, sell(seller, buyer, item, 10));
    const Seq bought = in(buyer, buy(buyer, seller, item, 10));
    const Seq spare = in(buyer, buy(buyer, seller, item, 10, IntentType::Bid));
    ASSERT_TRUE(cancel(buyer, stored(bought).id).has_value());
    EXPECT_EQ(toldOf(bought), (std::vector<std::string>{">pending", "pending>cancelled CANCELLED"}));
    EXPECT_EQ(toldOf(spare), (std::vector<std::string>{">pending", "pending>pending PAIRED"}));
    ASSERT_TRUE(cancel(buyer, stored(spare).id).has_value());
    EXPECT_EQ(toldOf(sold), (std::vector<std::string>{">pending", "pending>pending PAIRED", "pending>pending PAIRED",
                                                      "pending>pending UNPAIRED"}));
    EXPECT_EQ(stored(sold).pairedWith, std::nullopt);
    EXPECT_EQ(stored(spare).pairedWith, std::nullopt);
    restart();
    const Seq last = in(buyer, buy(buyer, seller, item, 10));
    EXPECT_EQ(openTrades(), (Trades{{last.value, sold.value, last.value, 10}}));
    EXPECT_EQ(toldOf(sold).back(), "pending>pending PAIRED");
}

TEST_F(BookTest, settlingSpendsThePriceAndFreesTheRest)
{
    const Seq ask = in(seller, list(seller, item, 10));
    const Seq offer = in(buyer, buy(buyer, seller, item, 15, IntentType::BuyNow));
    EXPECT_EQ(sessionOf(buyer).held, Lamports{15});
    const BatchSeq batch = netBatch(cut());
    EXPECT_EQ(stored(ask).state, IntentState::Netted);
    EXPECT_EQ(stored(offer).batchSeq, batch);
    EXPECT_EQ(waitsFor(offer), "SETTLEMENT");
    EXPECT_EQ(cancel(buyer, stored(offer).id).error(), Refusal::NotPending);
    restart();
    inWriter([&](storage::Transaction &t) { admission->book().settle(t, batch); });
    EXPECT_EQ(stored(ask).state, IntentState::Settled);
    EXPECT_EQ(stored(offer).state, IntentState::Settled);
    EXPECT_EQ(sessionOf(buyer).held, Lamports{0});
    EXPECT_EQ(sessionOf(buyer).spent, Lamports{10});
    EXPECT_EQ(waitsFor(offer), "NOTHING");
}

TEST_F(BookTest, anItemIsInAtMostOneUnfinishedBatch)
{
    in(seller, sell(seller, buyer, item, 10));
    in(buyer, buy(buyer, seller, item, 10));
    const BatchSeq batch = netBatch(cut());
    const Seq sold = in(seller, sell(seller, third, item, 20));
    in(third, buy(third, seller, item, 20));
    EXPECT_TRUE(cut().empty());
    EXPECT_EQ(waitsFor(sold), "ITEM_IN_BATCH");
    moveBatch(batch, {BatchState::Locking, BatchState::Committing, BatchState::Confirmed, BatchState::Finalized});
    EXPECT_EQ(cut().size(), 1U);
    EXPECT_EQ(waitsFor(sold), "BATCH_CUT");
}

TEST_F(BookTest, anAbortedBatchGivesItsTradesBackInTheirOrder)
{
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    in(seller, sell(seller, third, otherItem, 20));
    const Seq d = in(third, buy(third, seller, otherItem, 20));
    const BatchSeq batch = netBatch(cut());
    moveBatch(batch, {BatchState::Locking, BatchState::Aborting, BatchState::Aborted});
    const std::vector<PublicKey> refused = {third.wallet.publicKey()};
    inWriter([&](storage::Transaction &t) { admission->book().giveBack(t, batch, refused, "CHAIN_REFUSED"); });
    EXPECT_EQ(openTrades(), (Trades{{b.value, a.value, b.value, 10}}));
    EXPECT_EQ(stored(d).state, IntentState::Rejected);
    EXPECT_EQ(stored(d).reason, "CHAIN_REFUSED");
    EXPECT_EQ(sessionOf(third).held, Lamports{0});
    EXPECT_EQ(sessionOf(buyer).held, Lamports{10});
    EXPECT_EQ(stored(a).seq, a);
    EXPECT_EQ(stored(a).batchSeq, std::nullopt);
}

TEST_F(BookTest, whatExpiredWhileItsBatchAbortedIsExpired)
{
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    const BatchSeq batch = netBatch(cut());
    clock.advanceSeconds(601);
    EXPECT_EQ(sweep(), 0U) << "a netted intent was committed and does not expire";
    inWriter([&](storage::Transaction &t) { admission->book().giveBack(t, batch, {}, {}); });
    EXPECT_EQ(stored(a).state, IntentState::Expired);
    EXPECT_EQ(stored(b).state, IntentState::Expired);
    EXPECT_EQ(sessionOf(buyer).held, Lamports{0});
}

TEST_F(BookTest, rejectedTradesFreeTheirHold)
{
    in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    const std::vector<RejectedTrade> rejected = {{.trade = b, .verdict = Verdict::NotOwner}};
    inWriter([&](storage::Transaction &t) { admission->book().reject(t, BatchSeq{1}, rejected); });
    EXPECT_EQ(stored(b).state, IntentState::Rejected);
    EXPECT_EQ(stored(b).reason, "NOT_OWNER");
    EXPECT_EQ(sessionOf(buyer).held, Lamports{0});
    EXPECT_TRUE(cut().empty());
}

TEST_F(BookTest, aHalfTakenBackAfterTheCutIsNotStillOpen)
{
    in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    in(seller, sell(seller, third, otherItem, 20));
    const Seq d = in(third, buy(third, seller, otherItem, 20));
    std::vector<Seq> trades;
    for (const OpenTrade &open : cut())
        trades.push_back(open.trade.seq);
    ASSERT_EQ(trades, (std::vector<Seq>{b, d}));
    ASSERT_TRUE(cancel(buyer, stored(b).id).has_value());
    inWriter([&](storage::Transaction &) { EXPECT_EQ(admission->book().stillOpen(trades), (std::vector<Seq>{d})); });
}

TEST_F(BookTest, intentsExpireAndFreeTheirHold)
{
    Intent brief = buy(buyer, seller, item, 10);
    brief.expiresAt = {clock.wallSeconds().value + 5};
    const Seq gone = in(buyer, brief);
    const Seq stays = in(buyer, buy(buyer, seller, item, 20));
    clock.advanceSeconds(4);
    EXPECT_EQ(sweep(), 0U);
    clock.advanceSeconds(1);
    EXPECT_EQ(sweep(), 1U);
    EXPECT_EQ(stored(gone).state, IntentState::Expired);
    EXPECT_EQ(stored(stays).state, IntentState::Pending);
    EXPECT_EQ(sessionOf(buyer).held, Lamports{20});
}

TEST_F(BookTest, anExpiredHalfNeitherPairsNorIsCut)
{
    Intent brief = sell(seller, buyer, item, 10);
    brief.expiresAt = {clock.wallSeconds().value + 5};
    const Seq gone = in(seller, brief);
    clock.advanceSeconds(5);
    const Seq late = in(buyer, buy(buyer, seller, item, 10));
    EXPECT_EQ(stored(gone).state, IntentState::Expired);
    EXPECT_EQ(stored(late).pairedWith, std::nullopt);

    brief = sell(seller, buyer, item, 10);
    brief.expiresAt = {clock.wallSeconds().value + 5};
    const Seq paired = in(seller, brief);
    ASSERT_EQ(stored(late).pairedWith, paired);
    clock.advanceSeconds(5);
    EXPECT_TRUE(cut().empty());
    EXPECT_EQ(stored(paired).state, IntentState::Expired);
    EXPECT_EQ(stored(late).state, IntentState::Pending);
    EXPECT_EQ(stored(late).pairedWith, std::nullopt);
}

TEST_F(BookTest, sessionsExpireWithTheirGrant)
{
    clock.advanceSeconds(3600);
    EXPECT_EQ(codeOf(seller, list(seller, item, 1)), "GRANT_EXPIRED");
    EXPECT_EQ(sweep(), 3U);
    EXPECT_EQ(sessionOf(seller).state, SessionState::Expired);
    EXPECT_EQ(codeOf(seller, list(seller, item, 1)), "GRANT_EXPIRED");
    restart();
    EXPECT_EQ(codeOf(seller, list(seller, item, 1)), "GRANT_EXPIRED");
}

TEST_F(BookTest, revocationTakesEffectAtOnceOnWhatIsNotNetted)
{
    in(seller, sell(seller, buyer, otherItem, 5));
    const Seq netted = in(buyer, buy(buyer, seller, otherItem, 5));
    const BatchSeq batch = netBatch(cut());
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    const auto ended = revoke(buyer.wallet, revocationOf(buyer));
    ASSERT_TRUE(ended.has_value());
    ASSERT_EQ(ended->size(), 1U);
    EXPECT_EQ(ended->front().state, SessionState::Revoked);
    EXPECT_EQ(stored(b).state, IntentState::Revoked);
    EXPECT_EQ(stored(a).state, IntentState::Pending);
    EXPECT_EQ(stored(netted).state, IntentState::Netted);
    EXPECT_EQ(codeOf(buyer, buy(buyer, seller, item, 10)), "SESSION_REVOKED");
    EXPECT_TRUE(cut().empty());
    restart();
    EXPECT_EQ(codeOf(buyer, buy(buyer, seller, item, 10)), "SESSION_REVOKED");
    inWriter([&](storage::Transaction &t) { admission->book().settle(t, batch); });
    EXPECT_EQ(sessionOf(buyer).spent, Lamports{5});
    EXPECT_EQ(sessionOf(buyer).held, Lamports{0});
}

TEST_F(BookTest, onlyOwnerOrSessionRevoke)
{
    EXPECT_EQ(revoke(third.wallet, revocationOf(buyer)).error(), Refusal::NotAuthorised);
    Revocation another = revocationOf(buyer);
    another.owner = third.wallet.publicKey();
    EXPECT_EQ(revoke(third.wallet, another).error(), Refusal::SessionNotOwned);
    Revocation old = revocationOf(buyer);
    old.issuedAt = {clock.wallSeconds().value - 301};
    EXPECT_EQ(revoke(buyer.wallet, old).error(), Refusal::ActTooOld);
    old.issuedAt = {clock.wallSeconds().value + 301};
    EXPECT_EQ(revoke(buyer.wallet, old).error(), Refusal::ActFromFuture);
    Revocation foreign = revocationOf(buyer);
    foreign.genesis.bytes[0] ^= 1;
    EXPECT_EQ(revoke(buyer.wallet, foreign).error(), Refusal::WrongCluster);
    EXPECT_EQ(sessionOf(buyer).state, SessionState::Active);
    EXPECT_TRUE(revoke(buyer.session, revocationOf(buyer)).has_value()) << "a session may end itself";
    Revocation all = revocationOf(buyer);
    all.session = {};
    EXPECT_EQ(revoke(seller.session, all).error(), Refusal::NotAuthorised);
}

TEST_F(BookTest, anOwnerRevokesAllHisSessions)
{
    Trader second{solana::Keypair::generate(random), solana::Keypair::generate(random)};
    Grant grant = grantOf(second);
    grant.owner = seller.wallet.publicKey();
    ASSERT_TRUE(create(grant).has_value());
    Revocation all = revocationOf(seller);
    all.session = {};
    EXPECT_EQ(revoke(seller.wallet, all)->size(), 2U);
    EXPECT_EQ(sessionOf(seller).state, SessionState::Revoked);
    EXPECT_EQ(sessionOf(second).state, SessionState::Revoked);
    EXPECT_EQ(sessionOf(buyer).state, SessionState::Active);
}

TEST_F(BookTest, aRaisedEpochEndsOlderGrants)
{
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    inWriter([&](storage::Transaction &t) { admission->raiseEpoch(t, seller.wallet.publicKey(), 1); });
    EXPECT_EQ(stored(a).state, IntentState::Revoked);
    EXPECT_EQ(sessionOf(seller).state, SessionState::Revoked);
    Trader fresh{solana::Keypair::generate(random), solana::Keypair::generate(random)};
    Grant grant = grantOf(fresh);
    grant.owner = seller.wallet.publicKey();
    EXPECT_EQ(create(grant).error(), Refusal::GrantOutdated);
    restart();
    EXPECT_EQ(create(grant).error(), Refusal::GrantOutdated);
    grant.epoch = 1;
    EXPECT_TRUE(create(grant).has_value());
}

TEST_F(BookTest, aFrozenSessionWaits)
{
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    in(buyer, buy(buyer, seller, item, 10));
    inWriter([&](storage::Transaction &t) { EXPECT_TRUE(admission->freeze(t, seller.session.publicKey())); });
    EXPECT_EQ(codeOf(seller, list(seller, item, 1)), "SESSION_FROZEN");
    EXPECT_TRUE(cut().empty());
    EXPECT_EQ(waitsFor(a), "SESSION_FROZEN");
    inWriter([&](storage::Transaction &t) { EXPECT_TRUE(admission->unfreeze(t, seller.session.publicKey())); });
    EXPECT_EQ(cut().size(), 1U);
}

TEST_F(BookTest, aRolledBackJobLeavesTheBookAsItWas)
{
    in(seller, sell(seller, buyer, item, 10));
    const Seq b = in(buyer, buy(buyer, seller, item, 10));
    const auto result = writer->execute([&](storage::Transaction &t) {
        const std::vector<RejectedTrade> rejected = {{.trade = b, .verdict = Verdict::NotOwner}};
        admission->book().reject(t, BatchSeq{1}, rejected);
        t.abandon();
    });
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(openTrades().size(), 1U);
    EXPECT_EQ(stored(b).state, IntentState::Pending);
    EXPECT_EQ(sessionOf(buyer).held, Lamports{10});
    EXPECT_EQ(codeOf(buyer, buy(buyer, seller, otherItem, 490)), "");
    EXPECT_EQ(sessionOf(buyer).held, Lamports{500});
}

TEST_F(BookTest, countsTellTheCutRuleHowOldTheOldestIs)
{
    EXPECT_EQ(admission->book().counts().trades, 0U);
    in(seller, sell(seller, buyer, item, 10));
    clock.advanceSeconds(3);
    in(buyer, buy(buyer, seller, item, 10));
    EXPECT_EQ(admission->book().counts().trades, 1U);
    EXPECT_EQ(admission->book().counts().oldestPairedAt, clock.wall());
    EXPECT_EQ(admission->book().counts().pendingIntents, 2U);
}

TEST_F(BookTest, explainTellsTheLife)
{
    const Seq a = in(seller, sell(seller, buyer, item, 10));
    EXPECT_EQ(waitsFor(a), "COUNTERPARTY");
    ASSERT_TRUE(cancel(seller, stored(a).id).has_value());
    const storage::ReadLease lease = database->read();
    const auto explanation = explain(lease, stored(a).id);
    ASSERT_EQ(explanation->life.size(), 2U);
    EXPECT_EQ(explanation->life[0].to, "pending");
    EXPECT_EQ(explanation->life[1].from, "pending");
    EXPECT_EQ(explanation->life[1].to, "cancelled");
    EXPECT_FALSE(explanation->waitsFor.empty());
    EXPECT_FALSE(explain(lease, IntentId{}).has_value());
}

} // namespace
} // namespace paradox::admission
