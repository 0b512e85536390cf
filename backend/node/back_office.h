#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace paradox::node {

/// The one thread of the tasks behind the counter: batcher, settler, courier, relay, listener, sweeper. Each task is a
/// function that is called again and again and looks at an injected clock; none waits for another.
class BackOffice {
public:
    explicit BackOffice(std::int64_t turnMs) : m_turnMs(turnMs) {}
    ~BackOffice() { stop(); }
    BackOffice(const BackOffice &) = delete;
    BackOffice &operator=(const BackOffice &) = delete;

    /// Before start. True from a task asks for the next turn at once.
    void addTask(std::function<bool()> task) { m_tasks.push_back(std::move(task)); }
    void start();
    /// Finishes the running turn. Idempotent.
    void stop();
    /// Any thread: something has come in, do not wait for the turn.
    void wake();

private:
    void loop();

    std::int64_t m_turnMs;
    std::vector<std::function<bool()>> m_tasks;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isAwake = false;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace paradox::node
