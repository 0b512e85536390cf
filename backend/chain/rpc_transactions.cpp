#include "chain/rpc_client.h"

#include "chain/rpc_json.h"
#include "domain/base58.h"
#include "domain/encoding.h"

#include <algorithm>

namespace paradox::chain {
namespace {

using nlohmann::json;

Result<Signature> readSignature(const Result<json> &result, const char *method)
{
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Signature> signature =
        result->is_string() ? fromBase58<Signature>(result->get_ref<const std::string &>()) : std::nullopt;
    return signature ? Result<Signature>(*signature) : std::unexpected(malformed(method));
}

} // namespace

Result<Signature> RpcClient::send(ByteSpan transaction, Preflight preflight)
{
    json config = {{"encoding", "base64"},
                   {"maxRetries", 0},
                   {"skipPreflight", preflight == Preflight::Skip},
                   {"preflightCommitment", "confirmed"}};
    // A node that is behind may carry a transaction as well as any other, but not judge it.
    if (const Slot known = m_horizon.slotAt(Commitment::Confirmed); preflight == Preflight::Check && known.value > 0)
        config["minContextSlot"] = known.value;
    return readSignature(call("sendTransaction", json::array({base64Encode(transaction), config})), "sendTransaction");
}

Result<Simulation> RpcClient::simulate(ByteSpan transaction, const SimulateOptions &options)
{
    const bool verify = options.signatures == SignatureCheck::Verify;
    json config = configAt(options.commitment);
    config.update({{"encoding", "base64"}, {"sigVerify", verify}, {"replaceRecentBlockhash", !verify}});
    if (!options.accounts.empty()) {
        json names = json::array();
        for (const PublicKey &key : options.accounts)
            names.push_back(toBase58(key));
        config["accounts"] = {{"encoding", "base64"}, {"addresses", std::move(names)}};
    }
    const Result<json> result =
        callAbreast("simulateTransaction", json::array({base64Encode(transaction), std::move(config)}));
    if (!result)
        return std::unexpected(result.error());
    const std::optional<Slot> slot = readContextSlot(*result);
    if (!slot || !result->contains("value"))
        return std::unexpected(malformed("simulateTransaction"));
    if (const Result<Slot> known = keepAbreast(options.commitment, *slot); !known)
        return std::unexpected(known.error());
    const json &value = (*result)["value"];
    Simulation simulation{.slot = *slot,
                          .error = readError(value),
                          .logs = readLogs(value, "logs"),
                          .unitsConsumed = readU64(value, "unitsConsumed").value_or(0),
                          .accounts = {}};
    if (!options.accounts.empty() && value.contains("accounts") && value["accounts"].is_array()) {
        auto accounts = readAccounts(value["accounts"]);
        if (!accounts || accounts->size() != options.accounts.size())
            return std::unexpected(malformed("simulateTransaction"));
        simulation.accounts = std::move(*accounts);
    }
    return simulation;
}

Result<Signature> RpcClient::airdrop(const PublicKey &to, Lamports amount)
{
    return readSignature(call("requestAirdrop", json::array({toBase58(to), amount.value})), "requestAirdrop");
}

Result<std::vector<SignatureInfo>> RpcClient::signaturesFor(const SignaturesQuery &query)
{
    json config = configAt(query.commitment);
    config["limit"] = std::min<std::size_t>(query.limit, 1000);
    if (query.before)
        config["before"] = toBase58(*query.before);
    if (query.until)
        config["until"] = toBase58(*query.until);
    const Result<json> result =
        callAbreast("getSignaturesForAddress", json::array({toBase58(query.address), std::move(config)}));
    if (!result)
        return std::unexpected(result.error());
    if (!result->is_array())
        return std::unexpected(malformed("getSignaturesForAddress"));
    std::vector<SignatureInfo> infos;
    for (const json &entry : *result) {
        std::optional<SignatureInfo> info = readSignatureInfo(entry);
        if (!info)
            return std::unexpected(malformed("getSignaturesForAddress"));
        infos.push_back(std::move(*info));
    }
    return infos;
}

Result<std::optional<LandedTransaction>> RpcClient::transaction(const Signature &signature, Commitment commitment)
{
    const json config = {
        {"commitment", toText(commitment)}, {"encoding", "base64"}, {"maxSupportedTransactionVersion", 0}};
    Result<json> result = call("getTransaction", json::array({toBase58(signature), config}));
    if (!result)
        return std::unexpected(result.error());
    if (result->is_null())
        return std::optional<LandedTransaction>();
    std::optional<LandedTransaction> landed = readLanded(*result);
    if (!landed)
        return std::unexpected(malformed("getTransaction"));
    return landed;
}

Result<Lamports> RpcClient::rentExemption(std::size_t dataSize)
{
    Result<json> result = call("getMinimumBalanceForRentExemption", json::array({dataSize}));
    if (!result)
        return std::unexpected(result.error());
    return result->is_number_unsigned() ? Result<Lamports>(Lamports{result->get<std::uint64_t>()})
                                        : std::unexpected(malformed("getMinimumBalanceForRentExemption"));
}

Result<std::uint64_t> RpcClient::recentUnitPrice(std::span<const PublicKey> writable)
{
    json names = json::array();
    for (const PublicKey &key : writable.first(std::min<std::size_t>(writable.size(), 128)))
        names.push_back(toBase58(key));
    Result<json> result = call("getRecentPrioritizationFees", json::array({std::move(names)}));
    if (!result)
        return std::unexpected(result.error());
    if (!result->is_array())
        return std::unexpected(malformed("getRecentPrioritizationFees"));
    std::vector<std::uint64_t> prices;
    for (const json &entry : *result)
        prices.push_back(readU64(entry, "prioritizationFee").value_or(0));
    if (prices.empty())
        return std::uint64_t{0};
    const auto middle = prices.begin() + static_cast<std::ptrdiff_t>(prices.size() / 2);
    std::ranges::nth_element(prices, middle);
    return *middle;
}

} // namespace paradox::chain
