#include "api/api.h"

#include "api/front.h"
#include "api/keeper.h"
#include "api/routes.h"
#include "domain/base58.h"
#include "http/wire.h"

#include <algorithm>

namespace paradox::api {

namespace {

constexpr std::size_t idempotencyKeyMax = 255;
constexpr std::array<const char *, 6> statusClasses{"", "", "2xx", "3xx", "4xx", "5xx"};

std::shared_ptr<const RouteMetrics> metricsOf(telemetry::Registry &registry, const std::string &name)
{
    RouteMetrics metrics;
    for (std::size_t i = 2; i < metrics.byClass.size(); ++i) {
        metrics.byClass[i] = &registry.counter("ppv_http_requests", "Requests by route and status class.",
                                               {{"route", name}, {"status", statusClasses[i]}});
    }
    metrics.byClass[0] = metrics.byClass[5];
    metrics.byClass[1] = metrics.byClass[5];
    metrics.duration =
        &registry.histogram("ppv_http_request_duration_seconds", "Time from request to answer.", {{"route", name}});
    return std::make_shared<const RouteMetrics>(metrics);
}

std::optional<std::string_view> bearerOf(const http::Request &request)
{
    constexpr std::string_view scheme = "Bearer "; // the case of a scheme says nothing: RFC 9110, 11.1
    const auto value = request.header("authorization");
    if (!value || !http::equalsIgnoringCase(value->substr(0, scheme.size()), scheme))
        return std::nullopt;
    return value->substr(scheme.size());
}

bool isJson(std::string_view contentType)
{
    constexpr std::string_view type = "application/json";
    return contentType.starts_with(type) && (contentType.size() == type.size() || contentType[type.size()] == ';');
}

bool isAccepted(BodyKind kind, const http::Request &request)
{
    const std::string_view contentType = request.header("content-type").value_or("");
    switch (kind) {
    case BodyKind::None:
        return true;
    case BodyKind::Json:
        return isJson(contentType);
    case BodyKind::JsonOrOctets:
        return isJson(contentType) || contentType == "application/octet-stream";
    case BodyKind::JsonOrNothing:
        return request.body.empty() || isJson(contentType);
    }
    return false;
}

std::string allowText(const std::vector<http::Method> &methods)
{
    std::string text;
    for (const http::Method method : methods) {
        text += (text.empty() ? "" : ", ") + std::string(http::toText(method));
        if (method == http::Method::Get)
            text += ", HEAD";
    }
    return text;
}

} // namespace

class Api::Parts {
public:
    Parts(Services services, NodeFacts facts, Limits limits)
        : m_front(std::move(services), std::move(facts), limits),
          m_keeper(m_front)
    {
        telemetry::Registry &registry = m_front.services.metrics;
        for (const Route &route : routes())
            m_metrics.push_back(
                metricsOf(registry, std::string(http::toText(route.method)) + " " + std::string(route.pattern)));
        m_unrouted = metricsOf(registry, "unrouted");
        watchQueues(registry);
    }

    [[nodiscard]] Front &front() { return m_front; }
    void handle(http::Request &&request, http::Responder responder);

private:
    void watchQueues(telemetry::Registry &registry);
    void refuseUnrouted(const Match &match, Reply reply);
    [[nodiscard]] bool letIn(const Route &route, Call &call);
    void route(const Route &route, Call call);
    void run(const Route &route, Call call);

    Front m_front;
    Keeper m_keeper;
    std::vector<std::shared_ptr<const RouteMetrics>> m_metrics; ///< in the order of routes()
    std::shared_ptr<const RouteMetrics> m_unrouted;
};

void Api::Parts::watchQueues(telemetry::Registry &registry)
{
    const auto depth = [&](const char *queue) -> telemetry::Gauge & {
        return registry.gauge("ppv_queue_depth", "What waits in a queue.", {{"queue", queue}});
    };
    telemetry::Gauge &readers = depth("api_readers");
    telemetry::Gauge &chain = depth("api_chain");
    telemetry::Gauge &verify = depth("verify");
    telemetry::Gauge &writer = depth("writer");
    telemetry::Gauge &subscribers = registry.gauge("ppv_feed_subscribers", "Open live feeds.");
    telemetry::Gauge &feedSeq = registry.gauge("ppv_feed_seq", "Number of the last event.");
    telemetry::Gauge &pending = registry.gauge("ppv_intents_pending", "Intents that wait in the book.");
    telemetry::Gauge &sessions = registry.gauge("ppv_sessions", "Sessions kept in memory.");
    registry.beforeExposition([this, &readers, &chain, &verify, &writer, &subscribers, &feedSeq, &pending, &sessions] {
        const admission::Admission::Load load = m_front.services.admission.load();
        readers.set(static_cast<std::int64_t>(m_front.readers.queued()));
        chain.set(static_cast<std::int64_t>(m_front.chainWorker.queued()));
        verify.set(static_cast<std::int64_t>(load.verifyQueued));
        writer.set(static_cast<std::int64_t>(load.writerQueued));
        subscribers.set(static_cast<std::int64_t>(m_front.feed.subscribers()));
        feedSeq.set(static_cast<std::int64_t>(m_front.feed.last().value));
        pending.set(static_cast<std::int64_t>(load.pending));
        sessions.set(static_cast<std::int64_t>(load.sessions));
    });
}

void Api::Parts::refuseUnrouted(const Match &match, Reply reply)
{
    if (match.allowed.empty()) {
        reply.problem(Code::RouteUnknown);
        return;
    }
    const ProblemKind &kind = kindOf(Code::MethodNotAllowed);
    http::Response response = problemResponse(kind.status, problemJson(kind, {}, reply.path()));
    response.headers.push_back({"Allow", allowText(match.allowed)});
    reply.send(std::move(response));
}

bool Api::Parts::letIn(const Route &route, Call &call)
{
    const auto token = bearerOf(call.request);
    if (route.access != Access::Open) {
        if (!token) {
            call.reply.problem(Code::TokenMissing);
            return false;
        }
        const auto principal = m_front.services.tokens.find(*token);
        if (!principal) {
            call.reply.problem(Code::TokenInvalid);
            return false;
        }
        if (!principal->roles.intersects(rolesOf(route.access))) {
            call.reply.problem(Code::Forbidden);
            return false;
        }
        call.principal = *principal;
    }
    // Intents have a limit of their own, by owner.
    if (route.run == handlers::submitIntent || route.run == handlers::submitBatch)
        return true;
    const bool isSignIn = route.access == Access::Open && route.pattern.starts_with("/api/");
    const std::string caller = call.principal.isWallet()      ? toBase58(call.principal.address)
                               : route.access == Access::Open ? call.request.remoteAddress
                                                              : "node";
    const auth::RateAnswer rate = isSignIn ? m_front.signInRate.take(caller) : m_front.readRate.take(caller);
    call.reply.limitedBy(rate);
    if (!rate.isAllowed)
        call.reply.problem(Code::RateLimited);
    return rate.isAllowed;
}

void Api::Parts::run(const Route &route, Call call)
{
    if (route.place == Place::AtOnce) {
        route.run(m_front, std::move(call));
        return;
    }
    Workers &workers = route.place == Place::Chain ? m_front.chainWorker : m_front.readers;
    auto shared = std::make_shared<Call>(std::move(call));
    Workers::Work work = [this, &route, shared] { route.run(m_front, std::move(*shared)); };
    if (!workers.post(work))
        shared->reply.problem(Code::Busy);
}

void Api::Parts::route(const Route &route, Call call)
{
    const auto key = route.method == http::Method::Post ? call.request.header("idempotency-key") : std::nullopt;
    if (!key) {
        run(route, std::move(call));
        return;
    }
    const bool isPrintable = std::ranges::all_of(*key, [](char c) { return c > ' ' && c <= '~'; });
    if (key->empty() || key->size() > idempotencyKeyMax || !isPrintable) {
        call.reply.problem(Code::IdempotencyKeyInvalid);
        return;
    }
    auto next = [this, &route](Call first) { run(route, std::move(first)); };
    std::string name(*key);
    if (route.answersSecrets)
        m_keeper.handleSecret(std::move(call), std::move(name), std::move(next));
    else
        m_keeper.handle(std::move(call), std::move(name), std::move(next));
}

void Api::Parts::handle(http::Request &&request, http::Responder responder)
{
    Match match = findRoute(request.method, request.path);
    if (match.route == nullptr) {
        refuseUnrouted(match, Reply(std::move(responder), m_unrouted, m_front.services.clock, std::move(request.path)));
        return;
    }
    const Route &found = *match.route;
    const auto &metrics = m_metrics[static_cast<std::size_t>(&found - routes().data())];
    std::string path = request.path;
    Call call{std::move(request),
              std::move(match.params),
              {},
              {},
              Reply(std::move(responder), metrics, m_front.services.clock, std::move(path))};
    if (m_front.isStopping.load()) {
        call.reply.problem(Code::Stopping);
        return;
    }
    if (!letIn(found, call))
        return;
    auto query = http::parseQuery(call.request.query);
    if (!query) {
        call.reply.problem(Code::QueryInvalid, "The query string is malformed.");
        return;
    }
    call.query = std::move(*query);
    if (!isAccepted(found.body, call.request)) {
        call.reply.problem(Code::NotAcceptableType);
        return;
    }
    route(found, std::move(call));
}

Api::Api(Services services, NodeFacts facts, Limits limits)
    : m_parts(std::make_unique<Parts>(std::move(services), std::move(facts), limits))
{
}

Api::~Api()
{
    stop();
}

void Api::publish(std::span<const storage::Event> events)
{
    m_parts->front().feed.publish(events);
}

void Api::stop()
{
    Front &front = m_parts->front();
    front.isStopping.store(true);
    front.feed.stop();
    front.readers.stop();
    front.chainWorker.stop();
}

void Api::handle(http::Request &&request, http::Responder responder)
{
    m_parts->handle(std::move(request), std::move(responder));
}

std::unique_ptr<http::WebSocketListener> Api::upgrade(const http::Request &request)
{
    return request.path == "/ws" && !m_parts->front().isStopping.load() ? m_parts->front().feed.open() : nullptr;
}

std::size_t Api::bodyBytesMax(http::Method method, std::string_view path, std::size_t usual) const
{
    const std::size_t own = ownBodyLimit(method, path);
    return own != 0 ? own : usual;
}

http::Response Api::refusal(int status, std::string_view words) const
{
    return refusalResponse(status, words);
}

} // namespace paradox::api
