#include "storage/intent_tail.h"

#include "domain/assert.h"
#include "domain/intent.h"
#include "storage/meta.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace paradox::storage {

namespace {

constexpr std::string_view indexedToKey = "intents_indexed_to";

} // namespace

std::int64_t headOf(ByteSpan key)
{
    PARADOX_ASSERT(key.size() >= 8);
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i)
        head = head << 8 | key[i];
    return static_cast<std::int64_t>(head);
}

void IntentTail::load(Connection &connection)
{
    Seq indexedTo;
    {
        Query query = connection.query("SELECT value FROM meta WHERE key = ?1", indexedToKey);
        if (query.step())
            indexedTo = Seq{static_cast<std::uint64_t>(headOf(query.blob(0)))};
    }
    m_fresh = KeyRun(Seq{indexedTo.value + 1});
    Query query =
        connection.query("SELECT seq, id, preimage, session_no FROM intents WHERE seq > ?1 ORDER BY seq", indexedTo);
    while (query.step()) {
        const ByteSpan preimage = query.blob(2);
        const std::expected<Intent, IntentError> intent = decodeIntent(preimage);
        PARADOX_ASSERT(intent.has_value());
        append(query.id<Seq>(0), {.id = headOf(query.blob(1)),
                                  .owner = headOf(intent->owner.span()),
                                  .item = headOf(intent->item.span()),
                                  .session = query.integer(3),
                                  .nonce = nonceKey(intent->nonce)});
    }
    m_appended = 0;
}

void IntentTail::append(Seq seq, const IntentKeys &keys)
{
    const std::unique_lock lock(m_mutex);
    PARADOX_ASSERT(seq == m_fresh.end());
    m_fresh.append(keys);
    ++m_appended;
}

std::vector<Seq> IntentTail::byId(std::int64_t head) const
{
    const std::shared_lock lock(m_mutex);
    std::vector<Seq> result;
    m_flushing.addById(head, result);
    m_fresh.addById(head, result);
    return result;
}

std::optional<Seq> IntentTail::byNonce(std::int64_t session, std::int64_t nonce) const
{
    const std::shared_lock lock(m_mutex);
    const std::optional<Seq> fresh = m_fresh.byNonce(session, nonce);
    return fresh ? fresh : m_flushing.byNonce(session, nonce);
}

std::optional<std::int64_t> IntentTail::highestNonce(std::int64_t session) const
{
    const std::shared_lock lock(m_mutex);
    std::optional<std::int64_t> highest;
    for (const KeyRun *const run : {&m_flushing, &m_fresh}) {
        for (const IntentKeys &keys : run->entries()) {
            if (keys.session == session && (!highest || keys.nonce > *highest))
                highest = keys.nonce;
        }
    }
    return highest;
}

IntentTail::Match IntentTail::matching(std::int64_t IntentKeys::*member, std::int64_t head, Seq before) const
{
    const std::shared_lock lock(m_mutex);
    Match match{.seqs = {}, .first = first()};
    for (const KeyRun *const run : {&m_fresh, &m_flushing}) {
        for (std::size_t i = run->size(); i-- > 0;) {
            const Seq seq{run->first().value + i};
            if (run->entries()[i].*member == head && seq < before)
                match.seqs.push_back(seq);
        }
    }
    return match;
}

IntentTail::Match IntentTail::byOwner(std::int64_t head, Seq before) const
{
    return matching(&IntentKeys::owner, head, before);
}

IntentTail::Match IntentTail::byItem(std::int64_t head, Seq before) const
{
    return matching(&IntentKeys::item, head, before);
}

std::size_t IntentTail::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_flushing.size() + m_fresh.size();
}

void IntentTail::beginFlush()
{
    m_flush = std::make_unique<Flush>();
    {
        const std::unique_lock lock(m_mutex);
        const Seq end = m_fresh.end();
        m_flushing = std::exchange(m_fresh, KeyRun(end));
    }
    fillHeap(*m_flush);
}

void IntentTail::fillHeap(Flush &flush) const
{
    constexpr std::array members = {&IntentKeys::id, &IntentKeys::owner, &IntentKeys::item};
    flush.heap.clear();
    flush.heap.reserve(m_flushing.size());
    Seq seq = m_flushing.first();
    for (const IntentKeys &keys : m_flushing.entries()) {
        if (static_cast<Table>(flush.table) == Table::Nonces)
            flush.heap.push_back({keys.session, keys.nonce, seq});
        else
            flush.heap.push_back({keys.*members[flush.table], static_cast<std::int64_t>(seq.value), seq});
        seq = Seq{seq.value + 1};
    }
    std::ranges::make_heap(flush.heap, std::greater<>());
}

void IntentTail::writeRow(Connection &connection, Table table, const Row &row)
{
    // A crash in the middle of a flush leaves rows that the next one writes again.
    switch (table) {
    case Table::ById:
        connection.run("INSERT INTO intents_by_id VALUES (?1, ?2) ON CONFLICT DO NOTHING", row.first, row.seq);
        return;
    case Table::ByOwner:
        connection.run("INSERT INTO intents_by_owner VALUES (?1, ?2) ON CONFLICT DO NOTHING", row.first, row.seq);
        return;
    case Table::ByItem:
        connection.run("INSERT INTO intents_by_item VALUES (?1, ?2) ON CONFLICT DO NOTHING", row.first, row.seq);
        return;
    case Table::Nonces:
        connection.run("INSERT INTO nonces VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", row.first, row.second, row.seq);
        return;
    }
    PARADOX_ASSERT(false);
}

std::size_t IntentTail::busySliceRows() const
{
    constexpr std::size_t rowsPerIntent = 5;
    constexpr std::size_t rowsLeast = 128;
    return std::max(rowsLeast, rowsPerIntent * m_appended);
}

bool IntentTail::flushSlice(Transaction &transaction, std::size_t rowsLeast, std::size_t rows)
{
    // The runs are read without the lock: only this thread changes them.
    if (m_flushing.size() + m_fresh.size() < std::max<std::size_t>(rowsLeast, 1))
        return false;
    if (!m_flush)
        beginFlush();
    Flush &flush = *m_flush;
    if (flush.written)
        return false;
    for (std::size_t i = 0; i < rows && flush.table < tables; ++i) {
        std::ranges::pop_heap(flush.heap, std::greater<>());
        writeRow(transaction.connection(), static_cast<Table>(flush.table), flush.heap.back());
        flush.heap.pop_back();
        if (flush.heap.empty() && ++flush.table < tables)
            fillHeap(flush);
    }
    if (flush.table == tables) {
        std::array<std::uint8_t, 8> value;
        const std::uint64_t last = m_flushing.end().value - 1;
        for (std::size_t i = 0; i < 8; ++i)
            value[i] = static_cast<std::uint8_t>(last >> (56 - 8 * i));
        meta::put(transaction, indexedToKey, value);
        flush.written = true;
    }
    return true;
}

void IntentTail::committed()
{
    m_appended = 0;
    if (!m_flush || !m_flush->written)
        return;
    const std::unique_lock lock(m_mutex);
    m_flushing = KeyRun(m_fresh.first());
    m_flush.reset();
}

void IntentTail::rolledBack(Connection &connection)
{
    m_appended = 0;
    if (m_flush) {
        const std::unique_lock lock(m_mutex);
        for (const IntentKeys &keys : m_fresh.entries())
            m_flushing.append(keys);
        m_fresh = std::exchange(m_flushing, KeyRun(m_flushing.first()));
        m_flush.reset();
    }
    Query query = connection.query("SELECT coalesce(max(seq), 0) FROM intents");
    if (query.step())
        truncateAfter(query.id<Seq>(0));
}

void IntentTail::truncateAfter(Seq last)
{
    const std::unique_lock lock(m_mutex);
    if (m_fresh.end().value > last.value + 1)
        m_fresh.truncate(last.value + 1 - m_fresh.first().value);
}

} // namespace paradox::storage
