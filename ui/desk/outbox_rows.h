#pragma once

#include "client/outbox.h"
#include "models/live_store.h"

#include <QObject>

namespace paradox::ui {

/// Shows what the outbox holds: an intent whose answer is lost is a row with the state resolving until the node says
/// whether it has it. GUI thread.
class OutboxRows : public QObject {
    Q_OBJECT

public:
    /// Without an outbox it shows nothing. Both outlive it.
    OutboxRows(client::Outbox *outbox, models::LiveStore &store, QObject *parent = nullptr);

    [[nodiscard]] int waiting() const { return m_waiting; }     ///< signed, and their fate not known yet
    [[nodiscard]] int resolving() const { return m_resolving; } ///< of those: the node is being asked
    /// A snapshot knows nothing of what the node may not have: adds the rows that it lacks.
    void addTo(std::vector<models::IntentRow> &snapshot) const;

Q_SIGNALS:
    void changed();

private:
    void read();

    client::Outbox *m_outbox;
    models::LiveStore &m_store;
    std::vector<models::IntentRow> m_rows; ///< the resolving ones
    int m_waiting = 0;
    int m_resolving = 0;
};

} // namespace paradox::ui
