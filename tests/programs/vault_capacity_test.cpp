#include "vault_world.h"

namespace paradox::test {
namespace {

/// A batch as large as the planner makes them, run to its end through real chunks.
class VaultCapacity : public VaultWorld {
protected:
    PublicKey wallet(std::size_t number)
    {
        PublicKey result = named(static_cast<std::uint8_t>(number), 0x20);
        result.bytes[2] = static_cast<std::uint8_t>(number >> 8);
        return result;
    }
};

TEST_F(VaultCapacity, fiveHundredWalletsSettleInPlannedChunks)
{
    constexpr std::size_t wallets = 500;
    constexpr std::size_t items = 300;
    vault::Legs legs;
    for (std::size_t i = 0; i < wallets; ++i) {
        host.accounts[wallet(i)].lamports = lamportsPerSol;
        ASSERT_TRUE(call(vault::DepositCredits{game, wallet(i), {1000}}).ok());
        Grant given = grant(wallet(i), 1, 1000);
        ASSERT_TRUE(call(vault::RegisterSessionKey{given}).ok());
        const vault::CashLeg leg{ledgerKey(wallet(i)), {10}};
        (i % 2 == 0 ? legs.debits : legs.credits).push_back(leg);
    }
    for (std::size_t i = 0; i < items; ++i) {
        auto id = named<vault::ItemId>(static_cast<std::uint8_t>(i), 0x30);
        id.bytes[2] = static_cast<std::uint8_t>(i >> 8);
        ASSERT_TRUE(call(vault::RegisterItem{game, wallet(i), id}).ok());
        legs.items.push_back({at.item(game, id), ledgerKey(wallet(i)), wallet(i + 1)});
    }
    const auto chunks = vault::splitIntoChunks(legs, vault::Addressing::LookupTable);
    ASSERT_TRUE(chunks.has_value());
    const BatchId id = named<BatchId>(1);
    ASSERT_TRUE(call(vault::OpenNetBatch{.game = game,
                                         .authority = authority,
                                         .batch = id,
                                         .chunkCount = static_cast<std::uint16_t>(chunks->size()),
                                         .itemCount = items,
                                         .debitTotal = {2500},
                                         .creditTotal = {2500},
                                         .fees = {0}})
                    .ok());
    for (std::size_t i = 0; i < chunks->size(); ++i) {
        const vault::Legs &chunk = (*chunks)[i];
        const HostResult result =
            call(vault::LockNetChunk{game, authority, id, static_cast<std::uint16_t>(i), chunk.debits, chunk.items});
        ASSERT_TRUE(result.ok()) << result.code << result.violation;
        EXPECT_EQ(eventOf<vault::NetChunkLocked>(result).items.size(), chunk.items.size());
    }
    for (std::size_t i = 0; i < chunks->size(); ++i) {
        const vault::Legs &chunk = (*chunks)[i];
        std::vector<PublicKey> keys;
        for (const vault::ItemLeg &leg : chunk.items)
            keys.push_back(leg.item);
        const HostResult result =
            call(vault::CommitNetChunk{game, authority, id, static_cast<std::uint16_t>(i), chunk.credits, keys});
        ASSERT_TRUE(result.ok()) << result.code << result.violation;
    }
    expectOk(vault::FinalizeNetBatch{game, authority, id});
    EXPECT_EQ(item(legs.items[7].item).owner, wallet(8));
    EXPECT_EQ(ledger(wallet(1)).available, Lamports{1010});
    EXPECT_EQ(ledger(wallet(2)).available, Lamports{990});
}

TEST_F(VaultCapacity, moreLegsThanAnEventHoldsAreRefused)
{
    std::vector<PublicKey> ledgers;
    vault::LockNetChunk lock{.game = game, .authority = authority, .batch = named<BatchId>(1), .index = 0};
    for (std::size_t i = 0; i < 90; ++i) {
        host.accounts[wallet(i)].lamports = lamportsPerSol;
        ASSERT_TRUE(call(vault::DepositCredits{game, wallet(i), {1000}}).ok());
        ASSERT_TRUE(call(vault::RegisterSessionKey{grant(wallet(i), 1, 1000)}).ok());
        lock.debits.push_back({ledgerKey(wallet(i)), {10}});
    }
    expectOk(vault::OpenNetBatch{.game = game,
                                 .authority = authority,
                                 .batch = lock.batch,
                                 .chunkCount = 1,
                                 .itemCount = 0,
                                 .debitTotal = {900},
                                 .creditTotal = {900}});
    expectRefused(lock, vault::VaultError::TooManyLegs);
}

} // namespace
} // namespace paradox::test
