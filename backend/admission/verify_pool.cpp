#include "admission/verify_pool.h"

#include "domain/assert.h"

#include <pthread.h>

#include <algorithm>

namespace paradox::admission {

VerifyPool::VerifyPool(unsigned threads, std::size_t queueMax, Sink sink, Refused refused)
    : m_queueMax(queueMax),
      m_sink(std::move(sink)),
      m_refused(std::move(refused))
{
    PARADOX_ASSERT(threads > 0);
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { loop(); });
}

VerifyPool::~VerifyPool()
{
    stop();
}

void VerifyPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

bool VerifyPool::post(std::vector<Waiting> &submissions)
{
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_queue.size() + submissions.size() > m_queueMax)
            return false;
        wasEmpty = m_queue.empty();
        for (Waiting &submission : submissions)
            m_queue.push_back(std::move(submission));
    }
    // A queue that was not empty has a thread on its way to it, which wakes the next when it leaves something.
    if (wasEmpty)
        m_wake.notify_one();
    return true;
}

std::size_t VerifyPool::queued() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void VerifyPool::loop()
{
    pthread_setname_np(pthread_self(), "paradox-verify");
    solana::SignatureVerifier verifier;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        if (m_queue.empty())
            return;
        std::vector<Waiting> group;
        // A fair share, so that a short queue is not checked by one thread while the others wait.
        const std::size_t share = (m_queue.size() + m_threads.size() - 1) / std::max<std::size_t>(m_threads.size(), 1);
        const std::size_t size = std::min(m_queue.size(), std::clamp<std::size_t>(share, groupMin, groupMax));
        group.reserve(size);
        for (std::size_t i = 0; i < size; ++i) {
            group.push_back(std::move(m_queue.front()));
            m_queue.pop_front();
        }
        if (!m_queue.empty())
            m_wake.notify_one();
        lock.unlock();
        check(std::move(group), verifier);
        lock.lock();
    }
}

void VerifyPool::check(std::vector<Waiting> group, solana::SignatureVerifier &verifier)
{
    std::vector<solana::SignatureCheck> checks;
    checks.reserve(group.size());
    for (const Waiting &waiting : group)
        checks.push_back({.key = waiting.parsed.intent.session,
                          .message = waiting.parsed.submission.preimage,
                          .signature = waiting.parsed.submission.signature});
    std::vector<std::uint8_t> results(checks.size());
    verifier.verify(checks, results);

    std::vector<Waiting> good;
    good.reserve(group.size());
    std::size_t refused = 0;
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (results[i]) {
            good.push_back(std::move(group[i]));
        } else {
            ++refused;
            group[i].callback(std::unexpected(Refusal::SignatureInvalid));
        }
    }
    if (refused > 0)
        m_refused(refused);
    if (!good.empty())
        m_sink(std::move(good));
}

} // namespace paradox::admission
