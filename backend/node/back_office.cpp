#include "node/back_office.h"

#include <chrono>

namespace paradox::node {

void BackOffice::start()
{
    m_thread = std::thread([this] { loop(); });
}

void BackOffice::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void BackOffice::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAwake = true;
    }
    m_wake.notify_all();
}

void BackOffice::loop()
{
    bool isAgain = false;
    while (true) {
        {
            std::unique_lock lock(m_mutex);
            if (!isAgain)
                m_wake.wait_for(lock, std::chrono::milliseconds(m_turnMs), [&] { return m_isAwake || m_isStopping; });
            if (m_isStopping)
                return;
            m_isAwake = false;
        }
        isAgain = false;
        for (const std::function<bool()> &task : m_tasks)
            isAgain = task() || isAgain;
    }
}

} // namespace paradox::node
