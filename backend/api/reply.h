#pragma once

#include "api/body.h"
#include "api/problems.h"
#include "auth/rate_limit.h"
#include "domain/clock.h"
#include "http/responder.h"
#include "telemetry/metrics.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

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
    Reply(http::Responder responder, std::shared_ptr<const RouteMetrics> metrics, const Clock &clock, std::string path);
    Reply(Reply &&other) noexcept;
    Reply &operator=(Reply &&other) noexcept;
    ~Reply();

    void send(http::Response response);
    void json(int status, const nlohmann::json &body);
    void problem(const ProblemKind &kind, std::string_view detail);
    void problem(Code code, std::string_view detail = {}) { problem(kindOf(code), detail); }
    void problem(admission::Refusal refusal) { problem(kindOf(refusal), admission::words(refusal)); }
    void problem(const BodyError &error) { problem(error.code, error.detail); }

    /// Adds RateLimit fields, and Retry-After to a no.
    void limitedBy(const auth::RateAnswer &answer) { m_rate = answer; }
    [[nodiscard]] const std::string &path() const { return m_path; }
    /// Has the response kept before it leaves.
    void keepWith(Keeper keeper) { m_keeper = std::move(keeper); }

private:
    http::Responder m_responder;
    std::shared_ptr<const RouteMetrics> m_metrics; ///< may outlive the API in a callback nobody called
    const Clock *m_clock = nullptr;
    std::string m_path;
    std::int64_t m_startMs = 0;
    std::optional<auth::RateAnswer> m_rate;
    Keeper m_keeper;
};

} // namespace paradox::api
