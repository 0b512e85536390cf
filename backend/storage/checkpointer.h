#pragma once

#include "storage/connection.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace paradox::storage {

/// Keeps the write-ahead log short without stalling the writer: a thread with its own connection copies most of the
/// log into the database while the writer goes on appending; the writer then copies the short rest, after which the
/// log starts over.
class Checkpointer {
public:
    /// 8 MiB: while the disk takes a copied log in, commits wait for it, so each copy must be short; below
    /// journal_size_limit, so that the log's file keeps its size.
    static constexpr int askAtPages = 2'000;

    ~Checkpointer() { stop(); }

    void start(const std::string &file, Connection &writeConnection);
    void stop();
    /// Writer thread, between transactions.
    void look();

private:
    enum class Stage { Idle, Asked, Copied };
    void loop();

    Connection *m_writeConnection = nullptr;
    std::unique_ptr<Connection> m_connection;
    int m_pages = 0;      ///< in the log after the last commit; writer thread
    int m_pagesFloor = 0; ///< what the last look could not get rid of, since a reader still needs it
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::atomic<Stage> m_stage = Stage::Idle;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace paradox::storage
