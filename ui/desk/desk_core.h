#pragma once

#include "client/activities.h"
#include "client/backend_client.h"
#include "models/event_pump.h"
#include "models/freshness.h"
#include "models/key_names.h"
#include "models/live_store.h"
#include "models/log_model.h"
#include "models/settings.h"
#include "ui/desk/long_list.h"
#include "ui/desk/outbox_rows.h"

#include <QObject>
#include <QTimer>

namespace paradox::ui {

class KeyRoom;

/// What went wrong, in the words of the error table.
struct Failure {
    QString doing; ///< "Deposit", "Reading batches": what was tried
    QString title;
    QString text;
    QString code;
};

/// What the desk is made of; built in app/, outlives every window.
struct DeskParts {
    client::BackendClient &backend;
    models::Settings &settings;
    models::KeyNames &names;
    KeyRoom &keys;
    const Clock &clock;
    bool needsSignIn = false; ///< a remote node: lists and feed are read once signed in
    client::Outbox *outbox = nullptr;
    QString outboxProblem{}; ///< why there is none: then nothing is submitted
    models::RowsMax rowsMax{};
};

/// Between the client and everything that is shown: follows the feed into the store, reads snapshots, keeps the own
/// wallet's balances and items, and says how old all of it is. GUI thread.
class DeskCore : public QObject {
    Q_OBJECT

public:
    explicit DeskCore(const DeskParts &parts, QObject *parent = nullptr);

    void start();

    [[nodiscard]] client::BackendClient &backend() const { return m_parts.backend; }
    [[nodiscard]] models::Settings &settings() const { return m_parts.settings; }
    [[nodiscard]] models::KeyNames &names() const { return m_parts.names; }
    [[nodiscard]] KeyRoom &keys() const { return m_parts.keys; }
    [[nodiscard]] const Clock &clock() const { return m_parts.clock; }
    [[nodiscard]] models::LiveStore &store() { return m_store; }
    [[nodiscard]] models::EventPump &pump() { return m_pump; }
    [[nodiscard]] models::Freshness &freshness() { return m_freshness; }
    [[nodiscard]] models::LogModel &log() { return m_log; }
    [[nodiscard]] const OutboxRows &outbox() const { return m_outbox; }
    [[nodiscard]] const QString &outboxProblem() const { return m_parts.outboxProblem; }
    [[nodiscard]] const std::optional<client::Health> &health() const { return m_health; }
    [[nodiscard]] PublicKey wallet() const { return m_wallet; } ///< zeros for a profile without address
    [[nodiscard]] bool isSignedIn() const { return m_signedIn; }
    [[nodiscard]] QString network() const; ///< "localnet" …, empty before the first answer
    [[nodiscard]] std::uint64_t slot() const { return m_slot; }
    [[nodiscard]] std::uint64_t finalizedSlot() const { return m_finalizedSlot; }
    [[nodiscard]] std::uint64_t feedSeq() const { return m_feedSeq; }
    [[nodiscard]] LongList &intentList() { return m_intentList; }
    [[nodiscard]] LongList &batchList() { return m_batchList; }
    [[nodiscard]] LongList &operationList() { return m_operationList; }
    /// How long the node has been up: now, or when it was heard last.
    [[nodiscard]] std::int64_t nodeUpMs() const;
    [[nodiscard]] QString ackText() const; ///< "sign→ack 38 ms · settle 41.2 s", from what was seen here

    void setWallet(const PublicKey &wallet);
    void setSignedIn(bool signedIn);
    void resnapshot();
    void refreshWallet();
    /// The rows of a table say that they are old while the feed is not live.
    void dateRows(models::LiveTableModel &model);
    void noteAck(std::int64_t milliseconds);
    void logLine(const QString &level, const QString &room, const QString &message);
    void reportError(const QString &doing, const client::Error &error);
    /// It went well now: what was said of an earlier failure of it is over.
    void reportSuccess(const QString &doing);

Q_SIGNALS:
    void healthChanged();
    void linkChanged(const paradox::client::LinkState &link);
    void signedInChanged();
    void failed(const paradox::ui::Failure &failure);
    void succeeded(const QString &doing);
    void second(); ///< once a second: ages and countdowns move

private:
    void refreshDueWallet();
    void onLink(const client::LinkState &link);
    void onHealth(const client::Health &health);
    void released(const models::LiveEvents &events);
    template <class Row, class Record>
    void readList(LongListOf<Row, Record> &list);
    void readIntents();
    void readSessions();
    /// A part of the snapshot has come: what it brought, unless it failed or belongs to an earlier reading.
    template <class Row, class Take>
    void takePart(const QString &doing, std::uint64_t reading, client::Result<ListPart<Row>> part, Take &&take);
    /// Adds the own intents that the desk has and a snapshot's reading of them did not reach.
    void addOwnBefore(std::uint64_t seq, std::vector<models::IntentRow> &rows);
    void snapshotPart();
    void follow();

    DeskParts m_parts;
    models::LiveStore m_store;
    LongListOf<models::IntentRow, client::IntentRecord> m_intentList;
    LongListOf<models::BatchRow, client::BatchRecord> m_batchList;
    LongListOf<models::OperationRow, client::OperationRecord> m_operationList;
    OutboxRows m_outbox;
    models::EventPump m_pump;
    models::Freshness m_freshness;
    models::LogModel m_log;
    QTimer m_second;
    std::optional<client::Health> m_health;
    PublicKey m_wallet;
    bool m_signedIn = false;
    bool m_following = false;
    UnixMillis m_healthAt;        ///< when the node said how long it is up
    std::uint64_t m_snapshot = 0; ///< which reading of the lists counts
    int m_partsWanted = 0;
    int m_partsRead = 0;
    std::uint64_t m_slot = 0;
    std::uint64_t m_finalizedSlot = 0;
    std::uint64_t m_feedSeq = 0;
    std::vector<std::int64_t> m_acks;
    std::int64_t m_walletReadAt = 0;
    bool m_walletDue = false; ///< something moved: it is read once more when that has had a second to arrive
};

} // namespace paradox::ui
