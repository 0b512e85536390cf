#pragma once

#include "api/body.h"
#include "api/problems.h"
#include "auth/rate_limit.h"
#include "domain/clock.h"
#include "http/responder.h"
#include "telemetry/metrics.h"

#include <array>
#include <functional>

namespace paradox::api {

/// The figures of one route.
struct RouteMetrics {
    std::array<telemetry::Counter *, 6> byClass{}; ///< [status / 100]
    telemetry::Histogram *duration = nullptr;
};

/// The answer to one request under way. Exactly one of the sending calls; one that dies unused answers 500.
class Reply {
public:
    using Keeper = std::move_only_function<void(http::Response, http::Responder)>;

    Reply() = default;
    Reply(http::Responder responder, const RouteMetrics *metrics, const Clock &clock);
    Reply(Reply &&other) noexcept;
    Reply &operator=(Reply &&other) noexcept;
    ~Reply();

    void send(http::Response response);
    void json(int status, const nlohmann::json &body);
    void problem(Code code, std::string_view detail = {});
    void problem(admission::Refusal refusal);
    void problem(const BodyError &error) { problem(error.code, error.detail); }

    /// Adds RateLimit fields, and Retry-After to a no.
    void limitedBy(const auth::RateAnswer &answer) { m_rate = answer; }
    /// Has the response kept before it leaves.
    void keepWith(Keeper keeper) { m_keeper = std::move(keeper); }

private:
    http::Responder m_responder;
    const RouteMetrics *m_metrics = nullptr;
    const Clock *m_clock = nullptr;
    std::int64_t m_startMs = 0;
    std::optional<auth::RateAnswer> m_rate;
    Keeper m_keeper;
};

} // namespace paradox::api
