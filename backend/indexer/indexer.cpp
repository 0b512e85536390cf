#include "indexer/indexer.h"

#include "domain/assert.h"
#include "indexer/fold.h"
#include "solana/transaction.h"

#include <algorithm>

namespace paradox::indexer {
namespace {

constexpr std::size_t sessionsPerCheck = 200;

UnixMillis timeOf(const chain::Heard &heard, UnixMillis otherwise)
{
    return heard.transaction.blockTime ? toMillis(*heard.transaction.blockTime) : otherwise;
}

} // namespace

bool Indexer::tick()
{
    const std::int64_t now = m_clock.monotonicMs();
    if (now >= m_nextSessionCheckMs) {
        m_nextSessionCheckMs = now + m_options.sessionCheckIntervalMs;
        checkSessions(now);
    }
    if (!m_listener.due(now))
        return false;
    storage::Watermark watermark;
    {
        const storage::ReadLease lease = m_database.read();
        watermark = storage::index::watermark(lease);
        if (lease.failure())
            return false;
    }
    chain::Result<std::vector<chain::Heard>> page = m_listener.next({watermark.slot, watermark.signature}, now);
    if (!page) {
        m_trouble = page.error().words;
        return false;
    }
    if (page->empty())
        return false;
    Touched touched;
    const std::vector<Decoded> decoded = decode(std::move(*page), touched);
    const auto accounts = readTouched(touched);
    if (!accounts) {
        m_trouble = accounts.error().words;
        m_listener.hint().raise();
        return false;
    }
    m_trouble.clear();
    return foldPage(decoded, touched, *accounts);
}

std::vector<Indexer::Decoded> Indexer::decode(std::vector<chain::Heard> page, Touched &touched) const
{
    std::vector<Decoded> decoded;
    for (chain::Heard &heard : page) {
        Decoded one{.heard = std::move(heard), .log = {}};
        if (one.heard.transaction.error.empty()) {
            one.log = vault::eventsOf(m_options.program, one.heard.transaction.logs);
            for (const vault::VaultEvent &event : one.log.events)
                collectPlayers(event, touched);
        }
        if (one.log.isTruncated || one.log.undecodable > 0) {
            // The log does not tell all: whatever the transaction may have written is read instead.
            const std::vector<PublicKey> &loaded = one.heard.transaction.loaded;
            touched.accounts.insert(loaded.begin(), loaded.end());
            if (const auto transaction = solana::decodeTransaction(one.heard.transaction.bytes))
                touched.accounts.insert(transaction->message.staticKeys.begin(), transaction->message.staticKeys.end());
        }
        decoded.push_back(std::move(one));
    }
    return decoded;
}

chain::Result<chain::AccountsAt> Indexer::readTouched(const Touched &touched) const
{
    std::vector<PublicKey> keys;
    for (const PublicKey &player : touched.players)
        keys.push_back(m_addresses.ledger(m_options.game, player));
    keys.insert(keys.end(), touched.accounts.begin(), touched.accounts.end());
    return m_chain.accounts(keys, chain::Commitment::Finalized);
}

void Indexer::foldAccounts(storage::Transaction &transaction, const Touched &touched, const chain::AccountsAt &accounts)
{
    PARADOX_ASSERT(accounts.accounts.size() == touched.players.size() + touched.accounts.size());
    auto account = accounts.accounts.begin();
    const auto isOurs = [this](const auto &one) { return one && one->owner == m_options.program; };
    for (const PublicKey &player : touched.players) {
        if (isOurs(*account))
            foldAccount(transaction, m_options.game, m_addresses.ledger(m_options.game, player), **account,
                        accounts.slot);
        else
            foldClosedLedger(transaction, player, accounts.slot);
        ++account;
    }
    for (const PublicKey &key : touched.accounts) {
        if (isOurs(*account))
            foldAccount(transaction, m_options.game, key, **account, accounts.slot);
        ++account;
    }
}

bool Indexer::foldPage(const std::vector<Decoded> &page, const Touched &touched, const chain::AccountsAt &accounts)
{
    const auto written = m_writer.execute([&](storage::Transaction &transaction) {
        for (const Decoded &one : page) {
            const chain::SignatureInfo &info = one.heard.info;
            const EventPlace place{info.signature, info.slot, timeOf(one.heard, transaction.now())};
            for (std::size_t i = 0; i < one.log.events.size(); ++i) {
                const vault::VaultEvent &event = one.log.events[i];
                const std::string_view name = vault::nameOf(event);
                const storage::ChainEvent row{.key = {info.signature, 0, static_cast<std::uint16_t>(i)},
                                              .slot = info.slot,
                                              .kind = static_cast<std::uint8_t>(event.index()),
                                              .data = Bytes(name.begin(), name.end())};
                if (storage::index::insertEvent(transaction, row))
                    foldEvent(transaction, m_sessions, m_options.game, event, place);
            }
            if (one.log.isTruncated || one.log.undecodable > 0) {
                storage::index::addDeadLetter(
                    transaction, {info.signature, info.slot, one.log.isTruncated ? "LOG_TRUNCATED" : "UNKNOWN_EVENT"});
            }
        }
        foldAccounts(transaction, touched, accounts);
        storage::index::setWatermark(transaction, {page.back().heard.info.slot, page.back().heard.info.signature});
    });
    return written.has_value();
}

/// A session may have been registered before the node was told of it; then its event has passed already. One look at
/// each new one finds that, unless the chain's node was behind: so the others are looked at again, slowly however many
/// they are, until the chain knows them or the sweep ends them with their grant.
void Indexer::checkSessions(std::int64_t nowMs)
{
    static_cast<void>(checkPage(m_checkedNew));
    if (nowMs < m_nextRecheckMs)
        return;
    m_nextRecheckMs = nowMs + m_options.sessionRecheckIntervalMs;
    const auto checked = checkPage(m_checkedAgain);
    if (checked && *checked < sessionsPerCheck)
        m_checkedAgain = {};
}

std::optional<std::size_t> Indexer::checkPage(storage::SessionNo &cursor)
{
    std::vector<storage::Session> waiting;
    {
        const storage::ReadLease lease = m_database.read();
        waiting = storage::sessions::unregistered(lease, cursor, sessionsPerCheck);
        if (lease.failure())
            return std::nullopt;
        if (waiting.empty())
            return 0;
    }
    std::vector<PublicKey> keys;
    for (const storage::Session &session : waiting)
        keys.push_back(m_addresses.session(session.grant.owner, session.grant.session));
    const auto accounts = m_chain.accounts(keys, chain::Commitment::Finalized);
    if (!accounts)
        return std::nullopt;
    std::vector<PublicKey> live;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        const auto &account = accounts->accounts[i];
        if (!account || account->owner != m_options.program)
            continue;
        const auto session = vault::decodeSession(account->data);
        if (session && !session->isRevoked && session->grantHash == waiting[i].grantHash)
            live.push_back(waiting[i].grant.session);
    }
    const auto activate = [&](storage::Transaction &transaction) {
        for (const PublicKey &session : live)
            m_sessions.activate(transaction, session);
    };
    if (!live.empty() && !m_writer.execute(activate))
        return std::nullopt;
    cursor = waiting.back().number;
    return waiting.size();
}

} // namespace paradox::indexer
