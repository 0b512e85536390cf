#include "models/event_pump.h"

#include <algorithm>
#include <utility>

namespace paradox::models {
namespace {

template <class T, class Places>
void merge(std::vector<T> &into, Places &places, const std::vector<T> &from)
{
    for (const T &row : from) {
        const auto [place, fresh] = places.try_emplace(row.id(), into.size());
        if (fresh)
            into.push_back(row);
        else
            into[place->second] = row;
    }
}

} // namespace

EventPump::EventPump(const Clock &clock, QObject *parent)
    : QObject(parent),
      m_clock(clock),
      m_lastRelease(clock.monotonicMs() - periodMs)
{
    m_timer.setSingleShot(true);
    // A coarse timer may fire early, find the period not over and lose a turn.
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &EventPump::tick);
}

void EventPump::push(const LiveEvents &events)
{
    merge(m_waiting.intents, m_intents, events.intents);
    merge(m_waiting.batches, m_batches, events.batches);
    merge(m_waiting.operations, m_operations, events.operations);
    merge(m_waiting.sessions, m_sessions, events.sessions);
    if (events.node)
        m_waiting.node = events.node;
    m_waiting.count += events.count;
    schedule();
    if (m_frozen)
        Q_EMIT waitingChanged();
}

void EventPump::schedule()
{
    if (m_frozen || m_waiting.count == 0 || m_timer.isActive())
        return;
    const std::int64_t left = periodMs - (m_clock.monotonicMs() - m_lastRelease);
    m_timer.start(static_cast<int>(std::clamp<std::int64_t>(left, 0, periodMs)));
}

void EventPump::tick()
{
    if (m_frozen || m_waiting.count == 0)
        return;
    if (m_clock.monotonicMs() - m_lastRelease < periodMs)
        return schedule();
    m_timer.stop();
    m_lastRelease = m_clock.monotonicMs();
    const LiveEvents events = std::exchange(m_waiting, {});
    forget();
    Q_EMIT released(events);
}

void EventPump::forget()
{
    m_intents.clear();
    m_batches.clear();
    m_operations.clear();
    m_sessions.clear();
}

void EventPump::drop()
{
    m_timer.stop();
    m_waiting = {};
    forget();
    Q_EMIT waitingChanged();
}

void EventPump::setFrozen(bool frozen)
{
    m_frozen = frozen;
    Q_EMIT waitingChanged();
    if (!frozen)
        tick();
}

} // namespace paradox::models
