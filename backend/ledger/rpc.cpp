#include "ledger/rpc.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "ledger/chaos.h"
#include "ledger/rpc_json.h"
#include "ledger/rpc_reader.h"
#include "solana/keypair.h"
#include "solana/programs.h"

#include <mutex>

namespace paradox::ledger {

namespace {

constexpr std::size_t batchMax = 1'000;

std::string errorObject(const RpcError &error)
{
    JsonWriter writer;
    writer.beginObject().key("code").number(error.code).key("message").text(error.message);
    if (!error.data.empty())
        writer.key("data").raw(error.data);
    return writer.endObject().take();
}

std::string refusal(int code, std::string_view message, std::string_view id = "null")
{
    return rpcEnvelope(std::unexpected(RpcError{code, std::string(message)}), id);
}

/// A string, a number or null, as it was sent; nothing for anything else.
std::optional<std::string> idOf(const Element &request)
{
    Element id;
    if (!request.is_object() || request["id"].get(id) != simdjson::SUCCESS)
        return "null";
    if (id.is_array() || id.is_object() || id.is_bool())
        return std::nullopt;
    return simdjson::minify(id);
}

/// A call that wants no answer, and as on a cluster, where no method is one, has no effect.
bool isNotification(const Element &request)
{
    return request["id"].error() == simdjson::NO_SUCH_FIELD;
}

/// Gathers the answers of a batch, in the order of the calls. To notifications there is none.
class Batch {
public:
    Batch(std::size_t count, std::function<void(std::string, bool)> send)
        : m_answers(count),
          m_missing(count),
          m_send(std::move(send))
    {
    }

    void put(std::size_t i, std::string answer)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_answers[i] = std::move(answer);
            if (--m_missing > 0)
                return;
        }
        std::string text;
        for (const std::string &one : m_answers) {
            if (!one.empty())
                text.append(text.empty() ? "[" : ",").append(one);
        }
        m_send(text.append(text.empty() ? "" : "]"), false);
    }

private:
    std::mutex m_mutex;
    std::vector<std::string> m_answers;
    std::size_t m_missing;
    std::function<void(std::string, bool)> m_send;
};

} // namespace

std::string rpcEnvelope(const RpcResult &result, std::string_view id)
{
    std::string text = "{\"jsonrpc\":\"2.0\",";
    if (result)
        text.append("\"result\":").append(*result);
    else
        text.append("\"error\":").append(errorObject(result.error()));
    return text.append(",\"id\":").append(id).append("}");
}

Rpc::Rpc(const RpcContext &context) : m_context(context)
{
}

Rpc::~Rpc() = default;

void Rpc::handle(std::string_view body, Caller caller, std::function<void(std::string, bool)> send)
{
    const std::optional<Element> request = readRpcText(body);
    if (!request) {
        send(refusal(rpc_code::parseError, "Parse error"), false);
        return;
    }
    if (request->is_array())
        batch(*request, caller, std::move(send));
    else
        call(*request, caller, send);
}

void Rpc::batch(const Element &requests, Caller caller, std::function<void(std::string, bool)> send)
{
    const simdjson::dom::array calls = requests.get_array().value_unsafe();
    if (calls.size() == 0 || calls.size() > batchMax) {
        send(refusal(rpc_code::invalidRequest, "Invalid request"), false);
        return;
    }
    std::size_t count = 0;
    for ([[maybe_unused]] const Element one : calls)
        ++count;
    const auto gathered = std::make_shared<Batch>(count, std::move(send));
    std::size_t i = 0;
    for (const Element one : calls) {
        call(one, caller, [gathered, i](std::string text, bool) { gathered->put(i, std::move(text)); });
        ++i;
    }
}

void Rpc::call(const Element &request, Caller caller, const std::function<void(std::string, bool)> &send)
{
    std::string_view version;
    std::string_view method;
    const std::optional<std::string> id = idOf(request);
    if (!id || !request.is_object() || request["method"].get_string().get(method) != simdjson::SUCCESS) {
        send(refusal(rpc_code::invalidRequest, "Invalid request", id.value_or("null")), false);
        return;
    }
    if (request["jsonrpc"].get_string().get(version) != simdjson::SUCCESS || version != "2.0") {
        send(refusal(rpc_code::invalidRequest, "Unsupported JSON-RPC protocol version", *id), false);
        return;
    }
    if (isNotification(request)) {
        send("", false);
        return;
    }
    Element params;
    const bool given = request["params"].get(params) == simdjson::SUCCESS;
    Arguments arguments(given ? std::optional(params) : std::nullopt);
    dispatch(method, caller, arguments, [send, id = *id](RpcResult &&result) {
        const bool overloaded = !result && result.error().code == rpc_code::nodeUnhealthy;
        send(rpcEnvelope(result, id), overloaded);
    });
}

void Rpc::dispatch(std::string_view method, Caller caller, Arguments &arguments, RpcReply reply)
{
    if (!arguments.ok())
        return reply(std::unexpected(arguments.error()));
    if (method == "sendTransaction")
        return sendTransaction(arguments, reply);
    if (method == "requestAirdrop")
        return requestAirdrop(arguments, reply);
    if (m_context.chaos && method.starts_with("ppv_")) {
        if (caller != Caller::Operator)
            return reply(std::unexpected(RpcError{rpc_code::unauthorised, "Cheat-codes need their token"}));
        return runCheat(m_context, method, arguments, reply);
    }
    RpcMethod found = method == "simulateTransaction" ? simulateTransaction : findStateMethod(method);
    if (!found)
        found = findTokenMethod(method);
    if (!found)
        found = findChainMethod(method);
    if (!found)
        found = findHistoryMethod(method);
    if (!found)
        found = findClusterMethod(method);
    if (!found)
        return reply(std::unexpected(RpcError{rpc_code::methodNotFound, "Method not found"}));
    RpcResult result = found(m_context, arguments);
    reply(arguments.ok() ? std::move(result) : RpcResult(std::unexpected(arguments.error())));
}

void Rpc::sendTransaction(Arguments &arguments, const RpcReply &reply)
{
    const std::string_view text = arguments.text(0);
    const Arguments::Config config = arguments.config(1);
    Submission submission;
    if (!config.boolean("skipPreflight").value_or(false))
        submission.preflight = config.commitment("preflightCommitment");
    submission.minContextSlot = config.minContextSlot();
    (void)config.number("maxRetries"); // nothing gets lost between here and the bank
    auto transaction = takeTransaction(arguments, text, config.text("encoding"));
    if (!arguments.ok())
        return reply(std::unexpected(arguments.error()));
    submission.transaction = std::move(*transaction);
    std::string answer = '"' + toBase58(submission.transaction.signatures.front()) + '"';
    submission.done = [reply, answer = std::move(answer)](SubmitResult &&result) mutable {
        const bool taken = result.outcome == SubmitOutcome::Recorded || result.outcome == SubmitOutcome::Dropped;
        reply(taken ? RpcResult(std::move(answer)) : RpcResult(std::unexpected(toRpcError(result))));
    };
    if (m_context.chaos)
        m_context.chaos->submit(std::move(submission));
    else
        m_context.engine.submit(std::move(submission));
}

void Rpc::requestAirdrop(Arguments &arguments, const RpcReply &reply)
{
    const PublicKey to = arguments.key(0);
    const std::uint64_t lamports = arguments.number(1);
    const Arguments::Config config = arguments.config(2);
    const std::optional<std::string_view> blockhash = config.text("recentBlockhash");
    std::optional<Hash> hash = blockhash ? std::optional(arguments.toHash(*blockhash)) : std::nullopt;
    (void)config.commitment();
    if (!arguments.ok())
        return reply(std::unexpected(arguments.error()));
    const solana::Keypair faucet = solana::Keypair::fromSeed(m_context.faucetSeed);
    if (!hash) {
        const Engine::Reader reader = m_context.engine.read();
        hash = reader.bank().latestBlockhash(reader.bank().slotAt(Commitment::Processed)).hash;
    }
    // Two equal airdrops in one slot are two transactions: the unit limit tells them apart.
    const std::uint32_t units = 100'000 + m_airdrops++ % 1'000'000;
    const std::array instructions{solana::setComputeUnitLimit(units),
                                  solana::systemTransfer(faucet.publicKey(), to, {lamports})};
    auto message = solana::compileMessage(instructions, {.feePayer = faucet.publicKey(), .recentBlockhash = *hash});
    PARADOX_ASSERT(message.has_value());
    Submission submission;
    submission.transaction = solana::makeTransaction(std::move(*message));
    const std::array<const solana::Keypair *, 1> signers{&faucet};
    const bool signedByFaucet = solana::signTransaction(submission.transaction, signers);
    PARADOX_ASSERT(signedByFaucet);
    submission.preflight = Commitment::Processed;
    std::string answer = '"' + toBase58(submission.transaction.signatures.front()) + '"';
    submission.done = [reply, answer = std::move(answer)](SubmitResult &&result) mutable {
        const bool taken = result.outcome == SubmitOutcome::Recorded;
        reply(taken ? RpcResult(std::move(answer)) : RpcResult(std::unexpected(toRpcError(result))));
    };
    m_context.engine.submit(std::move(submission));
}

} // namespace paradox::ledger
