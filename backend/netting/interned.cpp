#include "netting/interned.h"

#include "domain/assert.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace paradox::netting {
namespace {

// Deltas are summed 128 bits wide: 2^24 trades of 64 bits cannot overflow them, so only what is left at the end decides
// whether a batch fits the protocol's i64, whatever the order of the sums.
__extension__ using Wide = __int128;

constexpr std::uint32_t none = 0xFFFF'FFFF;

/// Items and wallets of a large batch lie far apart, so what a later trade touches is fetched this many trades ahead:
/// enough to cover a walk to memory, few enough to stay in the cache.
constexpr std::size_t fetchedAhead = 24;

template <class T>
void fetch(const std::vector<T> &values, std::uint32_t index)
{
    __builtin_prefetch(values.data() + index, 1);
}

/// floor(amount * bps / 10000) without a wide division.
std::uint64_t feeOn(std::uint64_t amount, std::uint64_t bps)
{
    return amount / 10'000 * bps + amount % 10'000 * bps / 10'000;
}

template <class Standing>
void fetchTrade(const InternedTrade &trade, const std::vector<std::uint32_t> &owners,
                const std::vector<Standing> &standing)
{
    fetch(owners, trade.item);
    fetch(standing, trade.from);
    fetch(standing, trade.to);
}

/// A wallet's purchases, highest sequence on top. May hold trades that do not stand at the moment.
using Purchases = std::priority_queue<std::uint32_t>;

class Netter {
public:
    explicit Netter(const InternedBatch &batch);
    std::expected<InternedNetting, NetError> run();

private:
    void firstPass();
    void evictAll();
    void linkTrades();
    void evict(std::uint32_t t);
    void defer(std::uint32_t t);
    void replayBehind(std::uint32_t t);
    void secondChance();
    bool admitAtEnd(std::uint32_t t);
    void checkByReplay() const;
    std::expected<InternedNetting, NetError> result();

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
    std::vector<std::uint32_t> m_owners;
    std::vector<Wide> m_standing; ///< available + delta, by wallet
    std::vector<Verdict> m_verdicts;
    std::vector<std::uint32_t> m_accepted;
    std::vector<std::uint32_t> m_insolvent; ///< evicted, in the order of eviction

    // Only when somebody cannot pay:
    std::vector<std::uint32_t> m_nextOfItem;       ///< by trade: the next trade of its item
    std::vector<std::uint32_t> m_previousPurchase; ///< by trade: the one before of its buyer
    std::vector<std::uint32_t> m_lastPurchase;     ///< by wallet
    std::vector<std::uint32_t> m_heapOf;           ///< by wallet: place in m_heaps
    std::vector<Purchases> m_heaps;
    std::vector<bool> m_inHeap;                 ///< by trade
    std::priority_queue<std::uint32_t> m_queue; ///< holds at least the top purchase of every bad wallet
    std::vector<std::uint32_t> m_touched;       ///< wallets whose standing moved in this round
};

Netter::Netter(const InternedBatch &batch)
    : m_batch(batch),
      m_owners(batch.owners.begin(), batch.owners.end()),
      m_standing(batch.available.begin(), batch.available.end()),
      m_verdicts(batch.trades.size())
{
    PARADOX_ASSERT(batch.treasury < batch.available.size());
}

std::expected<InternedNetting, NetError> Netter::run()
{
    firstPass();
    bool someoneBad = false;
    for (std::uint32_t w = 0; w < m_standing.size(); ++w)
        someoneBad = someoneBad || isBad(w);
    if (someoneBad)
        evictAll();
    for (std::uint32_t t = 0; t < m_verdicts.size(); ++t) {
        if (m_verdicts[t] == Verdict::Accepted)
            m_accepted.push_back(t);
    }
    if (someoneBad) {
        secondChance();
        checkByReplay();
    }
    return result();
}

void Netter::apply(const InternedTrade &trade)
{
    const std::uint64_t fee = feeOn(trade.amount, m_batch.feeBps);
    m_standing[trade.to] -= trade.amount;
    m_standing[trade.from] += trade.amount - fee;
    m_standing[m_batch.treasury] += fee;
}

void Netter::undo(std::uint32_t t)
{
    const InternedTrade &trade = m_batch.trades[t];
    const std::uint64_t fee = feeOn(trade.amount, m_batch.feeBps);
    m_standing[trade.to] += trade.amount;
    m_standing[trade.from] -= trade.amount - fee;
    m_standing[m_batch.treasury] -= fee;
    m_touched.push_back(trade.to);
    m_touched.push_back(trade.from);
}

void Netter::firstPass()
{
    const std::size_t items = m_owners.size();
    const std::size_t wallets = m_standing.size();
    for (std::size_t t = 0; t < m_batch.trades.size(); ++t) {
        const InternedTrade &trade = m_batch.trades[t];
        PARADOX_ASSERT(trade.item < items);
        PARADOX_ASSERT(trade.from < wallets);
        PARADOX_ASSERT(trade.to < wallets);
        if (t + fetchedAhead < m_batch.trades.size())
            fetchTrade(m_batch.trades[t + fetchedAhead], m_owners, m_standing);
        const std::uint32_t owner = m_owners[trade.item];
        if (owner == noWallet) {
            m_verdicts[t] = Verdict::UnknownItem;
        } else if (trade.from == trade.to) {
            m_verdicts[t] = Verdict::SelfTrade;
        } else if (owner != trade.from) {
            m_verdicts[t] = Verdict::NotOwner;
        } else {
            m_verdicts[t] = Verdict::Accepted;
            m_owners[trade.item] = trade.to;
            apply(trade);
        }
    }
}

void Netter::linkTrades()
{
    const auto count = static_cast<std::uint32_t>(m_batch.trades.size());
    m_nextOfItem.resize(count);
    m_previousPurchase.resize(count);
    m_lastPurchase.assign(m_standing.size(), none);
    m_heapOf.assign(m_standing.size(), none);
    m_inHeap.assign(count, false);
    std::vector<std::uint32_t> nearest(m_owners.size(), none);
    for (std::uint32_t t = count; t-- > 0;) {
        if (t >= fetchedAhead)
            fetch(nearest, m_batch.trades[t - fetchedAhead].item);
        std::uint32_t &next = nearest[m_batch.trades[t].item];
        m_nextOfItem[t] = next;
        next = t;
    }
    for (std::uint32_t t = 0; t < count; ++t) {
        if (t + fetchedAhead < count)
            fetch(m_lastPurchase, m_batch.trades[t + fetchedAhead].to);
        std::uint32_t &last = m_lastPurchase[m_batch.trades[t].to];
        m_previousPurchase[t] = last;
        last = t;
    }
}

/// The heap of a wallet is made when the wallet first turns bad, from what stands then; stand() adds to it later.
Purchases &Netter::purchasesOf(std::uint32_t wallet)
{
    if (m_heapOf[wallet] == none) {
        std::vector<std::uint32_t> standing;
        for (std::uint32_t t = m_lastPurchase[wallet]; t != none; t = m_previousPurchase[t]) {
            if (m_verdicts[t] == Verdict::Accepted) {
                standing.push_back(t);
                m_inHeap[t] = true;
            }
        }
        m_heapOf[wallet] = static_cast<std::uint32_t>(m_heaps.size());
        m_heaps.emplace_back(std::less<std::uint32_t>(), std::move(standing));
    }
    return m_heaps[m_heapOf[wallet]];
}

void Netter::queueTopPurchase(std::uint32_t wallet)
{
    Purchases &purchases = purchasesOf(wallet);
    while (!purchases.empty() && m_verdicts[purchases.top()] != Verdict::Accepted) {
        m_inHeap[purchases.top()] = false;
        purchases.pop();
    }
    PARADOX_ASSERT(!purchases.empty()); // only a purchase takes a wallet below zero
    m_queue.push(purchases.top());
}

void Netter::queueTouched()
{
    for (const std::uint32_t wallet : m_touched) {
        if (isBad(wallet))
            queueTopPurchase(wallet);
    }
    m_touched.clear();
}

/// A trade that met another owner before stands now.
void Netter::stand(std::uint32_t u)
{
    const InternedTrade &trade = m_batch.trades[u];
    m_verdicts[u] = Verdict::Accepted;
    apply(trade);
    m_touched.push_back(trade.to);
    if (m_heapOf[trade.to] != none && !m_inHeap[u]) {
        m_inHeap[u] = true;
        m_heaps[m_heapOf[trade.to]].push(u);
    }
}

void Netter::evictAll()
{
    linkTrades();
    for (std::uint32_t w = 0; w < m_standing.size(); ++w) {
        if (isBad(w))
            queueTopPurchase(w);
    }
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

void Netter::evict(std::uint32_t t)
{
    m_verdicts[t] = Verdict::Insolvent;
    m_insolvent.push_back(t);
    undo(t);
    replayBehind(t);
}

/// Runs the trades of one item again behind a trade that no longer stands, as far as the owner differs from before.
void Netter::replayBehind(std::uint32_t t)
{
    const std::span<const InternedTrade> trades = m_batch.trades;
    std::uint32_t ownerBefore = trades[t].to;
    std::uint32_t ownerNow = trades[t].from;
    for (std::uint32_t u = m_nextOfItem[t]; u != none && ownerNow != ownerBefore; u = m_nextOfItem[u]) {
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

void Netter::defer(std::uint32_t t)
{
    for (std::uint32_t u = t; u != none; u = m_nextOfItem[u]) {
        if (m_verdicts[u] == Verdict::Accepted)
            undo(u);
        if (m_verdicts[u] == Verdict::Accepted || m_verdicts[u] == Verdict::NotOwner)
            m_verdicts[u] = Verdict::Deferred;
    }
    m_owners[m_batch.trades[t].item] = m_batch.trades[t].from;
}

void Netter::secondChance()
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
bool Netter::admitAtEnd(std::uint32_t t)
{
    const InternedTrade &trade = m_batch.trades[t];
    if (m_owners[trade.item] != trade.from || m_standing[trade.to] < static_cast<Wide>(trade.amount))
        return false;
    m_verdicts[t] = Verdict::Accepted;
    m_owners[trade.item] = trade.to;
    apply(trade);
    m_accepted.push_back(t);
    return true;
}

/// Executes the accepted trades once more from the opening state. What the evictions left behind must be the same.
/// Sums modulo 2^64: a delta that fits the protocol's 64 bits is exact in them.
void Netter::checkByReplay() const
{
    std::vector<std::uint32_t> owners(m_batch.owners.begin(), m_batch.owners.end());
    std::vector<std::uint64_t> deltas(m_standing.size(), 0);
    std::uint64_t fees = 0;
    for (std::size_t i = 0; i < m_accepted.size(); ++i) {
        if (i + fetchedAhead < m_accepted.size())
            fetchTrade(m_batch.trades[m_accepted[i + fetchedAhead]], owners, deltas);
        const InternedTrade &trade = m_batch.trades[m_accepted[i]];
        PARADOX_ASSERT(owners[trade.item] == trade.from);
        owners[trade.item] = trade.to;
        const std::uint64_t fee = feeOn(trade.amount, m_batch.feeBps);
        deltas[trade.to] -= trade.amount;
        deltas[trade.from] += trade.amount - fee;
        fees += fee;
    }
    deltas[m_batch.treasury] += fees;
    PARADOX_ASSERT(owners == m_owners);
    for (std::size_t w = 0; w < m_standing.size(); ++w) {
        const bool isSame = static_cast<std::uint64_t>(m_standing[w]) - m_batch.available[w] == deltas[w];
        PARADOX_ASSERT(isSame);
    }
}

std::expected<InternedNetting, NetError> Netter::result()
{
    constexpr Wide u64Max = std::numeric_limits<std::uint64_t>::max();
    Wide gross = 0;
    Wide fees = 0;
    for (const std::uint32_t t : m_accepted) {
        gross += m_batch.trades[t].amount;
        fees += feeOn(m_batch.trades[t].amount, m_batch.feeBps);
    }
    std::vector<std::int64_t> deltas(m_standing.size());
    Wide sum = 0;
    Wide gained = 0;
    for (std::uint32_t w = 0; w < m_standing.size(); ++w) {
        PARADOX_ASSERT(!isBad(w));
        const Wide delta = m_standing[w] - m_batch.available[w];
        if (delta < std::numeric_limits<std::int64_t>::min() || delta > std::numeric_limits<std::int64_t>::max())
            return std::unexpected(NetError::AmountOverflow);
        deltas[w] = static_cast<std::int64_t>(delta);
        sum += delta;
        gained += delta > 0 ? delta : Wide{0};
    }
    PARADOX_ASSERT(sum == 0);
    PARADOX_ASSERT(gained <= gross);
    if (gross > u64Max)
        return std::unexpected(NetError::AmountOverflow);
    return InternedNetting{
        .verdicts = std::move(m_verdicts),
        .accepted = std::move(m_accepted),
        .owners = std::move(m_owners),
        .deltas = std::move(deltas),
        .gross = static_cast<std::uint64_t>(gross),
        .fees = static_cast<std::uint64_t>(fees),
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
    return Netter(batch).run();
}

} // namespace paradox::netting
