#include "models/freshness.h"

#include "models/format.h"

namespace paradox::models {

Freshness::Freshness(const Clock &clock, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_lastMonotonic(clock.monotonicMs()),
      m_lastWall(clock.wall()),
      m_offlineSince(clock.wall())
{
}

void Freshness::enter(FreshState state)
{
    const bool moved = state != m_state;
    m_state = state;
    if (moved)
        Q_EMIT stateChanged();
    tick();
}

void Freshness::heard()
{
    m_lastMonotonic = m_clock.monotonicMs();
    m_lastWall = m_clock.wall();
    enter(FreshState::Live);
}

void Freshness::catchingUp(int percent)
{
    m_percent = percent;
    enter(FreshState::CatchingUp);
}

void Freshness::offline()
{
    if (m_state != FreshState::Offline)
        m_offlineSince = m_clock.wall();
    enter(FreshState::Offline);
}

void Freshness::tick()
{
    if (m_state == FreshState::Live && ageMs() >= staleAfterMs) {
        m_state = FreshState::Stale;
        Q_EMIT stateChanged();
    }
    const QString text = word() + asOf();
    if (text == m_shown)
        return;
    m_shown = text;
    Q_EMIT changed();
}

std::int64_t Freshness::ageMs() const
{
    return m_clock.monotonicMs() - m_lastMonotonic;
}

QString Freshness::word() const
{
    switch (m_state) {
    case FreshState::Live:
        return tr("Live");
    case FreshState::Stale:
        return tr("Stale %1").arg(formatAge(ageMs()));
    case FreshState::CatchingUp:
        return tr("Catching up %1 %").arg(m_percent);
    case FreshState::Offline:
        return tr("Offline");
    }
    return {};
}

QString Freshness::asOf() const
{
    switch (m_state) {
    case FreshState::Live:
        return tr("as of %1").arg(formatTime(m_lastWall));
    case FreshState::Stale:
    case FreshState::CatchingUp:
        return {};
    case FreshState::Offline:
        return tr("since %1").arg(formatTime(m_offlineSince));
    }
    return {};
}

} // namespace paradox::models
