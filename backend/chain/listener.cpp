#include "chain/listener.h"

#include <deque>

namespace paradox::chain {

bool Listener::due(std::int64_t nowMs)
{
    const bool hinted = m_hint.take();
    return hinted || m_more || nowMs >= m_nextPollMs;
}

Result<std::vector<SignatureInfo>> Listener::oldestAfter(const Cursor &cursor)
{
    // The node lists newest first, so the whole gap is walked back; of a long one only the oldest stretch is kept.
    std::deque<SignatureInfo> kept;
    SignaturesQuery query{.address = m_options.program};
    if (!cursor.signature.isZero())
        query.until = cursor.signature;
    while (true) {
        Result<std::vector<SignatureInfo>> page = m_chain.signaturesFor(query);
        if (!page)
            return std::unexpected(page.error());
        for (SignatureInfo &info : *page) {
            kept.push_back(std::move(info));
            if (kept.size() > m_options.backlogMax)
                kept.pop_front();
        }
        if (page->size() < query.limit)
            break;
        query.before = kept.back().signature;
    }
    m_more = kept.size() > m_options.pageMax;
    std::vector<SignatureInfo> oldest;
    while (!kept.empty() && oldest.size() < m_options.pageMax) {
        oldest.push_back(std::move(kept.back()));
        kept.pop_back();
    }
    return oldest;
}

Result<std::vector<Heard>> Listener::next(const Cursor &cursor, std::int64_t nowMs)
{
    m_nextPollMs = nowMs + m_options.pollIntervalMs;
    m_more = false;
    // The slot first: what is listed afterwards lacks nothing of the slots before it.
    const Result<Slot> end = m_options.slotsBehind == 0 ? Slot{UINT64_MAX} : m_chain.slot(Commitment::Finalized);
    if (!end)
        return std::unexpected(end.error());
    Result<std::vector<SignatureInfo>> infos = oldestAfter(cursor);
    if (!infos)
        return std::unexpected(infos.error());
    std::vector<Heard> heard;
    for (SignatureInfo &info : *infos) {
        if (m_options.slotsBehind > 0 && info.slot.value + m_options.slotsBehind > end->value)
            break; // the next look finds it
        auto transaction = m_chain.transaction(info.signature, Commitment::Finalized);
        if (!transaction)
            return std::unexpected(transaction.error());
        if (!*transaction) {
            // Listed but not yet served: what is behind it must wait, or there would be a gap.
            m_more = true;
            break;
        }
        heard.push_back({std::move(info), std::move(**transaction)});
    }
    return heard;
}

} // namespace paradox::chain
