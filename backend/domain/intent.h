#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <expected>
#include <optional>
#include <string_view>

namespace paradox {

enum class IntentType : std::uint8_t { Trade = 0, Bid = 1, BuyNow = 2, List = 3 };
enum class Side : std::uint8_t { Seller, Buyer };

inline constexpr std::size_t intentSize = 369;
inline constexpr std::int64_t intentAgeSecondsMax = 3600;
inline constexpr std::int64_t intentAheadSecondsMax = 30;

/// A trade intent (protocol §3): the 369 bytes that a session key signs, as values.
struct Intent {
    Hash genesis;
    PublicKey program;
    PublicKey engine; ///< the venue (game) account
    PublicKey session;
    PublicKey owner;
    IntentType type = IntentType::Trade;
    PublicKey item;
    PublicKey from; ///< seller
    PublicKey to;   ///< buyer; zeros for LIST
    PublicKey mint; ///< zeros = lamports
    Lamports amount;
    std::uint64_t nonce = 0; ///< once per session
    UnixSeconds createdAt;
    UnixSeconds expiresAt;
    Hash terms; ///< H(canonical application data) or zeros

    bool operator==(const Intent &) const = default;
};

enum class IntentError {
    WrongSize,
    WrongTag,
    UnknownType,
    AmountOutOfRange,
    SameParties,
    BuyerNotZero,
    BuyerZero,
    OwnerNotParty,
    BadLife
};

using IntentPreimage = std::array<std::uint8_t, intentSize>;

[[nodiscard]] IntentPreimage encodeIntent(const Intent &intent);

/// Decodes and checks what needs no session, clock or chain: tag, type, 1 ≤ amount ≤ 2^63-1, from ≠ to,
/// to = zeros exactly for LIST, owner on the side its type demands, createdAt < expiresAt.
[[nodiscard]] std::expected<Intent, IntentError> decodeIntent(ByteSpan bytes);

/// The same checks on values.
[[nodiscard]] std::optional<IntentError> checkIntent(const Intent &intent);

[[nodiscard]] IntentId intentIdOf(ByteSpan preimage);

/// Which half an intent is: LIST sells, BID and BUY_NOW buy, TRADE by whom its owner is.
[[nodiscard]] Side sideOf(const Intent &intent);

/// Bit in Grant::actions.
[[nodiscard]] std::uint16_t actionBitOf(IntentType type);

/// "TRADE", "BID", "BUY_NOW", "LIST"
[[nodiscard]] std::string_view toText(IntentType type);
[[nodiscard]] std::optional<IntentType> parseIntentType(std::string_view text);
[[nodiscard]] std::string_view toText(IntentError error); ///< the code of the API, e.g. "AMOUNT_OUT_OF_RANGE"

} // namespace paradox
