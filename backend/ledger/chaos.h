#pragma once

#include "http/responder.h"
#include "ledger/delay_line.h"
#include "ledger/engine.h"
#include "ledger/pubsub.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace paradox::ledger {

/// What the node is made to do to its clients. All off at first; a "next" counts down with each thing it strikes.
struct Faults {
    std::uint32_t dropNext = 0;          ///< transactions acknowledged, then lost
    std::uint32_t duplicateNext = 0;     ///< transactions delivered twice
    std::uint32_t delayMs = 0;           ///< from a transaction's acknowledgement to its delivery
    std::uint32_t rateLimitNext = 0;     ///< requests answered 429
    std::uint32_t retryAfterSeconds = 0; ///< named by a 429; 0: not named
    std::uint32_t silentNext = 0;        ///< requests that are never answered: a half-open connection
    std::uint32_t latencyMs = 0;         ///< before every answer
    std::uint32_t lagSlots = 0;          ///< blocks behind the chain that reads and preflights see, at most lagSlotsMax
    bool isUnhealthy = false;
    bool hasWebSocketGap = false; ///< notifications get lost

    bool operator==(const Faults &) const = default;
};

inline constexpr std::uint32_t lagSlotsMax = 64;
inline constexpr std::uint32_t delayMsMax = 600'000;

/// Faults and snapshots of a ledger whose cheat-codes are on. Any thread. Requests that carry the token are spared, so
/// that a fault can always be taken back.
class Chaos {
public:
    static constexpr std::size_t snapshotsMax = 8;

    Chaos(Engine &engine, PubSub &hub, std::string token);
    ~Chaos(); ///< stops
    Chaos(const Chaos &) = delete;
    Chaos &operator=(const Chaos &) = delete;
    /// Lets go of held requests and of everything delayed. Before the servers stop; idempotent.
    void stop();

    /// Whether the header "Authorization: Bearer <token>" is that of the token's holder. In constant time.
    [[nodiscard]] bool isAuthorised(std::string_view authorization) const;

    [[nodiscard]] Faults faults() const;
    void setFaults(const Faults &faults);
    void clear(); ///< all off; held requests are let go
    void cutWebSockets() { m_hub.cut(); }

    struct RequestFate {
        enum class Kind : std::uint8_t { Answered, RateLimited, Silent };
        Kind kind = Kind::Answered;
        std::uint32_t latencyMs = 0;
        std::uint32_t retryAfterSeconds = 0;
    };
    [[nodiscard]] RequestFate strikeRequest();
    /// Keeps a request without an answer. Beyond a thousand of them the oldest is let go.
    void hold(std::shared_ptr<http::Responder> responder);
    void after(std::uint32_t delayMs, std::function<void()> action);
    /// As Engine::submit, with what is to befall transactions.
    void submit(Submission submission);

    using Image = std::vector<AccountWrite>;
    /// The number of the new snapshot. The oldest gives way.
    [[nodiscard]] std::uint64_t keep(Image image);
    [[nodiscard]] std::shared_ptr<const Image> find(std::uint64_t snapshot) const;

private:
    void deliverLater(Submission &submission, std::uint32_t delayMs, int copies);

    Engine &m_engine;
    PubSub &m_hub;
    std::string m_token;
    mutable std::mutex m_mutex;
    Faults m_faults;
    std::deque<std::shared_ptr<http::Responder>> m_held;
    std::deque<std::pair<std::uint64_t, std::shared_ptr<const Image>>> m_snapshots;
    std::uint64_t m_lastSnapshot = 0;
    DelayLine m_delayLine;
};

} // namespace paradox::ledger
