#include "settlement/batcher.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

constexpr int rivalsMax = 8; ///< rounds of netting while halves are being taken back, before the next turn
constexpr std::int64_t retryAfterMs = 500;

/// Nobody waits for a clock that was set back to come round again: what lies ahead of it is old enough.
bool isOlder(UnixMillis since, UnixMillis now, std::int64_t ageMs)
{
    return since > now || now.value - since.value >= ageMs;
}

void sortUnique(std::vector<PublicKey> &keys)
{
    std::ranges::sort(keys);
    const auto rest = std::ranges::unique(keys);
    keys.erase(rest.begin(), rest.end());
}

std::vector<Seq> seqsOf(const std::vector<admission::OpenTrade> &trades)
{
    std::vector<Seq> seqs;
    seqs.reserve(trades.size());
    for (const admission::OpenTrade &trade : trades)
        seqs.push_back(trade.trade.seq);
    return seqs;
}

void tellBook(admission::Book &book, storage::Transaction &transaction, const NettedBatch &netted)
{
    std::vector<Seq> accepted;
    std::vector<admission::RejectedTrade> rejected;
    for (const storage::BatchTrade &trade : netted.contents.trades) {
        if (trade.verdict == Verdict::Accepted)
            accepted.push_back(trade.trade);
        else if (trade.verdict != Verdict::Deferred)
            rejected.push_back({trade.trade, trade.verdict});
    }
    if (!accepted.empty())
        book.net(transaction, netted.batch.seq, accepted);
    if (!rejected.empty())
        book.reject(transaction, netted.batch.seq, rejected);
}

} // namespace

Batcher::Batcher(const Venue &venue, chain::Chain &chain, storage::Database &database, storage::Writer &writer,
                 admission::Book &book, BlockFolder &blocks, Clock &clock, BatcherOptions options)
    : m_venue(venue),
      m_chain(chain),
      m_database(database),
      m_writer(writer),
      m_book(book),
      m_blocks(blocks),
      m_clock(clock),
      m_options(options)
{
    PARADOX_ASSERT(options.rule.tradesMin >= 1);
    PARADOX_ASSERT(options.rule.tradesMax >= options.rule.tradesMin);
}

void Batcher::tick()
{
    if (m_clock.monotonicMs() < m_retryAtMs)
        return;
    std::vector<storage::Batch> unfinished;
    {
        const storage::ReadLease lease = m_database.read();
        unfinished = storage::batches::unfinished(lease);
        if (lease.failure())
            return;
    }
    const auto open = std::ranges::find(unfinished, BatchState::Open, &storage::Batch::state);
    const auto cutOne = std::ranges::find(unfinished, BatchState::Cut, &storage::Batch::state);
    if (cutOne != unfinished.end())
        net(*cutOne);
    else if (open == unfinished.end())
        this->open();
    else if (unfinished.size() == 1) {
        if (const auto cutter = cutterOf(*open))
            cut(*open, *cutter);
    }
}

std::optional<storage::Actor> Batcher::cutterOf(const storage::Batch &open)
{
    // Taken before the count: a word on an empty book is over with it, and one that comes later has its own turn.
    const bool isAsked = m_cutNow.exchange(false);
    const admission::OpenCounts counts = m_book.counts();
    if (counts.trades == 0)
        return std::nullopt;
    if (isAsked)
        return storage::Actor::Operator;
    const CutRule &rule = m_options.rule;
    const UnixMillis now = m_clock.wall();
    const bool isDue = counts.trades >= rule.tradesMin &&
                       (counts.trades >= rule.tradesMax || isOlder(open.openedAt, now, rule.intervalMs) ||
                        isOlder(counts.oldestPairedAt, now, rule.ageMsMax));
    return isDue ? std::optional(storage::Actor::Node) : std::nullopt;
}

void Batcher::open()
{
    const auto opened = m_writer.execute([&](storage::Transaction &transaction) {
        storage::Batch batch;
        batch.mint = m_venue.mint;
        batch.mode = m_options.mode;
        batch.openedAt = transaction.now();
        batch.updatedAt = transaction.now();
        return storage::batches::insert(transaction, batch);
    });
    if (!opened)
        m_retryAtMs = m_clock.monotonicMs() + retryAfterMs;
}

void Batcher::cut(storage::Batch batch, storage::Actor cutter)
{
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        batch.state = BatchState::Cut;
        batch.cutAt = transaction.now();
        batch.updatedAt = transaction.now();
        storage::batches::update(transaction, batch, cutter);
    });
    if (written) {
        net(std::move(batch));
        return;
    }
    if (cutter == storage::Actor::Operator)
        cutNow();
    m_retryAtMs = m_clock.monotonicMs() + retryAfterMs;
}

void Batcher::net(storage::Batch batch)
{
    auto trades = m_writer.execute([&](storage::Transaction &transaction) {
        const std::optional<storage::Batch> previous = storage::batches::lastCommitted(transaction);
        batch.previousHeaderHash = previous ? previous->headerHash : Hash{};
        return m_book.cut(transaction, {.mint = m_venue.mint, .tradesMax = m_options.rule.tradesMax});
    });
    for (int round = 0; trades && round < rivalsMax; ++round) {
        const std::optional<NettedBatch> netted = prepare(batch, *trades);
        if (!netted)
            break;
        trades->resize(netted->contents.trades.size());
        std::optional<std::vector<admission::OpenTrade>> left = keep(*netted, std::move(*trades));
        if (!left)
            return;
        trades = std::move(*left);
    }
    // The batch stays cut; whatever was in the way, the next turn begins here again.
    m_retryAtMs = m_clock.monotonicMs() + retryAfterMs;
}

std::optional<NettedBatch> Batcher::prepare(const storage::Batch &batch, std::vector<admission::OpenTrade> trades)
{
    OpeningQuery query{
        .items = {}, .wallets = {}, .grantsLiveAt = {m_clock.wallSeconds().value + m_options.grantMarginSeconds}};
    for (const admission::OpenTrade &open : trades) {
        query.items.push_back(open.trade.item);
        query.wallets.push_back(open.trade.from);
        query.wallets.push_back(open.trade.to);
    }
    sortUnique(query.items);
    sortUnique(query.wallets);
    chain::Result<OpeningState> opening = readOpening(m_chain, m_venue, query);
    if (!opening) {
        m_trouble = opening.error().words;
        return std::nullopt;
    }
    NettingInput input{.venue = m_venue,
                       .batch = batch,
                       .trades = {},
                       .halves = {},
                       .opening = std::move(*opening),
                       .addressing = m_options.addressing};
    {
        const storage::ReadLease lease = m_database.read();
        input.halves = halvesOf(lease, trades);
        if (lease.failure())
            return std::nullopt;
    }
    for (const admission::OpenTrade &open : trades)
        input.trades.push_back({open.trade, open.sellerSeq, open.buyerSeq});
    while (true) {
        std::expected<NettedBatch, PlanError> netted = makeNettedBatch(input);
        if (netted) {
            m_trouble.clear();
            return std::move(*netted);
        }
        m_trouble = toText(netted.error());
        if (input.trades.size() < 2)
            return std::nullopt;
        // Too much for one settlement: the later half waits for the next batch.
        input.trades.resize(input.trades.size() / 2);
        input.halves.resize(input.trades.size() * 2);
    }
}

std::vector<netting::SignedIntent> Batcher::halvesOf(storage::Connection &connection,
                                                     std::span<const admission::OpenTrade> trades)
{
    std::vector<netting::SignedIntent> halves;
    halves.reserve(trades.size() * 2);
    for (const admission::OpenTrade &open : trades) {
        for (const Seq seq : {open.sellerSeq, open.buyerSeq}) {
            const std::optional<storage::StoredIntent> half = storage::intents::bySeq(connection, seq);
            if (!half)
                return {};
            halves.push_back({half->preimage, half->signature});
        }
    }
    return halves;
}

std::optional<std::vector<admission::OpenTrade>> Batcher::keep(const NettedBatch &netted,
                                                               std::vector<admission::OpenTrade> trades)
{
    if (netted.batch.state == BatchState::Netted && !m_blocks.put(netted.archive)) {
        m_trouble = "the archive folder cannot be written";
        return trades;
    }
    const std::vector<Seq> seqs = seqsOf(trades);
    const auto left = m_writer.execute([&](storage::Transaction &transaction) {
        std::vector<Seq> open = m_book.stillOpen(seqs);
        if (open.size() != seqs.size())
            return std::optional(std::move(open));
        storage::Batch batch = netted.batch;
        batch.nettedAt = transaction.now();
        batch.updatedAt = transaction.now();
        storage::batches::setContents(transaction, batch.seq, netted.contents);
        for (const storage::Chunk &chunk : netted.chunks)
            storage::batches::putChunk(transaction, chunk);
        storage::batches::update(transaction, batch, storage::Actor::Node);
        tellBook(m_book, transaction, netted);
        return std::optional<std::vector<Seq>>();
    });
    if (!left)
        return trades;
    if (!*left)
        return std::nullopt;
    std::erase_if(
        trades, [&](const admission::OpenTrade &open) { return !std::ranges::binary_search(**left, open.trade.seq); });
    return trades;
}

} // namespace paradox::settlement
