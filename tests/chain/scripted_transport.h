#pragma once

#include "chain/rpc_client.h"
#include "tests/support/manual_clock.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>

namespace paradox::chain {

/// Answers each request as the test says.
class ScriptedTransport final : public Transport {
public:
    using Script = std::function<std::expected<TransportAnswer, TransportError>(const nlohmann::json &)>;
    explicit ScriptedTransport(Script script) : m_script(std::move(script)) {}
    std::expected<TransportAnswer, TransportError> post(const std::string &body) override
    {
        return m_script(nlohmann::json::parse(body));
    }

private:
    Script m_script;
};

inline RpcClient clientOf(ScriptedTransport::Script script, const Clock &clock, Slot finalizedBefore = {})
{
    return RpcClient(std::make_unique<ScriptedTransport>(std::move(script)), clock, finalizedBefore);
}

/// On a clock that stands still.
inline RpcClient clientOf(ScriptedTransport::Script script, Slot finalizedBefore = {})
{
    static const testing::ManualClock clock;
    return clientOf(std::move(script), clock, finalizedBefore);
}

inline TransportAnswer ok(const std::string &body)
{
    return {.status = 200, .body = body, .retryAfterMs = {}};
}

inline nlohmann::json answerTo(const nlohmann::json &request, nlohmann::json result)
{
    return {{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", std::move(result)}};
}

inline nlohmann::json errorTo(const nlohmann::json &request, std::int64_t code)
{
    return {{"jsonrpc", "2.0"}, {"id", request["id"]}, {"error", {{"code", code}, {"message", "no"}}}};
}

inline nlohmann::json withContext(std::uint64_t slot, nlohmann::json value)
{
    return {{"context", {{"slot", slot}}}, {"value", std::move(value)}};
}

} // namespace paradox::chain
