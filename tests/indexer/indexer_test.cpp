#include "indexer/indexer.h"

#include "tests/settlement/settlement_fixture.h"

namespace paradox::indexer {
namespace {

using settlement::Player;

class Sessions final : public SessionKeeper {
public:
    explicit Sessions(admission::Admission &admission) : m_admission(admission) {}
    void activate(storage::Transaction &transaction, const PublicKey &session) override
    {
        m_admission.activate(transaction, session);
    }
    void end(storage::Transaction &transaction, const PublicKey &session, std::string_view reason) override
    {
        m_admission.end(transaction, session, storage::Actor::Chain, reason);
    }
    void raiseEpoch(storage::Transaction &transaction, const PublicKey &owner, std::uint64_t epoch) override
    {
        m_admission.raiseEpoch(transaction, owner, epoch);
    }

private:
    admission::Admission &m_admission;
};

class IndexerTest : public settlement::SettlementTest {
protected:
    /// Reads on until nothing is new. A new indexer each time: it keeps nothing that the database does not.
    void index(std::size_t pageMax = 256)
    {
        chain::Listener listener(chain,
                                 {.program = venue.addresses.program(), .pageMax = pageMax, .pollIntervalMs = 1});
        Sessions sessions(*admission);
        Indexer indexer(listener, chain, *database, *writer, sessions, clock,
                        {.program = venue.addresses.program(), .game = venue.game});
        clock.advance(10);
        while (indexer.tick())
            clock.advance(10);
        EXPECT_EQ(indexer.trouble(), "");
    }
    std::optional<storage::ItemOwner> knownOwner(const PublicKey &item)
    {
        const storage::ReadLease lease = database->read();
        return storage::index::ownerOf(lease, item);
    }
    std::uint64_t knownBalance(const Player &player)
    {
        const storage::ReadLease lease = database->read();
        const auto balance = storage::index::balanceOf(lease, player.key());
        return balance ? balance->available.value : 0;
    }
    std::uint64_t events()
    {
        const storage::ReadLease lease = database->read();
        return storage::index::eventCount(lease);
    }
    SessionState sessionState(const Player &player)
    {
        const storage::ReadLease lease = database->read();
        return storage::sessions::byKey(lease, player.session.publicKey())->state;
    }
};

TEST_F(IndexerTest, ownersAndBalancesAreWhatTheChainSays)
{
    Player seller = player(5'000);
    Player buyer = player(100'000);
    const PublicKey sword = item(seller);
    trade(seller, buyer, sword, 40'000);
    ASSERT_TRUE(runToEnd());

    index();

    EXPECT_EQ(knownOwner(sword)->owner, ownerOf(sword));
    EXPECT_EQ(knownOwner(sword)->owner, buyer.key());
    EXPECT_EQ(knownBalance(seller), available(seller));
    EXPECT_EQ(knownBalance(buyer), available(buyer));
    const storage::ReadLease lease = database->read();
    const auto history = storage::index::history(lease, sword, {}, 10);
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].move.batch, batch().id);
    EXPECT_TRUE(history[1].move.from.isZero());
}

TEST_F(IndexerTest, smallPagesLeaveNoGapAndMakeNoDouble)
{
    Player seller = player(5'000);
    std::vector<PublicKey> items;
    for (int i = 0; i < 12; ++i)
        items.push_back(item(seller));
    index(1);
    const std::uint64_t once = events();
    index(3);
    EXPECT_EQ(events(), once);
    for (const PublicKey &one : items)
        EXPECT_EQ(knownOwner(one)->owner, seller.key());
}

TEST_F(IndexerTest, whatWasFoldedIsNotFoldedAgainAfterACrash)
{
    Player seller = player(5'000);
    const PublicKey sword = item(seller);
    index();
    const std::uint64_t once = events();
    crash();
    index();
    EXPECT_EQ(events(), once);
    const storage::ReadLease lease = database->read();
    EXPECT_EQ(storage::index::history(lease, sword, {}, 10).size(), 1U);
}

TEST_F(IndexerTest, failedTransactionsMoveTheCursorAndNothingElse)
{
    Player seller = player(5'000);
    index();
    const std::uint64_t once = events();
    EXPECT_FALSE(onChain(vault::WithdrawCredits{venue.game, seller.key(), {1'000'000}}, seller));
    index();
    EXPECT_EQ(events(), once);
    EXPECT_EQ(knownBalance(seller), 5'000U);
}

TEST_F(IndexerTest, aLedgerThatWasEmptiedAndClosedInOnePageHoldsNothing)
{
    Player leaver = player(5'000);
    index();
    EXPECT_EQ(knownBalance(leaver), 5'000U);
    ASSERT_TRUE(
        onChain(vault::RevokeSessionKey{venue.game, leaver.key(), leaver.session.publicKey(), leaver.key()}, leaver));
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, leaver.key(), {5'000}}, leaver));
    ASSERT_TRUE(onChain(vault::ClosePlayerLedger{venue.game, leaver.key()}, leaver));
    index();
    EXPECT_EQ(knownBalance(leaver), 0U);
}

/// Sessions of which the node is told, and an indexer that lives on.
class SessionCheckTest : public IndexerTest {
protected:
    Grant grantOf(const Player &player) const
    {
        return {.genesis = venue.genesis,
                .program = venue.addresses.program(),
                .engine = venue.game,
                .owner = player.key(),
                .session = player.session.publicKey(),
                .actions = actionsAll,
                .maxTotal = {1'000},
                .maxPerIntent = {1'000},
                .maxIntents = 10,
                .notBefore = clock.wallSeconds(),
                .expiresAt = {clock.wallSeconds().value + 3'600}};
    }
    void tell(const Grant &grant)
    {
        std::promise<bool> done;
        admission->createSession(grant, "", [&](const auto &session) { done.set_value(session.has_value()); });
        EXPECT_TRUE(done.get_future().get());
    }
    void grantMany(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i)
            tell(grantOf({solana::Keypair::generate(random), solana::Keypair::generate(random)}));
    }
    /// How many accounts are read when so much time has passed.
    std::size_t readAfter(std::int64_t ms)
    {
        clock.advance(ms);
        const std::size_t before = chain.accountsRead;
        EXPECT_FALSE(indexer.tick());
        return chain.accountsRead - before;
    }

    chain::Listener listener{chain, {.program = venue.addresses.program(), .pageMax = 256, .pollIntervalMs = 1}};
    Sessions sessions{*admission};
    Indexer indexer{listener,
                    chain,
                    *database,
                    *writer,
                    sessions,
                    clock,
                    {.program = venue.addresses.program(), .game = venue.game}};
};

TEST_F(SessionCheckTest, aSessionThatWasRegisteredBeforeTheNodeWasToldIsFound)
{
    const Player player{solana::Keypair::generate(random), solana::Keypair::generate(random)};
    (void)chain.airdrop(player.key(), {10'000'000'000});
    const Grant grant = grantOf(player);
    ASSERT_TRUE(onChain(vault::RegisterSessionKey{grant}, player));
    while (indexer.tick())
        clock.advance(10);
    tell(grant);
    EXPECT_EQ(sessionState(player), SessionState::Unregistered);
    EXPECT_EQ(readAfter(2'000), 1U);
    EXPECT_EQ(sessionState(player), SessionState::Active);
}

TEST_F(SessionCheckTest, eachNewSessionIsLookedAtOnceAndTheRestSlowly)
{
    while (indexer.tick())
        clock.advance(10);
    grantMany(250);
    EXPECT_EQ(readAfter(2'000), 200U);
    EXPECT_EQ(readAfter(2'000), 50U);
    EXPECT_EQ(readAfter(2'000), 0U);
    grantMany(1);
    EXPECT_EQ(readAfter(2'000), 1U); // at once, however many wait
    EXPECT_EQ(readAfter(60'000), 200U);
    EXPECT_EQ(readAfter(2'000), 0U);
    EXPECT_EQ(readAfter(60'000), 51U);
    EXPECT_EQ(readAfter(60'000), 200U);
}

TEST_F(SessionCheckTest, aSessionWhoseGrantHasEndedIsNotLookedAtAgain)
{
    while (indexer.tick())
        clock.advance(10);
    grantMany(2);
    EXPECT_EQ(readAfter(2'000), 2U);
    clock.advance(3'600'000);
    ASSERT_TRUE(writer->execute([&](storage::Transaction &t) { return admission->sweep(t); }).has_value());
    EXPECT_EQ(readAfter(60'000), 0U);
}

TEST_F(IndexerTest, aSessionRevokedOnChainEndsHere)
{
    Player seller = player(5'000);
    ASSERT_TRUE(
        onChain(vault::RevokeSessionKey{venue.game, seller.key(), seller.session.publicKey(), seller.key()}, seller));
    index();
    EXPECT_EQ(sessionState(seller), SessionState::Revoked);
}

} // namespace
} // namespace paradox::indexer
