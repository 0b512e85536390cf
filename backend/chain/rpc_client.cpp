#include "chain/rpc_client.h"

#include "chain/rpc_json.h"
#include "domain/base58.h"
#include "domain/encoding.h"

#include <algorithm>

namespace paradox::chain {
namespace {

using nlohmann::json;

constexpr std::size_t keysPerPage = 100;
constexpr int sameSlotTriesMax = 60;

ChainError transient(std::string words)
{
    return {.kind = ErrorClass::Transient, .words = std::move(words)};
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

json commitmentOnly(Commitment commitment)
{
    return {{"commitment", toText(commitment)}};
}

json accountsParams(std::span<const PublicKey> keys, Commitment commitment, Slot atLeast)
{
    json names = json::array();
    for (const PublicKey &key : keys)
        names.push_back(toBase58(key));
    json config = {{"commitment", toText(commitment)}, {"encoding", "base64"}};
    if (atLeast.value > 0)
        config["minContextSlot"] = atLeast.value;
    return json::array({std::move(names), std::move(config)});
}

/// The result of one answer, or its error.
Result<json> unwrap(json answer, const char *method)
{
    if (!answer.is_object())
        return std::unexpected(malformed(method));
    const auto error = answer.find("error");
    if (error != answer.end() && !error->is_null())
        return std::unexpected(readRpcError(*error));
    const auto result = answer.find("result");
    if (result == answer.end())
        return std::unexpected(malformed(method));
    return std::move(*result);
}

Result<AccountsAt> readAccountsAt(const json &result, std::size_t count)
{
    const std::optional<Slot> slot = readContextSlot(result);
    auto accounts = slot && result.contains("value") ? readAccounts(result["value"]) : std::nullopt;
    if (!accounts || accounts->size() != count)
        return std::unexpected(malformed("getMultipleAccounts"));
    return AccountsAt{.slot = *slot, .accounts = std::move(*accounts)};
}

} // namespace

RpcClient::RpcClient(std::unique_ptr<Transport> transport) : m_transport(std::move(transport))
{
}
RpcClient::~RpcClient() = default;

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
    if (parsed.is_discarded())
        return std::unexpected(malformed(method));
    return parsed;
}

Result<json> RpcClient::call(const char *method, json params)
{
    const json request = {{"jsonrpc", "2.0"}, {"id", m_nextId++}, {"method", method}, {"params", std::move(params)}};
    Result<json> answer = exchange(request, method);
    if (answer)
        return unwrap(std::move(*answer), method);
    // A read that got no answer changed nothing: only a send is ambiguous.
    if (answer.error().kind == ErrorClass::Ambiguous && std::string_view(method) != "sendTransaction")
        answer.error().kind = ErrorClass::Transient;
    return answer;
}

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
    Result<json> result = call("getLatestBlockhash", json::array({commitmentOnly(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Slot> slot = readContextSlot(*result);
    const json value = result->is_object() ? result->value("value", json()) : json();
    const std::optional<Hash> hash = fromBase58<Hash>(readText(value, "blockhash"));
    const std::optional<std::uint64_t> height = readU64(value, "lastValidBlockHeight");
    if (!slot || !hash || !height)
        return std::unexpected(malformed("getLatestBlockhash"));
    return LatestBlockhash{.blockhash = *hash, .lastValidBlockHeight = {*height}, .slot = *slot};
}

Result<BlockHeight> RpcClient::blockHeight(Commitment commitment)
{
    Result<json> result = call("getBlockHeight", json::array({commitmentOnly(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    return result->is_number_unsigned() ? Result<BlockHeight>(BlockHeight{result->get<std::uint64_t>()})
                                        : std::unexpected(malformed("getBlockHeight"));
}

Result<Slot> RpcClient::slot(Commitment commitment)
{
    Result<json> result = call("getSlot", json::array({commitmentOnly(commitment)}));
    if (!result)
        return std::unexpected(result.error());
    return result->is_number_unsigned() ? Result<Slot>(Slot{result->get<std::uint64_t>()})
                                        : std::unexpected(malformed("getSlot"));
}

Result<std::vector<AccountsAt>> RpcClient::readPages(std::span<const std::span<const PublicKey>> pages,
                                                     Commitment commitment, Slot atLeast)
{
    json batch = json::array();
    for (const std::span<const PublicKey> page : pages) {
        batch.push_back({{"jsonrpc", "2.0"},
                         {"id", batch.size()},
                         {"method", "getMultipleAccounts"},
                         {"params", accountsParams(page, commitment, atLeast)}});
    }
    Result<json> answers = exchange(batch.size() == 1 ? batch[0] : batch, "getMultipleAccounts");
    if (!answers) {
        if (answers.error().kind == ErrorClass::Ambiguous)
            answers.error().kind = ErrorClass::Transient;
        return std::unexpected(answers.error());
    }
    if (pages.size() == 1)
        answers = json::array({std::move(*answers)});
    if (!answers->is_array() || answers->size() != pages.size())
        return std::unexpected(malformed("getMultipleAccounts"));
    std::vector<AccountsAt> read(pages.size());
    std::vector<std::uint8_t> seen(pages.size(), 0);
    for (json &answer : *answers) {
        const std::optional<std::uint64_t> id = readU64(answer, "id"); // a batch may be answered in any order
        if (!id || *id >= pages.size() || seen[*id])
            return std::unexpected(malformed("getMultipleAccounts"));
        Result<json> result = unwrap(std::move(answer), "getMultipleAccounts");
        if (!result)
            return std::unexpected(result.error());
        Result<AccountsAt> page = readAccountsAt(*result, pages[*id].size());
        if (!page)
            return std::unexpected(page.error());
        read[*id] = std::move(*page);
        seen[*id] = 1;
    }
    return read;
}

Result<AccountsAt> RpcClient::accounts(std::span<const PublicKey> keys, Commitment commitment)
{
    std::vector<std::span<const PublicKey>> pages;
    for (std::size_t at = 0; at < keys.size(); at += keysPerPage)
        pages.push_back(keys.subspan(at, std::min(keysPerPage, keys.size() - at)));
    if (pages.empty())
        return AccountsAt{};
    std::vector<AccountsAt> read(pages.size());
    Slot target;
    for (int tries = 0; tries < sameSlotTriesMax; ++tries) {
        std::vector<std::size_t> behind;
        std::vector<std::span<const PublicKey>> asked;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            if (tries == 0 || read[i].slot < target) {
                behind.push_back(i);
                asked.push_back(pages[i]);
            }
        }
        if (behind.empty())
            break;
        Result<std::vector<AccountsAt>> fresh = readPages(asked, commitment, target);
        if (!fresh)
            return std::unexpected(fresh.error());
        for (std::size_t i = 0; i < behind.size(); ++i) {
            target = std::max(target, (*fresh)[i].slot);
            read[behind[i]] = std::move((*fresh)[i]);
        }
    }
    AccountsAt all{.slot = target, .accounts = {}};
    for (AccountsAt &page : read) {
        if (page.slot != target)
            return std::unexpected(transient("the accounts could not be read as of one slot"));
        std::ranges::move(page.accounts, std::back_inserter(all.accounts));
    }
    return all;
}

Result<StatusesAt> RpcClient::statuses(std::span<const Signature> signatures, Search search)
{
    json names = json::array();
    for (const Signature &signature : signatures)
        names.push_back(toBase58(signature));
    const json config = {{"searchTransactionHistory", search == Search::WithHistory}};
    Result<json> result = call("getSignatureStatuses", json::array({std::move(names), config}));
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Slot> slot = readContextSlot(*result);
    auto statuses = slot && result->contains("value") ? readStatuses((*result)["value"]) : std::nullopt;
    if (!statuses || statuses->size() != signatures.size())
        return std::unexpected(malformed("getSignatureStatuses"));
    return StatusesAt{.slot = *slot, .statuses = std::move(*statuses)};
}

} // namespace paradox::chain
