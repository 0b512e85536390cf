#include "programs/vault/rules.h"

namespace paradox::program::vault {

namespace {

/// The item is of this venue and its owner signs.
template <class Ix>
Status checkItem(const Call<Ix> &call, u32 owner)
{
    const Item &item = call.template state<Item>(Ix::item);
    PROGRAM_ENSURE(item.game == call.key(Ix::game), GameMismatch);
    PROGRAM_ENSURE(item.owner == call.key(owner), NotItemOwner);
    return Status::Ok;
}

} // namespace

Status handle(Call<RegisterItem> &call)
{
    using Ix = RegisterItem;
    PROGRAM_ENSURE(!call.state<Game>(Ix::game).newActivityPaused, NewActivityPaused);
    PROGRAM_TRY(call.createAt(Ix::item, Ix::owner, fail(Error::AlreadyApplied)));

    Item &item = call.state<Item>(Ix::item);
    assign(item.game, call.key(Ix::game));
    item.itemId = call.args.itemId;
    assign(item.owner, call.key(Ix::owner));
    return announce(ItemRegistered{item.game, call.key(Ix::item), item.itemId, item.owner});
}

Status handle(Call<TransferItem> &call)
{
    using Ix = TransferItem;
    PROGRAM_TRY(checkItem(call, Ix::owner));
    Item &item = call.state<Item>(Ix::item);
    PROGRAM_ENSURE(item.lockSequence == 0, ItemLocked);
    PROGRAM_ENSURE(isZero(item.listing), ItemListed);
    PROGRAM_ENSURE(!isZero(call.args.newOwner) && call.args.newOwner != item.owner, InvalidOwner);

    const Pubkey from = item.owner;
    assign(item.owner, call.args.newOwner);
    return announce(ItemTransferred{item.game, call.key(Ix::item), from, item.owner});
}

Status handle(Call<CreateListing> &call)
{
    using Ix = CreateListing;
    const Game &game = call.state<Game>(Ix::game);
    PROGRAM_ENSURE(!game.newActivityPaused, NewActivityPaused);
    PROGRAM_TRY(checkItem(call, Ix::seller));
    Item &item = call.state<Item>(Ix::item);
    PROGRAM_ENSURE(item.lockSequence == 0, ItemLocked);
    PROGRAM_ENSURE(isZero(item.listing), ItemListed);
    PROGRAM_ENSURE(call.args.price > 0, InvalidAmount);
    i64 now = 0;
    PROGRAM_TRY(readClock(now));
    PROGRAM_ENSURE(call.args.expiresAt > now, InvalidTime);
    PROGRAM_TRY(call.createAt(Ix::listing, Ix::seller, fail(Error::AlreadyApplied)));

    Listing &listing = call.state<Listing>(Ix::listing);
    assign(listing.game, call.key(Ix::game));
    assign(listing.seller, call.key(Ix::seller));
    assign(listing.item, call.key(Ix::item));
    assign(listing.currency, game.currency);
    listing.listingId = call.args.listingId;
    listing.price = call.args.price;
    listing.createdAt = now;
    listing.expiresAt = call.args.expiresAt;
    assign(item.listing, call.key(Ix::listing));
    return announce(ListingCreated{listing.game, call.key(Ix::listing), listing.item, listing.seller, listing.listingId,
                                   listing.price, listing.expiresAt});
}

// The item may have been sold meanwhile and belong to someone else: then only the listing's rent comes back.
Status handle(Call<CancelListing> &call)
{
    using Ix = CancelListing;
    const Listing &listing = call.state<Listing>(Ix::listing);
    PROGRAM_ENSURE(listing.game == call.key(Ix::game) && listing.item == call.key(Ix::item), GameMismatch);
    PROGRAM_ENSURE(listing.listingId == call.args.listingId, GameMismatch);
    PROGRAM_ENSURE(listing.seller == call.key(Ix::seller), Unauthorized);

    Item &item = call.state<Item>(Ix::item);
    if (item.listing == call.key(Ix::listing))
        item.listing = zeroKey;
    PROGRAM_TRY(announce(ListingCancelled{listing.game, call.key(Ix::listing), listing.item, listing.seller}));
    close(call[Ix::listing], call[Ix::seller]);
    return Status::Ok;
}

} // namespace paradox::program::vault
