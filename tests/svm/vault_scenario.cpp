#include "programs/client/vault.h"
#include "tests/svm/differential.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::test {
namespace {

constexpr std::size_t playerCount = 5;
constexpr std::size_t itemCount = 8;
constexpr std::size_t venueCount = 2;

/// A market in which everything happens: money in and out, items, listings, grants, batches whole and in chunks.
class VaultScenario : public Scenario {
public:
    std::vector<Twins::Program> programs() const override { return {{"vault", vault::defaultProgram}}; }
    void setUp(Twins &twins) override;
    std::vector<Generator> generators() override;
    void check(const Outcome &outcome) override;
    std::vector<PublicKey> strangers() override;

private:
    /// A batch as it was opened: chunks still to lock and to commit.
    struct Plan {
        BatchId id;
        Lamports fees;
        std::vector<vault::Legs> chunks;
    };

    Move move(const vault::VaultInstruction &instruction, const PublicKey &payer) const
    {
        return {std::string(vault::nameOf(instruction)), {vault::build(at, instruction)}, payer};
    }
    template <class T>
    const T &oneOf(SeededRandom &random, const std::vector<T> &list) const
    {
        return list[random.below(list.size())];
    }
    const PublicKey &somePlayer(SeededRandom &random) { return oneOf(random, m_players); }
    const PublicKey &someVenue(SeededRandom &random) { return oneOf(random, m_venues); }
    PublicKey someItem(SeededRandom &random, const PublicKey &venue) { return at.item(venue, itemId(random)); }
    vault::ItemId itemId(SeededRandom &random)
    {
        vault::ItemId id;
        id.bytes[0] = static_cast<std::uint8_t>(random.below(itemCount));
        return id;
    }
    Lamports someAmount(SeededRandom &random) { return {random.oneIn(20) ? random.next() : random.below(50'000)}; }
    BatchId newBatchId(SeededRandom &random);

    const PublicKey &ledgerKey(const PublicKey &venue, const PublicKey &player);
    std::optional<vault::PlayerLedger> ledger(const PublicKey &venue, const PublicKey &player);
    std::optional<vault::Game> venueState(const PublicKey &venue) const;
    std::optional<vault::Item> itemState(const PublicKey &key) const;

    void addMoney(std::vector<Generator> &list);
    void addItems(std::vector<Generator> &list);
    void addSessions(std::vector<Generator> &list);
    void addAdministration(std::vector<Generator> &list);
    void addSettlements(std::vector<Generator> &list);

    Grant newGrant(const PublicKey &venue, const PublicKey &owner);
    Move registerSession(SeededRandom &random);
    Move transferItem(SeededRandom &random);
    vault::Legs someLegs(SeededRandom &random, const PublicKey &venue, std::uint64_t &fees);
    Move settleWhole(SeededRandom &random);
    Move open(SeededRandom &random);
    Move advanceBatch(SeededRandom &random);
    Move abort(SeededRandom &random);
    const Plan *openPlan(const PublicKey &venue) const;

    const vault::Addresses at{vault::defaultProgram};
    Twins *m_twins = nullptr;
    PublicKey m_admin;
    PublicKey m_authority;
    PublicKey m_treasury;
    PublicKey m_visitor;
    std::vector<PublicKey> m_players;
    std::vector<PublicKey> m_venues;
    std::map<PublicKey, PublicKey> m_vaults; ///< by venue
    std::map<std::pair<PublicKey, PublicKey>, PublicKey> m_ledgerKeys;
    std::vector<std::pair<PublicKey, PublicKey>> m_sessions; ///< owner, session
    std::map<PublicKey, Plan> m_plans;                       ///< by the batch's account
    std::uint8_t m_gameNumber = venueCount;
    std::uint64_t m_listing = 0;
};

void VaultScenario::setUp(Twins &twins)
{
    m_twins = &twins;
    m_admin = twins.wallet(1);
    m_authority = twins.wallet(2);
    m_treasury = twins.wallet(3);
    m_visitor = twins.wallet(4);
    for (std::size_t i = 0; i < playerCount; ++i)
        m_players.push_back(twins.wallet(10 + i));
    std::vector<PublicKey> rich = m_players;
    rich.insert(rich.end(), {m_admin, m_authority, m_treasury, m_visitor});
    for (const PublicKey &wallet : rich)
        twins.put(wallet, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    mustRun(twins, move(vault::InitConfig{m_admin, at.program()}, m_admin));
    for (std::uint64_t i = 1; i <= venueCount; ++i) {
        m_venues.push_back(at.game({i}));
        m_vaults.emplace(m_venues.back(), at.vault(m_venues.back()));
        mustRun(twins,
                move(
                    vault::CreateGame{
                        .admin = m_admin, .id = {i}, .authority = m_authority, .treasury = m_treasury, .feeBps = 25},
                    m_admin));
    }
    for (const PublicKey &venue : m_venues) {
        for (const PublicKey &player : m_players) {
            mustRun(twins, move(vault::DepositCredits{venue, player, {1'000'000}}, player));
            mustRun(twins, move(vault::RegisterSessionKey{newGrant(venue, player)}, player));
        }
    }
}

/// A sound one, for a new session key.
Grant VaultScenario::newGrant(const PublicKey &venue, const PublicKey &owner)
{
    const PublicKey session = m_twins->wallet(1'000 + m_sessions.size());
    m_sessions.emplace_back(owner, session);
    const auto state = ledger(venue, owner);
    return {.genesis = {},
            .program = at.program(),
            .engine = venue,
            .owner = owner,
            .session = session,
            .actions = actionsAll,
            .maxTotal = {100'000},
            .maxPerIntent = {1},
            .maxIntents = 100,
            .notBefore = {m_twins->now()},
            .expiresAt = {m_twins->now() + 3'600},
            .epoch = state ? state->epoch : 0,
            .scopeRoot = {}};
}

/// Remembered: deriving them takes longer than all else.
const PublicKey &VaultScenario::ledgerKey(const PublicKey &venue, const PublicKey &player)
{
    const auto [key, isNew] = m_ledgerKeys.try_emplace({venue, player});
    if (isNew)
        key->second = at.ledger(venue, player);
    return key->second;
}

std::optional<vault::PlayerLedger> VaultScenario::ledger(const PublicKey &venue, const PublicKey &player)
{
    const auto state = vault::decodePlayerLedger(m_twins->data(ledgerKey(venue, player)));
    return state ? std::optional(*state) : std::nullopt;
}

std::optional<vault::Game> VaultScenario::venueState(const PublicKey &venue) const
{
    const auto state = vault::decodeGame(m_twins->data(venue));
    return state ? std::optional(*state) : std::nullopt;
}

std::optional<vault::Item> VaultScenario::itemState(const PublicKey &key) const
{
    const auto state = vault::decodeItem(m_twins->data(key));
    return state ? std::optional(*state) : std::nullopt;
}

std::vector<Scenario::Generator> VaultScenario::generators()
{
    std::vector<Generator> list;
    addMoney(list);
    addItems(list);
    addSessions(list);
    addAdministration(list);
    addSettlements(list);
    return list;
}

void VaultScenario::addMoney(std::vector<Generator> &list)
{
    list.push_back({"deposit_credits", 3, [this](SeededRandom &random) {
                        const PublicKey &player = random.oneIn(6) ? m_visitor : somePlayer(random);
                        return move(vault::DepositCredits{someVenue(random), player, someAmount(random)}, player);
                    }});
    list.push_back({"withdraw_credits", 3, [this](SeededRandom &random) {
                        const PublicKey &venue = someVenue(random);
                        const PublicKey &player = random.oneIn(3) ? m_visitor : somePlayer(random);
                        const auto state = ledger(venue, player);
                        const bool all = player == m_visitor && random.oneIn(2) && state;
                        return move(vault::WithdrawCredits{venue, player, all ? state->available : someAmount(random)},
                                    player);
                    }});
    list.push_back({"open_player_ledger", 2, [this](SeededRandom &random) {
                        const PublicKey &player = random.oneIn(4) ? somePlayer(random) : m_visitor;
                        const PublicKey &payer = somePlayer(random);
                        return move(vault::OpenPlayerLedger{someVenue(random), player, payer}, payer);
                    }});
    list.push_back({"close_player_ledger", 2, [this](SeededRandom &random) {
                        const PublicKey &player = random.oneIn(4) ? somePlayer(random) : m_visitor;
                        return move(vault::ClosePlayerLedger{someVenue(random), player}, player);
                    }});
}

void VaultScenario::addItems(std::vector<Generator> &list)
{
    list.push_back({"register_item", 2, [this](SeededRandom &random) {
                        const PublicKey &owner = somePlayer(random);
                        return move(vault::RegisterItem{someVenue(random), owner, itemId(random)}, owner);
                    }});
    list.push_back({"transfer_item", 2, [this](SeededRandom &random) { return transferItem(random); }});
    list.push_back({"create_listing", 2, [this](SeededRandom &random) {
                        const PublicKey &venue = someVenue(random);
                        const PublicKey item = someItem(random, venue);
                        const auto state = itemState(item);
                        const PublicKey seller = state && !random.oneIn(5) ? state->owner : somePlayer(random);
                        return move(vault::CreateListing{.game = venue,
                                                         .seller = seller,
                                                         .item = item,
                                                         .listingId = random.oneIn(5) ? m_listing : ++m_listing,
                                                         .price = someAmount(random),
                                                         .expiresAt = {m_twins->now() + 500 -
                                                                       static_cast<std::int64_t>(random.below(600))}},
                                    seller);
                    }});
    list.push_back(
        {"cancel_listing", 3, [this](SeededRandom &random) {
             for (const PublicKey &venue : m_venues) {
                 for (std::uint64_t id = m_listing; id > 0 && id + 10 > m_listing; --id) {
                     const auto listing = vault::decodeListing(m_twins->data(at.listing(venue, id)));
                     if (listing && !random.oneIn(3))
                         return move(vault::CancelListing{venue, listing->seller, listing->item, id}, listing->seller);
                 }
             }
             const PublicKey &seller = somePlayer(random);
             const PublicKey &venue = someVenue(random);
             return move(vault::CancelListing{venue, seller, someItem(random, venue), random.below(m_listing + 1)},
                         seller);
         }});
}

Move VaultScenario::transferItem(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    const PublicKey item = someItem(random, venue);
    const auto state = itemState(item);
    const PublicKey owner = state && !random.oneIn(4) ? state->owner : somePlayer(random);
    return move(vault::TransferItem{venue, owner, item, random.oneIn(8) ? owner : somePlayer(random)}, owner);
}

void VaultScenario::addSessions(std::vector<Generator> &list)
{
    list.push_back({"register_session_key", 4, [this](SeededRandom &random) { return registerSession(random); }});
    list.push_back(
        {"revoke_session_key", 2, [this](SeededRandom &random) {
             const auto &[owner, session] = oneOf(random, m_sessions);
             const PublicKey revoker = random.oneIn(3) ? session : random.oneIn(6) ? somePlayer(random) : owner;
             return move(vault::RevokeSessionKey{someVenue(random), owner, session, revoker}, somePlayer(random));
         }});
    list.push_back({"bump_session_epoch", 1, [this](SeededRandom &random) {
                        const PublicKey &owner = somePlayer(random);
                        return move(vault::BumpSessionEpoch{someVenue(random), owner}, owner);
                    }});
}

Move VaultScenario::registerSession(SeededRandom &random)
{
    const PublicKey &owner = somePlayer(random);
    Grant grant = newGrant(someVenue(random), owner);
    grant.maxTotal.value = 1 + random.below(100'000);
    grant.expiresAt.value = m_twins->now() + 60 + static_cast<std::int64_t>(random.below(3'600));
    if (random.oneIn(12))
        grant.actions = static_cast<std::uint16_t>(random.next());
    if (random.oneIn(10))
        grant.expiresAt.value += static_cast<std::int64_t>(random.below(10 * 24 * 3'600));
    return move(vault::RegisterSessionKey{grant}, owner);
}

void VaultScenario::addAdministration(std::vector<Generator> &list)
{
    list.push_back({"create_game", 2, [this](SeededRandom &random) {
                        if (random.oneIn(4)) // founded before
                            return move(vault::InitConfig{m_admin, at.program()}, m_admin);
                        const std::uint64_t id = random.oneIn(3) ? 1 + random.below(venueCount) : ++m_gameNumber;
                        return move(vault::CreateGame{.admin = random.oneIn(8) ? somePlayer(random) : m_admin,
                                                      .id = {id},
                                                      .authority = m_authority,
                                                      .treasury = m_treasury,
                                                      .currency = random.oneIn(10) ? m_treasury : vault::lamportsMint,
                                                      .feeBps = static_cast<std::uint16_t>(random.below(1'200))},
                                    m_admin);
                    }});
    list.push_back({"set_paused", 1, [this](SeededRandom &random) {
                        const PublicKey admin = random.oneIn(8) ? somePlayer(random) : m_admin;
                        return move(vault::SetPaused{.game = someVenue(random),
                                                     .admin = admin,
                                                     .newActivity = random.oneIn(8),
                                                     .settlements = random.oneIn(8)},
                                    admin);
                    }});
    list.push_back(
        {"withdraw_protocol_fees", 1, [this](SeededRandom &random) {
             const PublicKey &venue = someVenue(random);
             const auto state = venueState(venue);
             const Lamports amount = state && !random.oneIn(3) ? state->fees : someAmount(random);
             return move(vault::WithdrawProtocolFees{venue, m_admin, random.oneIn(8) ? m_visitor : m_treasury, amount},
                         m_admin);
         }});
}

void VaultScenario::check(const Outcome &)
{
    for (const PublicKey &venue : m_venues) {
        const auto state = venueState(venue);
        ASSERT_TRUE(state.has_value());
        std::uint64_t owed = state->fees.value;
        std::vector<PublicKey> holders = m_players;
        holders.push_back(m_visitor);
        for (const PublicKey &holder : holders) {
            if (const auto account = ledger(venue, holder))
                owed += account->available.value;
        }
        if (const auto batch = vault::decodeBatch(m_twins->data(state->openBatch)))
            owed += batch->locked.value - batch->committed.value - batch->returned.value;
        const auto held = m_twins->account(m_vaults.at(venue));
        ASSERT_TRUE(held.has_value());
        EXPECT_GE(held->lamports, 890'880U + owed);
    }
}

std::vector<PublicKey> VaultScenario::strangers()
{
    std::vector<PublicKey> list = m_players;
    list.insert(list.end(), {m_visitor, m_treasury, at.config(), at.program(), PublicKey{}});
    for (const PublicKey &venue : m_venues) {
        list.push_back(venue);
        list.push_back(at.vault(venue));
    }
    return list;
}

BatchId VaultScenario::newBatchId(SeededRandom &random)
{
    BatchId id;
    const std::uint64_t number = random.next();
    std::memcpy(id.bytes.data(), &number, sizeof number);
    return id;
}

void VaultScenario::addSettlements(std::vector<Generator> &list)
{
    list.push_back({"settle_net_batch", 6, [this](SeededRandom &random) { return settleWhole(random); }});
    list.push_back({"open_net_batch", 5, [this](SeededRandom &random) { return open(random); }});
    list.push_back({"steps of a batch", 16, [this](SeededRandom &random) { return advanceBatch(random); }});
    list.push_back({"abort_net_batch", 2, [this](SeededRandom &random) { return abort(random); }});
}

/// Trades that balance: what each player nets, and items from their owners to others.
vault::Legs VaultScenario::someLegs(SeededRandom &random, const PublicKey &venue, std::uint64_t &fees)
{
    vault::Legs legs;
    std::uint64_t pot = 0;
    for (const PublicKey &player : m_players) {
        const auto state = ledger(venue, player);
        if (!state || random.oneIn(3))
            continue;
        const std::uint64_t limit = std::min(state->available.value, state->allowance({m_twins->now()}).value);
        const std::uint64_t amount = random.oneIn(15) ? limit + 1 : std::min<std::uint64_t>(limit, random.below(3'000));
        if (pot == 0 || random.oneIn(2)) {
            if (amount == 0)
                continue;
            legs.debits.push_back({ledgerKey(venue, player), {amount}});
            pot += amount;
        } else {
            legs.credits.push_back({ledgerKey(venue, player), {1 + random.below(pot)}});
            pot -= legs.credits.back().amount.value;
        }
    }
    fees = pot;
    for (std::size_t i = 0; i < itemCount; ++i) {
        vault::ItemId id;
        id.bytes[0] = static_cast<std::uint8_t>(i);
        const PublicKey item = at.item(venue, id);
        const auto state = itemState(item);
        const auto owner = state ? ledger(venue, state->owner) : std::nullopt;
        const bool isFree = owner && owner->hasLiveGrant({m_twins->now()}) && state->listing.isZero();
        if (state && (isFree ? random.oneIn(2) : random.oneIn(20)))
            legs.items.push_back({item, ledgerKey(venue, state->owner), somePlayer(random)});
    }
    return legs;
}

Move VaultScenario::settleWhole(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    std::uint64_t fees = 0;
    const vault::Legs legs = someLegs(random, venue, fees);
    if (random.oneIn(20))
        ++fees;
    return move(vault::SettleNetBatch{.game = venue,
                                      .authority = random.oneIn(20) ? somePlayer(random) : m_authority,
                                      .batch = newBatchId(random),
                                      .fees = {fees},
                                      .debits = legs.debits,
                                      .credits = legs.credits,
                                      .items = legs.items},
                m_authority);
}

Move VaultScenario::open(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    Plan plan{.id = newBatchId(random), .fees = {}, .chunks = {}};
    const vault::Legs legs = someLegs(random, venue, plan.fees.value);
    plan.chunks.resize(1 + random.below(3));
    for (const vault::CashLeg &leg : legs.debits)
        plan.chunks[random.below(plan.chunks.size())].debits.push_back(leg);
    for (const vault::CashLeg &leg : legs.credits)
        plan.chunks[random.below(plan.chunks.size())].credits.push_back(leg);
    for (const vault::ItemLeg &leg : legs.items)
        plan.chunks[random.below(plan.chunks.size())].items.push_back(leg);
    const auto total = [](const std::vector<vault::CashLeg> &list) {
        std::uint64_t sum = 0;
        for (const vault::CashLeg &leg : list)
            sum += leg.amount.value;
        return Lamports{sum};
    };
    m_plans.insert_or_assign(at.batch(venue, plan.id), plan);
    return move(vault::OpenNetBatch{.game = venue,
                                    .authority = m_authority,
                                    .batch = plan.id,
                                    .chunkCount = static_cast<std::uint16_t>(plan.chunks.size()),
                                    .itemCount = static_cast<std::uint32_t>(legs.items.size()),
                                    .debitTotal = total(legs.debits),
                                    .creditTotal = total(legs.credits),
                                    .fees = plan.fees},
                m_authority);
}

const VaultScenario::Plan *VaultScenario::openPlan(const PublicKey &venue) const
{
    const auto state = venueState(venue);
    const auto plan = state ? m_plans.find(state->openBatch) : m_plans.end();
    return plan == m_plans.end() ? nullptr : &plan->second;
}

/// What the open batch needs next; now and then what it does not.
Move VaultScenario::advanceBatch(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    const Plan *plan = openPlan(venue);
    if (plan == nullptr)
        return open(random);
    const auto state = vault::decodeBatch(m_twins->data(at.batch(venue, plan->id)));
    std::uint16_t index = static_cast<std::uint16_t>(random.below(plan->chunks.size()));
    const auto next = [&](auto isDone) {
        for (std::uint16_t i = 0; i < plan->chunks.size(); ++i) {
            if (!isDone(i) && !random.oneIn(10))
                return i;
        }
        return index;
    };
    const bool locking = !state || state->chunksLocked < plan->chunks.size();
    if (locking != random.oneIn(10)) {
        index = next([&](std::uint16_t i) { return state && state->isLocked(i); });
        const vault::Legs &chunk = plan->chunks[index];
        return move(vault::LockNetChunk{venue, m_authority, plan->id, index, chunk.debits, chunk.items}, m_authority);
    }
    if (state && state->chunksCommitted == plan->chunks.size())
        return move(vault::FinalizeNetBatch{venue, m_authority, plan->id}, m_authority);
    index = next([&](std::uint16_t i) { return state && state->isCommitted(i); });
    const vault::Legs &chunk = plan->chunks[index];
    std::vector<PublicKey> items;
    for (const vault::ItemLeg &leg : chunk.items)
        items.push_back(leg.item);
    return move(vault::CommitNetChunk{venue, m_authority, plan->id, index, chunk.credits, items}, m_authority);
}

Move VaultScenario::abort(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    const Plan *plan = openPlan(venue);
    if (plan == nullptr)
        return open(random);
    vault::AbortNetBatch abort{.game = venue, .authority = m_authority, .batch = plan->id, .ledgers = {}, .items = {}};
    for (const vault::Legs &chunk : plan->chunks) {
        for (const vault::CashLeg &leg : chunk.debits) {
            if (!random.oneIn(6))
                abort.ledgers.push_back(leg.ledger);
        }
        for (const vault::ItemLeg &leg : chunk.items) {
            if (!random.oneIn(6))
                abort.items.push_back(leg.item);
        }
    }
    return move(abort, m_authority);
}

TEST(VaultDifferential, nativeAndSbpfAgree)
{
    VaultScenario scenario;
    runScenario(scenario);
}

TEST(VaultDifferential, nativeAndSbpfAgreeUndisturbed)
{
    VaultScenario scenario;
    runScenario(scenario, {.steps = 800, .mutateOneIn = 20, .seedOffset = 1});
}

} // namespace
} // namespace paradox::test
