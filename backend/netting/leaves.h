#pragma once

#include "domain/trade.h"

#include <array>

namespace paradox::netting {

// Leaf data of the three trees of a batch (protocol §5), before the RFC 6962 leaf hash.

using IntentLeaf = std::array<std::uint8_t, 66>; ///< "I" · seller intent · buyer intent · verdict; in sequence order
using OwnerLeaf = std::array<std::uint8_t, 97>;  ///< "O" · item · old owner · new owner; by item
using DeltaLeaf = std::array<std::uint8_t, 73>;  ///< "D" · wallet · mint · delta i64; by wallet, mint

struct WalletMintDelta {
    PublicKey wallet;
    PublicKey mint; ///< zeros for lamports
    std::int64_t delta = 0;
};

struct ItemMove {
    PublicKey item;
    PublicKey oldOwner;
    PublicKey newOwner;
};

struct PairVerdict {
    IntentId seller;
    IntentId buyer;
    Verdict verdict = Verdict::Accepted;
};

[[nodiscard]] IntentLeaf encodeLeaf(const PairVerdict &pair);
[[nodiscard]] OwnerLeaf encodeLeaf(const ItemMove &move);
[[nodiscard]] DeltaLeaf encodeLeaf(const WalletMintDelta &delta);

} // namespace paradox::netting
