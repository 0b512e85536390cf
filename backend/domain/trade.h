#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <optional>
#include <string_view>

namespace paradox {

/// What the netting says of a trade; the number is the one in the intents tree (protocol §5).
enum class Verdict : std::uint8_t {
    Accepted = 0,
    UnknownItem = 1,
    SelfTrade = 2,
    NotOwner = 3,
    Insolvent = 4,
    Deferred = 5
};

/// A pair of halves that met: one item from seller to buyer at one price.
struct Trade {
    Seq seq; ///< of the later half
    IntentId sellerIntent;
    IntentId buyerIntent;
    PublicKey item;
    PublicKey from;
    PublicKey to;
    Lamports amount;

    bool operator==(const Trade &) const = default;
};

/// NET: proceeds inside the batch may be spent. HELD: the buyer's amount was reserved at admission.
enum class NetMode : std::uint8_t { Net = 0, Held = 1 };

[[nodiscard]] std::string_view toText(Verdict verdict); ///< "ACCEPTED", "UNKNOWN_ITEM", …
[[nodiscard]] std::optional<Verdict> parseVerdict(std::string_view text);
[[nodiscard]] std::string_view toText(NetMode mode); ///< "NET", "HELD"

} // namespace paradox
