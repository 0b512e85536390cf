#pragma once

#include "api/problems.h"
#include "domain/clock.h"
#include "storage/idempotency.h"

#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace paradox::api {

/// Keyed requests under way, and answers that are kept in memory: bounded, each for ten minutes. That a request is
/// under way is known here and nowhere else, so no failure of a disk can leave it so for ever. Any thread.
class KeptAnswers {
public:
    static constexpr std::size_t bodyBytesMax = 16 * 1024; ///< a longer answer is let go: its key is free again

    KeptAnswers(const Clock &clock, std::size_t keysMax) : m_clock(clock), m_keysMax(keysMax) {}

    /// Nothing: the key was free and is the caller's, who completes or releases it. Else what is known of the first
    /// request, status 0 while it is under way; or Busy, when the table is full.
    [[nodiscard]] std::expected<std::optional<storage::IdempotentAnswer>, Code> claim(const std::string &name,
                                                                                      const Hash &fingerprint);
    void complete(const std::string &name, storage::IdempotentAnswer answer);
    void release(const std::string &name);

private:
    struct Kept {
        storage::IdempotentAnswer answer;
        std::int64_t expiresAtMs = 0; ///< monotonic; of one under way: never
    };

    const Clock &m_clock;
    std::size_t m_keysMax;
    std::mutex m_mutex;
    std::unordered_map<std::string, Kept> m_kept;
};

} // namespace paradox::api
