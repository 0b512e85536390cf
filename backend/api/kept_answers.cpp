#include "api/kept_answers.h"

#include "domain/assert.h"

#include <limits>

namespace paradox::api {

namespace {

constexpr std::int64_t lifeMs = 10 * 60 * 1000;
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

} // namespace

std::expected<std::optional<storage::IdempotentAnswer>, Code> KeptAnswers::claim(const std::string &name,
                                                                                 const Hash &fingerprint)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowMs = m_clock.monotonicMs();
    if (m_kept.size() >= m_keysMax)
        std::erase_if(m_kept, [&](const auto &entry) { return entry.second.expiresAtMs <= nowMs; });
    const auto found = m_kept.find(name);
    if (found != m_kept.end() && found->second.expiresAtMs > nowMs)
        return found->second.answer;
    if (found == m_kept.end() && m_kept.size() >= m_keysMax)
        return std::unexpected(Code::Busy);
    m_kept.insert_or_assign(name,
                            Kept{{.fingerprint = fingerprint, .status = 0, .contentType = {}, .body = {}}, never});
    return std::nullopt;
}

void KeptAnswers::complete(const std::string &name, storage::IdempotentAnswer answer)
{
    if (answer.body.size() > bodyBytesMax) {
        release(name);
        return;
    }
    const std::lock_guard lock(m_mutex);
    const auto found = m_kept.find(name);
    PARADOX_ASSERT(found != m_kept.end());
    found->second = {std::move(answer), m_clock.monotonicMs() + lifeMs};
}

void KeptAnswers::release(const std::string &name)
{
    const std::lock_guard lock(m_mutex);
    m_kept.erase(name);
}

} // namespace paradox::api
