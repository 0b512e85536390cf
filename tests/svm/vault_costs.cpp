#include "programs/client/vault.h"
#include "solana/programs.h"
#include "tests/svm/costs.h"
#include "tests/svm/differential.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

constexpr std::size_t legCount = 6; ///< of a kind, to tell what one costs
constexpr std::size_t tradersAtFirst = 2 * legCount;

/// A venue with traders, the same in every run, so that every figure is too.
class VaultBench {
public:
    VaultBench();

    void measure(const vault::VaultInstruction &instruction, const PublicKey &payer);
    Outcome run(const vault::VaultInstruction &instruction, const PublicKey &payer);
    PublicKey trader(std::size_t number);
    void addTrader(std::size_t number); ///< with credits and a live grant
    PublicKey addItem(std::size_t number, const PublicKey &owner);
    BatchId nextBatch();
    Grant grant(const PublicKey &owner, std::size_t number);
    [[nodiscard]] PublicKey ledger(std::size_t number) { return at.ledger(game, trader(number)); }

    const vault::Addresses at{vault::defaultProgram};
    const PublicKey game = at.game({1});
    Twins twins{{{"vault", vault::defaultProgram}}};
    PublicKey admin = twins.wallet(1);
    PublicKey authority = twins.wallet(2);
    PublicKey treasury = twins.wallet(3);
    std::vector<Cost> costs;

private:
    std::uint8_t m_batches = 0;
};

VaultBench::VaultBench()
{
    for (const PublicKey &key : {admin, authority, treasury})
        twins.put(key, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
}

Outcome VaultBench::run(const vault::VaultInstruction &instruction, const PublicKey &payer)
{
    twins.advance(0);
    return mustRun(twins, {std::string(vault::nameOf(instruction)), {vault::build(at, instruction)}, payer});
}

void VaultBench::measure(const vault::VaultInstruction &instruction, const PublicKey &payer)
{
    costs.push_back({std::string(vault::nameOf(instruction)), run(instruction, payer).machineUnits});
}

PublicKey VaultBench::trader(std::size_t number)
{
    return twins.wallet(100 + number);
}

Grant VaultBench::grant(const PublicKey &owner, std::size_t number)
{
    return {.genesis = {},
            .program = at.program(),
            .engine = game,
            .owner = owner,
            .session = twins.wallet(10'000 + number),
            .actions = actionsAll,
            .maxTotal = {1'000'000},
            .maxPerIntent = {1'000},
            .maxIntents = 100,
            .notBefore = {twins.now()},
            .expiresAt = {twins.now() + 3'600},
            .epoch = 0,
            .scopeRoot = {}};
}

void VaultBench::addTrader(std::size_t number)
{
    const PublicKey key = trader(number);
    twins.put(key, {.lamports = 10 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    run(vault::DepositCredits{game, key, {100'000}}, key);
    run(vault::RegisterSessionKey{grant(key, number)}, key);
}

PublicKey VaultBench::addItem(std::size_t number, const PublicKey &owner)
{
    vault::ItemId id;
    id.bytes[0] = static_cast<std::uint8_t>(number);
    run(vault::RegisterItem{game, owner, id}, owner);
    return at.item(game, id);
}

BatchId VaultBench::nextBatch()
{
    BatchId id;
    id.bytes[0] = ++m_batches;
    return id;
}

void measureWallets(VaultBench &bench)
{
    const PublicKey alice = bench.trader(0);
    const PublicKey bob = bench.trader(1);
    for (const PublicKey &key : {alice, bob})
        bench.twins.put(key, {.lamports = 10 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    vault::ItemId id;
    id.bytes[0] = 0xee;
    const PublicKey item = bench.at.item(bench.game, id);
    const Grant granted = bench.grant(alice, 0);
    bench.measure(vault::InitConfig{bench.admin, bench.at.program()}, bench.admin);
    bench.measure(
        vault::CreateGame{
            .admin = bench.admin, .id = {1}, .authority = bench.authority, .treasury = bench.treasury, .feeBps = 25},
        bench.admin);
    bench.measure(vault::OpenPlayerLedger{bench.game, bob, alice}, alice);
    bench.measure(vault::DepositCredits{bench.game, alice, {100'000}}, alice);
    bench.measure(vault::WithdrawCredits{bench.game, alice, {100}}, alice);
    bench.measure(vault::ClosePlayerLedger{bench.game, bob}, bob);
    bench.measure(vault::RegisterItem{bench.game, alice, id}, alice);
    bench.measure(vault::CreateListing{.game = bench.game,
                                       .seller = alice,
                                       .item = item,
                                       .listingId = 1,
                                       .price = {5},
                                       .expiresAt = {bench.twins.now() + 100}},
                  alice);
    bench.measure(vault::CancelListing{bench.game, alice, item, 1}, alice);
    bench.measure(vault::TransferItem{bench.game, alice, item, bob}, alice);
    bench.measure(vault::RegisterSessionKey{granted}, alice);
    bench.measure(vault::RevokeSessionKey{bench.game, alice, granted.session, alice}, alice);
    bench.measure(vault::BumpSessionEpoch{bench.game, alice}, alice);
    bench.measure(vault::SetPaused{bench.game, bench.admin, false, false}, bench.admin);
}

void measureBatches(VaultBench &bench)
{
    for (std::size_t i = 2; i < 5; ++i)
        bench.addTrader(i);
    const PublicKey first = bench.addItem(1, bench.trader(2));
    const PublicKey second = bench.addItem(2, bench.trader(3));
    const vault::CashLeg debit{bench.ledger(4), {3'000}};
    const vault::CashLeg credit{bench.ledger(2), {2'990}};
    const PublicKey &game = bench.game;
    const PublicKey &authority = bench.authority;
    bench.measure(vault::SettleNetBatch{.game = game,
                                        .authority = authority,
                                        .batch = bench.nextBatch(),
                                        .fees = {10},
                                        .debits = {debit},
                                        .credits = {credit},
                                        .items = {{first, bench.ledger(2), bench.trader(3)},
                                                  {second, bench.ledger(3), bench.trader(4)}}},
                  authority);
    const BatchId id = bench.nextBatch();
    const vault::OpenNetBatch open{.game = game,
                                   .authority = authority,
                                   .batch = id,
                                   .chunkCount = 1,
                                   .itemCount = 1,
                                   .debitTotal = {3'000},
                                   .creditTotal = {2'990},
                                   .fees = {10}};
    const vault::ItemLeg leg{first, bench.ledger(3), bench.trader(2)};
    bench.measure(open, authority);
    bench.measure(vault::LockNetChunk{game, authority, id, 0, {debit}, {leg}}, authority);
    bench.measure(vault::CommitNetChunk{game, authority, id, 0, {credit}, {first}}, authority);
    bench.measure(vault::FinalizeNetBatch{game, authority, id}, authority);
    vault::OpenNetBatch again = open;
    again.batch = bench.nextBatch();
    bench.run(again, authority);
    bench.run(
        vault::LockNetChunk{game, authority, again.batch, 0, {debit}, {{first, bench.ledger(2), bench.trader(4)}}},
        authority);
    bench.measure(vault::AbortNetBatch{game, authority, again.batch, {debit.ledger}, {first}}, authority);
    bench.measure(vault::WithdrawProtocolFees{game, bench.admin, bench.treasury, {20}}, bench.admin);
}

/// Opens a batch of one chunk, locks and commits it, and says what both cost the machine.
struct ChunkUnits {
    std::uint64_t lock = 0;
    std::uint64_t commit = 0;
};

ChunkUnits runChunk(VaultBench &bench, const vault::Legs &legs)
{
    const BatchId id = bench.nextBatch();
    std::uint64_t debits = 0;
    std::uint64_t credits = 0;
    for (const vault::CashLeg &leg : legs.debits)
        debits += leg.amount.value;
    for (const vault::CashLeg &leg : legs.credits)
        credits += leg.amount.value;
    bench.run(vault::OpenNetBatch{.game = bench.game,
                                  .authority = bench.authority,
                                  .batch = id,
                                  .chunkCount = 1,
                                  .itemCount = static_cast<std::uint32_t>(legs.items.size()),
                                  .debitTotal = {debits},
                                  .creditTotal = {credits},
                                  .fees = {debits - credits}},
              bench.authority);
    std::vector<PublicKey> items;
    for (const vault::ItemLeg &leg : legs.items)
        items.push_back(leg.item);
    ChunkUnits units;
    units.lock =
        bench.run(vault::LockNetChunk{bench.game, bench.authority, id, 0, legs.debits, legs.items}, bench.authority)
            .machineUnits;
    units.commit =
        bench.run(vault::CommitNetChunk{bench.game, bench.authority, id, 0, legs.credits, items}, bench.authority)
            .machineUnits;
    bench.run(vault::FinalizeNetBatch{bench.game, bench.authority, id}, bench.authority);
    return units;
}

/// A whole settlement of as many legs as the planner puts in one transaction, with a table and a fee.
void fillOneTransaction(VaultBench &bench, LegFigures &figures)
{
    const std::size_t count = vault::legsPerTransactionMax(vault::Addressing::LookupTable);
    const std::size_t credits = count / 2;
    vault::Legs legs;
    for (std::size_t i = 0; i < count; ++i) {
        if (i >= tradersAtFirst)
            bench.addTrader(10 + i);
        const vault::CashLeg leg{bench.ledger(10 + i), {10}};
        (i < credits ? legs.credits : legs.debits).push_back(leg);
    }
    const BatchId id = bench.nextBatch();
    const vault::SettleNetBatch settle{.game = bench.game,
                                       .authority = bench.authority,
                                       .batch = id,
                                       .fees = {10 * (legs.debits.size() - credits)},
                                       .debits = legs.debits,
                                       .credits = legs.credits,
                                       .items = {}};
    ASSERT_TRUE(vault::fitsOneTransaction(legs, vault::Addressing::LookupTable));
    const auto table = bench.twins.putTable(vault::chunkAddresses(bench.game, legs));
    const Outcome outcome =
        mustRun(bench.twins, {.name = "settle through a table",
                              .instructions = {solana::setComputeUnitLimit(vault::computeUnitsFor(legs)),
                                               solana::setComputeUnitPrice(1'000), vault::build(bench.at, settle)},
                              .payer = bench.authority,
                              .tables = {table}});
    figures.legsPerTransaction = count;
    figures.transactionBytes = outcome.transactionBytes;
    figures.transactionUnits = outcome.machineUnits;
    figures.unitsAsked = vault::computeUnitsFor(legs);
}

/// Locks as many debits as the planner puts in one transaction and gives them all back in one: what is charged for the
/// call must cover that too.
void abortOneTransaction(VaultBench &bench, std::size_t count)
{
    vault::Legs legs;
    std::vector<PublicKey> ledgers;
    for (std::size_t i = 0; i < count; ++i) {
        ledgers.push_back(bench.ledger(10 + i));
        legs.debits.push_back({ledgers.back(), {10}});
    }
    const BatchId id = bench.nextBatch();
    bench.run(vault::OpenNetBatch{.game = bench.game,
                                  .authority = bench.authority,
                                  .batch = id,
                                  .chunkCount = 1,
                                  .itemCount = 0,
                                  .debitTotal = {10 * count},
                                  .creditTotal = {10 * count},
                                  .fees = {0}},
              bench.authority);
    const auto table = bench.twins.putTable(vault::chunkAddresses(bench.game, legs));
    const auto run = [&](std::string name, solana::Instruction instruction) {
        mustRun(bench.twins, {.name = std::move(name),
                              .instructions = {std::move(instruction)},
                              .payer = bench.authority,
                              .tables = {table}});
    };
    run("lock through a table",
        vault::build(bench.at, vault::LockNetChunk{bench.game, bench.authority, id, 0, legs.debits, {}}));
    run("abort through a table",
        vault::build(bench.at, vault::AbortNetBatch{bench.game, bench.authority, id, ledgers, {}}));
}

} // namespace

std::vector<Cost> vaultCosts()
{
    VaultBench bench;
    measureWallets(bench);
    measureBatches(bench);
    return bench.costs;
}

LegFigures vaultLegs()
{
    VaultBench bench;
    bench.run(vault::InitConfig{bench.admin, bench.at.program()}, bench.admin);
    bench.run(
        vault::CreateGame{
            .admin = bench.admin, .id = {1}, .authority = bench.authority, .treasury = bench.treasury, .feeBps = 25},
        bench.admin);
    for (std::size_t i = 0; i < tradersAtFirst; ++i)
        bench.addTrader(10 + i);
    vault::Legs few;
    vault::Legs more;
    for (std::size_t i = 0; i < legCount; ++i) {
        const PublicKey item = bench.addItem(10 + i, bench.trader(10 + i));
        more.debits.push_back({bench.ledger(10 + i), {10}});
        more.credits.push_back({bench.ledger(10 + legCount + i), {10}});
        few.items.push_back({item, bench.ledger(10 + i), bench.trader(10 + legCount + i)});
    }
    const vault::Legs cash{more.debits, more.credits, {}};
    const vault::Legs oneCash{{more.debits[0]}, {more.credits[0]}, {}};
    const vault::Legs items{{more.debits[0]}, {more.credits[0]}, few.items};
    const ChunkUnits one = runChunk(bench, oneCash);
    const ChunkUnits all = runChunk(bench, cash);
    const ChunkUnits withItems = runChunk(bench, items);
    LegFigures figures;
    figures.debitUnits = (all.lock - one.lock) / (legCount - 1);
    figures.creditUnits = (all.commit - one.commit) / (legCount - 1);
    figures.itemLockUnits = (withItems.lock - one.lock) / legCount;
    figures.itemCommitUnits = (withItems.commit - one.commit) / legCount;
    fillOneTransaction(bench, figures);
    abortOneTransaction(bench, figures.legsPerTransaction);
    return figures;
}

} // namespace paradox::test
