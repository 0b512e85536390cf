#include "admission/state.h"

#include "domain/assert.h"

namespace paradox::admission {

using storage::Transaction;

void State::rebuild(storage::Connection &connection)
{
    m_groupOpen = false;
    m_receipts.reset();
    m_dirty.clear();
    m_ended.clear();
    m_index.clear();
    m_open.clear();
    m_netted.clear();
    m_pendingOfOwner.clear();
    m_pending = 0;
    m_intentEnds.clear();
    m_sessionEnds.clear();
    m_halves.clear();
    m_sessions.rebuild(connection);
    m_sessions.forEach([this](const SessionEntry &entry) { watchSession(entry); });
    m_lastSeq = storage::intents::lastSeq(connection);

    constexpr std::size_t pageRows = 4096;
    std::vector<std::pair<Seq, Seq>> pairs;
    for (Seq after{};;) {
        const std::vector<storage::StoredIntent> page = storage::intents::unfinished(connection, after, pageRows);
        for (const storage::StoredIntent &stored : page) {
            SessionEntry *entry = m_sessions.find(stored.session);
            if (!entry) { // ended, with intents in a batch
                const std::optional<storage::Session> session = storage::sessions::byNumber(connection, stored.session);
                PARADOX_ASSERT(session.has_value());
                entry = &m_sessions.add(connection, *session);
            }
            remember({.seq = stored.seq,
                      .id = stored.id,
                      .intent = stored.intent(),
                      .session = entry,
                      .admittedAt = stored.admittedAt,
                      .state = stored.state,
                      .partner = nullptr,
                      .trade = stored.tradeSeq,
                      .batch = stored.batchSeq.value_or(BatchSeq{})});
            if (stored.pairedWith)
                pairs.emplace_back(stored.seq, *stored.pairedWith);
        }
        if (page.size() < pageRows)
            break;
        after = page.back().seq;
    }
    for (const auto &[seq, other] : pairs)
        find(seq)->partner = find(other);
    m_halves.forEach([this](Half &half) {
        m_intentEnds.add(half.intent.expiresAt, half.seq.value);
        if (half.state == IntentState::Netted) {
            m_netted[half.batch].push_back(half.seq);
            return;
        }
        enterPending(half);
        if (!half.trade)
            m_index.add(half);
        else if (half.side() == Side::Seller)
            m_open[half.intent.mint].emplace(*half.trade, &half);
    });
    for (auto &[batch, seqs] : m_netted)
        std::sort(seqs.begin(), seqs.end());
    publishCounts();
}

Half *State::find(Seq seq)
{
    return m_halves.find(seq);
}

void State::enterPending(Half &half)
{
    half.session->pending.push_back(half);
    ++m_pendingOfOwner[half.intent.owner];
    ++m_pending;
}

void State::leavePending(Half &half)
{
    half.session->pending.erase(half.session->pending.iterator_to(half));
    const auto owner = m_pendingOfOwner.find(half.intent.owner);
    PARADOX_ASSERT(owner != m_pendingOfOwner.end());
    if (--owner->second == 0)
        m_pendingOfOwner.erase(owner);
    --m_pending;
}

Half &State::remember(const Half &half)
{
    Half &kept = m_halves.add(half.seq);
    kept = half;
    ++kept.session->halves;
    return kept;
}

void State::forget(Half &half)
{
    SessionEntry &session = *half.session;
    PARADOX_ASSERT(session.halves > 0);
    --session.halves;
    noteEnd(session);
    m_halves.erase(half.seq);
}

void State::pair(Half &a, Half &b)
{
    PARADOX_ASSERT(!a.partner);
    PARADOX_ASSERT(!b.partner);
    a.partner = &b;
    b.partner = &a;
    a.trade = b.trade = std::max(a.seq, b.seq);
    Half &seller = a.side() == Side::Seller ? a : b;
    m_open[seller.intent.mint].emplace(*a.trade, &seller);
}

void State::unpair(Half &half)
{
    PARADOX_ASSERT(half.partner != nullptr);
    const auto open = m_open.find(half.intent.mint);
    PARADOX_ASSERT(open != m_open.end());
    const std::size_t erased = open->second.erase(*half.trade);
    PARADOX_ASSERT(erased == 1);
    Half &partner = *half.partner;
    partner.partner = half.partner = nullptr;
    partner.trade = half.trade = std::nullopt;
}

Half *State::findPartner(Transaction &transaction, const Half &half)
{
    // A candidate that is past its end leaves the book here rather than wait for the sweep.
    const UnixSeconds now = toSeconds(transaction.now());
    while (true) {
        Half *const candidate =
            m_index.match(half, [&](const Half &other) { return lifeOf(other, now) != Life::Waiting; });
        if (!candidate || !leaveIfDead(transaction, *candidate))
            return candidate;
    }
}

State::Life State::lifeOf(const Half &half, UnixSeconds now) const
{
    if (now >= half.intent.expiresAt)
        return Life::Expired;
    const storage::Session &session = half.session->session;
    switch (session.state) {
    case SessionState::Expired:
        return Life::Expired;
    case SessionState::Revoked:
        return Life::Revoked;
    case SessionState::Unregistered:
    case SessionState::Frozen:
        return Life::Waiting;
    case SessionState::Active:
    case SessionState::Exhausted:
        break;
    }
    return session.grant.epoch < m_sessions.epochOf(*half.session) ? Life::Revoked : Life::Alive;
}

bool State::leaveIfDead(Transaction &transaction, Half &half)
{
    switch (lifeOf(half, toSeconds(transaction.now()))) {
    case Life::Alive:
    case Life::Waiting:
        return false;
    case Life::Expired:
        leave(transaction, half, {.to = IntentState::Expired, .reason = "EXPIRED"});
        return true;
    case Life::Revoked:
        leave(transaction, half, {.to = IntentState::Revoked, .reason = "SESSION_REVOKED"});
        return true;
    }
    PARADOX_ASSERT(false);
    return false;
}

void State::writeMove(Transaction &transaction, Half &half, const Leave &leave)
{
    transaction.touchMemory();
    storage::intents::move(transaction, {.seq = half.seq,
                                         .id = half.id,
                                         .owner = half.intent.owner,
                                         .from = half.state,
                                         .to = leave.to,
                                         .actor = leave.actor,
                                         .reason = leave.reason,
                                         .batchSeq = leave.batch});
    half.state = leave.to;
}

void State::writePair(Transaction &transaction, const Half &half)
{
    storage::intents::setPair(transaction, {.seq = half.seq,
                                            .id = half.id,
                                            .owner = half.intent.owner,
                                            .other = half.partner ? std::optional(half.partner->seq) : std::nullopt,
                                            .trade = half.trade});
}

void State::leave(Transaction &transaction, Half &half, const Leave &leave)
{
    PARADOX_ASSERT(half.state == IntentState::Pending);
    Half *const partner = half.partner;
    if (partner) {
        unpair(half);
        storage::intents::clearPair(transaction, half.seq);
    } else {
        m_index.remove(half);
    }
    writeMove(transaction, half, leave);
    half.session->session.held.value -= half.hold().value;
    touch(transaction, *half.session);
    leavePending(half);
    forget(half);
    if (partner) {
        Half *const next = findPartner(transaction, *partner);
        if (next) {
            m_index.remove(*next);
            pair(*partner, *next);
            writePair(transaction, *next);
        } else {
            m_index.add(*partner);
        }
        writePair(transaction, *partner);
    }
    publishCounts();
}

void State::leaveTogether(Transaction &transaction, Half &half, const Leave &leave)
{
    Half &partner = *half.partner;
    unpair(half);
    for (Half *const each : {&half, &partner}) {
        writeMove(transaction, *each, leave);
        each->session->session.held.value -= each->hold().value;
        touch(transaction, *each->session);
        leavePending(*each);
    }
    forget(partner);
    forget(half);
    publishCounts();
}

const State::OpenTrades &State::openTrades(const PublicKey &mint)
{
    return m_open[mint];
}

Half *State::openTrade(Seq trade)
{
    for (auto &[mint, trades] : m_open) {
        const auto found = trades.find(trade);
        if (found != trades.end())
            return found->second;
    }
    return nullptr;
}

void State::net(Transaction &transaction, Half &seller, BatchSeq batch)
{
    Half &buyer = *seller.partner;
    m_open[seller.intent.mint].erase(*seller.trade);
    for (Half *const half : {&seller, &buyer}) {
        writeMove(transaction, *half, {.to = IntentState::Netted, .batch = batch});
        half->batch = batch;
        leavePending(*half);
        m_netted[batch].push_back(half->seq);
    }
}

void State::settleBatch(Transaction &transaction, BatchSeq batch)
{
    const std::vector<Seq> seqs = nettedIn(batch);
    for (const Seq seq : seqs)
        settle(transaction, *find(seq));
    for (const Seq seq : seqs)
        forget(*find(seq));
    forgetBatch(batch);
}

void State::settle(Transaction &transaction, Half &half)
{
    writeMove(transaction, half, {.to = IntentState::Settled, .actor = storage::Actor::Chain, .batch = half.batch});
    storage::Session &session = half.session->session;
    if (half.side() == Side::Buyer) {
        // The seller's half names the price: a BUY_NOW pays the ask, which may be less than it offered.
        PARADOX_ASSERT(half.partner != nullptr);
        const Lamports price = half.partner->intent.amount;
        PARADOX_ASSERT(price <= half.hold());
        session.held.value -= half.hold().value;
        session.spent.value += price.value;
        touch(transaction, *half.session);
        if (session.spent == session.grant.maxTotal && session.state == SessionState::Active)
            moveSession(transaction, *half.session, SessionState::Exhausted, storage::Actor::Node, "LIMIT_EXCEEDED");
    }
}

void State::giveBack(Transaction &transaction, Half &half)
{
    PARADOX_ASSERT(half.partner != nullptr);
    writeMove(transaction, half, {.to = IntentState::Pending, .reason = "BATCH_ABORTED"});
    half.batch = {};
    enterPending(half);
    m_intentEnds.add(half.intent.expiresAt, half.seq.value);
    if (half.side() == Side::Seller)
        m_open[half.intent.mint].emplace(*half.trade, &half);
}

std::vector<Seq> State::nettedIn(BatchSeq batch) const
{
    const auto found = m_netted.find(batch);
    return found == m_netted.end() ? std::vector<Seq>() : found->second;
}

OpenCounts State::counts() const
{
    return {.trades = m_tradeCount, .oldestPairedAt = UnixMillis{m_oldestPairedAt}, .pendingIntents = m_pendingCount};
}

void State::publishCounts()
{
    std::uint64_t trades = 0;
    std::int64_t oldest = 0;
    for (const auto &[mint, open] : m_open) {
        trades += open.size();
        if (open.empty())
            continue;
        const Half &seller = *open.begin()->second;
        const std::int64_t pairedAt = std::max(seller.admittedAt, seller.partner->admittedAt).value;
        oldest = oldest == 0 ? pairedAt : std::min(oldest, pairedAt);
    }
    m_tradeCount = trades;
    m_oldestPairedAt = oldest;
    m_pendingCount = m_pending;
}

} // namespace paradox::admission
