#include "domain/base58.h"
#include "domain/encoding.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::string_view sanitizeFailure =
    "invalid transaction: Transaction failed to sanitize accounts offsets correctly";
constexpr std::size_t base58TextMax = 1683; ///< of 1232 bytes
constexpr std::size_t base64TextMax = 1644;
constexpr std::size_t messageAccountsMax = 256;

std::string_view decodeText(solana::DecodeError error)
{
    switch (error) {
    case solana::DecodeError::Truncated:
    case solana::DecodeError::TrailingBytes:
    case solana::DecodeError::BadCompactLength:
    case solana::DecodeError::UnsupportedVersion:
    case solana::DecodeError::TooLarge:
        return "failed to deserialize solana_transaction::versioned::VersionedTransaction: io error";
    case solana::DecodeError::SignatureCountMismatch:
    case solana::DecodeError::BadHeader:
    case solana::DecodeError::IndexOutOfRange:
    case solana::DecodeError::ProgramIsFeePayer:
    case solana::DecodeError::EmptyLookup:
    case solana::DecodeError::TooManyAccounts:
        return sanitizeFailure;
    }
    return sanitizeFailure;
}

/// The members that a failed preflight and a simulation share, into an open object.
void writeSimulation(JsonWriter &writer, const Execution &execution)
{
    writer.key("err").raw(toJson(execution.error)).key("logs");
    writeLogs(writer, execution.logs);
    writer.key("returnData");
    writeReturnData(writer, execution.returnData);
    writer.key("unitsConsumed").number(execution.computeUnits);
    writer.key("fee");
    if (execution.charged)
        writer.number(execution.fee);
    else
        writer.null();
}

struct SimulationRequest {
    bool verifySignatures = false;
    bool replaceBlockhash = false;
    bool innerInstructions = false;
    Commitment commitment = Commitment::Finalized;
    Slot minContextSlot;
    std::optional<std::vector<PublicKey>> accounts;
    AccountForm accountForm;
};

SimulationRequest takeRequest(const Arguments::Config &config, Arguments &arguments)
{
    SimulationRequest request;
    request.verifySignatures = config.boolean("sigVerify").value_or(false);
    request.replaceBlockhash = config.boolean("replaceRecentBlockhash").value_or(false);
    request.innerInstructions = config.boolean("innerInstructions").value_or(false);
    request.commitment = config.commitment();
    request.minContextSlot = config.minContextSlot();
    if (request.verifySignatures && request.replaceBlockhash)
        arguments.fail("sigVerify may not be used with replaceRecentBlockhash");
    const Arguments::Config accounts = config.config("accounts");
    if (!accounts.present())
        return request;
    const bool isTold = accounts.text("encoding").has_value();
    request.accountForm.encoding = isTold ? accounts.encoding() : DataEncoding::Base64;
    if (request.accountForm.encoding == DataEncoding::Binary || request.accountForm.encoding == DataEncoding::Base58)
        arguments.fail("base58 encoding not supported");
    request.accounts.emplace();
    simdjson::dom::array addresses;
    const std::optional<Element> list = accounts.member("addresses");
    if (!list || list->get_array().get(addresses) != simdjson::SUCCESS) {
        arguments.fail("Invalid params: accounts needs addresses");
        return request;
    }
    for (const Element one : addresses) {
        std::string_view text;
        if (one.get_string().get(text) != simdjson::SUCCESS || request.accounts->size() > messageAccountsMax) {
            arguments.fail("Invalid params: accounts.addresses");
            return request;
        }
        request.accounts->push_back(arguments.toKey(text));
    }
    return request;
}

std::size_t accountsOf(const solana::Message &message)
{
    std::size_t count = message.staticKeys.size();
    for (const solana::TableLookup &lookup : message.lookups)
        count += lookup.writableIndexes.size() + lookup.readonlyIndexes.size();
    return count;
}

/// What a cluster finds before it simulates, and so refuses as a parameter: a lookup table that does not serve.
std::optional<RpcError> unsanitary(const std::optional<TransactionError> &error)
{
    using enum TransactionErrorKind;
    const bool isTable =
        error && (error->kind == AddressLookupTableNotFound || error->kind == InvalidAddressLookupTableOwner ||
                  error->kind == InvalidAddressLookupTableData || error->kind == InvalidAddressLookupTableIndex);
    return isTable ? std::optional(RpcError{rpc_code::invalidParams, "invalid transaction: " + toText(*error)})
                   : std::nullopt;
}

void writeAccounts(JsonWriter &writer, const SimulationRequest &request, const Execution &execution, const Bank &bank,
                   Slot slot)
{
    writer.key("accounts");
    if (!request.accounts) {
        writer.null();
        return;
    }
    writer.beginArray();
    for (const PublicKey &key : *request.accounts) {
        const auto written = std::ranges::find(execution.writes, key, &AccountWrite::key);
        AccountRef account = written == execution.writes.end() ? bank.account(key, slot) : written->account;
        if (execution.error)
            account = nullptr;
        // Base64 and parsed data know no limit: nothing can be refused.
        (void)writeAccount(writer, showAccount(bank, slot, {key, account}, request.accountForm), request.accountForm);
    }
    writer.endArray();
}

} // namespace

std::optional<solana::Transaction> takeTransaction(Arguments &arguments, std::string_view text,
                                                   std::optional<std::string_view> encoding)
{
    if (!arguments.ok())
        return std::nullopt;
    const bool base64 = encoding == "base64";
    if (!base64 && encoding && *encoding != "base58") {
        arguments.fail("unsupported encoding: " + std::string(encoding->substr(0, 32)) +
                       ". Supported encodings: base58, base64");
        return std::nullopt;
    }
    const std::size_t textMax = base64 ? base64TextMax : base58TextMax;
    if (text.size() > textMax) {
        arguments.fail(std::string(base64 ? "base64" : "base58") +
                       " encoded solana_transaction::versioned::VersionedTransaction too large: " +
                       std::to_string(text.size()) + " bytes (max: encoded/raw " + std::to_string(textMax) + "/1232)");
        return std::nullopt;
    }
    const std::optional<Bytes> wire = base64 ? base64Decode(text) : base58Decode(text);
    if (!wire) {
        arguments.fail(std::string("invalid ") + (base64 ? "base64" : "base58") + " encoding: InvalidByte");
        return std::nullopt;
    }
    auto transaction = solana::decodeTransaction(*wire);
    if (!transaction) {
        arguments.fail(std::string(decodeText(transaction.error())));
        return std::nullopt;
    }
    if (transaction->signatures.empty()) {
        arguments.fail(std::string(sanitizeFailure));
        return std::nullopt;
    }
    return std::move(*transaction);
}

RpcError toRpcError(const SubmitResult &result)
{
    const std::string unhealthy = "{\"numSlotsBehind\":null}";
    switch (result.outcome) {
    case SubmitOutcome::SignatureInvalid:
        return {rpc_code::signatureFailure, "Transaction signature verification failure"};
    case SubmitOutcome::SlotNotReached:
        return {rpc_code::minContextSlotNotReached, "Minimum context slot has not been reached",
                "{\"contextSlot\":" + std::to_string(result.slot.value) + '}'};
    case SubmitOutcome::PreflightFailed: {
        if (auto error = unsanitary(result.preflight.error))
            return std::move(*error);
        JsonWriter writer;
        writer.beginObject().key("accounts").null();
        writeSimulation(writer, result.preflight);
        writer.key("innerInstructions").null().key("replacementBlockhash").null().endObject();
        return {rpc_code::preflightFailure,
                "Transaction simulation failed: " + toText(result.preflight.error.value_or(TransactionError{})),
                writer.take()};
    }
    case SubmitOutcome::Dropped:
        return {rpc_code::internalError, toText(result.refusal.value_or(TransactionError{}))};
    case SubmitOutcome::Overloaded:
        return {rpc_code::nodeUnhealthy, "Node is unhealthy: too many transactions are waiting", unhealthy};
    case SubmitOutcome::Undecided:
        return {rpc_code::nodeUnhealthy, "Node is unhealthy: its disk has failed; the transaction may still land",
                unhealthy};
    case SubmitOutcome::Recorded:
    case SubmitOutcome::Unavailable:
        break;
    }
    return {rpc_code::nodeUnhealthy, "Node is unhealthy", unhealthy};
}

RpcResult simulateTransaction(const RpcContext &context, Arguments &arguments)
{
    const std::string_view text = arguments.text(0);
    const Arguments::Config config = arguments.config(1);
    const SimulationRequest request = takeRequest(config, arguments);
    auto transaction = takeTransaction(arguments, text, config.text("encoding"));
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (request.verifySignatures && !solana::verifySignatures(*transaction))
        return std::unexpected(RpcError{rpc_code::signatureFailure, "Transaction signature verification failure"});
    if (const std::size_t count = accountsOf(transaction->message);
        request.accounts && request.accounts->size() > count)
        return std::unexpected(
            RpcError{rpc_code::invalidParams, "Too many accounts provided; max " + std::to_string(count)});
    const Engine::Reader reader = context.engine.read();
    const auto slot = slotFor(reader, request.commitment, request.minContextSlot);
    if (!slot)
        return std::unexpected(slot.error());
    const Bank::Blockhash latest = reader.bank().latestBlockhash(*slot);
    if (request.replaceBlockhash) {
        transaction->message.recentBlockhash = latest.hash;
        transaction->messageBytes = solana::serialiseMessage(transaction->message);
    }
    const Execution execution = reader.bank().simulate(*transaction, *slot);
    if (auto error = unsanitary(execution.error))
        return std::unexpected(std::move(*error));
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginObject();
    writeSimulation(writer, execution);
    writeAccounts(writer, request, execution, reader.bank(), *slot);
    writer.key("innerInstructions");
    if (request.innerInstructions)
        writeInner(writer, execution.inner);
    else
        writer.null();
    writer.key("replacementBlockhash");
    if (request.replaceBlockhash) {
        writer.beginObject().key("blockhash").text(toBase58(latest.hash));
        writer.key("lastValidBlockHeight").number(latest.lastValid.value).endObject();
    } else {
        writer.null();
    }
    return writer.endObject().endObject().take();
}

} // namespace paradox::ledger
