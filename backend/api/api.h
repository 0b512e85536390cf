#pragma once

#include "api/services.h"
#include "http/server.h"

#include <memory>
#include <span>

namespace paradox::api {

/// The HTTP and WebSocket front of a node: hand it to http::Server. Construct it after the writer's other listeners are
/// set and before writer.start(); `publish` is the writer's publisher. Destroy it after the server.
class Api : public http::Handler {
public:
    Api(Services services, NodeFacts facts, Limits limits = {});
    ~Api() override;

    /// Writer thread: the durable events of a commit group, for the live feed.
    void publish(std::span<const storage::Event> events);
    /// Ends subscriptions and finishes what the workers hold; later requests answer 503. Before the server stops.
    void stop();

    void handle(http::Request &&request, http::Responder responder) override;
    [[nodiscard]] std::unique_ptr<http::WebSocketListener> upgrade(const http::Request &request) override;
    [[nodiscard]] std::size_t bodyBytesMax(http::Method method, std::string_view path,
                                           std::size_t usual) const override;
    [[nodiscard]] http::Response refusal(int status, std::string_view words) const override;

    class Parts;

private:
    std::unique_ptr<Parts> m_parts;
};

/// The document that describes every route, as served.
[[nodiscard]] std::string_view openApiDocument();

} // namespace paradox::api
