#pragma once

#include "http/server.h"
#include "ledger/chaos.h"
#include "ledger/pubsub.h"
#include "ledger/rpc.h"

namespace paradox::ledger {

/// JSON-RPC over HTTP, with what a chaos test does to requests.
class RpcDoor final : public http::Handler {
public:
    /// `chaos` is null where cheat-codes are off.
    RpcDoor(Rpc &rpc, const Engine &engine, Chaos *chaos) : m_rpc(rpc), m_engine(engine), m_chaos(chaos) {}

    void handle(http::Request &&request, http::Responder responder) override;
    std::size_t bodyBytesMax(http::Method method, std::string_view path, std::size_t usual) const override;

private:
    void handleStruck(std::string_view body, const std::shared_ptr<http::Responder> &held);

    Rpc &m_rpc;
    const Engine &m_engine;
    Chaos *m_chaos;
};

/// PubSub over WebSocket.
class PubSubDoor final : public http::Handler {
public:
    explicit PubSubDoor(PubSub &hub) : m_hub(hub) {}

    void handle(http::Request &&request, http::Responder responder) override;
    std::unique_ptr<http::WebSocketListener> upgrade(const http::Request &request) override;

private:
    PubSub &m_hub;
};

} // namespace paradox::ledger
