#include "admission/refusal.h"

#include "domain/assert.h"

#include <array>

namespace paradox::admission {

namespace {

struct Row {
    Refusal refusal;
    std::string_view code;
    RefusalClass kind;
    std::string_view words;
};

using enum RefusalClass;

// In the order of the enum; asserted by rowOf().
constexpr auto rows = std::to_array<Row>({
    {Refusal::WrongSize, "WRONG_SIZE", Invalid, "An intent has exactly 369 bytes."},
    {Refusal::WrongTag, "WRONG_TAG", Invalid, "The bytes do not begin with the tag of an intent."},
    {Refusal::UnknownType, "UNKNOWN_TYPE", Invalid, "The type is none of TRADE, BID, BUY_NOW and LIST."},
    {Refusal::AmountOutOfRange, "AMOUNT_OUT_OF_RANGE", Invalid, "The amount must be 1 to 9223372036854775807."},
    {Refusal::SameParties, "SAME_PARTIES", Invalid, "Seller and buyer are the same wallet."},
    {Refusal::BuyerNotZero, "BUYER_NOT_ZERO", Invalid, "A LIST names no buyer."},
    {Refusal::BuyerZero, "BUYER_ZERO", Invalid, "The buyer is missing."},
    {Refusal::OwnerNotParty, "OWNER_NOT_PARTY", Invalid, "The owner is not on the side that this type demands."},
    {Refusal::BadLife, "BAD_LIFE", Invalid, "The intent ends before it begins."},
    {Refusal::WrongCluster, "WRONG_CLUSTER", Invalid, "This is for another cluster."},
    {Refusal::WrongProgram, "WRONG_PROGRAM", Invalid, "This is for another settlement program."},
    {Refusal::WrongVenue, "WRONG_VENUE", Invalid, "This is for another venue."},
    {Refusal::WrongCurrency, "WRONG_CURRENCY", Invalid, "This venue does not trade in that currency."},
    {Refusal::SignatureInvalid, "SIGNATURE_INVALID", Unauthorised, "The signature does not fit the bytes."},
    {Refusal::CallerNotOwner, "NOT_OWNER", Forbidden, "You are signed in as somebody else."},
    {Refusal::SessionUnknown, "SESSION_UNKNOWN", Unauthorised, "This session key is not known here."},
    {Refusal::SessionNotRegistered, "SESSION_NOT_REGISTERED", Forbidden, "The session is not yet registered on chain."},
    {Refusal::SessionFrozen, "SESSION_FROZEN", Forbidden, "The operator has frozen the session."},
    {Refusal::SessionRevoked, "SESSION_REVOKED", Forbidden, "The session was revoked."},
    {Refusal::SessionExhausted, "SESSION_EXHAUSTED", Limit, "The session has used up its grant."},
    {Refusal::SessionNotOwned, "SESSION_NOT_OWNED", Forbidden, "The session belongs to another owner."},
    {Refusal::SessionExists, "SESSION_EXISTS", Conflict, "This session key already has another grant."},
    {Refusal::GrantExpired, "GRANT_EXPIRED", Forbidden, "The grant is past its end."},
    {Refusal::GrantNotYetValid, "GRANT_NOT_YET_VALID", Forbidden, "The grant has not begun yet."},
    {Refusal::GrantOutdated, "GRANT_OUTDATED", Forbidden, "The owner has since revoked all grants of that epoch."},
    {Refusal::IntentOutlivesGrant, "INTENT_OUTLIVES_GRANT", Invalid, "The intent ends after its grant."},
    {Refusal::ActionNotGranted, "ACTION_NOT_GRANTED", Forbidden, "The grant does not allow this type of intent."},
    {Refusal::ItemOutOfScope, "ITEM_OUT_OF_SCOPE", Forbidden, "The grant does not cover this item."},
    {Refusal::IntentTooOld, "INTENT_TOO_OLD", Invalid, "The intent was created more than an hour ago."},
    {Refusal::IntentFromFuture, "INTENT_FROM_FUTURE", Invalid, "The intent was created in the future."},
    {Refusal::Expired, "EXPIRED", Invalid, "The intent is past its end."},
    {Refusal::NonceUsed, "NONCE_USED", Conflict, "The session has used this nonce for another intent."},
    {Refusal::PerIntentLimitExceeded, "PER_INTENT_LIMIT_EXCEEDED", Limit,
     "The amount is over the limit for one intent."},
    {Refusal::LimitExceeded, "LIMIT_EXCEEDED", Limit, "The amount is over what the session may still spend."},
    {Refusal::InsufficientFunds, "INSUFFICIENT_FUNDS", Limit,
     "The buyer's ledger does not hold this amount beside what is reserved already."},
    {Refusal::IntentCountExceeded, "INTENT_COUNT_EXCEEDED", Limit, "The session has signed as many intents as it may."},
    {Refusal::OwnerQueueFull, "OWNER_QUEUE_FULL", Crowded,
     "Too many intents of this owner are waiting; cancel some or let them settle."},
    {Refusal::OwnerAsksFull, "OWNER_ASKS_FULL", Crowded,
     "The owner has 256 asks for this item waiting; cancel one or let one end."},
    {Refusal::QueueFull, "QUEUE_FULL", Busy, "Too many intents are waiting; try again shortly."},
    {Refusal::StorageUnavailable, "STORAGE_UNAVAILABLE", Busy, "The database cannot be written now."},
    {Refusal::IntentUnknown, "INTENT_UNKNOWN", NotFound, "There is no such intent."},
    {Refusal::NotPending, "NOT_PENDING", Conflict, "The intent is not pending any more."},
    {Refusal::ActTooOld, "ACT_TOO_OLD", Invalid, "The act was issued more than five minutes ago."},
    {Refusal::ActFromFuture, "ACT_FROM_FUTURE", Invalid, "The act was issued in the future."},
    {Refusal::NotAuthorised, "NOT_AUTHORISED", Unauthorised, "Only the owner or the session itself may do this."},
});

const Row &rowOf(Refusal refusal)
{
    const auto index = static_cast<std::size_t>(refusal);
    PARADOX_ASSERT(index < rows.size());
    PARADOX_ASSERT(rows[index].refusal == refusal);
    return rows[index];
}

} // namespace

std::string_view toText(Refusal refusal)
{
    return rowOf(refusal).code;
}

std::string_view words(Refusal refusal)
{
    return rowOf(refusal).words;
}

RefusalClass classOf(Refusal refusal)
{
    return rowOf(refusal).kind;
}

Refusal refusalOf(IntentError error)
{
    switch (error) {
    case IntentError::WrongSize:
        return Refusal::WrongSize;
    case IntentError::WrongTag:
        return Refusal::WrongTag;
    case IntentError::UnknownType:
        return Refusal::UnknownType;
    case IntentError::AmountOutOfRange:
        return Refusal::AmountOutOfRange;
    case IntentError::SameParties:
        return Refusal::SameParties;
    case IntentError::BuyerNotZero:
        return Refusal::BuyerNotZero;
    case IntentError::BuyerZero:
        return Refusal::BuyerZero;
    case IntentError::OwnerNotParty:
        return Refusal::OwnerNotParty;
    case IntentError::BadLife:
        return Refusal::BadLife;
    }
    PARADOX_ASSERT(false);
    return Refusal::WrongSize;
}

} // namespace paradox::admission
