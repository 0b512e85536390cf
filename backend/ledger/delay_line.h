#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace paradox::ledger {

/// Does things later, in the order they fall due, on a thread of its own. What is not yet due when it stops is never
/// done.
class DelayLine {
public:
    DelayLine();
    ~DelayLine(); ///< stops
    DelayLine(const DelayLine &) = delete;
    DelayLine &operator=(const DelayLine &) = delete;

    static constexpr std::size_t waitingMax = 100'000;
    /// False when too much waits already. Any thread.
    [[nodiscard]] bool after(std::uint32_t delayMs, std::function<void()> action);
    void stop(); ///< idempotent

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_waiting;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace paradox::ledger
