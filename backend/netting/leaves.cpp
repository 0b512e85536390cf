#include "netting/leaves.h"

#include "domain/fixed_layout.h"

namespace paradox::netting {

IntentLeaf encodeLeaf(const PairVerdict &pair)
{
    IntentLeaf leaf;
    LayoutWriter(leaf).put('I').put(pair.seller).put(pair.buyer).put(static_cast<std::uint8_t>(pair.verdict));
    return leaf;
}

OwnerLeaf encodeLeaf(const ItemMove &move)
{
    OwnerLeaf leaf;
    LayoutWriter(leaf).put('O').put(move.item).put(move.oldOwner).put(move.newOwner);
    return leaf;
}

DeltaLeaf encodeLeaf(const WalletMintDelta &delta)
{
    DeltaLeaf leaf;
    LayoutWriter(leaf).put('D').put(delta.wallet).put(delta.mint).put(delta.delta);
    return leaf;
}

} // namespace paradox::netting
