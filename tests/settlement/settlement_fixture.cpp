#include "tests/settlement/settlement_fixture.h"

#include "domain/sha256.h"

#include <algorithm>

namespace paradox::settlement {

SettlementTest::SettlementTest() : venue(chain.genesis().value(), vault::defaultProgram, GameId{1})
{
    (void)chain.airdrop(authority.publicKey(), {1'000'000'000'000});
    const PublicKey &key = authority.publicKey();
    const std::vector<solana::Instruction> instructions = {
        vault::build(venue.addresses, vault::InitConfig{key, venue.addresses.program()}),
        vault::build(venue.addresses,
                     vault::CreateGame{.admin = key, .id = {1}, .authority = key, .treasury = treasury, .feeBps = 25})};
    if (!chain.settle(instructions, authority, clock.wallSeconds()))
        throw std::runtime_error("the venue was not made");
    start();
}

void SettlementTest::start()
{
    auto opened = storage::Database::open(directory.path());
    if (!opened)
        throw std::runtime_error(opened.error().words);
    database = *std::move(opened);
    writer = std::make_unique<storage::Writer>(*database, clock);
    admission = std::make_unique<admission::Admission>(*database, *writer, clock, engineKey,
                                                       admission::Options{.cluster = venue.cluster(), .mode = mode});
    writer->start();
    blocks = std::make_unique<BlockFolder>(directory.path() / "blocks");
    courier = std::make_unique<Courier>(chain, *writer, clock);
    {
        const storage::ReadLease lease = database->read();
        courier->load(lease);
    }
    batcher = std::make_unique<Batcher>(venue, chain, *database, *writer, admission->book(), *blocks, clock,
                                        BatcherOptions{.rule = rule, .mode = mode, .addressing = addressing});
    tables = std::make_unique<TableKeeper>(chain, *courier, *database, *writer, authority, random, clock, tableOptions);
    settler = std::make_unique<Settler>(venue, chain, *courier, *tables, *database, *writer, admission->book(),
                                        authority, random, clock);
}

void SettlementTest::stop()
{
    settler.reset();
    tables.reset();
    batcher.reset();
    courier.reset();
    blocks.reset();
    if (admission)
        admission->stop();
    if (writer)
        writer->stop();
    admission.reset();
    writer.reset();
    database.reset();
}

Player SettlementTest::player(std::uint64_t credits)
{
    Player player{solana::Keypair::generate(random), solana::Keypair::generate(random)};
    (void)chain.airdrop(player.key(), {10'000'000'000 + credits});
    const Grant grant{.genesis = venue.genesis,
                      .program = venue.addresses.program(),
                      .engine = venue.game,
                      .owner = player.key(),
                      .session = player.session.publicKey(),
                      .actions = actionsAll,
                      .maxTotal = {1'000'000'000},
                      .maxPerIntent = {1'000'000'000},
                      .maxIntents = 100'000,
                      .notBefore = {clock.wallSeconds().value - 10},
                      .expiresAt = {clock.wallSeconds().value + 3600}};
    if (credits > 0) {
        EXPECT_TRUE(onChain(vault::DepositCredits{venue.game, player.key(), {credits}}, player));
    }
    EXPECT_TRUE(onChain(vault::RegisterSessionKey{grant}, player));
    std::promise<bool> created;
    admission->createSession(grant, "", [&](auto result) { created.set_value(result.has_value()); });
    EXPECT_TRUE(created.get_future().get());
    EXPECT_TRUE(*writer->execute([&](storage::Transaction &transaction) {
        return admission->activate(transaction, player.session.publicKey());
    }));
    return player;
}

PublicKey SettlementTest::item(const Player &owner)
{
    vault::ItemId id;
    std::memcpy(id.data(), &nextItem, sizeof nextItem);
    ++nextItem;
    EXPECT_TRUE(onChain(vault::RegisterItem{venue.game, owner.key(), id}, owner));
    return venue.addresses.item(venue.game, id);
}

Intent SettlementTest::half(Player &player, const PublicKey &item, std::uint64_t amount)
{
    return {.genesis = venue.genesis,
            .program = venue.addresses.program(),
            .engine = venue.game,
            .session = player.session.publicKey(),
            .owner = player.key(),
            .type = IntentType::Trade,
            .item = item,
            .amount = {amount},
            .nonce = ++player.nonce,
            .createdAt = clock.wallSeconds(),
            .expiresAt = {clock.wallSeconds().value + 1800}};
}

void SettlementTest::admit(const Player &player, const Intent &intent)
{
    const IntentPreimage preimage = encodeIntent(intent);
    std::promise<std::string> answered;
    admission->submit(
        {.preimage = preimage, .signature = player.session.sign(preimage), .caller = std::nullopt},
        [&](admission::Answer answer) { answered.set_value(answer ? "" : std::string(toText(answer.error()))); });
    EXPECT_EQ(answered.get_future().get(), "");
}

void SettlementTest::trade(Player &seller, Player &buyer, const PublicKey &item, std::uint64_t amount)
{
    for (Player *owner : {&seller, &buyer}) {
        Intent intent = half(*owner, item, amount);
        intent.from = seller.key();
        intent.to = buyer.key();
        admit(*owner, intent);
    }
}

void SettlementTest::turn()
{
    clock.advance(100);
    chain.advance(1, clock.wallSeconds());
    batcher->tick();
    settler->tick();
    courier->tick();
}

bool SettlementTest::runToEnd(std::size_t turnsMax)
{
    for (std::size_t i = 0; i < turnsMax; ++i) {
        turn();
        const storage::ReadLease lease = database->read();
        const auto first = storage::batches::bySeq(lease, {1});
        if (first && (first->state == BatchState::Finalized || first->state == BatchState::Aborted ||
                      first->state == BatchState::Empty))
            return true;
    }
    return false;
}

bool SettlementTest::runWithCrash(std::size_t call, bool afterEffect)
{
    chain.crashAtCall = chain.calls + call;
    chain.crashAfterEffect = afterEffect;
    bool crashed = false;
    try {
        EXPECT_TRUE(runToEnd());
    } catch (const Crash &) {
        crashed = true;
        crash();
        EXPECT_TRUE(runToEnd());
    }
    chain.crashAtCall = 0;
    return crashed;
}

storage::Batch SettlementTest::batch(std::uint64_t seq)
{
    const storage::ReadLease lease = database->read();
    return storage::batches::bySeq(lease, {seq}).value_or(storage::Batch{});
}

std::vector<storage::Operation> SettlementTest::operations()
{
    const storage::ReadLease lease = database->read();
    return storage::operations::list(lease,
                                     {.owner = {}, .state = {}, .batchSeq = BatchSeq{1}, .before = {}, .limit = 1000});
}

std::uint64_t SettlementTest::available(const Player &player)
{
    const std::array keys = {venue.addresses.ledger(venue.game, player.key())};
    const auto read = chain.accounts(keys, chain::Commitment::Finalized);
    return vault::decodePlayerLedger(read->accounts.at(0)->data)->available.value;
}

PublicKey SettlementTest::ownerOf(const PublicKey &item)
{
    const auto read = chain.accounts(std::span(&item, 1), chain::Commitment::Finalized);
    return vault::decodeItem(read->accounts.at(0)->data)->owner;
}

vault::Game SettlementTest::game()
{
    const auto read = chain.accounts(std::span(&venue.game, 1), chain::Commitment::Finalized);
    return *vault::decodeGame(read->accounts.at(0)->data);
}

std::vector<IntentState> SettlementTest::intentStates()
{
    std::vector<IntentState> states;
    const storage::ReadLease lease = database->read();
    for (std::uint64_t seq = 1; const auto intent = storage::intents::bySeq(lease, {seq}); ++seq)
        states.push_back(intent->state);
    return states;
}

void MarketTest::market(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        players.push_back(player(1'000'000));
        items.push_back(item(players.back()));
    }
    for (std::size_t i = 0; i < count; ++i)
        trade(players[i], players[(i + 3) % count], items[i], 1'000 * (i + 1));
}

void MarketTest::abortWithLocks(std::size_t count)
{
    market(count);
    const PublicKey debtor = venue.addresses.ledger(venue.game, players[0].key());
    chain.onSend = [&](const solana::Transaction &transaction) {
        return std::ranges::count(transaction.message.staticKeys, debtor) > 0 ? SendFault::Swallow : SendFault::None;
    };
    while (batch().chunksLocked == 0)
        turn();
    ASSERT_TRUE(onChain(vault::WithdrawCredits{venue.game, players[0].key(), {999'990}}, players[0]));
    while (batch().state != BatchState::Aborting) // when the lock that never arrived is dead
        turn();
    EXPECT_GT(batch().chunksLocked, 0U);
    chain.onSend = nullptr;
}

void MarketTest::expectTheNextWithoutWhoWithdrew()
{
    for (int i = 0; i < 1'000 && batch(2).state != BatchState::Finalized; ++i)
        turn();
    EXPECT_EQ(batch(2).state, BatchState::Finalized) << settler->alarm();
    EXPECT_EQ(game().settledBatches, 1U);
    std::uint64_t total = game().fees.value;
    for (const Player &one : players)
        total += available(one);
    EXPECT_EQ(total, players.size() * 1'000'000U - 999'990U);
}

void MarketTest::expectSettledOnce()
{
    EXPECT_EQ(batch().state, BatchState::Finalized) << settler->alarm();
    EXPECT_EQ(game().settledBatches, 1U);
    std::uint64_t total = game().fees.value;
    for (std::size_t i = 0; i < players.size(); ++i) {
        total += available(players[i]);
        EXPECT_EQ(ownerOf(items[i]), players[(i + 3) % players.size()].key());
    }
    EXPECT_EQ(total, players.size() * 1'000'000U);
}

} // namespace paradox::settlement
