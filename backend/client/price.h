#pragma once

#include "client/values.h"

namespace paradox::client {

enum class PriceKind : std::uint8_t {
    Exact,  ///< the trade is at this, or none is made
    AtMost, ///< the trade will be at the ask, and at no more than this
    Paid,   ///< by the buyer; settled
};

struct Price {
    Lamports amount;
    PriceKind kind = PriceKind::Exact;
};

/// What an intent costs as far as that is known: what its trade is at, before that what was signed.
[[nodiscard]] inline Price priceOf(const IntentRecord &intent)
{
    if (intent.side == Side::Buyer && intent.status == IntentState::Settled && intent.tradeAmount)
        return {*intent.tradeAmount, PriceKind::Paid};
    if (intent.tradeAmount)
        return {*intent.tradeAmount, PriceKind::Exact};
    return {intent.amount, intent.type == IntentType::BuyNow ? PriceKind::AtMost : PriceKind::Exact};
}

} // namespace paradox::client
