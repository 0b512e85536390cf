#include "netting/interned.h"

#include "domain/assert.h"
#include "netting/replay.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace paradox::netting {
namespace {

constexpr std::uint32_t none = 0xFFFF'FFFF;
constexpr std::uint32_t heapMark = 0x8000'0000; ///< above every trade, and below `none` with any heap's place
static_assert(tradesMax < heapMark / 2);

bool isHeap(std::uint32_t last)
{
    return last >= heapMark && last != none;
}

/// No wallet of the batch can ever have more, or owe more, than 63 bits hold. So it is in any market; half the memory
/// is touched then.
bool fitsNarrow(const InternedBatch &batch)
{
    constexpr std::uint64_t half = std::numeric_limits<std::int64_t>::max() / 2;
    Wide traded = 0;
    for (const InternedTrade &trade : batch.trades)
        traded += trade.amount;
    std::uint64_t most = 0;
    for (const std::uint64_t available : batch.available)
        most = std::max(most, available);
    return traded <= half && most <= half;
}

/// A wallet's purchases, highest sequence on top. May hold trades that do not stand at the moment.
using Purchases = std::priority_queue<std::uint32_t>;

/// `Sum` holds what any wallet of the batch has at any time: see fitsNarrow().
template <class Sum>
class Netter {
public:
    explicit Netter(const InternedBatch &batch);
    std::expected<InternedNetting, NetError> run();

private:
    void firstPass();
    void evictAll(std::span<const std::uint32_t> bad);
    void linkTrades();
    void evict(std::uint32_t t);
    void defer(std::uint32_t t);
    void replayBehind(std::uint32_t t);
    void secondChance();
    bool admitAtEnd(std::uint32_t t);
    std::expected<InternedNetting, NetError> result();

    std::uint64_t feeOn(const InternedTrade &trade) const { return feeOf({trade.amount}, m_batch.feeBps).value; }
    Sum pay(const InternedTrade &trade);
    void apply(const InternedTrade &trade);
    void undo(std::uint32_t t);
    void stand(std::uint32_t u);
    bool isBad(std::uint32_t wallet) const { return m_standing[wallet] < 0 && wallet != m_batch.treasury; }
    bool isCandidate(std::uint32_t t) const
    {
        return m_verdicts[t] == Verdict::Accepted && isBad(m_batch.trades[t].to);
    }
    void queueTopPurchase(std::uint32_t wallet);
    Purchases &purchasesOf(std::uint32_t wallet);
    void queueTouched();

    const InternedBatch &m_batch;
    LargeVector<std::uint32_t> m_owners;
    LargeVector<Sum> m_standing; ///< available + delta, by wallet
    LargeVector<Verdict> m_verdicts;
    LargeVector<std::uint32_t> m_accepted;
    std::vector<std::uint32_t> m_insolvent; ///< evicted, in the order of eviction

    // Only when somebody cannot pay:
    LargeVector<std::uint32_t> m_nextOfItem;       ///< by trade: the next trade of its item
    LargeVector<std::uint32_t> m_previousPurchase; ///< by trade: the one before of its buyer
    LargeVector<std::uint32_t> m_lastPurchase;     ///< by wallet, or heapMark + its place in m_heaps
    std::vector<Purchases> m_heaps;
    std::vector<bool> m_inHeap;                 ///< by trade
    std::priority_queue<std::uint32_t> m_queue; ///< holds at least the top purchase of every bad wallet
    std::vector<std::uint32_t> m_touched;       ///< wallets whose standing moved in this round
};

template <class Sum>
Netter<Sum>::Netter(const InternedBatch &batch)
    : m_batch(batch),
      m_owners(batch.owners.begin(), batch.owners.end()),
      m_standing(batch.available.begin(), batch.available.end()),
      m_verdicts(batch.trades.size())
{
    PARADOX_ASSERT(batch.treasury < batch.available.size());
}

template <class Sum>
std::expected<InternedNetting, NetError> Netter<Sum>::run()
{
    firstPass();
    std::vector<std::uint32_t> bad;
    for (std::uint32_t w = 0; w < m_standing.size(); ++w) {
        if (isBad(w))
            bad.push_back(w);
    }
    if (!bad.empty())
        evictAll(bad);
    m_accepted.reserve(m_verdicts.size());
    for (std::uint32_t t = 0; t < m_verdicts.size(); ++t) {
        if (m_verdicts[t] == Verdict::Accepted)
            m_accepted.push_back(t);
    }
    if (!bad.empty())
        secondChance();
    return result();
}

/// All but the fee, which it returns.
template <class Sum>
Sum Netter<Sum>::pay(const InternedTrade &trade)
{
    const std::uint64_t fee = feeOn(trade);
    m_standing[trade.to] -= static_cast<Sum>(trade.amount);
    m_standing[trade.from] += static_cast<Sum>(trade.amount - fee);
    return static_cast<Sum>(fee);
}

template <class Sum>
void Netter<Sum>::apply(const InternedTrade &trade)
{
    m_standing[m_batch.treasury] += pay(trade);
}

template <class Sum>
void Netter<Sum>::undo(std::uint32_t t)
{
    const InternedTrade &trade = m_batch.trades[t];
    const std::uint64_t fee = feeOn(trade);
    m_standing[trade.to] += static_cast<Sum>(trade.amount);
    m_standing[trade.from] -= static_cast<Sum>(trade.amount - fee);
    m_standing[m_batch.treasury] -= static_cast<Sum>(fee);
    m_touched.push_back(trade.to);
    m_touched.push_back(trade.from);
}

template <class Sum>
void Netter<Sum>::firstPass()
{
    const std::size_t items = m_owners.size();
    const std::size_t wallets = m_standing.size();
    Sum fees = 0;
    for (std::size_t t = 0; t < m_batch.trades.size(); ++t) {
        const InternedTrade &trade = m_batch.trades[t];
        PARADOX_ASSERT(trade.item < items);
        PARADOX_ASSERT(trade.from < wallets);
        PARADOX_ASSERT(trade.to < wallets);
        if (t + fetchedAhead < m_batch.trades.size())
            fetchTrade(m_batch.trades[t + fetchedAhead], m_owners, m_standing);
        std::uint32_t &owner = m_owners[trade.item];
        if (owner == noWallet) {
            m_verdicts[t] = Verdict::UnknownItem;
        } else if (trade.from == trade.to) {
            m_verdicts[t] = Verdict::SelfTrade;
        } else if (owner != trade.from) {
            m_verdicts[t] = Verdict::NotOwner;
        } else {
            m_verdicts[t] = Verdict::Accepted;
            owner = trade.to;
            fees += pay(trade);
        }
    }
    m_standing[m_batch.treasury] += fees; // nobody asks before what the treasury has
}

template <class Sum>
void Netter<Sum>::linkTrades()
{
    const auto count = static_cast<std::uint32_t>(m_batch.trades.size());
    m_nextOfItem.resize(count);
    m_previousPurchase.resize(count);
    m_lastPurchase.assign(m_standing.size(), none);
    m_inHeap.assign(count, false);
    LargeVector<std::uint32_t> nearest(m_owners.size(), none);
    for (std::uint32_t t = count; t-- > 0;) {
        if (t >= fetchedAhead)
            fetch(nearest, m_batch.trades[t - fetchedAhead].item);
        m_nextOfItem[t] = std::exchange(nearest[m_batch.trades[t].item], t);
    }
    for (std::uint32_t t = 0; t < count; ++t) {
        if (t + fetchedAhead < count)
            fetch(m_lastPurchase, m_batch.trades[t + fetchedAhead].to);
        m_previousPurchase[t] = std::exchange(m_lastPurchase[m_batch.trades[t].to], t);
    }
}

/// The heap of a wallet is made when the wallet first turns bad, from what stands then; stand() adds to it later.
template <class Sum>
Purchases &Netter<Sum>::purchasesOf(std::uint32_t wallet)
{
    std::uint32_t &last = m_lastPurchase[wallet];
    if (!isHeap(last)) {
        std::vector<std::uint32_t> standing;
        for (std::uint32_t t = last; t != none; t = m_previousPurchase[t]) {
            if (m_verdicts[t] == Verdict::Accepted) {
                standing.push_back(t);
                m_inHeap[t] = true;
            }
        }
        last = heapMark + static_cast<std::uint32_t>(m_heaps.size());
        m_heaps.emplace_back(std::less<std::uint32_t>(), std::move(standing));
    }
    return m_heaps[last - heapMark];
}

template <class Sum>
void Netter<Sum>::queueTopPurchase(std::uint32_t wallet)
{
    Purchases &purchases = purchasesOf(wallet);
    while (!purchases.empty() && m_verdicts[purchases.top()] != Verdict::Accepted) {
        m_inHeap[purchases.top()] = false;
        purchases.pop();
    }
    PARADOX_ASSERT(!purchases.empty()); // only a purchase takes a wallet below zero
    m_queue.push(purchases.top());
}

template <class Sum>
void Netter<Sum>::queueTouched()
{
    for (const std::uint32_t wallet : m_touched) {
        if (isBad(wallet))
            queueTopPurchase(wallet);
    }
    m_touched.clear();
}

/// A trade that met another owner before stands now.
template <class Sum>
void Netter<Sum>::stand(std::uint32_t u)
{
    const InternedTrade &trade = m_batch.trades[u];
    m_verdicts[u] = Verdict::Accepted;
    apply(trade);
    m_touched.push_back(trade.to);
    const std::uint32_t last = m_lastPurchase[trade.to];
    if (isHeap(last) && !m_inHeap[u]) {
        m_inHeap[u] = true;
        m_heaps[last - heapMark].push(u);
    }
}

template <class Sum>
void Netter<Sum>::evictAll(std::span<const std::uint32_t> bad)
{
    linkTrades();
    for (const std::uint32_t wallet : bad)
        queueTopPurchase(wallet);
    while (!m_queue.empty()) {
        const std::uint32_t t = m_queue.top();
        m_queue.pop();
        if (!isCandidate(t))
            continue; // solvent since, or gone; queued again should that change
        if (m_insolvent.size() < m_batch.evictionsMax)
            evict(t);
        else
            defer(t);
        queueTouched();
    }
}

template <class Sum>
void Netter<Sum>::evict(std::uint32_t t)
{
    m_verdicts[t] = Verdict::Insolvent;
    m_insolvent.push_back(t);
    undo(t);
    replayBehind(t);
}

/// Runs the trades of one item again behind a trade that no longer stands, as far as the owner differs from before.
template <class Sum>
void Netter<Sum>::replayBehind(std::uint32_t t)
{
    const std::span<const InternedTrade> trades = m_batch.trades;
    std::uint32_t ownerBefore = trades[t].to;
    std::uint32_t ownerNow = trades[t].from;
    for (std::uint32_t u = m_nextOfItem[t], next = none; u != none && ownerNow != ownerBefore; u = next) {
        next = m_nextOfItem[u];
        if (next != none) {
            fetch(m_nextOfItem, next);
            __builtin_prefetch(trades.data() + next);
        }
        const bool stood = m_verdicts[u] == Verdict::Accepted;
        if (!stood && m_verdicts[u] != Verdict::NotOwner)
            continue;
        const bool stands = trades[u].from == ownerNow;
        if (stood)
            ownerBefore = trades[u].to;
        if (stands)
            ownerNow = trades[u].to;
        if (stood && !stands) {
            m_verdicts[u] = Verdict::NotOwner;
            undo(u);
        } else if (stands && !stood) {
            stand(u);
        }
    }
    if (ownerNow != ownerBefore)
        m_owners[trades[t].item] = ownerNow;
}

template <class Sum>
void Netter<Sum>::defer(std::uint32_t t)
{
    for (std::uint32_t u = t; u != none; u = m_nextOfItem[u]) {
        if (m_verdicts[u] == Verdict::Accepted)
            undo(u);
        if (m_verdicts[u] == Verdict::Accepted || m_verdicts[u] == Verdict::NotOwner)
            m_verdicts[u] = Verdict::Deferred;
    }
    m_owners[m_batch.trades[t].item] = m_batch.trades[t].from;
}

template <class Sum>
void Netter<Sum>::secondChance()
{
    std::vector<std::uint32_t> waiting = m_insolvent;
    std::ranges::sort(waiting);
    std::size_t before = 0;
    do { // one pass
        before = waiting.size();
        std::size_t kept = 0;
        for (const std::uint32_t t : waiting) {
            if (!admitAtEnd(t))
                waiting[kept++] = t;
        }
        waiting.resize(kept);
    } while (waiting.size() < before);
}

/// Appends an evicted trade behind all others if that is valid now.
template <class Sum>
bool Netter<Sum>::admitAtEnd(std::uint32_t t)
{
    const InternedTrade &trade = m_batch.trades[t];
    if (m_owners[trade.item] != trade.from || m_standing[trade.to] < static_cast<Sum>(trade.amount))
        return false;
    m_verdicts[t] = Verdict::Accepted;
    m_owners[trade.item] = trade.to;
    apply(trade);
    m_accepted.push_back(t);
    return true;
}

template <class Sum>
std::expected<InternedNetting, NetError> Netter<Sum>::result()
{
    Replay replayed = replay(m_batch, m_accepted);
    PARADOX_ASSERT(replayed.owners == m_owners);
    Wide sum = 0;
    Wide gained = 0;
    for (std::uint32_t w = 0; w < m_standing.size(); ++w) {
        PARADOX_ASSERT(!isBad(w));
        const Sum delta = m_standing[w] - static_cast<Sum>(m_batch.available[w]);
        if (delta < std::numeric_limits<std::int64_t>::min() || delta > std::numeric_limits<std::int64_t>::max())
            return std::unexpected(NetError::AmountOverflow);
        PARADOX_ASSERT(delta == replayed.deltas[w]);
        sum += delta;
        gained += delta > 0 ? delta : Sum{0};
    }
    PARADOX_ASSERT(sum == 0);
    PARADOX_ASSERT(gained <= replayed.gross);
    if (replayed.gross > std::numeric_limits<std::uint64_t>::max())
        return std::unexpected(NetError::AmountOverflow);
    return InternedNetting{
        .verdicts = std::move(m_verdicts),
        .accepted = std::move(m_accepted),
        .owners = std::move(replayed.owners),
        .deltas = std::move(replayed.deltas),
        .gross = static_cast<std::uint64_t>(replayed.gross),
        .fees = static_cast<std::uint64_t>(replayed.fees),
        .net = static_cast<std::uint64_t>(gained),
        .evictions = static_cast<std::uint32_t>(m_insolvent.size()),
    };
}

} // namespace

std::expected<InternedNetting, NetError> netInterned(const InternedBatch &batch)
{
    if (batch.feeBps > 10'000)
        return std::unexpected(NetError::FeeTooHigh);
    if (batch.trades.size() > tradesMax)
        return std::unexpected(NetError::TooManyTrades);
    return fitsNarrow(batch) ? Netter<std::int64_t>(batch).run() : Netter<Wide>(batch).run();
}

} // namespace paradox::netting
