#pragma once

#include "admission/half.h"
#include "admission/refusal.h"
#include "admission/spread_map.h"

#include <functional>
#include <vector>

namespace paradox::admission {

/// Halves that wait for a partner, found by what the partner must say (protocol §3): TRADE↔TRADE and TRADE↔BID meet
/// when item, from, to, mint and amount are equal; BUY_NOW meets a LIST of the same item, seller and mint whose ask it
/// covers. Of several the earliest wins. Writer thread only.
class PairIndex {
public:
    /// More asks of one seller for one item, or more offers of all buyers for them, are not taken: the search looks
    /// through them.
    static constexpr std::size_t asksMax = 256; ///< the words of OwnerAsksFull say it, too
    static constexpr std::size_t offersMax = 4096;

    void add(Half &half);
    void remove(Half &half);
    /// Nothing when there is room; else whose intents take it: the owner's own, or those of all.
    [[nodiscard]] std::optional<Refusal> refusalOf(const Intent &intent) const;

    /// The earliest waiting half that fits and that `usable` accepts; null when there is none. Changes nothing.
    [[nodiscard]] Half *match(const Half &half, const std::function<bool(const Half &)> &usable);

    void clear();

private:
    struct ExactKey {
        PublicKey item;
        PublicKey from;
        PublicKey to;
        PublicKey mint;
        Lamports amount;
        bool operator==(const ExactKey &) const = default;
    };
    struct AskKey {
        PublicKey item;
        PublicKey seller;
        PublicKey mint;
        bool operator==(const AskKey &) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const ExactKey &key) const;
        std::size_t operator()(const AskKey &key) const;
    };
    struct BySeq {
        bool operator()(const Half &a, const Half &b) const { return a.seq < b.seq; }
    };
    using Waiting = boost::intrusive::set<Half, boost::intrusive::member_hook<Half, InMeeting, &Half::inMeeting>,
                                          boost::intrusive::compare<BySeq>>;
    /// Both sides of one key: whoever comes looks at the other and then joins his own.
    struct Meeting {
        Waiting sellers;
        Waiting buyers;
        [[nodiscard]] Waiting &of(Side side) { return side == Side::Seller ? sellers : buyers; }
        [[nodiscard]] const Waiting &of(Side side) const { return side == Side::Seller ? sellers : buyers; }
        [[nodiscard]] bool isEmpty() const { return sellers.empty() && buyers.empty(); }
    };

    [[nodiscard]] static bool isAskOrOffer(const Intent &intent);
    [[nodiscard]] static ExactKey exactKeyOf(const Intent &intent);
    [[nodiscard]] static AskKey askKeyOf(const Intent &intent);

    SpreadMap<ExactKey, Meeting, KeyHash> m_exact;
    SpreadMap<AskKey, Meeting, KeyHash> m_asks; ///< sellers: LISTs; buyers: BUY_NOWs
};

} // namespace paradox::admission
