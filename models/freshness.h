#pragma once

#include "domain/clock.h"

#include <QObject>
#include <QString>

namespace paradox::models {

enum class FreshState { Live, Stale, CatchingUp, Offline };

/// How old what is on the screen is. One value for the feed, shown by every live panel. GUI thread.
class Freshness : public QObject {
    Q_OBJECT

public:
    static constexpr std::int64_t staleAfterMs = 5000; ///< two missed heartbeats and a little

    explicit Freshness(const Clock &clock, QObject *parent = nullptr);

    void heard();                 ///< an event or a heartbeat came
    void catchingUp(int percent); ///< a snapshot is being read
    void offline();               ///< the link is down
    void tick();                  ///< called about once a second; emits when the words change

    [[nodiscard]] FreshState state() const { return m_state; }
    [[nodiscard]] QString word() const; ///< "Live", "Stale 9 s", "Catching up 62 %", "Offline"
    [[nodiscard]] QString asOf() const; ///< "as of 14:32:07" or "since 14:29:40"
    [[nodiscard]] std::int64_t ageMs() const;
    [[nodiscard]] UnixMillis lastHeard() const { return m_lastWall; }

Q_SIGNALS:
    void changed();      ///< words or time
    void stateChanged(); ///< Live, Stale, CatchingUp, Offline

private:
    void enter(FreshState state);

    const Clock &m_clock;
    FreshState m_state = FreshState::Offline;
    int m_percent = 0;
    std::int64_t m_lastMonotonic = 0;
    UnixMillis m_lastWall;
    UnixMillis m_offlineSince;
    QString m_shown;
};

} // namespace paradox::models
