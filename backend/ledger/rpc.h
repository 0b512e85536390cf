#pragma once

#include "ledger/engine.h"
#include "ledger/rpc_arguments.h"

#include <atomic>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace paradox::ledger {

using RpcResult = std::expected<std::string, RpcError>; ///< finished JSON of "result"

/// One answer, exactly once, from any thread.
using RpcReply = std::function<void(RpcResult &&)>;

class Chaos;

/// Who asks: cheat-codes answer to the holder of their token only.
enum class Caller : std::uint8_t { Anyone, Operator };

/// What the answers need beside the chain.
struct RpcContext {
    Engine &engine;
    const Bytes &faucetSeed;                             ///< signs airdrops
    const std::atomic<std::uint16_t> *rpcPort = nullptr; ///< known when the ports are open
    const std::atomic<std::uint16_t> *wsPort = nullptr;
    Chaos *chaos = nullptr; ///< null: cheat-codes are off
};

/// The JSON-RPC methods of a cluster. Any thread; answers at once, or when a submission is durable.
class Rpc {
public:
    explicit Rpc(const RpcContext &context);
    ~Rpc();

    /// A whole HTTP body: one call or a batch. `send` gets the text of the answer, and whether the ledger was too busy.
    void handle(std::string_view body, Caller caller, std::function<void(std::string text, bool overloaded)> send);

private:
    void call(const Element &request, Caller caller, const std::function<void(std::string, bool)> &send);
    void dispatch(std::string_view method, Caller caller, Arguments &arguments, RpcReply reply);
    void batch(const Element &requests, Caller caller, std::function<void(std::string, bool)> send);

    void sendTransaction(Arguments &arguments, const RpcReply &reply);
    void requestAirdrop(Arguments &arguments, const RpcReply &reply);

    RpcContext m_context;
    std::atomic<std::uint32_t> m_airdrops{0};
};

using RpcMethod = RpcResult (*)(const RpcContext &, Arguments &);
struct NamedMethod {
    std::string_view name;
    RpcMethod method;
};
/// Null when there is no such method; submissions are not among them.
[[nodiscard]] RpcMethod findStateMethod(std::string_view name);
[[nodiscard]] RpcMethod findTokenMethod(std::string_view name);
[[nodiscard]] RpcMethod findChainMethod(std::string_view name);
[[nodiscard]] RpcMethod findHistoryMethod(std::string_view name);
[[nodiscard]] RpcMethod findClusterMethod(std::string_view name);
void runCheat(const RpcContext &context, std::string_view name, Arguments &arguments, const RpcReply &reply);
[[nodiscard]] RpcResult simulateTransaction(const RpcContext &context, Arguments &arguments);

/// The slot of a commitment, unless it is behind what the client has seen.
[[nodiscard]] std::expected<Slot, RpcError> slotFor(const Engine::Reader &reader, Commitment commitment, Slot minimum);
/// What most methods begin with: options at `i`, a slot at their commitment.
[[nodiscard]] std::expected<Slot, RpcError> takeSlot(const Engine::Reader &reader, Arguments &arguments, std::size_t i);
[[nodiscard]] RpcError toRpcError(const SubmitResult &result);

/// One answer with its id, as text. The id is JSON.
[[nodiscard]] std::string rpcEnvelope(const RpcResult &result, std::string_view id);

/// A transaction as clients send it, decoded and sanitised; reports what is wrong.
[[nodiscard]] std::optional<solana::Transaction> takeTransaction(Arguments &arguments, std::string_view text,
                                                                 std::optional<std::string_view> encoding);

} // namespace paradox::ledger
