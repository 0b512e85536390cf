#include "api/reply.h"

namespace paradox::api {

Reply::Reply(http::Responder responder, std::shared_ptr<const RouteMetrics> metrics, const Clock &clock,
             std::string path)
    : m_responder(std::move(responder)),
      m_metrics(std::move(metrics)),
      m_clock(&clock),
      m_path(std::move(path)),
      m_startMs(clock.monotonicMs())
{
}

Reply::Reply(Reply &&other) noexcept = default;

Reply &Reply::operator=(Reply &&other) noexcept
{
    if (this != &other) {
        if (m_responder)
            problem(Code::Internal);
        m_responder = std::move(other.m_responder);
        m_metrics = std::move(other.m_metrics);
        m_path = std::move(other.m_path);
        m_clock = other.m_clock;
        m_startMs = other.m_startMs;
        m_rate = other.m_rate;
        m_keeper = std::move(other.m_keeper);
    }
    return *this;
}

Reply::~Reply()
{
    if (m_responder)
        problem(Code::Internal);
}

void Reply::send(http::Response response)
{
    if (m_metrics) {
        m_metrics->byClass[static_cast<std::size_t>(response.status / 100)]->add();
        m_metrics->duration->observe((m_clock->monotonicMs() - m_startMs) * 1000);
    }
    if (m_rate) {
        response.headers.push_back({"RateLimit-Limit", std::to_string(m_rate->limit)});
        response.headers.push_back({"RateLimit-Remaining", std::to_string(m_rate->remaining)});
        response.headers.push_back({"RateLimit-Reset", std::to_string((m_rate->resetMs + 999) / 1000)});
        if (!m_rate->isAllowed)
            response.headers.push_back({"Retry-After", std::to_string((m_rate->retryAfterMs + 999) / 1000)});
    }
    if (response.status == 503)
        response.headers.push_back({"Retry-After", "1"});
    if (m_keeper) {
        Keeper keeper = std::move(m_keeper);
        keeper(std::move(response), std::move(m_responder));
        return;
    }
    m_responder.send(std::move(response));
}

void Reply::json(int status, const nlohmann::json &body)
{
    send({.status = status, .body = write(body)});
}

void Reply::problem(const ProblemKind &kind, std::string_view detail)
{
    send(problemResponse(kind.status, problemJson(kind, detail, m_path)));
}

} // namespace paradox::api
