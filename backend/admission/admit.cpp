#include "admission/state.h"

#include "domain/assert.h"
#include "storage/index.h"

namespace paradox::admission {

using storage::Transaction;

void State::openGroup(Transaction &transaction)
{
    if (m_groupOpen)
        return;
    m_groupOpen = true;
    transaction.beforeCommit([this](Transaction &closing) { closeGroup(closing); });
}

void State::closeGroup(Transaction &transaction)
{
    if (m_receipts) {
        const netting::Venue venue{m_options.cluster.genesis, m_options.cluster.program, m_options.cluster.engine};
        storage::intents::insertReceipt(transaction, m_receipts->close(venue, m_engineKey));
        m_receipts.reset();
    }
    for (SessionEntry *const entry : m_dirty) {
        const storage::Session &session = entry->session;
        PARADOX_ASSERT(session.held.value + session.spent.value <= session.grant.maxTotal.value);
        storage::sessions::setUse(
            transaction,
            {.number = session.number, .held = session.held, .spent = session.spent, .intents = session.intents});
        if (entry->toldHeld != session.held || entry->toldSpent != session.spent) {
            storage::sessions::tellUse(transaction, session);
            entry->toldHeld = session.held;
            entry->toldSpent = session.spent;
        }
        entry->dirty = false;
    }
    m_dirty.clear();
    dropEnded();
    m_groupOpen = false;
}

void State::touch(Transaction &transaction, SessionEntry &entry)
{
    transaction.touchMemory();
    openGroup(transaction);
    if (entry.dirty)
        return;
    entry.dirty = true;
    m_dirty.push_back(&entry);
}

bool State::mayRepeat(Transaction &transaction, SessionEntry &entry, std::uint64_t nonce)
{
    if (!entry.highestNonce)
        entry.highestNonce = storage::intents::highestNonce(transaction, entry.session.number);
    return entry.highestNonce && nonce <= *entry.highestNonce;
}

std::optional<Answer> State::repeatOf(Transaction &transaction, storage::SessionNo session, const Parsed &parsed)
{
    const std::optional<Seq> used = storage::intents::seqOfNonce(transaction, session, parsed.intent.nonce);
    if (!used)
        return std::nullopt;
    const std::optional<storage::StoredIntent> stored = storage::intents::bySeq(transaction, *used);
    if (!stored || stored->id != parsed.id)
        return Answer(std::unexpected(Refusal::NonceUsed));
    return Answer(Admitted{.id = stored->id,
                           .seq = stored->seq,
                           .state = stored->state,
                           .admittedAt = stored->admittedAt,
                           .repeated = true,
                           .receipts = nullptr});
}

std::optional<Refusal> State::checkLimits(const SessionEntry &entry, const Intent &intent) const
{
    const storage::Session &session = entry.session;
    if (session.intents >= session.grant.maxIntents)
        return Refusal::IntentCountExceeded;
    if (sideOf(intent) == Side::Buyer && intent.amount > session.left())
        return Refusal::LimitExceeded;
    const auto owner = m_pendingOfOwner.find(intent.owner);
    if (owner != m_pendingOfOwner.end() && owner->second >= m_options.pendingPerOwnerMax)
        return Refusal::OwnerQueueFull;
    if (m_pending >= m_options.pendingMax)
        return Refusal::QueueFull;
    return m_index.refusalOf(intent);
}

/// In HELD mode what the buyer's sessions hold together is reserved of what the chain last said he has. A hold goes
/// when its half leaves the book, and of a settled half only after the index has seen the settlement.
std::optional<Refusal> State::checkFunds(Transaction &transaction, const Intent &intent)
{
    if (m_options.mode != NetMode::Held || sideOf(intent) != Side::Buyer)
        return std::nullopt;
    const auto balance = storage::index::balanceOf(transaction, intent.owner);
    if (!balance)
        return Refusal::InsufficientFunds;
    const std::uint64_t spendable = std::min(balance->available, balance->allowance).value;
    std::uint64_t reserved = 0;
    for (const SessionEntry *const entry : m_sessions.ofOwner(intent.owner)) {
        const std::uint64_t held = entry->session.held.value;
        if (held > spendable - reserved)
            return Refusal::InsufficientFunds;
        reserved += held;
    }
    if (intent.amount.value > spendable - reserved)
        return Refusal::InsufficientFunds;
    return std::nullopt;
}

/// The session has ended and left while the intent was on its way here.
Answer State::answerWithoutEntry(Transaction &transaction, const Parsed &parsed)
{
    const std::optional<storage::Session> session = storage::sessions::byKey(transaction, parsed.intent.session);
    if (!session)
        return std::unexpected(Refusal::SessionUnknown);
    if (std::optional<Answer> repeated = repeatOf(transaction, session->number, parsed))
        return *repeated;
    const SessionView view = viewOf(*session, storage::sessions::epochOf(transaction, session->grant.owner));
    const std::optional<Refusal> refusal = checkSession(view, toSeconds(transaction.now()));
    PARADOX_ASSERT(refusal.has_value());
    return std::unexpected(*refusal);
}

Answer State::admit(Transaction &transaction, const Parsed &parsed)
{
    const Intent &intent = parsed.intent;
    SessionEntry *const entry = m_sessions.find(intent.session);
    if (!entry)
        return answerWithoutEntry(transaction, parsed);
    if (mayRepeat(transaction, *entry, intent.nonce)) {
        if (std::optional<Answer> repeated = repeatOf(transaction, entry->session.number, parsed))
            return *repeated;
    }
    const UnixSeconds now = toSeconds(transaction.now());
    const SessionView view = viewOf(entry->session, m_sessions.epochOf(*entry));
    if (const std::optional<Refusal> refusal = checkGrant(intent, view, now))
        return std::unexpected(*refusal);
    if (const std::optional<Refusal> refusal = checkTimes(intent, now))
        return std::unexpected(*refusal);
    if (const std::optional<Refusal> refusal = checkLimits(*entry, intent))
        return std::unexpected(*refusal);
    if (const std::optional<Refusal> refusal = checkFunds(transaction, intent))
        return std::unexpected(*refusal);

    touch(transaction, *entry);
    if (!m_receipts)
        m_receipts = std::make_shared<ReceiptTree>(m_engineKey.publicKey());
    ++m_lastSeq;
    Half &half = remember({.seq = m_lastSeq,
                           .id = parsed.id,
                           .intent = intent,
                           .session = entry,
                           .admittedAt = transaction.now(),
                           .state = IntentState::Pending,
                           .partner = nullptr,
                           .trade = std::nullopt,
                           .batch = {}});
    enterPending(half);
    m_intentEnds.add(intent.expiresAt, half.seq.value);
    m_intentEnds.trim(m_halves.size(), [this](std::uint64_t seq) { return find(Seq{seq}) != nullptr; });
    if (Half *const partner = findPartner(transaction, half)) {
        m_index.remove(*partner);
        pair(half, *partner);
        writePair(transaction, *partner);
    } else {
        m_index.add(half);
    }

    storage::Session &session = entry->session;
    session.held.value += half.hold().value;
    ++session.intents;
    entry->highestNonce = std::max(entry->highestNonce.value_or(0), intent.nonce);
    storage::intents::insert(transaction,
                             {.seq = half.seq,
                              .id = half.id,
                              .session = session.number,
                              .preimage = parsed.submission.preimage,
                              .signature = parsed.submission.signature,
                              .admittedAt = half.admittedAt,
                              .state = IntentState::Pending,
                              .reason = {},
                              .updatedAt = half.admittedAt,
                              .pairedWith = half.partner ? std::optional(half.partner->seq) : std::nullopt,
                              .tradeSeq = half.trade,
                              .batchSeq = std::nullopt},
                             intent);
    m_receipts->add({.intent = half.id, .seq = half.seq, .admittedAt = half.admittedAt});
    const Answer answer = Admitted{.id = half.id,
                                   .seq = half.seq,
                                   .state = IntentState::Pending,
                                   .admittedAt = half.admittedAt,
                                   .repeated = false,
                                   .receipts = m_receipts};
    if (session.intents == session.grant.maxIntents)
        moveSession(transaction, *entry, SessionState::Exhausted, storage::Actor::Node, "INTENT_COUNT_EXCEEDED");
    publishCounts();
    return answer;
}

} // namespace paradox::admission
