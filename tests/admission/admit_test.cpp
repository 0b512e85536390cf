#include "admission/pair_index.h"
#include "tests/admission/admission_fixture.h"

#include <algorithm>
#include <set>
#include <thread>

namespace paradox::admission {
namespace {

const PublicKey item = keyOf(40);

TEST_F(AdmissionTest, anIntentIsAnsweredWithSeqAndAReceiptThatVerifies)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    const Intent intent = sell(a, b, item, 10);
    const Answer answer = submit(a, intent);
    ASSERT_TRUE(answer.has_value()) << codeOf(answer);
    EXPECT_EQ(answer->seq, Seq{1});
    EXPECT_EQ(answer->id, intentIdOf(encodeIntent(intent)));
    EXPECT_EQ(answer->state, IntentState::Pending);
    const netting::Venue venue{cluster().genesis, cluster().program, cluster().engine};
    const netting::AdmissionReceipt receipt = receiptOf(*answer);
    EXPECT_TRUE(netting::verifyReceipt(receipt, venue));
    EXPECT_EQ(receipt.engineKey, engine.publicKey());
    EXPECT_EQ(receipt.admission.intent, answer->id);

    const storage::ReadLease lease = database->read();
    const auto again = receiptOf(lease, answer->id, engine.publicKey());
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(*again, receipt);
}

TEST_F(AdmissionTest, theSameIntentTwiceIsTheSameIntent)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    const Intent intent = sell(a, b, item, 10);
    const Answer first = submit(a, intent);
    const Answer second = submit(a, intent);
    ASSERT_TRUE(second.has_value());
    EXPECT_TRUE(second->repeated);
    EXPECT_EQ(second->seq, first->seq);
    EXPECT_EQ(sessionOf(a).intents, 1U);

    clock.advanceSeconds(7200); // long past its end and its session's
    const Answer late = submit(a, intent);
    ASSERT_TRUE(late.has_value()) << codeOf(late);
    EXPECT_EQ(late->seq, first->seq);
    restart();
    EXPECT_EQ(submit(a, intent)->seq, first->seq);
    Submission forged = signedBy(a, intent);
    forged.signature.bytes[0] ^= 1;
    EXPECT_EQ(codeOf(submit(forged)), "SIGNATURE_INVALID");
}

TEST_F(AdmissionTest, aNonceIsTakenOncePerSessionForEver)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    for (const std::uint64_t nonce : {std::uint64_t{5}, std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
        Intent intent = sell(a, b, item, 10);
        intent.nonce = nonce;
        EXPECT_EQ(codeOf(a, intent), "") << nonce;
        intent.amount = {11};
        EXPECT_EQ(codeOf(a, intent), "NONCE_USED") << nonce;
    }
    Trader other = liveTrader();
    Intent intent = sell(other, b, item, 10);
    intent.nonce = 5;
    EXPECT_EQ(codeOf(other, intent), "") << "a nonce belongs to one session";
    restart();
    intent = sell(a, b, item, 12);
    intent.nonce = 5;
    EXPECT_EQ(codeOf(a, intent), "NONCE_USED");
}

TEST_F(AdmissionTest, refusalsHaveTheirCode)
{
    Trader a = liveTrader();
    Trader b = liveTrader();
    const std::int64_t now = clock.wallSeconds().value;
    struct Case {
        std::string code;
        std::function<void(Intent &)> edit;
    };
    const std::vector<Case> cases = {
        {"WRONG_CLUSTER", [](Intent &i) { i.genesis.bytes[0] ^= 1; }},
        {"WRONG_PROGRAM", [](Intent &i) { i.program.bytes[0] ^= 1; }},
        {"WRONG_VENUE", [](Intent &i) { i.engine.bytes[0] ^= 1; }},
        {"WRONG_CURRENCY", [](Intent &i) { i.mint = keyOf(9); }},
        {"SESSION_UNKNOWN", [](Intent &i) { i.session = keyOf(8); }},
        {"SESSION_NOT_OWNED", [&](Intent &i) { i.session = b.session.publicKey(); }},
        {"PER_INTENT_LIMIT_EXCEEDED", [](Intent &i) { i.amount = {501}; }},
        {"INTENT_OUTLIVES_GRANT", [&](Intent &i) { i.expiresAt = {now + 3601}; }},
        {"INTENT_TOO_OLD", [&](Intent &i) { i.createdAt = {now - 3601}; }},
        {"INTENT_FROM_FUTURE", [&](Intent &i) { i.createdAt = {now + 31}; }},
        {"EXPIRED", [&](Intent &i) { i.createdAt = {now - 100}, i.expiresAt = {now}; }},
        {"AMOUNT_OUT_OF_RANGE", [](Intent &i) { i.amount = {0}; }},
        {"AMOUNT_OUT_OF_RANGE", [](Intent &i) { i.amount = {std::uint64_t{1} << 63}; }},
        {"SAME_PARTIES", [](Intent &i) { i.to = i.from; }},
        {"OWNER_NOT_PARTY", [](Intent &i) { i.owner = keyOf(7); }},
        {"", [&](Intent &i) { i.createdAt = {now - 3600}; }},
        {"", [&](Intent &i) { i.createdAt = {now + 30}; }},
        {"", [&](Intent &i) { i.expiresAt = {now + 3600}; }},
        {"", [](Intent &i) { i.amount = {500}; }},
    };
    for (const Case &each : cases) {
        Intent intent = sell(a, b, item, 10);
        each.edit(intent);
        EXPECT_EQ(codeOf(a, intent), each.code);
    }
    EXPECT_EQ(sessionOf(a).intents, 4U) << "what was refused changed nothing";
}

TEST_F(AdmissionTest, aForeignSignatureIsRefused)
{
    Trader a = liveTrader();
    const Trader b = liveTrader();
    const Intent intent = sell(a, b, item, 10);
    EXPECT_EQ(codeOf(b, intent), "SIGNATURE_INVALID");
    EXPECT_EQ(codeOf(a, intent), "");
}

TEST_F(AdmissionTest, aCallerMayOnlyCarryHisOwn)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    Submission submission = signedBy(a, sell(a, b, item, 10));
    submission.caller = b.wallet.publicKey();
    EXPECT_EQ(codeOf(submit(submission)), "NOT_OWNER");
    submission.caller = a.wallet.publicKey();
    EXPECT_EQ(codeOf(submit(submission)), "");
}

TEST_F(AdmissionTest, onlyGrantedActionsPass)
{
    Trader a = liveTrader([](Grant &grant) { grant.actions = static_cast<std::uint16_t>(Action::Trade); });
    const Trader b = newTrader();
    EXPECT_EQ(codeOf(a, list(a, item, 10)), "ACTION_NOT_GRANTED");
    EXPECT_EQ(codeOf(a, buy(a, b, item, 10, IntentType::Bid)), "ACTION_NOT_GRANTED");
    EXPECT_EQ(codeOf(a, buy(a, b, item, 10, IntentType::BuyNow)), "ACTION_NOT_GRANTED");
    EXPECT_EQ(codeOf(a, sell(a, b, item, 10)), "");
}

TEST_F(AdmissionTest, aScopedGrantAdmitsNothingWithoutAProof)
{
    Trader a = liveTrader([](Grant &grant) { grant.scopeRoot.bytes.fill(1); });
    EXPECT_EQ(codeOf(a, list(a, item, 10)), "ITEM_OUT_OF_SCOPE");
}

TEST_F(AdmissionTest, buyersHoldAndSellersDoNot)
{
    Trader buyer = liveTrader();
    Trader seller = liveTrader();
    ASSERT_EQ(codeOf(seller, sell(seller, buyer, item, 500)), "");
    ASSERT_EQ(codeOf(seller, list(seller, item, 500)), "");
    EXPECT_EQ(sessionOf(seller).held, Lamports{0});
    ASSERT_EQ(codeOf(buyer, buy(buyer, seller, item, 400, IntentType::Bid)), "");
    ASSERT_EQ(codeOf(buyer, buy(buyer, seller, item, 500, IntentType::BuyNow)), "");
    EXPECT_EQ(sessionOf(buyer).held, Lamports{900});
    EXPECT_EQ(codeOf(buyer, buy(buyer, seller, item, 101)), "LIMIT_EXCEEDED");
    EXPECT_EQ(codeOf(buyer, buy(buyer, seller, item, 100)), "") << "exactly to the limit";
    EXPECT_EQ(sessionOf(buyer).left(), Lamports{0});
}

TEST_F(AdmissionTest, theLastGrantedIntentExhaustsTheSession)
{
    Trader a = liveTrader([](Grant &grant) { grant.maxIntents = 2; });
    const Trader b = newTrader();
    const Intent first = sell(a, b, item, 1);
    EXPECT_EQ(codeOf(a, first), "");
    EXPECT_EQ(codeOf(a, sell(a, b, item, 2)), "");
    EXPECT_EQ(sessionOf(a).state, SessionState::Exhausted);
    EXPECT_EQ(codeOf(a, sell(a, b, item, 3)), "SESSION_EXHAUSTED");
    EXPECT_EQ(submit(a, first)->seq, Seq{1}) << "the same intent again is still the same intent";
}

TEST_F(AdmissionTest, aSessionTradesOnlyOnceTheChainKnowsIt)
{
    Trader a = newTrader();
    const Trader b = newTrader();
    ASSERT_TRUE(create(grantOf(a)).has_value());
    EXPECT_EQ(codeOf(a, sell(a, b, item, 1)), "SESSION_NOT_REGISTERED");
    EXPECT_TRUE(activate(a));
    EXPECT_FALSE(activate(a));
    EXPECT_EQ(codeOf(a, sell(a, b, item, 1)), "");
}

TEST_F(AdmissionTest, aGrantIsForThisVenueAndOneSessionHasOneGrant)
{
    const Trader a = newTrader();
    Grant grant = grantOf(a);
    grant.genesis.bytes[0] ^= 1;
    EXPECT_EQ(create(grant).error(), Refusal::WrongCluster);
    grant = grantOf(a);
    grant.engine.bytes[0] ^= 1;
    EXPECT_EQ(create(grant).error(), Refusal::WrongVenue);
    grant = grantOf(a);
    grant.notBefore = {1};
    grant.expiresAt = {clock.wallSeconds()};
    EXPECT_EQ(create(grant).error(), Refusal::GrantExpired);
    grant = grantOf(a);
    const auto created = create(grant);
    ASSERT_TRUE(created.has_value());
    EXPECT_EQ(create(grant)->number, created->number);
    grant.maxTotal = {5000};
    EXPECT_EQ(create(grant).error(), Refusal::SessionExists);
}

TEST_F(AdmissionTest, bulkAnswersComeInOrder)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    std::vector<Submission> submissions;
    for (std::uint64_t i = 0; i < 90; ++i) {
        submissions.push_back(signedBy(a, sell(a, b, item, i % 10 == 9 ? 501 : 1)));
        if (i % 10 == 8)
            submissions.back().signature.bytes[1] ^= 1;
    }
    std::promise<std::vector<Answer>> promise;
    admission->submitMany(submissions, [&](std::vector<Answer> answers) { promise.set_value(std::move(answers)); });
    const std::vector<Answer> answers = promise.get_future().get();
    ASSERT_EQ(answers.size(), submissions.size());
    std::set<std::uint64_t> seqs;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::string code = codeOf(answers[i]);
        EXPECT_EQ(code, i % 10 == 9 ? "PER_INTENT_LIMIT_EXCEEDED" : i % 10 == 8 ? "SIGNATURE_INVALID" : "") << i;
        if (!answers[i])
            continue;
        EXPECT_EQ(answers[i]->id, intentIdOf(submissions[i].preimage));
        seqs.insert(answers[i]->seq.value);
        EXPECT_TRUE(
            netting::verifyReceipt(receiptOf(*answers[i]), {cluster().genesis, cluster().program, cluster().engine}));
    }
    EXPECT_EQ(seqs.size(), 72U);
    EXPECT_EQ(*seqs.rbegin(), 72U) << "order numbers have no gap";
}

TEST_F(AdmissionTest, ofManyThreadsWithTheSameNonceOneWins)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    constexpr std::size_t threads = 16;
    for (std::uint64_t round = 0; round < 10; ++round) {
        std::vector<Submission> submissions;
        for (std::size_t i = 0; i < threads; ++i) {
            Intent intent = sell(a, b, item, i + 1);
            intent.nonce = 1000 + round;
            submissions.push_back(signedBy(a, intent));
        }
        std::vector<std::string> codes(threads);
        std::vector<std::thread> running;
        for (std::size_t i = 0; i < threads; ++i)
            running.emplace_back([&, i] { codes[i] = codeOf(submit(submissions[i])); });
        for (std::thread &thread : running)
            thread.join();
        EXPECT_EQ(std::count(codes.begin(), codes.end(), ""), 1);
        EXPECT_EQ(std::count(codes.begin(), codes.end(), "NONCE_USED"), threads - 1);
    }
    EXPECT_EQ(sessionOf(a).intents, 10U);
}

TEST_F(AdmissionTest, aFullBookAnswersBusyAtOnce)
{
    stop();
    options.pendingMax = 3;
    options.pendingPerOwnerMax = 2;
    start();
    Trader a = liveTrader();
    Trader b = liveTrader();
    EXPECT_EQ(codeOf(a, sell(a, b, item, 1)), "");
    EXPECT_EQ(codeOf(a, sell(a, b, item, 2)), "");
    EXPECT_EQ(codeOf(a, sell(a, b, item, 3)), "OWNER_QUEUE_FULL");
    EXPECT_EQ(codeOf(b, sell(b, a, item, 1)), "");
    EXPECT_EQ(codeOf(b, sell(b, a, item, 2)), "QUEUE_FULL");
    EXPECT_EQ(classOf(Refusal::QueueFull), RefusalClass::Busy);
}

TEST_F(AdmissionTest, aSellersAsksForOneItemAreBoundedAndHisOwnConcern)
{
    Trader a = liveTrader([](Grant &grant) { grant.maxIntents = 1000; });
    Trader b = liveTrader();
    std::vector<Submission> asks;
    for (std::size_t i = 0; i < PairIndex::asksMax; ++i)
        asks.push_back(signedBy(a, list(a, item, 1)));
    std::promise<std::vector<Answer>> promise;
    admission->submitMany(asks, [&](std::vector<Answer> answers) { promise.set_value(std::move(answers)); });
    const std::vector<Answer> answers = promise.get_future().get();
    EXPECT_TRUE(std::ranges::all_of(answers, [](const Answer &answer) { return answer.has_value(); }));
    EXPECT_EQ(codeOf(a, list(a, item, 1)), "OWNER_ASKS_FULL");
    EXPECT_EQ(codeOf(a, list(a, keyOf(41), 1)), "");
    EXPECT_EQ(codeOf(b, list(b, item, 1)), "");
    EXPECT_NE(words(Refusal::OwnerAsksFull).find(std::to_string(PairIndex::asksMax)), std::string_view::npos);
}

TEST_F(AdmissionTest, aStoppedWayInAnswersBusy)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    admission->stop();
    EXPECT_EQ(codeOf(a, sell(a, b, item, 1)), "QUEUE_FULL");
}

TEST_F(AdmissionTest, everyMoveIsOneEventOfAGapFreeFeed)
{
    Trader a = liveTrader();
    const Trader b = newTrader();
    for (std::uint64_t i = 1; i <= 20; ++i)
        ASSERT_EQ(codeOf(a, sell(a, b, item, i)), "");
    const storage::ReadLease lease = database->read();
    const std::vector<storage::Event> events = storage::events::after(lease, FeedSeq{0}, 1000);
    ASSERT_EQ(events.size(), 22U); // session made, session activated, intents
    for (std::size_t i = 0; i < events.size(); ++i)
        EXPECT_EQ(events[i].seq.value, i + 1);
    EXPECT_EQ(events.back().topic, storage::Topic::Intents);
    EXPECT_EQ(events.back().to, "pending");
    EXPECT_EQ(events.back().owner, a.wallet.publicKey());
}

} // namespace
} // namespace paradox::admission
