#include "chain/rpc_client.h"

#include "chain/rpc_json.h"
#include "domain/base58.h"
#include "domain/encoding.h"

namespace paradox::chain {
namespace {

using nlohmann::json;

ChainError transient(std::string words)
{
    return {.kind = ErrorClass::Transient, .words = std::move(words)};
}

ChainError doubted(Horizon::Word word)
{
    return transient(word == Horizon::Word::FarAhead ? "the chain's node is far ahead of what is known of the chain"
                                                     : "the chain's node is behind what is known of the chain");
}

ChainError preflightError(ChainError error, const json &data)
{
    error.transactionError = readError(data);
    error.logs = readLogs(data, "logs");
    if (error.transactionError == "\"BlockhashNotFound\"")
        error.kind = ErrorClass::Expired;
    else if (error.transactionError == "\"AlreadyProcessed\"")
        error.kind = ErrorClass::Ambiguous; // it is there already: its status tells
    return error;
}

ChainError readRpcError(const json &error)
{
    ChainError result{.words = readText(error, "message")};
    const auto code = error.is_object() ? error.find("code") : error.end();
    if (code == error.end() || !code->is_number_integer())
        return malformed("a refused call");
    result.code = code->get<std::int64_t>();
    result.kind = classOfRpcCode(result.code);
    const auto data = error.find("data");
    if (data != error.end() && data->is_object())
        return preflightError(std::move(result), *data);
    return result;
}

enum class SearchOf { LateOnes, All };

json statusesParams(std::span<const Signature> signatures, SearchOf which)
{
    json names = json::array();
    for (const Signature &signature : signatures)
        names.push_back(toBase58(signature));
    return json::array({std::move(names), {{"searchTransactionHistory", which == SearchOf::All}}});
}

/// A read that got no answer changed nothing: only a send is ambiguous.
ChainError ofRead(ChainError error)
{
    if (error.kind == ErrorClass::Ambiguous)
        error.kind = ErrorClass::Transient;
    return error;
}

} // namespace

RpcClient::RpcClient(std::unique_ptr<Transport> transport, const Clock &clock, Slot finalizedBefore)
    : m_transport(std::move(transport)),
      m_horizon(clock, finalizedBefore)
{
}
RpcClient::~RpcClient() = default;

/// The result of one answer, or its error.
Result<json> RpcClient::unwrap(json answer, const char *method)
{
    if (!answer.is_object())
        return std::unexpected(malformed(method));
    const auto found = answer.find("error");
    if (found != answer.end() && !found->is_null()) {
        ChainError error = readRpcError(*found);
        if (isBehind(error))
            m_horizon.hearBehind();
        return std::unexpected(std::move(error));
    }
    const auto result = answer.find("result");
    if (result == answer.end())
        return std::unexpected(malformed(method));
    return std::move(*result);
}

Result<json> RpcClient::exchange(const json &request, const char *method)
{
    const auto answer = m_transport->post(request.dump());
    if (!answer) {
        switch (answer.error()) {
        case TransportError::NotSent:
            return std::unexpected(transient("no connection to the chain's node"));
        case TransportError::Untrusted:
            return std::unexpected(transient("the certificate of the chain's node is not to be trusted"));
        case TransportError::NoAnswer:
            return std::unexpected(
                ChainError{.kind = ErrorClass::Ambiguous, .words = "the chain's node did not answer"});
        case TransportError::TooLarge:
            return std::unexpected(ChainError{.kind = ErrorClass::Deterministic,
                                              .words = std::string("the answer to ") + method + " is too large"});
        }
    }
    if (answer->status == 429) {
        return std::unexpected(ChainError{.kind = ErrorClass::Throttled,
                                          .code = 429,
                                          .words = "the chain's node asks for fewer requests",
                                          .retryAfterMs = answer->retryAfterMs.value_or(1000)});
    }
    if (answer->status >= 500) {
        return std::unexpected(ChainError{.kind = ErrorClass::Ambiguous,
                                          .code = answer->status,
                                          .words = "the chain's node failed with " + std::to_string(answer->status)});
    }
    json parsed = json::parse(answer->body, nullptr, false);
    if (!parsed.is_discarded())
        return parsed;
    if (answer->status >= 400) {
        return std::unexpected(ChainError{.kind = ErrorClass::Fatal,
                                          .code = answer->status,
                                          .words = "the chain's node refused with " + std::to_string(answer->status)});
    }
    return std::unexpected(malformed(method));
}

Result<json> RpcClient::call(const char *method, json params)
{
    const json request = {{"jsonrpc", "2.0"}, {"id", m_nextId++}, {"method", method}, {"params", std::move(params)}};
    Result<json> answer = exchange(request, method);
    if (answer)
        return unwrap(std::move(*answer), method);
    if (std::string_view(method) != "sendTransaction")
        return std::unexpected(ofRead(std::move(answer.error())));
    return answer;
}

Result<json> RpcClient::callAbreast(const char *method, const json &params)
{
    const Slot asked = m_horizon.slotAt(Commitment::Processed);
    Result<json> result = call(method, params);
    // Not when what was asked for has been forgotten: only a node that is wrong as well would answer that.
    for (int tries = 1; !result && isBehind(result.error()) && tries < abreastTriesMax &&
                        m_horizon.slotAt(Commitment::Processed) == asked;
         ++tries)
        result = call(method, params);
    return result;
}

/// Some providers take no batches: they answer the whole with one error, with a part, or with something else.
Result<std::vector<json>> RpcClient::callAll(const std::vector<Call> &calls)
{
    Result<std::vector<json>> results = callTogether(calls);
    const bool isRefused =
        !results && calls.size() > 1 &&
        (results.error().kind == ErrorClass::Fatal || results.error().kind == ErrorClass::Deterministic);
    if (!isRefused)
        return results;
    results = std::vector<json>();
    for (const Call &one : calls) {
        Result<json> result = call(one.method, one.params);
        if (!result)
            return std::unexpected(std::move(result.error()));
        results->push_back(std::move(*result));
    }
    return results;
}

Result<std::vector<json>> RpcClient::callTogether(const std::vector<Call> &calls)
{
    json batch = json::array();
    for (const Call &one : calls)
        batch.push_back({{"jsonrpc", "2.0"}, {"id", batch.size()}, {"method", one.method}, {"params", one.params}});
    const char *method = calls.front().method;
    Result<json> answers = exchange(batch.size() == 1 ? batch[0] : batch, method);
    if (!answers)
        return std::unexpected(ofRead(std::move(answers.error())));
    if (answers->is_object()) {
        if (Result<json> alone = unwrap(std::move(*answers), method); alone && calls.size() == 1)
            return std::vector{std::move(*alone)};
        else
            return std::unexpected(alone ? malformed(method) : std::move(alone.error()));
    }
    if (!answers->is_array() || answers->size() != calls.size())
        return std::unexpected(malformed(method));
    std::vector<json> results(calls.size());
    std::vector<std::uint8_t> seen(calls.size(), 0);
    for (json &answer : *answers) {
        const std::optional<std::uint64_t> id = readU64(answer, "id"); // a batch may be answered in any order
        if (!id || *id >= calls.size() || seen[*id])
            return std::unexpected(malformed(method));
        Result<json> result = unwrap(std::move(answer), calls[*id].method);
        if (!result)
            return std::unexpected(std::move(result.error()));
        results[*id] = std::move(*result);
        seen[*id] = 1;
    }
    return results;
}

json RpcClient::configAt(Commitment commitment) const
{
    json config = {{"commitment", toText(commitment)}};
    if (const Slot known = m_horizon.slotAt(commitment); known.value > 0)
        config["minContextSlot"] = known.value;
    return config;
}

template <class Place>
Result<Place> RpcClient::keepAbreast(Commitment commitment, Place place)
{
    const Horizon::Word word = m_horizon.hear(commitment, place);
    return word == Horizon::Word::News ? Result<Place>(place) : std::unexpected(doubted(word));
}
template Result<Slot> RpcClient::keepAbreast(Commitment, Slot);
template Result<BlockHeight> RpcClient::keepAbreast(Commitment, BlockHeight);

Result<Hash> RpcClient::genesis()
{
    Result<json> result = call("getGenesisHash", json::array());
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Hash> hash =
        result->is_string() ? fromBase58<Hash>(result->get_ref<const std::string &>()) : std::nullopt;
    return hash ? Result<Hash>(*hash) : std::unexpected(malformed("getGenesisHash"));
}

Result<LatestBlockhash> RpcClient::latestBlockhash(Commitment commitment)
{
    Result<json> result = callAbreast("getLatestBlockhash", json::array({configAt(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Slot> slot = readContextSlot(*result);
    const json value = result->is_object() ? result->value("value", json()) : json();
    const std::optional<Hash> hash = fromBase58<Hash>(readText(value, "blockhash"));
    const std::optional<std::uint64_t> height = readU64(value, "lastValidBlockHeight");
    if (!slot || !hash || !height)
        return std::unexpected(malformed("getLatestBlockhash"));
    const Result<Slot> known = keepAbreast(commitment, *slot);
    if (!known)
        return std::unexpected(known.error());
    if (m_horizon.isFarAhead(BlockHeight{*height})) // an attempt until then would not end
        return std::unexpected(doubted(Horizon::Word::FarAhead));
    return LatestBlockhash{.blockhash = *hash, .lastValidBlockHeight = {*height}, .slot = *known};
}

Result<BlockHeight> RpcClient::blockHeight(Commitment commitment)
{
    Result<json> result = callAbreast("getBlockHeight", json::array({configAt(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    return result->is_number_unsigned() ? keepAbreast(commitment, BlockHeight{result->get<std::uint64_t>()})
                                        : std::unexpected(malformed("getBlockHeight"));
}

Result<Slot> RpcClient::slot(Commitment commitment)
{
    Result<json> result = callAbreast("getSlot", json::array({configAt(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    return result->is_number_unsigned() ? keepAbreast(commitment, Slot{result->get<std::uint64_t>()})
                                        : std::unexpected(malformed("getSlot"));
}

Result<StatusesAt> RpcClient::readStatusesAt(const json &result, std::size_t count)
{
    const std::optional<Slot> slot = readContextSlot(result);
    auto statuses = slot && result.contains("value") ? readStatuses(result["value"]) : std::nullopt;
    if (!statuses || statuses->size() != count)
        return std::unexpected(malformed("getSignatureStatuses"));
    const Result<Slot> known = keepAbreast(Commitment::Processed, *slot); // this one knows no minContextSlot
    if (!known)
        return std::unexpected(known.error());
    for (const std::optional<SignatureStatus> &status : *statuses) {
        if (status && status->slot > *slot) // more than this node can know: from elsewhere, or not true
            return std::unexpected(doubted(Horizon::Word::Behind));
        if (status)
            m_horizon.saw(status->commitment, status->slot);
    }
    return StatusesAt{.slot = *known, .statuses = std::move(*statuses)};
}

Result<StatusesAt> RpcClient::statuses(std::span<const Signature> signatures)
{
    const Result<json> result = call("getSignatureStatuses", statusesParams(signatures, SearchOf::LateOnes));
    return result ? readStatusesAt(*result, signatures.size()) : std::unexpected(result.error());
}

/// Two requests, because many providers take no batches, and each may go to another node. Whatever can have landed up
/// to the height lies in a block that the finalized slot stands on, so a node that has come to that slot has run it and
/// knows of it, as long as blockhashes live and far longer. The height comes first, and word from before its slot is no
/// word: the statuses know all that the height says has passed. Left over is a node on a fork which the finalized slot
/// is not on; before a batch signs again, its account is read at no less than that slot as well (Settler::look).
Result<HistoryAt> RpcClient::history(std::span<const Signature> signatures)
{
    const Result<json> epoch = callAbreast("getEpochInfo", json::array({configAt(Commitment::Finalized)}));
    if (!epoch)
        return std::unexpected(epoch.error());
    const std::optional<std::uint64_t> slot = readU64(*epoch, "absoluteSlot");
    const std::optional<std::uint64_t> height = readU64(*epoch, "blockHeight");
    if (!slot || !height)
        return std::unexpected(malformed("getEpochInfo"));
    if (const auto known = keepAbreast(Commitment::Finalized, Slot{*slot}); !known)
        return std::unexpected(known.error());
    if (const auto known = keepAbreast(Commitment::Finalized, BlockHeight{*height}); !known)
        return std::unexpected(known.error());
    const Result<json> found = call("getSignatureStatuses", statusesParams(signatures, SearchOf::All));
    Result<StatusesAt> read = found ? readStatusesAt(*found, signatures.size()) : std::unexpected(found.error());
    if (!read)
        return std::unexpected(read.error());
    if (read->slot < Slot{*slot}) // whatever has been forgotten of the chain meanwhile
        return std::unexpected(doubted(Horizon::Word::Behind));
    return HistoryAt{.finalizedHeight = {*height}, .slot = read->slot, .statuses = std::move(read->statuses)};
}

} // namespace paradox::chain
