#include "vault_world.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "programs/sdk/codec.h"
#include "programs/vault/state.h"
#include "solana/programs.h"

#include <random>

namespace paradox::test {
namespace {

using vault::Addressing;
using vault::InstructionError;

/// One of each instruction, with values that tell fields apart.
std::vector<vault::VaultInstruction> examples(const vault::Addresses &at)
{
    const PublicKey game = at.game({1});
    const auto key = [](std::uint8_t n) { return named(n, 3); };
    const auto batch = named<BatchId>(40);
    const std::vector<vault::CashLeg> debits{{key(20), {1}}, {key(21), {~std::uint64_t{0}}}};
    const std::vector<vault::CashLeg> credits{{key(22), {3}}};
    const std::vector<vault::ItemLeg> items{{key(23), key(24), key(25)}, {key(26), key(24), key(27)}};
    const Grant grant{.genesis = named<Hash>(1),
                      .program = at.program(),
                      .engine = game,
                      .owner = key(1),
                      .session = key(2),
                      .actions = 5,
                      .maxTotal = {9},
                      .maxPerIntent = {8},
                      .maxIntents = 7,
                      .notBefore = {-6},
                      .expiresAt = {50},
                      .epoch = 4,
                      .scopeRoot = named<Hash>(3)};
    return {
        vault::InitConfig{key(1), key(2)},
        vault::CreateGame{key(1), {77}, key(2), key(3), key(4), key(5), 25},
        vault::OpenPlayerLedger{game, key(1), key(2)},
        vault::DepositCredits{game, key(1), {5}},
        vault::WithdrawCredits{game, key(1), {6}},
        vault::ClosePlayerLedger{game, key(1)},
        vault::RegisterItem{game, key(1), named<vault::ItemId>(2)},
        vault::TransferItem{game, key(1), key(2), key(3)},
        vault::CreateListing{game, key(1), key(2), 3, {4}, {5}},
        vault::CancelListing{game, key(1), key(2), 3},
        vault::RegisterSessionKey{grant},
        vault::RevokeSessionKey{game, key(1), key(2), key(2)},
        vault::BumpSessionEpoch{game, key(1)},
        vault::SettleNetBatch{game, key(1), batch, {9}, debits, credits, items},
        vault::OpenNetBatch{game, key(1), batch, 3, 4, {5}, {6}, {7}},
        vault::LockNetChunk{game, key(1), batch, 513, debits, items},
        vault::CommitNetChunk{game, key(1), batch, 513, credits, {key(23)}},
        vault::FinalizeNetBatch{game, key(1), batch},
        vault::AbortNetBatch{game, key(1), batch, {key(20), key(23)}, {}},
        vault::SetPaused{game, key(1), true, false},
        vault::WithdrawProtocolFees{game, key(1), key(2), {3}},
    };
}

const vault::Addresses addresses{vault::defaultProgram};

TEST(VaultClient, everyInstructionDecodesToWhatItWasBuiltFrom)
{
    const auto all = examples(addresses);
    ASSERT_EQ(all.size(), std::variant_size_v<vault::VaultInstruction>);
    for (const vault::VaultInstruction &example : all) {
        SCOPED_TRACE(vault::nameOf(example));
        const solana::Instruction built = vault::build(addresses, example);
        const auto decoded = vault::decodeInstruction(addresses, built, named<BatchId>(40));
        ASSERT_TRUE(decoded.has_value()) << static_cast<int>(decoded.error());
        EXPECT_EQ(*decoded, example);
    }
}

TEST(VaultClient, everyInstructionDecodesOutOfASignedMessage)
{
    for (const vault::VaultInstruction &example : examples(addresses)) {
        SCOPED_TRACE(vault::nameOf(example));
        const std::vector<solana::Instruction> built{vault::build(addresses, example)};
        PublicKey payer;
        for (const solana::AccountMeta &account : built.front().accounts)
            if (account.isSigner)
                payer = account.key;
        const auto message = solana::compileMessage(built, {.feePayer = payer});
        ASSERT_TRUE(message.has_value());
        const auto back = solana::decompileInstructions(*message, {});
        ASSERT_TRUE(back.has_value());
        const auto decoded = vault::decodeInstruction(addresses, back->front(), named<BatchId>(40));
        ASSERT_TRUE(decoded.has_value()) << static_cast<int>(decoded.error());
        EXPECT_EQ(*decoded, example);
    }
}

TEST(VaultClient, noLesserRoleDecodes)
{
    for (const vault::VaultInstruction &example : examples(addresses)) {
        const solana::Instruction built = vault::build(addresses, example);
        for (std::size_t i = 0; i < built.accounts.size(); ++i) {
            solana::Instruction lesser = built;
            lesser.accounts[i].isSigner = lesser.accounts[i].isWritable = false;
            const auto decoded = vault::decodeInstruction(addresses, lesser, named<BatchId>(40));
            EXPECT_TRUE(lesser == built || !decoded);
        }
    }
}

TEST(VaultClient, nothingButTheExactInstructionDecodes)
{
    for (const vault::VaultInstruction &example : examples(addresses)) {
        SCOPED_TRACE(vault::nameOf(example));
        const solana::Instruction built = vault::build(addresses, example);
        const auto refuse = [&](auto change) {
            solana::Instruction changed = built;
            change(changed);
            const auto decoded = vault::decodeInstruction(addresses, changed, named<BatchId>(40));
            if (!decoded)
                return;
            // Another meaning may remain, but then all of it is shown.
            const solana::Instruction again = vault::build(addresses, *decoded);
            EXPECT_EQ(again.data, changed.data);
            EXPECT_TRUE(std::ranges::equal(again.accounts, changed.accounts, {}, &solana::AccountMeta::key,
                                           &solana::AccountMeta::key));
        };
        for (std::size_t i = 0; i < built.data.size(); ++i) {
            refuse([&](auto &ix) { ix.data[i] ^= 0xff; });
            refuse([&](auto &ix) { ix.data.resize(i); });
        }
        for (std::size_t i = 0; i < built.accounts.size(); ++i) {
            refuse([&](auto &ix) { ix.accounts[i].key = named(99); });
            refuse([&](auto &ix) { ix.accounts[i].isWritable = !ix.accounts[i].isWritable; });
            refuse([&](auto &ix) { ix.accounts[i].isSigner = !ix.accounts[i].isSigner; });
            refuse([&](auto &ix) { ix.accounts.resize(i); });
        }
    }
    solana::Instruction other = vault::build(addresses, vault::BumpSessionEpoch{addresses.game({1}), named(1)});
    other.accounts[1].key = named(9);
    EXPECT_EQ(vault::decodeInstruction(addresses, other).error(), InstructionError::BadAccounts);
    other.program = named(8);
    EXPECT_EQ(vault::decodeInstruction(addresses, other).error(), InstructionError::OtherProgram);
}

TEST(VaultClient, randomBytesNeverCrashADecoder)
{
    std::mt19937 random(7);
    const auto all = examples(addresses);
    for (int round = 0; round < 20'000; ++round) {
        solana::Instruction ix = vault::build(addresses, all[random() % all.size()]);
        ix.data.resize(8 + random() % 120);
        for (std::size_t i = 8; i < ix.data.size(); ++i)
            ix.data[i] = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : 0);
        static_cast<void>(vault::decodeInstruction(addresses, ix, named<BatchId>(40)));
        static_cast<void>(vault::decodeEvent(ix.data));
        static_cast<void>(vault::decodeAccount(ix.data));
    }
    Bytes account(sizeof(program::vault::PlayerLedger), 0xff);
    const std::uint64_t tag = program::vault::PlayerLedger::discriminator;
    std::memcpy(account.data(), &tag, 8);
    EXPECT_EQ(vault::decodePlayerLedger(account).error(), vault::AccountError::BadValue);
    EXPECT_EQ(vault::decodeGame(account).error(), vault::AccountError::WrongDiscriminator);
    account.pop_back();
    EXPECT_EQ(vault::decodePlayerLedger(account).error(), vault::AccountError::WrongSize);
}

TEST(VaultClient, onlyEventsOfTheProgramItselfCount)
{
    const std::string us = base58Encode(vault::defaultProgram.span());
    const std::string other = base58Encode(named(1).span());
    Bytes bytes(8 + 32 + 32);
    const std::uint64_t tag = program::discriminator("event", "LedgerOpened");
    std::memcpy(bytes.data(), &tag, 8);
    const std::string data = "Program data: " + base64Encode(bytes);
    const auto count = [&](std::vector<std::string> logs) {
        return vault::eventsOf(vault::defaultProgram, logs).events.size();
    };
    EXPECT_EQ(count({"Program " + us + " invoke [1]", data, "Program " + us + " success"}), 1u);
    EXPECT_EQ(count({"Program " + other + " invoke [1]", data, "Program " + other + " success"}), 0u);
    EXPECT_EQ(count({"Program " + us + " invoke [1]", "Program " + other + " invoke [2]", data,
                     "Program " + other + " failed: custom program error: 0x1", data}),
              1u);
    EXPECT_EQ(count({"Program " + other + " invoke [1]", "Program log: Program " + us + " invoke [2]", data}), 0u);
    EXPECT_EQ(count({"Program " + us + " invoke [1]", "Program " + us + " success", data}), 0u);
    EXPECT_EQ(count({data}), 0u);
    const std::vector<std::string> odd{"Program " + us + " invoke [1]", "Program data: AAAA", "Log truncated"};
    EXPECT_EQ(vault::eventsOf(vault::defaultProgram, odd).undecodable, 1u);
    EXPECT_TRUE(vault::eventsOf(vault::defaultProgram, odd).isTruncated);
}

TEST(VaultClient, errorsHaveNamesAndWords)
{
    EXPECT_EQ(vault::errorInfo(6025)->name, "AlreadyApplied");
    EXPECT_EQ(vault::errorInfo(2006)->name, "ConstraintSeeds");
    EXPECT_FALSE(vault::errorInfo(5999));
}

/// Sizes and places of declared fields, to hold them against the struct in memory.
struct Layout {
    const std::uint8_t *start;
    std::size_t next = 8;

    template <class T>
    void operator()(const char *name, T &value)
    {
        const auto offset = static_cast<std::size_t>(reinterpret_cast<const std::uint8_t *>(&value) - start);
        EXPECT_EQ(offset, next) << name;
        next = offset + sizeof value;
    }
};

template <class State>
void expectPacked()
{
    State state{};
    Layout layout{reinterpret_cast<const std::uint8_t *>(&state)};
    State::fields(layout, state);
    EXPECT_EQ(layout.next, sizeof(State)) << State::name;
}

TEST(VaultClient, stateInMemoryIsItsBorshForm)
{
    expectPacked<program::vault::Config>();
    expectPacked<program::vault::Game>();
    expectPacked<program::vault::PlayerLedger>();
    expectPacked<program::vault::Item>();
    expectPacked<program::vault::Listing>();
    expectPacked<program::vault::Session>();
    expectPacked<program::vault::Batch>();
    EXPECT_EQ(sizeof(program::vault::GrantSlot), 32u);
}

/// Wallets 0 … n-1 pay wallets n … 2n-1, and each payer receives an item of its payee.
vault::Legs legsOf(std::size_t cash, std::size_t items)
{
    const auto key = [](std::size_t n, std::uint8_t kind) {
        PublicKey result = named(static_cast<std::uint8_t>(n), kind);
        result.bytes[2] = static_cast<std::uint8_t>(n >> 8);
        return result;
    };
    vault::Legs legs;
    for (std::size_t i = 0; i < cash; ++i) {
        legs.debits.push_back({key(i, 1), {5}});
        legs.credits.push_back({key(i, 2), {5}});
    }
    for (std::size_t i = 0; i < items; ++i)
        legs.items.push_back({key(i, 3), key(cash == 0 ? i : i % cash, 2), key(i, 4)});
    return legs;
}

std::size_t compiledSize(const vault::VaultInstruction &instruction, const vault::Legs &legs, Addressing addressing)
{
    const PublicKey game = addresses.game({1});
    const solana::LookupTable table{named(200), vault::chunkAddresses(game, legs)};
    const std::vector<solana::Instruction> instructions{
        solana::setComputeUnitLimit(1'000'000), solana::setComputeUnitPrice(1), vault::build(addresses, instruction)};
    const bool isV0 = addressing == Addressing::LookupTable;
    const auto message = solana::compileMessage(
        instructions, {.feePayer = named(1),
                       .version = isV0 ? solana::MessageVersion::V0 : solana::MessageVersion::Legacy,
                       .tables = isV0 ? std::span(&table, 1) : std::span<const solana::LookupTable>{}});
    if (!message)
        return SIZE_MAX;
    std::size_t locks = message->staticKeys.size();
    for (const solana::TableLookup &lookup : message->lookups)
        locks += lookup.writableIndexes.size() + lookup.readonlyIndexes.size();
    EXPECT_LE(locks, 64u);
    return solana::serialiseTransaction(solana::makeTransaction(*message)).size();
}

TEST(VaultClient, aTransactionWithATableCarriesTwentyLegsOfAnyKind)
{
    EXPECT_GE(vault::legsPerTransactionMax(Addressing::LookupTable), 20u);
    EXPECT_GE(vault::legsPerTransactionMax(Addressing::Static), 7u);
}

TEST(VaultClient, plannedChunksFitTheirTransactions)
{
    const PublicKey game = addresses.game({1});
    for (const Addressing addressing : {Addressing::Static, Addressing::LookupTable}) {
        for (const auto &[cash, items] :
             {std::pair<std::size_t, std::size_t>{0, 0}, {1, 0}, {0, 1}, {60, 0}, {0, 60}, {250, 800}, {500, 2000}}) {
            const vault::Legs legs = legsOf(cash, items);
            const auto chunks = vault::splitIntoChunks(legs, addressing);
            ASSERT_TRUE(chunks.has_value());
            vault::Legs joined;
            for (const vault::Legs &chunk : *chunks) {
                std::vector<PublicKey> keys;
                for (const vault::ItemLeg &leg : chunk.items)
                    keys.push_back(leg.item);
                const BatchId batch = named<BatchId>(40);
                const vault::LockNetChunk lock{game, named(1), batch, 1, chunk.debits, chunk.items};
                const vault::CommitNetChunk commit{game, named(1), batch, 1, chunk.credits, keys};
                EXPECT_LE(compiledSize(lock, chunk, addressing), solana::transactionSizeMax);
                EXPECT_LE(compiledSize(commit, chunk, addressing), solana::transactionSizeMax);
                joined.debits.insert(joined.debits.end(), chunk.debits.begin(), chunk.debits.end());
                joined.credits.insert(joined.credits.end(), chunk.credits.begin(), chunk.credits.end());
                joined.items.insert(joined.items.end(), chunk.items.begin(), chunk.items.end());
            }
            EXPECT_EQ(joined, legs);
            if (vault::fitsOneTransaction(legs, addressing)) {
                const vault::SettleNetBatch whole{game,        named(1),     named<BatchId>(40), {1},
                                                  legs.debits, legs.credits, legs.items};
                EXPECT_LE(compiledSize(whole, legs, addressing), solana::transactionSizeMax);
            }
        }
    }
}

} // namespace
} // namespace paradox::test
