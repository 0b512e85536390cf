#include "ledger/chaos.h"

#include <sodium.h>

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::size_t heldMax = 1'000;

bool countDown(std::uint32_t &next)
{
    if (next == 0)
        return false;
    --next;
    return true;
}

} // namespace

Chaos::Chaos(Engine &engine, PubSub &hub, std::string token) : m_engine(engine), m_hub(hub), m_token(std::move(token))
{
}

Chaos::~Chaos()
{
    stop();
}

void Chaos::stop()
{
    m_delayLine.stop();
    std::deque<std::shared_ptr<http::Responder>> held;
    const std::scoped_lock lock(m_mutex);
    held.swap(m_held);
}

bool Chaos::isAuthorised(std::string_view authorization) const
{
    constexpr std::string_view scheme = "Bearer ";
    if (!authorization.starts_with(scheme))
        return false;
    authorization.remove_prefix(scheme.size());
    return authorization.size() == m_token.size() &&
           sodium_memcmp(authorization.data(), m_token.data(), m_token.size()) == 0;
}

Faults Chaos::faults() const
{
    const std::scoped_lock lock(m_mutex);
    return m_faults;
}

void Chaos::setFaults(const Faults &faults)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_faults = faults;
    }
    m_engine.setLag(faults.lagSlots);
    m_hub.setSilence(faults.hasWebSocketGap ? Silence::On : Silence::Off);
}

void Chaos::clear()
{
    setFaults({});
    std::deque<std::shared_ptr<http::Responder>> held;
    const std::scoped_lock lock(m_mutex);
    held.swap(m_held);
}

Chaos::RequestFate Chaos::strikeRequest()
{
    const std::scoped_lock lock(m_mutex);
    if (countDown(m_faults.rateLimitNext))
        return {RequestFate::Kind::RateLimited, 0, m_faults.retryAfterSeconds};
    if (countDown(m_faults.silentNext))
        return {RequestFate::Kind::Silent, 0, 0};
    return {RequestFate::Kind::Answered, m_faults.latencyMs, 0};
}

void Chaos::hold(std::shared_ptr<http::Responder> responder)
{
    const std::scoped_lock lock(m_mutex);
    m_held.push_back(std::move(responder));
    if (m_held.size() > heldMax)
        m_held.pop_front();
}

void Chaos::after(std::uint32_t delayMs, std::function<void()> action)
{
    if (delayMs == 0 || !m_delayLine.after(delayMs, action))
        action();
}

void Chaos::submit(Submission submission)
{
    bool drops = false;
    bool duplicates = false;
    std::uint32_t delayMs = 0;
    {
        const std::scoped_lock lock(m_mutex);
        drops = countDown(m_faults.dropNext);
        duplicates = !drops && countDown(m_faults.duplicateNext);
        delayMs = drops ? 0 : m_faults.delayMs;
    }
    if (drops || delayMs > 0)
        submission.delivery = Delivery::Lost;
    const int copies = (delayMs > 0 ? 1 : 0) + (duplicates ? 1 : 0);
    if (copies > 0)
        deliverLater(submission, delayMs, copies);
    m_engine.submit(std::move(submission));
}

/// What comes later follows the answer. Beside the first, a copy could reach the bank before it, and the sender would
/// hear that his transaction had been processed already; and what is refused to him must not land.
void Chaos::deliverLater(Submission &submission, std::uint32_t delayMs, int copies)
{
    Submission copy{.transaction = submission.transaction, .preflight = {}, .done = [](SubmitResult &&) {}};
    submission.done = [this, delayMs, copies, copy = std::move(copy),
                       done = std::move(submission.done)](SubmitResult &&result) {
        const bool isTaken = result.outcome == SubmitOutcome::Recorded || result.outcome == SubmitOutcome::Dropped;
        done(std::move(result));
        for (int i = 0; isTaken && i < copies; ++i)
            after(delayMs, [this, copy] { m_engine.submit(copy); });
    };
}

std::uint64_t Chaos::keep(Image image)
{
    const std::scoped_lock lock(m_mutex);
    m_snapshots.emplace_back(++m_lastSnapshot, std::make_shared<const Image>(std::move(image)));
    if (m_snapshots.size() > snapshotsMax)
        m_snapshots.pop_front();
    return m_lastSnapshot;
}

std::shared_ptr<const Chaos::Image> Chaos::find(std::uint64_t snapshot) const
{
    const std::scoped_lock lock(m_mutex);
    const auto at = std::ranges::find(m_snapshots, snapshot, [](const auto &one) { return one.first; });
    return at == m_snapshots.end() ? nullptr : at->second;
}

} // namespace paradox::ledger
