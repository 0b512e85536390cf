#include "ui/desk/desk_core.h"

#include "domain/base58.h"
#include "ui/desk/error_text.h"
#include "ui/signing/key_room.h"

#include <algorithm>

namespace paradox::ui {

using client::LinkPhase;

namespace {
constexpr std::size_t snapshotRowsMax = 5000;
}

DeskCore::DeskCore(const DeskParts &parts, QObject *parent)
    : QObject(parent), m_parts(parts), m_pump(parts.clock), m_freshness(parts.clock)
{
    connect(&parts.backend, &client::BackendClient::linkChanged, this, &DeskCore::onLink);
    connect(&parts.backend, &client::BackendClient::healthChanged, this, &DeskCore::onHealth);
    connect(&parts.backend, &client::BackendClient::eventsArrived, this, [this](const QList<client::LiveEvent> &events) {
        m_freshness.heard();
        if (!events.isEmpty())
            m_feedSeq = std::max(m_feedSeq, events.last().seq.value);
        m_pump.push(models::rowsOf(events));
    });
    connect(&parts.backend, &client::BackendClient::heartbeat, this, [this](const client::Heartbeat &beat) {
        m_freshness.heard();
        m_slot = beat.slot.value;
        m_finalizedSlot = beat.finalizedSlot.value;
        m_feedSeq = std::max(m_feedSeq, beat.seq.value);
    });
    connect(&parts.backend, &client::BackendClient::resnapshotNeeded, this, [this](FeedSeq) {
        m_pump.drop();
        resnapshot();
    });
    connect(&parts.backend, &client::BackendClient::signedOut, this, [this] { setSignedIn(false); });
    connect(&m_pump, &models::EventPump::released, this, &DeskCore::released);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_freshness.tick();
        Q_EMIT second();
    });
}

void DeskCore::start()
{
    m_second.start();
    m_parts.backend.open();
    onLink(m_parts.backend.link());
}

QString DeskCore::network() const
{
    return m_health ? QString::fromStdString(m_health->chainId) : QString();
}

void DeskCore::setWallet(const PublicKey &wallet)
{
    m_wallet = wallet;
    m_parts.names.setOwn(wallet.isZero() ? QString() : models::keyText(wallet),
                         m_parts.settings.get(models::setting::walletName));
    refreshWallet();
}

void DeskCore::setSignedIn(bool signedIn)
{
    if (signedIn == m_signedIn)
        return;
    m_signedIn = signedIn;
    Q_EMIT signedInChanged();
    if (signedIn)
        follow();
}

void DeskCore::follow()
{
    if (!m_health || (m_parts.needsSignIn && !m_signedIn))
        return;
    if (!m_following)
        m_parts.backend.follow(m_health->feedSeq);
    m_following = true;
    resnapshot();
}

void DeskCore::onHealth(const client::Health &health)
{
    m_health = health;
    m_slot = std::max(m_slot, health.slot.value);
    m_finalizedSlot = std::max(m_finalizedSlot, health.finalizedSlot.value);
    m_feedSeq = std::max(m_feedSeq, health.feedSeq.value);
    m_store.setNode(models::rowOf(health));
    if (!m_following)
        follow();
    Q_EMIT healthChanged();
}

void DeskCore::onLink(const client::LinkState &link)
{
    switch (link.phase) {
    case LinkPhase::Live:
        m_freshness.heard();
        if (!m_health) {
            m_parts.backend.health().onDone(this, [this](const client::Result<client::Health> &answer) {
                if (answer)
                    onHealth(*answer);
            });
        }
        break;
    case LinkPhase::CatchingUp:
        m_freshness.catchingUp(link.catchUpPercent);
        break;
    case LinkPhase::Stale:
        m_freshness.tick();
        break;
    case LinkPhase::Closed:
    case LinkPhase::Starting:
    case LinkPhase::Connecting:
    case LinkPhase::Offline:
    case LinkPhase::WrongCluster:
    case LinkPhase::Incompatible:
    case LinkPhase::Stopped:
        m_freshness.offline();
        break;
    }
    const std::string_view phase = toText(link.phase);
    logLine(link.phase == LinkPhase::Offline || link.phase == LinkPhase::Stopped ? QStringLiteral("warn")
                                                                                 : QStringLiteral("info"),
            QStringLiteral("link"),
            QString::fromUtf8(phase.data(), static_cast<qsizetype>(phase.size())) +
                (link.detail.empty() ? QString() : u' ' + QString::fromStdString(link.detail)));
    Q_EMIT linkChanged(link);
}

void DeskCore::released(const models::LiveEvents &events)
{
    m_store.apply(events);
    const bool own = !events.sessions.empty() || !events.operations.empty() ||
                     std::ranges::any_of(events.batches, [](const models::BatchRow &batch) {
                         return batch.state == QStringLiteral("finalized") || batch.state == QStringLiteral("confirmed");
                     });
    // Balances follow what moved, at most once a second.
    if (own && m_parts.clock.monotonicMs() - m_walletReadAt >= 1000)
        refreshWallet();
}

void DeskCore::resnapshot()
{
    m_partsWanted = 4;
    m_partsRead = 0;
    m_store.beginSnapshot();
    m_freshness.catchingUp(0);
    readBatches();
    readSessions();
    readIntents(std::nullopt, {});
    readOperations(std::nullopt, {});
    refreshWallet();
}

void DeskCore::snapshotPart()
{
    ++m_partsRead;
    if (m_partsRead >= m_partsWanted)
        m_freshness.heard();
    else
        m_freshness.catchingUp(100 * m_partsRead / m_partsWanted);
}

void DeskCore::readBatches()
{
    m_parts.backend.batches({}).onDone(this, [this](const auto &answer) {
        snapshotPart();
        if (!answer)
            return reportError(tr("Reading batches"), answer.error());
        std::vector<models::BatchRow> rows;
        for (const client::BatchRecord &record : answer->items)
            rows.push_back(models::rowOf(record));
        m_store.batches.reconcile(rows);
    });
}

void DeskCore::readSessions()
{
    m_parts.backend.sessions({}).onDone(this, [this](const auto &answer) {
        snapshotPart();
        if (!answer)
            return reportError(tr("Reading sessions"), answer.error());
        std::vector<models::SessionRow> rows;
        for (const client::SessionRecord &record : answer->items)
            rows.push_back(models::rowOf(record));
        m_store.sessions.reconcile(rows);
    });
}

void DeskCore::readIntents(const std::optional<std::string> &cursor, std::vector<models::IntentRow> rows)
{
    client::IntentQuery query;
    query.page.cursor = cursor;
    m_parts.backend.intents(query).onDone(this, [this, rows = std::move(rows)](const auto &answer) mutable {
        if (!answer) {
            snapshotPart();
            return reportError(tr("Reading intents"), answer.error());
        }
        for (const client::IntentRecord &record : answer->items)
            rows.push_back(models::rowOf(record));
        if (answer->next && rows.size() < snapshotRowsMax)
            return readIntents(answer->next, std::move(rows));
        snapshotPart();
        m_store.intents.reconcile(rows);
    });
}

void DeskCore::readOperations(const std::optional<std::string> &cursor, std::vector<models::OperationRow> rows)
{
    client::OperationQuery query;
    query.page.cursor = cursor;
    m_parts.backend.operations(query).onDone(this, [this, rows = std::move(rows)](const auto &answer) mutable {
        if (!answer) {
            snapshotPart();
            return reportError(tr("Reading transactions"), answer.error());
        }
        for (const client::OperationRecord &record : answer->items)
            rows.push_back(models::rowOf(record));
        if (answer->next && rows.size() < snapshotRowsMax)
            return readOperations(answer->next, std::move(rows));
        snapshotPart();
        m_store.operations.reconcile(rows);
    });
}

void DeskCore::refreshWallet()
{
    if (m_wallet.isZero())
        return;
    m_walletReadAt = m_parts.clock.monotonicMs();
    m_parts.backend.balances(m_wallet).onDone(this, [this](const client::Result<client::Balances> &answer) {
        if (answer)
            m_store.setBalance(models::rowOf(*answer));
    });
    m_parts.backend.itemsOf(m_wallet, {}).onDone(this, [this](const auto &answer) {
        if (!answer)
            return;
        std::vector<models::ItemRow> rows;
        for (const client::ItemRecord &record : answer->items)
            rows.push_back(models::rowOf(record));
        m_store.items.reconcile(rows);
    });
}

void DeskCore::noteAck(std::int64_t milliseconds)
{
    constexpr std::size_t kept = 200;
    if (m_acks.size() == kept)
        m_acks.erase(m_acks.begin());
    m_acks.push_back(milliseconds);
}

QString DeskCore::ackText() const
{
    QStringList parts;
    const auto quantile = [](std::vector<std::int64_t> values, std::size_t percent) {
        std::ranges::sort(values);
        return values[(values.size() - 1) * percent / 100];
    };
    if (!m_acks.empty())
        parts << tr("sign→ack %1").arg(models::formatDuration(quantile(m_acks, 50)));
    std::vector<std::int64_t> settle;
    m_store.batches.forEach([&](const models::BatchRow &batch) {
        if (batch.finalizedAt.value > 0 && batch.cutAt.value > 0)
            settle.push_back(batch.finalizedAt.value - batch.cutAt.value);
    });
    if (!settle.empty())
        parts << tr("cut→final %1 (p50) · %2 (p95)")
                     .arg(models::formatDuration(quantile(settle, 50)), models::formatDuration(quantile(settle, 95)));
    return parts.join(QStringLiteral(" · "));
}

void DeskCore::logLine(const QString &level, const QString &room, const QString &message)
{
    m_log.append({m_parts.clock.wall(), level, room, message});
}

void DeskCore::reportError(const QString &doing, const client::Error &error)
{
    const ErrorText text = errorText(error);
    logLine(QStringLiteral("error"), QStringLiteral("desk"), doing + QStringLiteral(": ") + QString::fromStdString(describe(error)));
    Q_EMIT failed(QStringLiteral("%1: %2").arg(doing, text.title), text.sentence, text.code);
}

} // namespace paradox::ui
