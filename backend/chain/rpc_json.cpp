#include "chain/rpc_json.h"

#include "domain/base58.h"
#include "domain/encoding.h"

namespace paradox::chain {
namespace {

using nlohmann::json;

const json *find(const json &object, const char *member)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(member);
    return found == object.end() ? nullptr : &*found;
}

std::optional<Bytes> readBase64Pair(const json &value)
{
    if (!value.is_array() || value.empty() || !value[0].is_string())
        return std::nullopt;
    return base64Decode(value[0].get_ref<const std::string &>());
}

std::optional<AccountInfo> readAccount(const json &value)
{
    const std::optional<std::uint64_t> lamports = readU64(value, "lamports");
    const std::optional<PublicKey> owner = fromBase58<PublicKey>(readText(value, "owner"));
    const json *data = find(value, "data");
    const json *executable = find(value, "executable");
    if (!lamports || !owner || !data || !executable || !executable->is_boolean())
        return std::nullopt;
    std::optional<Bytes> bytes = readBase64Pair(*data);
    if (!bytes)
        return std::nullopt;
    return AccountInfo{
        .lamports = {*lamports}, .owner = *owner, .executable = executable->get<bool>(), .data = std::move(*bytes)};
}

std::optional<Commitment> readCommitment(const json &value)
{
    for (const Commitment commitment : {Commitment::Processed, Commitment::Confirmed, Commitment::Finalized}) {
        if (value.is_string() && value.get_ref<const std::string &>() == toText(commitment))
            return commitment;
    }
    return std::nullopt;
}

std::optional<UnixSeconds> readBlockTime(const json &value)
{
    const json *time = find(value, "blockTime");
    if (!time || !time->is_number_integer())
        return std::nullopt;
    return UnixSeconds{time->get<std::int64_t>()};
}

} // namespace

std::optional<std::uint64_t> readU64(const json &value, const char *member)
{
    const json *number = find(value, member);
    if (!number || !number->is_number_unsigned())
        return std::nullopt;
    return number->get<std::uint64_t>();
}

std::string readText(const json &value, const char *member)
{
    const json *text = find(value, member);
    return text && text->is_string() ? text->get<std::string>() : std::string();
}

std::optional<Slot> readContextSlot(const json &value)
{
    const json *context = find(value, "context");
    const std::optional<std::uint64_t> slot = context ? readU64(*context, "slot") : std::nullopt;
    return slot ? std::optional(Slot{*slot}) : std::nullopt;
}

std::string readError(const json &value)
{
    const json *error = find(value, "err");
    return !error || error->is_null() ? std::string() : error->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> readLogs(const json &value, const char *member)
{
    std::vector<std::string> logs;
    const json *array = find(value, member);
    if (!array || !array->is_array())
        return logs;
    for (const json &line : *array) {
        if (line.is_string())
            logs.push_back(line.get<std::string>());
    }
    return logs;
}

std::optional<std::vector<std::optional<AccountInfo>>> readAccounts(const json &value)
{
    if (!value.is_array())
        return std::nullopt;
    std::vector<std::optional<AccountInfo>> accounts;
    accounts.reserve(value.size());
    for (const json &entry : value) {
        if (entry.is_null()) {
            accounts.emplace_back();
            continue;
        }
        std::optional<AccountInfo> account = readAccount(entry);
        if (!account)
            return std::nullopt;
        accounts.push_back(std::move(account));
    }
    return accounts;
}

std::optional<std::vector<std::optional<SignatureStatus>>> readStatuses(const json &value)
{
    if (!value.is_array())
        return std::nullopt;
    std::vector<std::optional<SignatureStatus>> statuses;
    for (const json &entry : value) {
        if (entry.is_null()) {
            statuses.emplace_back();
            continue;
        }
        const std::optional<std::uint64_t> slot = readU64(entry, "slot");
        const json *commitment = find(entry, "confirmationStatus");
        const std::optional<Commitment> depth = commitment ? readCommitment(*commitment) : std::nullopt;
        if (!slot || !depth)
            return std::nullopt;
        statuses.push_back(SignatureStatus{.slot = {*slot}, .error = readError(entry), .commitment = *depth});
    }
    return statuses;
}

std::optional<SignatureInfo> readSignatureInfo(const json &value)
{
    const std::optional<std::uint64_t> slot = readU64(value, "slot");
    const std::optional<Signature> signature = fromBase58<Signature>(readText(value, "signature"));
    if (!slot || !signature)
        return std::nullopt;
    return SignatureInfo{
        .signature = *signature, .slot = {*slot}, .error = readError(value), .blockTime = readBlockTime(value)};
}

namespace {

/// meta.loadedAddresses, which legacy transactions and old nodes leave out.
std::vector<PublicKey> readLoaded(const json &meta)
{
    std::vector<PublicKey> keys;
    const json *loaded = find(meta, "loadedAddresses");
    for (const char *part : {"writable", "readonly"}) {
        const json *list = loaded != nullptr ? find(*loaded, part) : nullptr;
        for (const json &entry : list != nullptr && list->is_array() ? *list : json::array()) {
            if (const auto key = entry.is_string() ? fromBase58<PublicKey>(entry.get<std::string>()) : std::nullopt)
                keys.push_back(*key);
        }
    }
    return keys;
}

} // namespace

std::optional<LandedTransaction> readLanded(const json &value)
{
    const std::optional<std::uint64_t> slot = readU64(value, "slot");
    const json *meta = find(value, "meta");
    const json *transaction = find(value, "transaction");
    const std::optional<std::uint64_t> fee = meta ? readU64(*meta, "fee") : std::nullopt;
    if (!slot || !fee || !transaction)
        return std::nullopt;
    std::optional<Bytes> bytes = readBase64Pair(*transaction);
    if (!bytes)
        return std::nullopt;
    return LandedTransaction{.slot = {*slot},
                             .blockTime = readBlockTime(value),
                             .error = readError(*meta),
                             .fee = {*fee},
                             .logs = readLogs(*meta, "logMessages"),
                             .bytes = std::move(*bytes),
                             .loaded = readLoaded(*meta)};
}

ChainError malformed(const char *method)
{
    return {.kind = ErrorClass::Fatal, .words = std::string("the node's answer to ") + method + " has another form"};
}

} // namespace paradox::chain
