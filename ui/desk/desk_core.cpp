#include "ui/desk/desk_core.h"

#include "domain/base58.h"
#include "ui/desk/error_text.h"
#include "ui/signing/key_room.h"

#include <algorithm>
#include <limits>

namespace paradox::ui {

using client::LinkPhase;

namespace {

std::optional<std::uint64_t> optionalOf(models::MaybeNumber number)
{
    return number ? std::optional(*number) : std::nullopt;
}

} // namespace

DeskCore::DeskCore(const DeskParts &parts, QObject *parent)
    : QObject(parent),
      m_parts(parts),
      m_intentList(
          m_store.intents,
          {.doing = tr("Reading intents"),
           .rowsMax = parts.rowsMax.intents,
           .ask = [&node = parts.backend](const client::PageRequest &page) { return node.intents({.page = page}); },
           .mustStay = [&names = parts.names](
                           const models::IntentRow &intent) { return names.isOwn(intent.owner) || intent.resolving; },
           .place = [](const models::IntentRow &intent) { return optionalOf(intent.seq); }},
          this),
      m_batchList(m_store.batches,
                  {.doing = tr("Reading batches"),
                   .rowsMax = parts.rowsMax.batches,
                   .ask = [&node = parts.backend](const client::PageRequest &page) { return node.batches(page); },
                   .mustStay = [](const models::BatchRow &batch) { return !models::isOver(batch); },
                   .place = [](const models::BatchRow &batch) { return std::optional(batch.seq); }},
                  this),
      m_operationList(
          m_store.operations,
          {.doing = tr("Reading transactions"),
           .rowsMax = parts.rowsMax.operations,
           .ask = [&node = parts.backend](const client::PageRequest &page) { return node.operations({.page = page}); },
           .mustStay =
               [&names = parts.names](const models::OperationRow &operation) {
                   return names.isOwn(operation.owner) || !models::isOver(operation);
               }},
          this),
      m_outbox(parts.outbox, m_store),
      m_pump(parts.clock),
      m_freshness(parts.clock)
{
    connect(&parts.backend, &client::BackendClient::linkChanged, this, &DeskCore::onLink);
    connect(&parts.backend, &client::BackendClient::healthChanged, this, &DeskCore::onHealth);
    connect(&parts.backend, &client::BackendClient::eventsArrived, this,
            [this](const QList<client::LiveEvent> &events) {
                m_freshness.heard();
                if (!events.isEmpty())
                    m_feedSeq = std::max(m_feedSeq, events.last().seq.value);
                m_pump.push(models::rowsOf(events));
            });
    connect(&parts.backend, &client::BackendClient::heartbeat, this, [this](const client::Heartbeat &beat) {
        m_freshness.heard();
        m_slot = beat.slot.value;
        m_finalizedSlot = beat.finalizedSlot.value;
        m_feedSeq = std::max(m_feedSeq, beat.seq.value_or(FeedSeq{}).value);
    });
    connect(&parts.backend, &client::BackendClient::resnapshotNeeded, this, [this](FeedSeq) {
        m_pump.drop();
        resnapshot();
    });
    connect(&parts.backend, &client::BackendClient::signedOut, this, [this] { setSignedIn(false); });
    connect(&m_pump, &models::EventPump::released, this, &DeskCore::released);
    for (LongList *list : std::initializer_list<LongList *>{&m_intentList, &m_batchList, &m_operationList}) {
        connect(list, &LongList::failed, this, &DeskCore::reportError);
        connect(list, &LongList::succeeded, this, &DeskCore::reportSuccess);
    }
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        m_freshness.tick();
        Q_EMIT second();
    });
    connect(this, &DeskCore::second, this, &DeskCore::refreshDueWallet);
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

std::int64_t DeskCore::nodeUpMs() const
{
    if (!m_health)
        return 0;
    const bool silent = m_freshness.state() == models::FreshState::Offline;
    const UnixMillis until = silent ? m_freshness.lastHeard() : m_parts.clock.wall();
    constexpr std::uint64_t secondsMost = 1ULL << 40; // a node may say any number
    return static_cast<std::int64_t>(std::min<std::uint64_t>(m_health->uptimeSeconds, secondsMost)) * 1000 +
           std::max<std::int64_t>(0, until.value - m_healthAt.value);
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
    m_healthAt = m_parts.clock.wall();
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
    const bool own =
        !events.sessions.empty() || !events.operations.empty() ||
        std::ranges::any_of(events.batches, [](const models::BatchRow &batch) {
            return batch.state == QStringLiteral("finalized") || batch.state == QStringLiteral("confirmed");
        });
    if (!own)
        return;
    // Balances follow what moved, at most once a second, and end at what was left by the last of it.
    if (m_parts.clock.monotonicMs() - m_walletReadAt >= 1000)
        refreshWallet();
    m_walletDue = true;
}

void DeskCore::refreshDueWallet()
{
    if (!m_walletDue || m_parts.clock.monotonicMs() - m_walletReadAt < 1000)
        return;
    m_walletDue = false;
    refreshWallet();
}

void DeskCore::resnapshot()
{
    m_partsWanted = 4;
    m_partsRead = 0;
    ++m_snapshot;
    m_store.beginSnapshot();
    m_freshness.catchingUp(0);
    readList(m_batchList);
    readSessions();
    readIntents();
    readList(m_operationList);
    refreshWallet();
}

template <class Row, class Take>
void DeskCore::takePart(const QString &doing, std::uint64_t reading, client::Result<ListPart<Row>> part, Take &&take)
{
    // An answer to an earlier reading may be older than what is shown: only the last reading counts.
    if (reading != m_snapshot)
        return;
    snapshotPart();
    if (!part)
        return reportError(doing, part.error());
    reportSuccess(doing);
    take(std::move(*part));
}

template <class Row, class Record>
void DeskCore::readList(LongListOf<Row, Record> &list)
{
    readPages<Row, Record>(this, list.ask(), [this, &list, reading = m_snapshot](client::Result<ListPart<Row>> part) {
        takePart(list.doing(), reading, std::move(part), [&list](const ListPart<Row> &read) { list.take(read); });
    });
}

void DeskCore::readSessions()
{
    readPages<models::SessionRow, client::SessionRecord>(
        this, [&node = m_parts.backend](const client::PageRequest &page) { return node.sessions(page); },
        [this, reading = m_snapshot](client::Result<ListPart<models::SessionRow>> part) {
            takePart(tr("Reading sessions"), reading, std::move(part),
                     [this](const ListPart<models::SessionRow> &read) { m_store.sessions.reconcile(read.rows); });
        });
}

void DeskCore::readIntents()
{
    using Part = ListPart<models::IntentRow>;
    client::BackendClient &node = m_parts.backend;
    const auto take = [this, reading = m_snapshot](client::Result<Part> part) {
        takePart(m_intentList.doing(), reading, std::move(part), [this](Part read) {
            m_outbox.addTo(read.rows);
            m_intentList.take(read);
        });
    };
    // The newest of everybody, and all own ones: nobody's rush pushes them out.
    readPages<models::IntentRow, client::IntentRecord>(
        this, m_intentList.ask(), [this, &node, take, wallet = m_wallet](client::Result<Part> newest) {
            if (!newest || wallet.isZero())
                return take(std::move(newest));
            readPages<models::IntentRow, client::IntentRecord>(
                this,
                [&node, wallet](const client::PageRequest &page) {
                    return node.intents({.owner = wallet, .page = page});
                },
                [this, take, part = std::move(*newest)](const client::Result<Part> &own) mutable {
                    // Not asked for without the right to, cut off at the bound: what is here of them stays.
                    if (!own)
                        addOwnBefore(std::numeric_limits<std::uint64_t>::max(), part.rows);
                    else if (own->next)
                        addOwnBefore(*own->rows.back().seq, part.rows);
                    if (own)
                        part.rows.insert(part.rows.end(), own->rows.begin(), own->rows.end());
                    take(std::move(part));
                });
        });
}

void DeskCore::addOwnBefore(std::uint64_t seq, std::vector<models::IntentRow> &rows)
{
    m_store.intents.forEach([&](const models::IntentRow &intent) {
        if (m_parts.names.isOwn(intent.owner) && intent.seq && *intent.seq < seq)
            rows.push_back(intent);
    });
}

void DeskCore::snapshotPart()
{
    ++m_partsRead;
    if (m_partsRead >= m_partsWanted)
        m_freshness.heard();
    else
        m_freshness.catchingUp(100 * m_partsRead / m_partsWanted);
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
    readPages<models::ItemRow, client::ItemRecord>(
        this,
        [this, wallet = m_wallet](const client::PageRequest &page) { return m_parts.backend.itemsOf(wallet, page); },
        [this, wallet = m_wallet](const client::Result<ListPart<models::ItemRow>> &part) {
            if (part && wallet == m_wallet)
                m_store.items.reconcile(part->rows);
        });
}

void DeskCore::dateRows(models::LiveTableModel &model)
{
    const auto follow = [this, &model] { model.setStale(m_freshness.state() != models::FreshState::Live); };
    connect(&m_freshness, &models::Freshness::stateChanged, &model, follow);
    follow();
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
    // Who says no in a review has made no error.
    logLine(error.code == client::ErrorCode::NotSigned ? QStringLiteral("info") : QStringLiteral("error"),
            QStringLiteral("desk"), doing + QStringLiteral(": ") + QString::fromStdString(describe(error)));
    Q_EMIT failed({doing, QStringLiteral("%1: %2").arg(doing, text.title), text.sentence, text.code});
}

void DeskCore::reportSuccess(const QString &doing)
{
    Q_EMIT succeeded(doing);
}

} // namespace paradox::ui
