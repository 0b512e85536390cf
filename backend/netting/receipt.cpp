#include "netting/receipt.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "netting/json_fields.h"

#include <algorithm>

namespace paradox::netting {
namespace {

using nlohmann::json;

constexpr std::size_t headersMax = 10'000;

SignedIntent intentOf(JsonFields &fields)
{
    SignedIntent intent{.preimage = {}, .signature = fields.base58<Signature>("signature")};
    const Bytes bytes = fields.hexBytes("intent");
    if (bytes.size() == intent.preimage.size())
        std::ranges::copy(bytes, intent.preimage.begin());
    else
        fields.refuse("intent", "369 bytes in hexadecimal");
    return intent;
}

std::vector<HeaderBytes> headersOf(JsonFields &fields)
{
    std::vector<HeaderBytes> headers;
    const json &list = fields.list("headers");
    if (list.size() > headersMax)
        fields.refuse("headers", "shorter");
    for (const json &entry : list) {
        const std::optional<Bytes> bytes = entry.is_string() ? hexDecode(entry.get<std::string>()) : std::nullopt;
        if (!bytes || bytes->size() != batchHeaderSize) {
            fields.refuse("headers", "a list of 341 bytes each in hexadecimal");
            break;
        }
        std::ranges::copy(*bytes, headers.emplace_back().begin());
    }
    return headers;
}

std::vector<SettlementTransaction> transactionsOf(JsonFields &outer)
{
    std::vector<SettlementTransaction> transactions;
    for (const json &entry : outer.list("transactions")) {
        JsonFields fields(entry, "transactions");
        transactions.push_back({.signature = fields.base58<Signature>("signature"),
                                .slot = {fields.u64("slot")},
                                .bytes = fields.isNull("bytes") ? Bytes{} : fields.base64Bytes("bytes")});
        outer.inherit(fields);
    }
    return transactions;
}

void readSettlement(JsonFields &fields, Receipt &receipt)
{
    receipt.counterpart = fields.hex<IntentId>("counterpart");
    receipt.verdict = fields.orRefuse("verdict", parseVerdict(fields.text("verdict")), "a verdict");
    receipt.leafIndex = fields.u64("leafIndex");
    receipt.leafPath = fields.hexList("leafPath");
    if (receipt.leafPath.size() > merklePathMax)
        fields.refuse("leafPath", "shorter");
    receipt.headers = headersOf(fields);
    receipt.transactions = transactionsOf(fields);
    receipt.settledSlot = {fields.u64("settledSlot")};
}

} // namespace

std::string toJsonText(const Receipt &receipt)
{
    json headers = json::array();
    for (const HeaderBytes &header : receipt.headers)
        headers.push_back(hexEncode(header));
    json transactions = json::array();
    for (const SettlementTransaction &transaction : receipt.transactions) {
        json entry = {{"signature", toBase58(transaction.signature)}, {"slot", std::to_string(transaction.slot.value)}};
        if (!transaction.bytes.empty())
            entry["bytes"] = base64Encode(transaction.bytes);
        transactions.push_back(std::move(entry));
    }
    const json object = {{"format", receiptFormat},
                         {"intent", hexEncode(receipt.intent.preimage)},
                         {"signature", toBase58(receipt.intent.signature)},
                         {"admission", toJson(receipt.admission)},
                         {"counterpart", hexEncode(receipt.counterpart.span())},
                         {"verdict", toText(receipt.verdict)},
                         {"leafIndex", receipt.leafIndex},
                         {"leafPath", hexListOf(receipt.leafPath)},
                         {"headers", std::move(headers)},
                         {"transactions", std::move(transactions)},
                         {"settledSlot", std::to_string(receipt.settledSlot.value)}};
    return object.dump(2) + "\n";
}

std::expected<Receipt, std::string> parseReceipt(std::string_view text)
{
    const json object = json::parse(text, nullptr, false);
    if (object.is_discarded())
        return std::unexpected("the receipt is not JSON");
    JsonFields fields(object);
    if (fields.text("format") != receiptFormat)
        fields.refuse("format", "\"ppv-receipt-1\"");
    Receipt receipt;
    receipt.intent = intentOf(fields);
    const std::expected<AdmissionReceipt, std::string> admission = parseAdmissionReceipt(fields.object("admission"));
    receipt.isSettled = !fields.has("settled") || object.at("settled") != false;
    if (receipt.isSettled)
        readSettlement(fields, receipt);
    if (!fields.ok())
        return std::unexpected(fields.error());
    if (!admission)
        return std::unexpected("in \"admission\": " + admission.error());
    receipt.admission = *admission;
    return receipt;
}

} // namespace paradox::netting
