#pragma once

#include "domain/intent.h"

#include <cstdint>
#include <string_view>

namespace paradox::admission {

/// Why an intent, a session or an act is not taken. Closed; the words of `toText` are codes of the API.
enum class Refusal : std::uint8_t {
    WrongSize,
    WrongTag,
    UnknownType,
    AmountOutOfRange,
    SameParties,
    BuyerNotZero,
    BuyerZero,
    OwnerNotParty,
    BadLife,
    WrongCluster,
    WrongProgram,
    WrongVenue,
    WrongCurrency,
    SignatureInvalid,
    CallerNotOwner, ///< the token belongs to somebody else
    SessionUnknown,
    SessionNotRegistered, ///< not yet confirmed on chain
    SessionFrozen,
    SessionRevoked,
    SessionExhausted,
    SessionNotOwned, ///< grant and intent name different owners
    SessionExists,
    GrantExpired,
    GrantNotYetValid,
    GrantOutdated, ///< outdated: its epoch is below the owner's
    IntentOutlivesGrant,
    ActionNotGranted,
    ItemOutOfScope,
    IntentTooOld,
    IntentFromFuture,
    Expired,
    NonceUsed,
    PerIntentLimitExceeded,
    LimitExceeded,
    InsufficientFunds, ///< HELD: not enough on chain beside what is reserved already
    IntentCountExceeded,
    OwnerQueueFull,
    OwnerAsksFull, ///< of one item
    QueueFull,
    StorageUnavailable,
    IntentUnknown,
    NotPending, ///< for cancel
    ActTooOld,
    ActFromFuture,
    NotAuthorised,
};

/// What kind of no it is, without saying HTTP.
enum class RefusalClass {
    Invalid,      ///< the request can never be right as it stands
    Unauthorised, ///< not signed by whom it must be
    Forbidden,    ///< signed well, but not allowed
    NotFound,
    Conflict, ///< against what is already there
    Limit,    ///< over a limit the owner set
    Crowded,  ///< the owner's own waiting intents leave no room: he cancels some, or waits until some have gone
    Busy,     ///< what all share has no room: try again later
};

[[nodiscard]] std::string_view toText(Refusal refusal); ///< "NONCE_USED"
[[nodiscard]] std::string_view words(Refusal refusal);  ///< one sentence for a person
[[nodiscard]] RefusalClass classOf(Refusal refusal);
[[nodiscard]] Refusal refusalOf(IntentError error);

} // namespace paradox::admission
