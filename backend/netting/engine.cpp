#include "netting/engine.h"

#include "domain/assert.h"
#include "domain/sha256.h"
#include "netting/interned.h"
#include "netting/name_table.h"

#include <algorithm>

namespace paradox::netting {
namespace {

std::string_view nameOf(const PublicKey &key)
{
    return asText(key.span());
}

PublicKey keyOf(std::string_view name)
{
    const std::optional<PublicKey> key = PublicKey::from(asBytes(name));
    PARADOX_ASSERT(key.has_value());
    return *key;
}

/// Strictly rising, so that each key comes once.
template <class Range, class Projection>
bool isStrictlySorted(const Range &range, Projection projection)
{
    return std::ranges::adjacent_find(range, std::ranges::greater_equal{}, projection) == range.end();
}

std::optional<NetError> checkOrder(const Batch &batch)
{
    if (batch.trades.size() > tradesMax)
        return NetError::TooManyTrades;
    if (!isStrictlySorted(batch.trades, &Trade::seq))
        return NetError::TradesOutOfOrder;
    if (!isStrictlySorted(batch.owners, &Ownership::item))
        return NetError::OwnersOutOfOrder;
    if (!isStrictlySorted(batch.available, &Balance::wallet))
        return NetError::BalancesOutOfOrder;
    return std::nullopt;
}

/// Intent ids hold nonces and times of many hands: nobody can choose keys against a hash keyed by them.
NameTable::HashKey hashKeyOf(const Batch &batch)
{
    Sha256 hasher;
    hasher.update(batch.treasury.span());
    if (!batch.trades.empty())
        hasher.update(batch.trades.back().sellerIntent.span()).update(batch.trades.back().buyerIntent.span());
    return NameTable::keyFrom(hasher.finish());
}

struct Interned {
    NameTable items;
    NameTable wallets;
    std::vector<InternedTrade> trades;
    std::vector<std::uint32_t> owners;
    std::vector<std::uint64_t> available;

    explicit Interned(const Batch &batch) : items(hashKeyOf(batch)), wallets(hashKeyOf(batch))
    {
        for (const Balance &balance : batch.available) {
            const std::uint32_t wallet = wallets.intern(nameOf(balance.wallet));
            PARADOX_ASSERT(wallet == available.size());
            available.push_back(balance.available.value);
        }
        for (const Ownership &ownership : batch.owners) {
            const std::uint32_t item = items.intern(nameOf(ownership.item));
            PARADOX_ASSERT(item == owners.size());
            owners.push_back(wallets.intern(nameOf(ownership.wallet)));
        }
        trades.reserve(batch.trades.size());
        for (const Trade &trade : batch.trades) {
            trades.push_back({.amount = trade.amount.value,
                              .item = items.intern(nameOf(trade.item)),
                              .from = wallets.intern(nameOf(trade.from)),
                              .to = wallets.intern(nameOf(trade.to))});
        }
        owners.resize(items.size(), noWallet);
    }
};

void nameOwnerMoves(const Interned &interned, const InternedNetting &numbers, Netting &netting)
{
    for (std::uint32_t item = 0; item < numbers.owners.size(); ++item) {
        const std::uint32_t before = interned.owners[item];
        const std::uint32_t after = numbers.owners[item];
        if (before != after)
            netting.ownerMoves.push_back({.item = keyOf(interned.items[item]),
                                          .from = keyOf(interned.wallets[before]),
                                          .to = keyOf(interned.wallets[after])});
    }
    std::ranges::sort(netting.ownerMoves, {}, &OwnerMove::item);
}

void nameDeltas(const Interned &interned, const InternedNetting &numbers, Netting &netting)
{
    for (std::uint32_t wallet = 0; wallet < numbers.deltas.size(); ++wallet) {
        if (numbers.deltas[wallet] != 0)
            netting.deltas.push_back({.wallet = keyOf(interned.wallets[wallet]), .delta = numbers.deltas[wallet]});
    }
    std::ranges::sort(netting.deltas, {}, &WalletDelta::wallet);
}

} // namespace

std::expected<Netting, NetError> net(const Batch &batch)
{
    if (const std::optional<NetError> error = checkOrder(batch))
        return std::unexpected(*error);
    Interned interned(batch);
    const std::uint32_t treasury = interned.wallets.intern(nameOf(batch.treasury));
    interned.available.resize(interned.wallets.size(), 0);
    std::expected<InternedNetting, NetError> numbers = netInterned({.trades = interned.trades,
                                                                    .owners = interned.owners,
                                                                    .available = interned.available,
                                                                    .treasury = treasury,
                                                                    .feeBps = batch.feeBps,
                                                                    .evictionsMax = batch.evictionsMax});
    if (!numbers)
        return std::unexpected(numbers.error());
    Netting netting;
    nameOwnerMoves(interned, *numbers, netting);
    nameDeltas(interned, *numbers, netting);
    netting.verdicts.assign(numbers->verdicts.begin(), numbers->verdicts.end());
    netting.accepted.assign(numbers->accepted.begin(), numbers->accepted.end());
    netting.gross = numbers->gross;
    netting.fees = numbers->fees;
    netting.net = numbers->net;
    return netting;
}

std::string_view toText(NetError error)
{
    switch (error) {
    case NetError::TradesOutOfOrder:
        return "the trades are not in strictly rising sequence";
    case NetError::OwnersOutOfOrder:
        return "the owners are not sorted by item, each item once";
    case NetError::BalancesOutOfOrder:
        return "the balances are not sorted by wallet, each wallet once";
    case NetError::FeeTooHigh:
        return "the fee is above 10000 basis points";
    case NetError::AmountOverflow:
        return "the amounts add up to more than 64 bits hold";
    case NetError::TooManyTrades:
        return "the batch has more than 16777216 trades";
    }
    PARADOX_ASSERT(false);
}

std::uint16_t savedBps(std::uint64_t gross, std::uint64_t net)
{
    PARADOX_ASSERT(net <= gross);
    if (gross == 0)
        return 0;
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint16_t>(static_cast<Wide>(gross - net) * 10'000 / gross);
}

} // namespace paradox::netting
