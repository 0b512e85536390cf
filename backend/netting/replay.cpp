#include "netting/replay.h"

#include "domain/assert.h"

namespace paradox::netting {
namespace {

void addWrapping(std::int64_t &sum, std::uint64_t amount)
{
    sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(sum) + amount);
}

} // namespace

Replay replay(const InternedBatch &batch, std::span<const std::uint32_t> accepted)
{
    Replay replay{.owners = {batch.owners.begin(), batch.owners.end()},
                  .deltas = LargeVector<std::int64_t>(batch.available.size())};
    for (std::size_t i = 0; i < accepted.size(); ++i) {
        if (i + fetchedAhead < accepted.size())
            fetchTrade(batch.trades[accepted[i + fetchedAhead]], replay.owners, replay.deltas);
        const InternedTrade &trade = batch.trades[accepted[i]];
        PARADOX_ASSERT(replay.owners[trade.item] == trade.from);
        replay.owners[trade.item] = trade.to;
        const std::uint64_t fee = feeOf({trade.amount}, batch.feeBps).value;
        addWrapping(replay.deltas[trade.to], 0 - trade.amount);
        addWrapping(replay.deltas[trade.from], trade.amount - fee);
        replay.gross += trade.amount;
        replay.fees += fee;
    }
    addWrapping(replay.deltas[batch.treasury], static_cast<std::uint64_t>(replay.fees));
    return replay;
}

} // namespace paradox::netting
