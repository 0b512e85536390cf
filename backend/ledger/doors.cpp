#include "ledger/doors.h"

#include "http/frame.h"

namespace paradox::ledger {

namespace {

constexpr std::size_t rpcBodyBytesMax = 1024 * 1024;
constexpr std::string_view tooManyRequests =
    R"({"jsonrpc":"2.0","error":{"code":429,"message":"Too many requests"},"id":null})";

http::Response plainText(int status, std::string_view words)
{
    return {.status = status, .contentType = "text/plain", .body = std::string(words)};
}

} // namespace

void RpcDoor::handle(http::Request &&request, http::Responder responder)
{
    if (request.method == http::Method::Get && request.path == "/health")
        return responder.send(plainText(200, m_engine.healthy() ? "ok" : "unknown"));
    if (request.method != http::Method::Post)
        return responder.send(plainText(405, "Used HTTP Method is not allowed. POST is required\n"));
    if (!request.header("content-type").value_or("").starts_with("application/json"))
        return responder.send(
            plainText(415, "Supplied content type is not allowed. Content-Type: application/json is required\n"));
    // A callback is copied, a responder is not.
    auto held = std::make_shared<http::Responder>(std::move(responder));
    const bool isOperator = m_chaos && m_chaos->isAuthorised(request.header("authorization").value_or(""));
    if (m_chaos && !isOperator)
        return handleStruck(request.body, held);
    m_rpc.handle(request.body, isOperator ? Caller::Operator : Caller::Anyone,
                 [held](std::string text, bool overloaded) {
                     held->send({.status = overloaded ? 503 : 200, .body = std::move(text)});
                 });
}

std::size_t RpcDoor::bodyBytesMax(http::Method, std::string_view, std::size_t) const
{
    return rpcBodyBytesMax;
}

void RpcDoor::handleStruck(std::string_view body, const std::shared_ptr<http::Responder> &held)
{
    const Chaos::RequestFate fate = m_chaos->strikeRequest();
    if (fate.kind == Chaos::RequestFate::Kind::Silent)
        return m_chaos->hold(held);
    if (fate.kind == Chaos::RequestFate::Kind::RateLimited) {
        http::Response refusal{.status = 429, .body = std::string(tooManyRequests)};
        if (fate.retryAfterSeconds > 0)
            refusal.headers.push_back({"retry-after", std::to_string(fate.retryAfterSeconds)});
        return held->send(std::move(refusal));
    }
    m_rpc.handle(body, Caller::Anyone, [held, chaos = m_chaos, fate](std::string text, bool overloaded) {
        chaos->after(fate.latencyMs, [held, text = std::move(text), overloaded] {
            held->send({.status = overloaded ? 503 : 200, .body = text});
        });
    });
}

void PubSubDoor::handle(http::Request &&, http::Responder responder)
{
    http::Response response = plainText(426, "WebSocket only\n");
    response.headers = http::upgradeHeaders();
    responder.send(std::move(response));
}

std::unique_ptr<http::WebSocketListener> PubSubDoor::upgrade(const http::Request &)
{
    return m_hub.connect();
}

} // namespace paradox::ledger
