#pragma once

#include "api/api.h"
#include "api/problems.h"
#include "http/server.h"

#include <atomic>

namespace paradox::node {

/// Stands before the API while the node starts: the port must be known before the API can be made, because sign-in
/// texts name it. While it is closed, before as after, every request is answered 503.
class FrontDoor final : public http::Handler {
public:
    void open(api::Api &api) { m_api.store(&api, std::memory_order_release); }
    void close()
    {
        m_whyClosed.store(api::Code::Stopping, std::memory_order_relaxed);
        m_api.store(nullptr, std::memory_order_release);
    }

    void handle(http::Request &&request, http::Responder responder) override
    {
        if (api::Api *api = m_api.load(std::memory_order_acquire)) {
            api->handle(std::move(request), std::move(responder));
            return;
        }
        const api::ProblemKind &kind = api::kindOf(m_whyClosed.load(std::memory_order_relaxed));
        http::Response response = api::problemResponse(kind.status, api::problemJson(kind, {}, request.path));
        response.headers.push_back({"Retry-After", "1"});
        responder.send(std::move(response));
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
        return api::refusalResponse(status, words);
    }

private:
    std::atomic<api::Api *> m_api = nullptr;
    std::atomic<api::Code> m_whyClosed = api::Code::Starting;
};

} // namespace paradox::node
