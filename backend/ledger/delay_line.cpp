#include "ledger/delay_line.h"

namespace paradox::ledger {

DelayLine::DelayLine() : m_thread([this] { run(); })
{
}

DelayLine::~DelayLine()
{
    stop();
}

bool DelayLine::after(std::uint32_t delayMs, std::function<void()> action)
{
    const std::scoped_lock lock(m_mutex);
    if (m_isStopping || m_waiting.size() >= waitingMax)
        return false;
    m_waiting.emplace(std::chrono::steady_clock::now() + std::chrono::milliseconds(delayMs), std::move(action));
    m_wake.notify_one();
    return true;
}

void DelayLine::stop()
{
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> dropped;
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
        dropped.swap(m_waiting);
        m_wake.notify_one();
    }
    if (m_thread.joinable())
        m_thread.join();
}

void DelayLine::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (m_waiting.empty()) {
            m_wake.wait(lock);
            continue;
        }
        const auto first = m_waiting.begin();
        if (first->first > std::chrono::steady_clock::now()) {
            m_wake.wait_until(lock, first->first);
            continue;
        }
        const std::function<void()> action = std::move(first->second);
        m_waiting.erase(first);
        lock.unlock();
        action();
        lock.lock();
    }
}

} // namespace paradox::ledger
