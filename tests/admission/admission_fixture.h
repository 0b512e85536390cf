#pragma once

#include "admission/admission.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <future>

namespace paradox::admission {

/// A trader with one session.
struct Trader {
    solana::Keypair wallet;
    solana::Keypair session;
    std::uint64_t nonce = 0;
};

inline PublicKey keyOf(std::uint8_t byte)
{
    PublicKey key;
    key.bytes.fill(byte);
    return key;
}

/// A venue on a real database, without chain or network.
class AdmissionTest : public ::testing::Test {
protected:
    AdmissionTest() { start(); }
    ~AdmissionTest() override { stop(); }

    static storage::Cluster cluster()
    {
        return {.genesis = *Hash::from(keyOf(1).span()), .program = keyOf(2), .engine = keyOf(3)};
    }
    void start()
    {
        auto opened = storage::Database::open(directory.path());
        if (!opened)
            throw std::runtime_error(opened.error().words);
        database = *std::move(opened);
        writer = std::make_unique<storage::Writer>(*database, clock);
        options.cluster = cluster();
        admission = std::make_unique<Admission>(*database, *writer, clock, engine, options);
        writer->start();
    }
    void stop()
    {
        if (!admission)
            return;
        admission->stop();
        writer->stop();
        admission.reset();
        writer.reset();
        database.reset();
    }
    void restart()
    {
        stop();
        start();
    }

    Grant grantOf(const Trader &trader) const
    {
        return {.genesis = cluster().genesis,
                .program = cluster().program,
                .engine = cluster().engine,
                .owner = trader.wallet.publicKey(),
                .session = trader.session.publicKey(),
                .actions = actionsAll,
                .maxTotal = {1000},
                .maxPerIntent = {500},
                .maxIntents = 100,
                .notBefore = {clock.wallSeconds().value - 10},
                .expiresAt = {clock.wallSeconds().value + 3600},
                .epoch = 0,
                .scopeRoot = {}};
    }
    std::expected<storage::Session, Refusal> create(const Grant &grant)
    {
        std::promise<std::expected<storage::Session, Refusal>> promise;
        admission->createSession(grant, "op-1", [&](auto result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    bool activate(const Trader &trader)
    {
        return *writer->execute(
            [&](storage::Transaction &t) { return admission->activate(t, trader.session.publicKey()); });
    }
    Trader newTrader() { return {solana::Keypair::generate(random), solana::Keypair::generate(random)}; }
    /// Owner, session, active.
    Trader liveTrader()
    {
        return liveTrader([](Grant &) {});
    }
    template <class Edit>
    Trader liveTrader(Edit edit)
    {
        Trader trader = newTrader();
        Grant grant = grantOf(trader);
        edit(grant);
        EXPECT_TRUE(create(grant).has_value());
        EXPECT_TRUE(activate(trader));
        return trader;
    }

    Intent intentOf(Trader &trader, IntentType type, const PublicKey &item, std::uint64_t amount)
    {
        return {.genesis = cluster().genesis,
                .program = cluster().program,
                .engine = cluster().engine,
                .session = trader.session.publicKey(),
                .owner = trader.wallet.publicKey(),
                .type = type,
                .item = item,
                .from = {},
                .to = {},
                .mint = {},
                .amount = {amount},
                .nonce = ++trader.nonce,
                .createdAt = clock.wallSeconds(),
                .expiresAt = {clock.wallSeconds().value + 600},
                .terms = {}};
    }
    Intent sell(Trader &seller, const Trader &buyer, const PublicKey &item, std::uint64_t amount)
    {
        Intent intent = intentOf(seller, IntentType::Trade, item, amount);
        intent.from = seller.wallet.publicKey();
        intent.to = buyer.wallet.publicKey();
        return intent;
    }
    Intent buy(Trader &buyer, const Trader &seller, const PublicKey &item, std::uint64_t amount,
               IntentType type = IntentType::Trade)
    {
        Intent intent = intentOf(buyer, type, item, amount);
        intent.from = seller.wallet.publicKey();
        intent.to = buyer.wallet.publicKey();
        return intent;
    }
    Intent list(Trader &seller, const PublicKey &item, std::uint64_t ask)
    {
        Intent intent = intentOf(seller, IntentType::List, item, ask);
        intent.from = seller.wallet.publicKey();
        return intent;
    }

    static Submission signedBy(const Trader &trader, const Intent &intent)
    {
        const IntentPreimage preimage = encodeIntent(intent);
        return {.preimage = preimage, .signature = trader.session.sign(preimage), .caller = std::nullopt};
    }
    Answer submit(const Submission &submission)
    {
        std::promise<Answer> promise;
        admission->submit(submission, [&](Answer answer) { promise.set_value(std::move(answer)); });
        return promise.get_future().get();
    }
    Answer submit(const Trader &trader, const Intent &intent) { return submit(signedBy(trader, intent)); }
    std::string codeOf(const Answer &answer) { return answer ? "" : std::string(toText(answer.error())); }
    std::string codeOf(const Trader &trader, const Intent &intent) { return codeOf(submit(trader, intent)); }

    storage::StoredIntent stored(Seq seq)
    {
        const storage::ReadLease lease = database->read();
        return storage::intents::bySeq(lease, seq).value();
    }
    storage::Session sessionOf(const Trader &trader)
    {
        const storage::ReadLease lease = database->read();
        return storage::sessions::byKey(lease, trader.session.publicKey()).value();
    }
    std::vector<OpenTrade> cut()
    {
        return *writer->execute([&](storage::Transaction &t) { return admission->book().cut(t, {}); });
    }
    template <class Work>
    void inWriter(Work work)
    {
        ASSERT_TRUE(writer->execute([&](storage::Transaction &t) { work(t); }).has_value());
    }
    std::size_t sweep()
    {
        return *writer->execute([&](storage::Transaction &t) { return admission->sweep(t); });
    }

    testing::TempDirectory directory;
    testing::ManualClock clock;
    testing::CountingRandom random;
    solana::Keypair engine = solana::Keypair::generate(random);
    Options options;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::Writer> writer;
    std::unique_ptr<Admission> admission;
};

} // namespace paradox::admission
