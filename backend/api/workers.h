#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace paradox::api {

/// A few threads with one bounded queue, for work that waits for a disk or for the chain.
class Workers {
public:
    using Work = std::move_only_function<void()>;

    Workers(unsigned threads, std::size_t queueMax);
    ~Workers() { stop(); }
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    /// False when the queue is full or the workers stop: the work is left as it was.
    [[nodiscard]] bool post(Work &work);
    /// Finishes what is queued. Idempotent.
    void stop();
    [[nodiscard]] std::size_t queued() const;

private:
    void loop();

    std::size_t m_queueMax;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Work> m_queue;
    bool m_isStopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace paradox::api
