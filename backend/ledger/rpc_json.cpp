#include "ledger/rpc_json.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "ledger/parsed_state.h"
#include "ledger/rpc_parsed.h"
#include "ledger/zstd_frame.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::size_t base58DataMax = 128;

void writeIndexes(JsonWriter &writer, ByteSpan indexes)
{
    writer.beginArray();
    for (const std::uint8_t index : indexes)
        writer.number(index);
    writer.endArray();
}

void writeKeys(JsonWriter &writer, const std::vector<PublicKey> &keys)
{
    writer.beginArray();
    for (const PublicKey &key : keys)
        writer.text(toBase58(key));
    writer.endArray();
}

void writeBalances(JsonWriter &writer, const std::vector<std::uint64_t> &balances)
{
    writer.beginArray();
    for (const std::uint64_t lamports : balances)
        writer.number(lamports);
    writer.endArray();
}

void writeTokenBalances(JsonWriter &writer, const std::vector<spl::TokenBalance> &balances)
{
    writer.beginArray();
    for (const spl::TokenBalance &balance : balances) {
        writer.beginObject().key("accountIndex").number(balance.index).key("mint").text(toBase58(balance.mint));
        writer.key("owner").text(toBase58(balance.owner)).key("programId").text(toBase58(balance.program));
        writer.key("uiTokenAmount");
        writeTokenAmount(writer, balance.amount, balance.decimals);
        writer.endObject();
    }
    writer.endArray();
}

/// `keys` set: the form of jsonParsed, decoded as far as the program is known.
void writeInstruction(JsonWriter &writer, const solana::CompiledInstruction &instruction, unsigned stackHeight,
                      const std::vector<PublicKey> *keys)
{
    writer.beginObject();
    if (keys && writeParsedInstruction(writer, instruction, *keys)) {
        writer.key("programId").text(toBase58((*keys)[instruction.programIndex]));
        writer.key("stackHeight").number(stackHeight).endObject();
        return;
    }
    if (keys) {
        writer.key("programId").text(toBase58((*keys)[instruction.programIndex])).key("accounts").beginArray();
        for (const std::uint8_t index : instruction.accountIndexes)
            writer.text(toBase58((*keys)[index]));
        writer.endArray();
    } else {
        writer.key("programIdIndex").number(instruction.programIndex).key("accounts");
        writeIndexes(writer, instruction.accountIndexes);
    }
    writer.key("data").text(base58Encode(instruction.data)).key("stackHeight").number(stackHeight).endObject();
}

void writeInner(JsonWriter &writer, const std::vector<InnerInstructions> &inner, const std::vector<PublicKey> *keys)
{
    writer.beginArray();
    for (const InnerInstructions &one : inner) {
        writer.beginObject().key("index").number(one.index).key("instructions").beginArray();
        for (const InnerInstruction &instruction : one.instructions)
            writeInstruction(writer, instruction.instruction, instruction.stackHeight, keys);
        writer.endArray().endObject();
    }
    writer.endArray();
}

void writeAccounts(JsonWriter &writer, const TransactionRecord &record)
{
    const solana::Message &message = record.transaction.message;
    const std::vector<solana::AccountMeta> metas =
        solana::resolveAccounts(message, record.execution.loadedWritable, record.execution.loadedReadonly);
    writer.beginArray();
    for (std::size_t i = 0; i < metas.size(); ++i) {
        writer.beginObject().key("pubkey").text(toBase58(metas[i].key)).key("signer").boolean(metas[i].isSigner);
        writer.key("writable").boolean(metas[i].isWritable).key("source");
        writer.text(i < message.staticKeys.size() ? "transaction" : "lookupTable").endObject();
    }
    writer.endArray();
}

void writeMessage(JsonWriter &writer, const TransactionRecord &record, const TransactionForm &form)
{
    const solana::Message &message = record.transaction.message;
    const std::vector<PublicKey> keys = record.keys();
    writer.key("message").beginObject().key("accountKeys");
    if (form.encoding == TransactionEncoding::JsonParsed)
        writeAccounts(writer, record);
    else
        writeKeys(writer, message.staticKeys);
    if (form.encoding == TransactionEncoding::Json) {
        writer.key("header").beginObject();
        writer.key("numRequiredSignatures").number(message.signatureCount);
        writer.key("numReadonlySignedAccounts").number(message.readonlySignedCount);
        writer.key("numReadonlyUnsignedAccounts").number(message.readonlyUnsignedCount).endObject();
    }
    writer.key("recentBlockhash").text(toBase58(message.recentBlockhash)).key("instructions").beginArray();
    for (const solana::CompiledInstruction &instruction : message.instructions)
        writeInstruction(writer, instruction, 1, form.encoding == TransactionEncoding::JsonParsed ? &keys : nullptr);
    writer.endArray();
    if (message.version == solana::MessageVersion::V0) {
        writer.key("addressTableLookups").beginArray();
        for (const solana::TableLookup &lookup : message.lookups) {
            writer.beginObject().key("accountKey").text(toBase58(lookup.table)).key("writableIndexes");
            writeIndexes(writer, lookup.writableIndexes);
            writer.key("readonlyIndexes");
            writeIndexes(writer, lookup.readonlyIndexes);
            writer.endObject();
        }
        writer.endArray();
    }
    writer.endObject();
}

void writeBalances(JsonWriter &writer, const Execution &execution)
{
    writer.key("preBalances");
    writeBalances(writer, execution.preBalances);
    writer.key("postBalances");
    writeBalances(writer, execution.postBalances);
    writer.key("preTokenBalances");
    writeTokenBalances(writer, execution.preTokenBalances);
    writer.key("postTokenBalances");
    writeTokenBalances(writer, execution.postTokenBalances);
}

void writeMeta(JsonWriter &writer, const TransactionRecord &record, const TransactionForm &form)
{
    const Execution &execution = record.execution;
    const std::string error = toJson(execution.error);
    writer.key("meta").beginObject().key("err").raw(error);
    writer.key("status").beginObject().key(execution.error ? "Err" : "Ok").raw(error).endObject();
    writer.key("fee").number(execution.fee);
    writeBalances(writer, execution);
    writer.key("rewards").beginArray().endArray();
    if (form.encoding == TransactionEncoding::Accounts) {
        writer.endObject();
        return;
    }
    const std::vector<PublicKey> keys = record.keys();
    writer.key("innerInstructions");
    writeInner(writer, execution.inner, form.encoding == TransactionEncoding::JsonParsed ? &keys : nullptr);
    writer.key("logMessages");
    writeLogs(writer, execution.logs);
    if (form.encoding != TransactionEncoding::JsonParsed) {
        writer.key("loadedAddresses").beginObject().key("writable");
        writeKeys(writer, execution.loadedWritable);
        writer.key("readonly");
        writeKeys(writer, execution.loadedReadonly);
        writer.endObject();
    }
    if (execution.returnData) {
        writer.key("returnData");
        writeReturnData(writer, execution.returnData);
    }
    writer.key("computeUnitsConsumed").number(execution.computeUnits).endObject();
}

} // namespace

std::string_view toText(Commitment commitment)
{
    switch (commitment) {
    case Commitment::Processed:
        return "processed";
    case Commitment::Confirmed:
        return "confirmed";
    case Commitment::Finalized:
        return "finalized";
    }
    return "finalized";
}

void beginContext(JsonWriter &writer, Slot slot)
{
    writer.beginObject().key("context").beginObject().key("apiVersion").text(apiVersion);
    writer.key("slot").number(slot.value).endObject().key("value");
}

ShownAccount showAccount(const Bank &bank, Slot slot, const AccountWrite &one, const AccountForm &form)
{
    const bool parsed = one.account && form.encoding == DataEncoding::JsonParsed;
    const std::optional<PublicKey> mint = parsed ? mintNeededFor(*one.account) : std::nullopt;
    return {one.key, one.account, mint ? bank.account(*mint, slot) : nullptr};
}

std::optional<RpcError> writeAccount(JsonWriter &writer, const ShownAccount &shown, const AccountForm &form)
{
    const AccountRef &account = shown.account;
    if (!account) {
        writer.null();
        return std::nullopt;
    }
    ByteSpan data(account->data);
    if (form.slice) {
        data = data.subspan(std::min<std::uint64_t>(form.slice->offset, data.size()));
        data = data.first(std::min<std::uint64_t>(form.slice->length, data.size()));
    }
    const bool isBase58 = form.encoding == DataEncoding::Binary || form.encoding == DataEncoding::Base58;
    if (isBase58 && data.size() > base58DataMax)
        return RpcError{rpc_code::invalidRequest,
                        "Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding."};
    writer.beginObject().key("data");
    if (form.encoding == DataEncoding::Binary)
        writer.text(base58Encode(data));
    else if (form.encoding == DataEncoding::Base58)
        writer.beginArray().text(base58Encode(data)).text("base58").endArray();
    else if (form.encoding == DataEncoding::Base64Zstd)
        writer.beginArray().text(base64Encode(zstdStore(data))).text("base64+zstd").endArray();
    else if (form.encoding != DataEncoding::JsonParsed ||
             !(writeParsedSysvar(writer, shown.key, *account) || writeParsedState(writer, *account) ||
               writeParsedAccount(writer, *account, shown.mint)))
        writer.beginArray().text(base64Encode(data)).text("base64").endArray();
    writer.key("executable").boolean(account->executable).key("lamports").number(account->lamports);
    writer.key("owner").text(toBase58(account->owner)).key("rentEpoch").number(rentEpochNever);
    writer.key("space").number(account->data.size()).endObject();
    return std::nullopt;
}

TransactionForm transactionForm(Arguments &arguments, std::size_t i)
{
    const Arguments::Config config = arguments.configUnlessWord(i);
    TransactionForm form;
    form.versionMax = config.number("maxSupportedTransactionVersion");
    const bool isWord = arguments.at(i) && !config.present();
    const std::string_view word = isWord ? arguments.text(i) : config.text("encoding").value_or("json");
    if (word == "jsonParsed")
        form.encoding = TransactionEncoding::JsonParsed;
    else if (word == "base58" || word == "binary")
        form.encoding = TransactionEncoding::Base58;
    else if (word == "base64")
        form.encoding = TransactionEncoding::Base64;
    else if (word != "json")
        arguments.fail("Invalid params: unknown variant `" + std::string(word.substr(0, 32)) +
                       "`, expected one of `binary`, `base64`, `base58`, `json`, `jsonParsed`.");
    return form;
}

std::optional<RpcError> writeTransaction(JsonWriter &writer, const TransactionRecord &record,
                                         const TransactionForm &form)
{
    const bool legacy = record.transaction.message.version == solana::MessageVersion::Legacy;
    if (!legacy && !form.versionMax)
        return RpcError{rpc_code::unsupportedVersion,
                        "Transaction version (0) is not supported by the requesting client. Please try the request "
                        "again with the following configuration parameter: \"maxSupportedTransactionVersion\": 0"};
    writer.key("transaction");
    if (form.encoding == TransactionEncoding::Base58 || form.encoding == TransactionEncoding::Base64) {
        const Bytes wire = solana::serialiseTransaction(record.transaction);
        const bool base58 = form.encoding == TransactionEncoding::Base58;
        writer.beginArray().text(base58 ? base58Encode(wire) : base64Encode(wire));
        writer.text(base58 ? "base58" : "base64").endArray();
    } else {
        writer.beginObject().key("signatures").beginArray();
        for (const Signature &signature : record.transaction.signatures)
            writer.text(toBase58(signature));
        writer.endArray();
        if (form.encoding == TransactionEncoding::Accounts) {
            writer.key("accountKeys");
            writeAccounts(writer, record);
        } else {
            writeMessage(writer, record, form);
        }
        writer.endObject();
    }
    writeMeta(writer, record, form);
    if (form.versionMax)
        writer.key("version").raw(legacy ? "\"legacy\"" : "0");
    return std::nullopt;
}

void writeInner(JsonWriter &writer, const std::vector<InnerInstructions> &inner)
{
    writeInner(writer, inner, nullptr);
}

void writeReturnData(JsonWriter &writer, const std::optional<ReturnData> &data)
{
    if (!data) {
        writer.null();
        return;
    }
    writer.beginObject().key("programId").text(toBase58(data->program)).key("data").beginArray();
    writer.text(base64Encode(data->data)).text("base64").endArray().endObject();
}

void writeLogs(JsonWriter &writer, const std::vector<std::string> &logs)
{
    writer.beginArray();
    for (const std::string &line : logs)
        writer.text(line);
    writer.endArray();
}

} // namespace paradox::ledger
