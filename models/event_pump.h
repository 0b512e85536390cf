#pragma once

#include "domain/clock.h"
#include "models/entities.h"

#include <QObject>
#include <QTimer>

#include <unordered_map>

namespace paradox::models {

/// Collects events and releases at most ten batches of them a second, so that no rate of events starves painting; the
/// first after a pause goes out at once. Only the last state of an entity waits, so a frozen pump is bounded by the
/// entities there are, not by the time it is frozen. GUI thread.
class EventPump : public QObject {
    Q_OBJECT

public:
    static constexpr int periodMs = 100;

    explicit EventPump(const Clock &clock, QObject *parent = nullptr);

    void push(const LiveEvents &events);
    /// Releases what waits when a period has passed since the last release; the timer calls it, a test may.
    void tick();
    /// Forgets what waits: a snapshot that is newer is going to be read.
    void drop();
    /// While frozen events are kept, not released; returns how many wait.
    void setFrozen(bool frozen);
    /// Events, not entities.
    [[nodiscard]] std::uint64_t waiting() const { return m_waiting.count; }
    [[nodiscard]] bool isFrozen() const { return m_frozen; }

Q_SIGNALS:
    void released(const paradox::models::LiveEvents &events);
    void waitingChanged();

private:
    /// Of an entity's row among those that wait.
    template <class Row>
    using Places = std::unordered_map<typename Row::Id, std::size_t, IdHash>;

    void schedule();
    void forget();

    const Clock &m_clock;
    LiveEvents m_waiting;
    Places<IntentRow> m_intents;
    Places<BatchRow> m_batches;
    Places<OperationRow> m_operations;
    Places<SessionRow> m_sessions;
    std::int64_t m_lastRelease;
    bool m_frozen = false;
    QTimer m_timer;
};

} // namespace paradox::models
