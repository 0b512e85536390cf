#pragma once

#include "chain/chain.h"
#include "indexer/indexer.h"
#include "programs/client/vault.h"
#include "storage/index.h"

namespace paradox::indexer {

/// Where an event stands, for the rows it makes.
struct EventPlace {
    Signature signature;
    Slot slot;
    UnixMillis at;
};

/// The players whose ledgers an event changes.
void collectPlayers(const vault::VaultEvent &event, Touched &touched);

/// Folds one event of the venue `game` that was not seen before: owners, history, sessions.
void foldEvent(storage::Transaction &transaction, SessionKeeper &sessions, const PublicKey &game,
               const vault::VaultEvent &event, const EventPlace &place);

/// A player without a ledger as of a finalized slot has nothing there, whatever was known of him.
void foldClosedLedger(storage::Transaction &transaction, const PublicKey &player, Slot slot);

/// Sets balance or owner from an account as of a finalized slot; anything else is passed over.
void foldAccount(storage::Transaction &transaction, const PublicKey &game, const PublicKey &key,
                 const chain::AccountInfo &account, Slot slot);

} // namespace paradox::indexer
