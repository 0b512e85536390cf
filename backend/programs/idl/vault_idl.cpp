#include "programs/idl/idl.h"
#include "programs/idl/idls.h"
#include "programs/vault/batch_events.h"
#include "programs/vault/events.h"
#include "programs/vault/leg_events.h"
#include "programs/vault/vault.h"

namespace paradox::programs {

namespace vault = program::vault;

namespace idl {

namespace {

/// Sequences of leg events, as the IDL sees them.
struct CashList : sdk::ListView<vault::CashMoved> {};
struct ItemList : sdk::ListView<vault::ItemMoved> {};
struct KeyList : sdk::ListView<sdk::Pubkey> {};

template <class Event, class Second, class... Index>
Json legFields(Index... index)
{
    const sdk::Pubkey game{};
    const sdk::Bytes32 batch{};
    const CashList cash;
    const Second second;
    const Event event{game, batch, index..., cash, second};
    FieldList fields;
    Event::fields(fields, event);
    return fields.list;
}

} // namespace

template <>
struct TypeOf<CashList> : TypeOf<sdk::ListView<vault::CashMoved>> {};
template <>
struct TypeOf<ItemList> : TypeOf<sdk::ListView<vault::ItemMoved>> {};
template <>
struct TypeOf<KeyList> : TypeOf<sdk::ListView<sdk::Pubkey>> {};

template <>
struct FieldsOf<vault::NetChunkLocked<CashList, ItemList>> {
    static Json json() { return legFields<vault::NetChunkLocked<CashList, ItemList>, ItemList>(sdk::u16{0}); }
};
template <>
struct FieldsOf<vault::NetChunkCommitted<CashList, ItemList>> {
    static Json json() { return legFields<vault::NetChunkCommitted<CashList, ItemList>, ItemList>(sdk::u16{0}); }
};
template <>
struct FieldsOf<vault::NetChunkReturned<CashList, KeyList>> {
    static Json json() { return legFields<vault::NetChunkReturned<CashList, KeyList>, KeyList>(); }
};

} // namespace idl

std::string vaultIdl()
{
    using namespace idl;
    using program::TypeList;
    Writer writer({"paradox_vault", vaultDefaultId, "Escrow, session grants and exactly-once net settlement"});
    writer.accounts(TypeList<vault::Config, vault::Game, vault::PlayerLedger, vault::Item, vault::Listing,
                             vault::Session, vault::Batch>());
    writer.types(TypeList<vault::GrantSlot, vault::BatchPhase>());
    writer.events(
        TypeList<vault::ConfigInitialized, vault::GameCreated, vault::PausedSet, vault::LedgerOpened,
                 vault::LedgerClosed, vault::CreditsDeposited, vault::CreditsWithdrawn, vault::ProtocolFeesWithdrawn,
                 vault::ItemRegistered, vault::ItemTransferred, vault::ListingCreated, vault::ListingCancelled,
                 vault::SessionKeyInitialized, vault::SessionKeyRevoked, vault::SessionEpochBumped,
                 vault::NetBatchOpened, vault::NetBatchSettled, vault::NetBatchAborted>());
    writer.events(TypeList<vault::NetChunkLocked<CashList, ItemList>, vault::NetChunkCommitted<CashList, ItemList>,
                           vault::NetChunkReturned<CashList, KeyList>>());
    writer.types(TypeList<vault::CashMoved, vault::ItemMoved>());
    writer.instructions<vault::Instructions>();
#define VAULT_IDL_ERROR(code, name, words) writer.error(code, #name, words);
    PARADOX_VAULT_ERRORS(VAULT_IDL_ERROR)
#undef VAULT_IDL_ERROR
    return writer.text();
}

} // namespace paradox::programs
