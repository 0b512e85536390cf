#pragma once

#include "storage/connection.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace paradox::storage {

/// Keeps the write-ahead log short without stalling the writer: a thread with its own connection copies the log into
/// the database piece by piece while the writer goes on appending; when the log is long the writer copies the short
/// rest, after which the log starts over.
class Checkpointer {
public:
    /// 1 MiB: a commit waits until the disk has taken in what is being copied, so each piece must be short.
    static constexpr int copyAtPages = 250;
    /// 8 MiB, below journal_size_limit, so that the log's file keeps its size.
    static constexpr int restartAtPages = 2'000;

    ~Checkpointer() { stop(); }

    void start(const std::string &file, Connection &writeConnection);
    void stop();
    /// Writer thread, between transactions.
    void look();

private:
    enum class Stage { Idle, Asked, Copied };
    void loop();
    void restart();

    Connection *m_writeConnection = nullptr;
    std::unique_ptr<Connection> m_connection;
    int m_pages = 0;      ///< in the log after the last commit; writer thread
    int m_pagesAsked = 0; ///< when the thread was last asked to copy
    int m_pagesFloor = 0; ///< what the last restart could not get rid of, since a reader still needs it
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<Stage> m_stage = Stage::Idle;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace paradox::storage
