#pragma once

#include "api/api.h"
#include "http/server.h"

#include <atomic>

namespace paradox::node {

/// Stands before the API while the node starts: the port must be known before the API can be made, because sign-in
/// texts name it. Until it is opened every request is answered 503.
class FrontDoor final : public http::Handler {
public:
    void open(api::Api &api) { m_api.store(&api, std::memory_order_release); }
    void close() { m_api.store(nullptr, std::memory_order_release); }

    void handle(http::Request &&request, http::Responder responder) override
    {
        if (api::Api *api = m_api.load(std::memory_order_acquire))
            api->handle(std::move(request), std::move(responder));
        else
            responder.send({.status = 503, .body = {}, .headers = {{"retry-after", "1"}}});
    }
    std::unique_ptr<http::WebSocketListener> upgrade(const http::Request &request) override
    {
        api::Api *api = m_api.load(std::memory_order_acquire);
        return api ? api->upgrade(request) : nullptr;
    }
    std::size_t bodyBytesMax(http::Method method, std::string_view path, std::size_t usual) const override
    {
        const api::Api *api = m_api.load(std::memory_order_acquire);
        return api ? api->bodyBytesMax(method, path, usual) : usual;
    }
    http::Response refusal(int status, std::string_view words) const override
    {
        const api::Api *api = m_api.load(std::memory_order_acquire);
        return api ? api->refusal(status, words) : http::Handler::refusal(status, words);
    }

private:
    std::atomic<api::Api *> m_api = nullptr;
};

} // namespace paradox::node
