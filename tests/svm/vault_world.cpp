#include "tests/svm/vault_world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::test {

namespace {

constexpr std::size_t playerCount = 5;

} // namespace

void VaultWorld::setUp(Twins &twins)
{
    m_twins = &twins;
    m_admin = twins.wallet(1);
    m_authority = twins.wallet(2);
    m_treasury = twins.wallet(3);
    m_visitor = twins.wallet(4);
    for (std::size_t i = 0; i < playerCount; ++i)
        m_players.push_back(twins.wallet(10 + i));
    for (const PublicKey &wallet : wallets())
        twins.put(wallet, {.lamports = 1'000 * lamportsPerSol, .owner = {}, .executable = false, .data = {}});
    foundCurrencies();
    mustRun(twins, move(vault::InitConfig{m_admin, at.program()}, m_admin));
    for (std::uint64_t i = 1; i <= venueCount; ++i) {
        m_venues.push_back(at.game({i}));
        m_vaults.emplace(m_venues.back(), at.vault(m_venues.back()));
        const Currency currency = currencyOf(i - 1);
        mustRun(twins, move(vault::CreateGame{.admin = m_admin,
                                              .id = {i},
                                              .authority = m_authority,
                                              .treasury = m_treasury,
                                              .currency = currency.mint,
                                              .tokenProgram = currency.program,
                                              .feeBps = 25},
                            m_admin));
    }
    for (const PublicKey &venue : m_venues) {
        for (const PublicKey &player : m_players) {
            const auto tokens = tokensOf(venue, player, nullptr);
            mustRun(twins, move(vault::DepositCredits{venue, player, {1'000'000}, tokens}, player));
            mustRun(twins, move(vault::RegisterSessionKey{newGrant(venue, player)}, player));
        }
    }
}

std::vector<PublicKey> VaultWorld::wallets() const
{
    std::vector<PublicKey> all = m_players;
    all.insert(all.end(), {m_admin, m_authority, m_treasury, m_visitor});
    return all;
}

VaultWorld::Currency VaultWorld::currencyOf(std::size_t) const
{
    return {};
}

VaultWorld::Currency VaultWorld::someCurrency(SeededRandom &random) const
{
    return random.oneIn(10) ? Currency{m_treasury, {}} : Currency{};
}

std::optional<vault::TokenAccounts> VaultWorld::tokensOf(const PublicKey &, const PublicKey &, SeededRandom *) const
{
    return std::nullopt;
}

std::uint64_t VaultWorld::heldFor(const PublicKey &venue) const
{
    constexpr std::uint64_t rent = 890'880;
    const auto held = m_twins->account(m_vaults.at(venue));
    return held && held->lamports > rent ? held->lamports - rent : 0;
}

/// A sound one, for a new session key.
Grant VaultWorld::newGrant(const PublicKey &venue, const PublicKey &owner)
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
const PublicKey &VaultWorld::ledgerKey(const PublicKey &venue, const PublicKey &player)
{
    const auto [key, isNew] = m_ledgerKeys.try_emplace({venue, player});
    if (isNew)
        key->second = at.ledger(venue, player);
    return key->second;
}

std::optional<vault::PlayerLedger> VaultWorld::ledger(const PublicKey &venue, const PublicKey &player)
{
    const auto state = vault::decodePlayerLedger(m_twins->data(ledgerKey(venue, player)));
    return state ? std::optional(*state) : std::nullopt;
}

std::optional<vault::Game> VaultWorld::venueState(const PublicKey &venue) const
{
    const auto state = vault::decodeGame(m_twins->data(venue));
    return state ? std::optional(*state) : std::nullopt;
}

std::optional<vault::Item> VaultWorld::itemState(const PublicKey &key) const
{
    const auto state = vault::decodeItem(m_twins->data(key));
    return state ? std::optional(*state) : std::nullopt;
}

std::vector<Scenario::Generator> VaultWorld::generators()
{
    std::vector<Generator> list;
    addMoney(list);
    addItems(list);
    addSessions(list);
    addAdministration(list);
    addSettlements(list);
    return list;
}

void VaultWorld::addMoney(std::vector<Generator> &list)
{
    list.push_back({"deposit_credits", 3, [this](SeededRandom &random) {
                        const PublicKey &venue = someVenue(random);
                        const PublicKey &player = random.oneIn(6) ? m_visitor : somePlayer(random);
                        const auto tokens = tokensOf(venue, player, &random);
                        return move(vault::DepositCredits{venue, player, someAmount(random), tokens}, player);
                    }});
    list.push_back({"withdraw_credits", 3, [this](SeededRandom &random) {
                        const PublicKey &venue = someVenue(random);
                        const PublicKey &player = random.oneIn(3) ? m_visitor : somePlayer(random);
                        const auto state = ledger(venue, player);
                        const bool all = player == m_visitor && random.oneIn(2) && state;
                        const Lamports amount = all ? state->available : someAmount(random);
                        const auto tokens = tokensOf(venue, player, &random);
                        return move(vault::WithdrawCredits{venue, player, amount, tokens}, player);
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

void VaultWorld::addItems(std::vector<Generator> &list)
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

Move VaultWorld::transferItem(SeededRandom &random)
{
    const PublicKey &venue = someVenue(random);
    const PublicKey item = someItem(random, venue);
    const auto state = itemState(item);
    const PublicKey owner = state && !random.oneIn(4) ? state->owner : somePlayer(random);
    return move(vault::TransferItem{venue, owner, item, random.oneIn(8) ? owner : somePlayer(random)}, owner);
}

void VaultWorld::addSessions(std::vector<Generator> &list)
{
    list.push_back({"register_session_key", 4, [this](SeededRandom &random) { return registerSession(random); }});
    list.push_back(
        {"revoke_session_key", 2, [this](SeededRandom &random) {
             const auto &[owner, session] = oneOf(random, m_sessions);
             const PublicKey revoker = random.oneIn(3) ? session : random.oneIn(6) ? somePlayer(random) : owner;
             const PublicKey &venue = someVenue(random);
             return move(vault::RevokeSessionKey{venue, owner, session, revoker}, somePlayer(random));
         }});
    list.push_back({"bump_session_epoch", 1, [this](SeededRandom &random) {
                        const PublicKey &owner = somePlayer(random);
                        return move(vault::BumpSessionEpoch{someVenue(random), owner}, owner);
                    }});
}

Move VaultWorld::registerSession(SeededRandom &random)
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

void VaultWorld::addAdministration(std::vector<Generator> &list)
{
    list.push_back({"create_game", 2, [this](SeededRandom &random) {
                        if (random.oneIn(4)) // founded before
                            return move(vault::InitConfig{m_admin, at.program()}, m_admin);
                        const std::uint64_t id = random.oneIn(3) ? 1 + random.below(venueCount) : ++m_gameNumber;
                        const Currency currency = someCurrency(random);
                        return move(vault::CreateGame{.admin = random.oneIn(8) ? somePlayer(random) : m_admin,
                                                      .id = {id},
                                                      .authority = m_authority,
                                                      .treasury = m_treasury,
                                                      .currency = currency.mint,
                                                      .tokenProgram = currency.program,
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
    list.push_back({"withdraw_protocol_fees", 3, [this](SeededRandom &random) {
                        const PublicKey &venue = someVenue(random);
                        const auto state = venueState(venue);
                        const Lamports amount = state && !random.oneIn(3) ? state->fees : someAmount(random);
                        const PublicKey &treasury = random.oneIn(8) ? m_visitor : m_treasury;
                        const auto tokens = tokensOf(venue, treasury, &random);
                        return move(vault::WithdrawProtocolFees{venue, m_admin, treasury, amount, tokens}, m_admin);
                    }});
}

void VaultWorld::check(const Outcome &)
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
        EXPECT_GE(heldFor(venue), owed);
    }
}

std::vector<PublicKey> VaultWorld::strangers()
{
    std::vector<PublicKey> list = m_players;
    list.insert(list.end(), {m_visitor, m_treasury, at.config(), at.program(), PublicKey{}});
    for (const PublicKey &venue : m_venues) {
        list.push_back(venue);
        list.push_back(at.vault(venue));
    }
    return list;
}

BatchId VaultWorld::newBatchId(SeededRandom &random)
{
    BatchId id;
    const std::uint64_t number = random.next();
    std::memcpy(id.bytes.data(), &number, sizeof number);
    return id;
}

void VaultWorld::addSettlements(std::vector<Generator> &list)
{
    list.push_back({"settle_net_batch", 6, [this](SeededRandom &random) { return settleWhole(random); }});
    list.push_back({"open_net_batch", 5, [this](SeededRandom &random) { return open(random); }});
    list.push_back({"steps of a batch", 16, [this](SeededRandom &random) { return advanceBatch(random); }});
    list.push_back({"abort_net_batch", 2, [this](SeededRandom &random) { return abort(random); }});
}

/// Trades that balance: what each player nets, and items from their owners to others.
vault::Legs VaultWorld::someLegs(SeededRandom &random, const PublicKey &venue, std::uint64_t &fees)
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
    for (std::size_t i = 0; i < vaultItemCount; ++i) {
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

Move VaultWorld::settleWhole(SeededRandom &random)
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

Move VaultWorld::open(SeededRandom &random)
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

const VaultWorld::Plan *VaultWorld::openPlan(const PublicKey &venue) const
{
    const auto state = venueState(venue);
    const auto plan = state ? m_plans.find(state->openBatch) : m_plans.end();
    return plan == m_plans.end() ? nullptr : &plan->second;
}

/// What the open batch needs next; now and then what it does not.
Move VaultWorld::advanceBatch(SeededRandom &random)
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

Move VaultWorld::abort(SeededRandom &random)
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

} // namespace paradox::test
