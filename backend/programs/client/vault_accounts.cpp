#include "programs/client/vault_accounts.h"

#include "programs/client/account_sizes.h"
#include "programs/client/program_types.h"
#include "programs/vault/state.h"

#include <algorithm>
#include <cstddef>

namespace paradox::vault {

namespace {

namespace p = program::vault;
using programs::wire::fromBytes32;
using programs::wire::fromKey;

static_assert(sizeof(p::PlayerLedger) == playerLedgerBytes);

/// The program's own layout over a copy of the bytes. Bools are checked first: any other byte in one is no value.
template <class T>
AccountResult<T> overlay(ByteSpan data, std::initializer_list<std::size_t> bools = {})
{
    if (data.size() < 8)
        return std::unexpected(AccountError::WrongSize);
    std::uint64_t tag = 0;
    std::memcpy(&tag, data.data(), sizeof tag);
    if (tag != T::discriminator)
        return std::unexpected(AccountError::WrongDiscriminator);
    if (data.size() != sizeof(T))
        return std::unexpected(AccountError::WrongSize);
    for (const std::size_t offset : bools)
        if (data[offset] > 1)
            return std::unexpected(AccountError::BadValue);
    T state;
    std::memcpy(static_cast<void *>(&state), data.data(), sizeof state);
    return state;
}

/// The client's value of a state, or the state's error.
template <class State, class Convert>
auto converted(const AccountResult<State> &state, Convert convert) -> AccountResult<decltype(convert(*state))>
{
    if (!state)
        return std::unexpected(state.error());
    return convert(*state);
}

} // namespace

Lamports PlayerLedger::allowance(UnixSeconds now) const
{
    Lamports sum;
    for (const GrantSlot &grant : grants)
        if (grant.expiresAt > now)
            sum = checkedAdd(sum, grant.remaining).value_or(Lamports{~std::uint64_t{0}});
    return sum;
}

UnixSeconds PlayerLedger::allowanceExpiresAt(UnixSeconds now) const
{
    UnixSeconds latest;
    for (const GrantSlot &grant : grants)
        if (grant.expiresAt > now && grant.remaining.value > 0)
            latest = std::max(latest, grant.expiresAt);
    return latest;
}

bool PlayerLedger::hasLiveGrant(UnixSeconds now) const
{
    return std::ranges::any_of(grants, [&](const GrantSlot &grant) { return grant.expiresAt > now; });
}

AccountResult<Config> decodeConfig(ByteSpan data)
{
    return converted(overlay<p::Config>(data), [](const p::Config &s) { return Config{.admin = fromKey(s.admin)}; });
}

AccountResult<Game> decodeGame(ByteSpan data)
{
    const auto state =
        overlay<p::Game>(data, {offsetof(p::Game, newActivityPaused), offsetof(p::Game, settlementsPaused)});
    return converted(state, [](const p::Game &s) {
        return Game{.id = {s.gameId},
                    .authority = fromKey(s.authority),
                    .treasury = fromKey(s.treasury),
                    .currency = fromKey(s.currency),
                    .decimals = s.decimals,
                    .openBatch = fromKey(s.openBatch),
                    .fees = {s.fees},
                    .lockSequence = s.lockSequence,
                    .settledBatches = s.settledBatches,
                    .feeBps = s.feeBps,
                    .newActivityPaused = s.newActivityPaused,
                    .settlementsPaused = s.settlementsPaused};
    });
}

AccountResult<PlayerLedger> decodePlayerLedger(ByteSpan data)
{
    const auto state = overlay<p::PlayerLedger>(data);
    if (!state)
        return std::unexpected(state.error());
    if (state->grantCount > p::grantSlotsMax)
        return std::unexpected(AccountError::BadValue);
    PlayerLedger ledger{.game = fromKey(state->game),
                        .player = fromKey(state->player),
                        .available = {state->available},
                        .locked = {state->locked},
                        .lockSequence = state->lockSequence,
                        .epoch = state->epoch,
                        .grants = {}};
    for (std::size_t i = 0; i < state->grantCount; ++i) {
        const p::GrantSlot &slot = state->grants[i];
        ledger.grants.push_back({slot.sessionTag, {slot.remaining}, {slot.locked}, {slot.expiresAt}});
    }
    return ledger;
}

AccountResult<Item> decodeItem(ByteSpan data)
{
    return converted(overlay<p::Item>(data), [](const p::Item &s) {
        return Item{.game = fromKey(s.game),
                    .id = fromBytes32<ItemId>(s.itemId),
                    .owner = fromKey(s.owner),
                    .nextOwner = fromKey(s.nextOwner),
                    .listing = fromKey(s.listing),
                    .lockSequence = s.lockSequence};
    });
}

AccountResult<Listing> decodeListing(ByteSpan data)
{
    return converted(overlay<p::Listing>(data), [](const p::Listing &s) {
        return Listing{.game = fromKey(s.game),
                       .seller = fromKey(s.seller),
                       .item = fromKey(s.item),
                       .currency = fromKey(s.currency),
                       .id = s.listingId,
                       .price = {s.price},
                       .createdAt = {s.createdAt},
                       .expiresAt = {s.expiresAt}};
    });
}

AccountResult<Session> decodeSession(ByteSpan data)
{
    return converted(overlay<p::Session>(data, {offsetof(p::Session, isRevoked)}), [](const p::Session &s) {
        return Session{.owner = fromKey(s.owner),
                       .session = fromKey(s.session),
                       .engine = fromKey(s.engine),
                       .scopeRoot = fromBytes32<Hash>(s.scopeRoot),
                       .grantHash = fromBytes32<Hash>(s.grantHash),
                       .maxTotal = {s.maxTotal},
                       .maxPerIntent = {s.maxPerIntent},
                       .notBefore = {s.notBefore},
                       .expiresAt = {s.expiresAt},
                       .epoch = s.epoch,
                       .registeredAt = {s.registeredAt},
                       .maxIntents = s.maxIntents,
                       .actions = s.actions,
                       .isRevoked = s.isRevoked};
    });
}

AccountResult<Batch> decodeBatch(ByteSpan data)
{
    const auto state = overlay<p::Batch>(data);
    if (!state)
        return std::unexpected(state.error());
    const p::Batch &s = *state;
    const auto phase = static_cast<std::uint8_t>(s.phase);
    if (phase < 1 || phase > 5)
        return std::unexpected(AccountError::BadValue);
    Batch batch{.game = fromKey(s.game),
                .id = fromBytes32<BatchId>(s.batchId),
                .lockSequence = s.lockSequence,
                .debitTotal = {s.debitTotal},
                .creditTotal = {s.creditTotal},
                .fees = {s.fees},
                .locked = {s.locked},
                .committed = {s.committed},
                .returned = {s.returned},
                .openedAt = {s.openedAt},
                .closedAt = {s.closedAt},
                .itemCount = s.itemCount,
                .itemsLocked = s.itemsLocked,
                .itemsDelivered = s.itemsDelivered,
                .itemsReturned = s.itemsReturned,
                .walletsDebited = s.walletsDebited,
                .walletsCredited = s.walletsCredited,
                .chunkCount = s.chunkCount,
                .chunksLocked = s.chunksLocked,
                .chunksCommitted = s.chunksCommitted,
                .phase = static_cast<BatchPhase>(phase)};
    std::ranges::copy(s.lockBits, batch.lockBits.begin());
    std::ranges::copy(s.commitBits, batch.commitBits.begin());
    return batch;
}

AccountResult<VaultAccount> decodeAccount(ByteSpan data)
{
    AccountResult<VaultAccount> result = std::unexpected(AccountError::WrongDiscriminator);
    const auto tryOne = [&](auto decode) {
        if (result || result.error() != AccountError::WrongDiscriminator)
            return;
        if (const auto account = decode(data))
            result = *account;
        else
            result = std::unexpected(account.error());
    };
    tryOne(decodeConfig);
    tryOne(decodeGame);
    tryOne(decodePlayerLedger);
    tryOne(decodeItem);
    tryOne(decodeListing);
    tryOne(decodeSession);
    tryOne(decodeBatch);
    return result;
}

} // namespace paradox::vault
