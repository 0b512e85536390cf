#include "storage/checkpointer.h"

#include <pthread.h>

namespace paradox::storage {

void Checkpointer::start(const std::string &file, Connection &writeConnection)
{
    std::string words;
    m_connection = Connection::open(file, Connection::Access::ReadWrite, words);
    m_writeConnection = &writeConnection;
    m_writeConnection->watchLog(m_pages);
    // SQLite checkpoints nothing on a connection that has not read yet and so does not know of the log.
    if (m_connection && m_connection->script("PRAGMA synchronous = FULL; SELECT count(*) FROM meta"))
        m_thread = std::thread([this] { loop(); });
}

void Checkpointer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    m_connection.reset();
}

void Checkpointer::look()
{
    if (m_pages < m_pagesAsked) // the log has started over
        m_pagesAsked = m_pagesFloor = 0;
    if (!m_thread.joinable()) {
        if (m_pages - m_pagesFloor >= restartAtPages)
            restart();
        return;
    }
    if (m_stage == Stage::Copied) {
        m_stage = Stage::Idle;
        if (m_pages - m_pagesFloor >= restartAtPages)
            restart();
    } else if (m_stage == Stage::Idle && m_pages - m_pagesAsked >= copyAtPages) {
        m_pagesAsked = m_pages;
        {
            const std::lock_guard lock(m_mutex);
            m_stage = Stage::Asked;
        }
        m_wake.notify_one();
    }
}

void Checkpointer::restart()
{
    m_writeConnection->checkpoint();
    m_pagesFloor = m_pages;
}

void Checkpointer::loop()
{
    pthread_setname_np(pthread_self(), "paradox-chkpt");
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || m_stage == Stage::Asked; });
        if (m_stopping)
            return;
        lock.unlock();
        m_connection->checkpoint();
        m_connection->syncFile(); // SQLite leaves that to the last copy, for which the writer would wait
        lock.lock();
        m_stage = Stage::Copied;
    }
}

} // namespace paradox::storage
