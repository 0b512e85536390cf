#pragma once

#include "admission/checks.h"
#include "solana/verifier.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace paradox::admission {

/// A submission on its way, with who waits for its answer.
struct Waiting {
    Parsed parsed;
    std::move_only_function<void(Answer)> callback;
};

/// Threads that check signatures. Each takes what is queued, up to a group, so groups grow with the load.
class VerifyPool {
public:
    static constexpr std::size_t groupMax = 64;
    static constexpr std::size_t groupMin = 8; ///< fewer are not shared out: waking a thread costs as much as one check
    /// Gets a group whose signatures hold; on a verify thread.
    using Sink = std::move_only_function<void(std::vector<Waiting>) const>;
    /// Told how many signatures did not hold; on a verify thread.
    using Refused = std::move_only_function<void(std::size_t) const>;

    VerifyPool(unsigned threads, std::size_t queueMax, Sink sink, Refused refused);
    ~VerifyPool();
    VerifyPool(const VerifyPool &) = delete;
    VerifyPool &operator=(const VerifyPool &) = delete;

    /// Takes all or, when they do not fit, none.
    [[nodiscard]] bool post(std::vector<Waiting> &submissions);
    [[nodiscard]] std::size_t queued() const;
    /// Checks what is queued, then joins. Idempotent.
    void stop();

private:
    void loop();
    void check(std::vector<Waiting> group, solana::SignatureVerifier &verifier);

    const std::size_t m_queueMax;
    Sink m_sink;
    Refused m_refused;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Waiting> m_queue;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace paradox::admission
