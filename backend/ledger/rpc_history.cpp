#include "domain/base58.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"
#include "ledger/spl/memo_programs.h"

#include <algorithm>
#include <array>
#include <limits>

namespace paradox::ledger {

namespace {

constexpr std::size_t statusesMax = 256;
constexpr std::uint64_t signaturesMax = 1'000;
constexpr std::uint64_t blocksMax = 500'000;

RpcError belowConfirmed()
{
    return {rpc_code::invalidParams, "Method does not support commitment below `confirmed`"};
}

/// A record wherever it is: not yet final in memory, else in the history.
RecordRef findRecord(const RpcContext &context, const Signature &signature)
{
    if (RecordRef recent = context.engine.read().record(signature))
        return recent;
    std::optional<TransactionRecord> old = context.engine.history().bySignature(signature);
    return old ? std::make_shared<const TransactionRecord>(std::move(*old)) : nullptr;
}

void writeStatus(JsonWriter &writer, const SignatureStatus &status, const Engine::Reader &reader)
{
    const Commitment commitment = reader.commitmentOf(status.slot);
    const std::string error = toJson(status.error);
    writer.beginObject().key("slot").number(status.slot.value).key("confirmations");
    if (commitment == Commitment::Finalized)
        writer.null();
    else
        writer.number(reader.slotAt(Commitment::Processed).value - status.slot.value);
    writer.key("status").beginObject().key(status.error ? "Err" : "Ok").raw(error).endObject();
    writer.key("err").raw(error).key("confirmationStatus").text(toText(commitment)).endObject();
}

RpcResult getSignatureStatuses(const RpcContext &context, Arguments &arguments)
{
    std::vector<Signature> signatures;
    for (const std::string_view text : arguments.texts(0, statusesMax))
        signatures.push_back(arguments.toSignature(text));
    const bool search = arguments.config(1).boolean("searchTransactionHistory").value_or(false);
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    std::vector<std::optional<SignatureStatus>> statuses;
    Slot slot; // a later one would say that a transaction is not there which only came meanwhile
    {
        const Engine::Reader reader = context.engine.read();
        slot = reader.slotAt(Commitment::Processed);
        for (const Signature &signature : signatures)
            statuses.push_back(reader.status(signature));
    }
    for (std::size_t i = 0; search && i < signatures.size(); ++i) {
        if (statuses[i])
            continue;
        if (const RecordRef record = findRecord(context, signatures[i]))
            statuses[i] = SignatureStatus{record->slot, record->execution.error};
    }
    const Engine::Reader reader = context.engine.read();
    JsonWriter writer;
    beginContext(writer, slot);
    writer.beginArray();
    for (const std::optional<SignatureStatus> &status : statuses) {
        if (status && status->slot <= reader.slotAt(Commitment::Processed))
            writeStatus(writer, *status, reader);
        else
            writer.null();
    }
    return writer.endArray().endObject().take();
}

RpcResult getTransaction(const RpcContext &context, Arguments &arguments)
{
    const Signature signature = arguments.signature(0);
    const TransactionForm form = transactionForm(arguments, 1);
    const Commitment commitment = arguments.configUnlessWord(1).commitment();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (commitment == Commitment::Processed)
        return std::unexpected(belowConfirmed());
    const RecordRef record = findRecord(context, signature);
    if (!record || record->slot > context.engine.read().slotAt(commitment))
        return "null";
    JsonWriter writer;
    writer.beginObject().key("blockTime").number(record->time.value).key("slot").number(record->slot.value);
    if (auto error = writeTransaction(writer, *record, form))
        return std::unexpected(std::move(*error));
    return writer.endObject().take();
}

struct SignatureRow {
    Signature signature;
    History::Place place;
    std::optional<TransactionError> error;
    std::optional<std::string> memo;
    UnixSeconds time;
};

SignatureRow toRow(const TransactionRecord &record)
{
    return {.signature = record.signature(),
            .place = {record.slot, record.index},
            .error = record.execution.error,
            .memo = spl::memosOf(record.transaction.message, record.keys()),
            .time = record.time};
}

/// Newest first: what is only in memory, then the history behind it.
std::vector<SignatureRow> signaturesOf(const RpcContext &context, History::AddressQuery query, Slot newest)
{
    std::vector<SignatureRow> rows;
    std::optional<Slot> oldestRecent;
    {
        const Engine::Reader reader = context.engine.read();
        const auto &slots = reader.recent();
        for (auto slot = slots.rbegin(); slot != slots.rend() && rows.size() < query.limit; ++slot) {
            for (auto record = slot->records.rbegin(); record != slot->records.rend(); ++record) {
                const History::Place place{(*record)->slot, (*record)->index};
                const bool wanted = place.slot <= newest && (!query.before || place < *query.before) &&
                                    (!query.until || place > *query.until) && rows.size() < query.limit;
                if (!wanted)
                    continue;
                const std::vector<PublicKey> keys = (*record)->keys();
                if (std::ranges::find(keys, query.address) != keys.end())
                    rows.push_back(toRow(**record));
            }
        }
        if (!slots.empty())
            oldestRecent = slots.front().block.slot;
    }
    // The history may have taken over some of these meanwhile: it answers below them only.
    if (oldestRecent && (!query.before || query.before->slot > *oldestRecent))
        query.before = History::Place{*oldestRecent, 0};
    query.limit -= rows.size();
    if (query.limit > 0) {
        for (const TransactionRecord &record : context.engine.history().byAddress(query))
            rows.push_back(toRow(record));
    }
    return rows;
}

std::optional<History::Place> placeOf(const RpcContext &context, Arguments &arguments,
                                      std::optional<std::string_view> signature)
{
    if (!signature)
        return std::nullopt;
    const Signature wanted = arguments.toSignature(*signature);
    const RecordRef record = arguments.ok() ? findRecord(context, wanted) : nullptr;
    return record ? std::optional(History::Place{record->slot, record->index}) : std::nullopt;
}

RpcResult getSignaturesForAddress(const RpcContext &context, Arguments &arguments)
{
    History::AddressQuery query;
    query.address = arguments.key(0);
    const Arguments::Config config = arguments.config(1);
    const std::optional<std::string_view> before = config.text("before");
    query.before = placeOf(context, arguments, before);
    query.until = placeOf(context, arguments, config.text("until"));
    const std::uint64_t limit = config.number("limit").value_or(signaturesMax);
    const Commitment commitment = config.commitment();
    const Slot minimum = config.minContextSlot();
    if (limit == 0 || limit > signaturesMax)
        arguments.fail("Invalid limit; max 1000");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (commitment == Commitment::Processed)
        return std::unexpected(belowConfirmed());
    if (before && !query.before)
        return "[]";
    query.limit = limit;
    const auto slot = slotFor(context.engine.read(), commitment, minimum);
    if (!slot)
        return std::unexpected(slot.error());
    const std::vector<SignatureRow> rows = signaturesOf(context, query, *slot);
    const Engine::Reader reader = context.engine.read();
    JsonWriter writer;
    writer.beginArray();
    for (const SignatureRow &row : rows) {
        writer.beginObject().key("signature").text(toBase58(row.signature)).key("slot").number(row.place.slot.value);
        writer.key("err").raw(toJson(row.error)).key("memo");
        if (row.memo)
            writer.text(*row.memo);
        else
            writer.null();
        writer.key("blockTime").number(row.time.value);
        writer.key("confirmationStatus").text(toText(reader.commitmentOf(row.place.slot))).endObject();
    }
    return writer.endArray().take();
}

std::expected<History::SlotRecords, RpcError> findBlock(const RpcContext &context, Slot slot, Commitment commitment)
{
    const std::string number = std::to_string(slot.value);
    {
        const Engine::Reader reader = context.engine.read();
        if (slot > reader.slotAt(commitment))
            return std::unexpected(RpcError{rpc_code::blockNotAvailable, "Block not available for slot " + number});
        for (const History::SlotRecords &recent : reader.recent()) {
            if (recent.block.slot == slot)
                return recent;
        }
    }
    if (std::optional<History::SlotRecords> old = context.engine.history().block(slot))
        return std::move(*old);
    const Engine::Reader reader = context.engine.read();
    if (const Block *block = reader.bank().recentBlock(slot))
        return History::SlotRecords{*block, {}};
    if (slot > reader.bank().recentBlocks().front().slot)
        return std::unexpected(RpcError{rpc_code::slotSkipped, "Slot " + number +
                                                                   " was skipped, or missing due to ledger jump to "
                                                                   "recent snapshot"});
    return std::unexpected(
        RpcError{rpc_code::longTermSlotSkipped, "Slot " + number + " was skipped, or missing in long-term storage"});
}

std::optional<RpcError> writeBlockTransactions(JsonWriter &writer, const History::SlotRecords &block,
                                               std::string_view details, const TransactionForm &form)
{
    if (details == "signatures") {
        writer.key("signatures").beginArray();
        for (const RecordRef &record : block.records)
            writer.text(toBase58(record->signature()));
        writer.endArray();
    }
    if (details != "full" && details != "accounts")
        return std::nullopt;
    writer.key("transactions").beginArray();
    for (const RecordRef &record : block.records) {
        writer.beginObject();
        if (auto error = writeTransaction(writer, *record, form))
            return error;
        writer.endObject();
    }
    writer.endArray();
    return std::nullopt;
}

RpcResult getBlock(const RpcContext &context, Arguments &arguments)
{
    const Slot slot{arguments.number(0)};
    const Arguments::Config config = arguments.configUnlessWord(1);
    TransactionForm form = transactionForm(arguments, 1);
    const std::string_view details = config.text("transactionDetails").value_or("full");
    if (details == "accounts")
        form.encoding = TransactionEncoding::Accounts;
    else if (details != "full" && details != "signatures" && details != "none")
        arguments.fail("Invalid params: unknown variant `" + std::string(details.substr(0, 32)) +
                       "`, expected one of `full`, `signatures`, `none`, `accounts`.");
    const bool rewards = config.boolean("rewards").value_or(true);
    const Commitment commitment = config.commitment();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (commitment == Commitment::Processed)
        return std::unexpected(belowConfirmed());
    const auto block = findBlock(context, slot, commitment);
    if (!block)
        return std::unexpected(block.error());
    JsonWriter writer;
    writer.beginObject().key("blockHeight").number(block->block.height.value);
    writer.key("blockTime").number(block->block.time.value).key("blockhash").text(toBase58(block->block.hash));
    writer.key("parentSlot").number(block->block.parent.value);
    writer.key("previousBlockhash").text(toBase58(block->block.previousHash));
    if (auto error = writeBlockTransactions(writer, *block, details, form))
        return std::unexpected(std::move(*error));
    if (rewards)
        writer.key("rewards").beginArray().endArray();
    return writer.endObject().take();
}

/// Every slot of late, of older ones those that had transactions: the others are not kept.
RpcResult writeSlots(const RpcContext &context, Slot first, Slot last, std::uint64_t limit)
{
    Slot recentFrom;
    std::vector<Slot> recent;
    {
        const Engine::Reader reader = context.engine.read();
        recentFrom = reader.bank().recentBlocks().front().slot;
        for (const Block &block : reader.bank().recentBlocks()) {
            if (block.slot >= first && block.slot <= last)
                recent.push_back(block.slot);
        }
    }
    std::vector<Slot> slots;
    if (first < recentFrom)
        slots = context.engine.history().slots(first, std::min(last, Slot{recentFrom.value - 1}), limit);
    slots.insert(slots.end(), recent.begin(), recent.end());
    JsonWriter writer;
    writer.beginArray();
    for (std::size_t i = 0; i < std::min<std::uint64_t>(slots.size(), limit); ++i)
        writer.number(slots[i].value);
    return writer.endArray().take();
}

RpcResult getBlocks(const RpcContext &context, Arguments &arguments)
{
    const Slot first{arguments.number(0)};
    const std::optional<Element> second = arguments.at(1);
    const bool bounded = second && !second->is_object();
    const std::optional<std::uint64_t> end = bounded ? arguments.optionalNumber(1) : std::nullopt;
    const Commitment commitment = arguments.config(second && !bounded ? 1 : 2).commitment();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (commitment == Commitment::Processed)
        return std::unexpected(belowConfirmed());
    const Slot newest = context.engine.read().slotAt(commitment);
    const Slot last = std::min(newest, Slot{end.value_or(newest.value)});
    if (last < first)
        return "[]";
    if (last.value - first.value > blocksMax)
        return std::unexpected(RpcError{rpc_code::invalidParams, "Slot range too large; max 500000"});
    return writeSlots(context, first, last, blocksMax);
}

RpcResult getBlocksWithLimit(const RpcContext &context, Arguments &arguments)
{
    const Slot first{arguments.number(0)};
    const std::uint64_t limit = arguments.number(1);
    const Commitment commitment = arguments.config(2).commitment();
    if (limit > blocksMax)
        arguments.fail("Limit too large; max 500000");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    if (commitment == Commitment::Processed)
        return std::unexpected(belowConfirmed());
    const Slot newest = context.engine.read().slotAt(commitment);
    return writeSlots(context, first, newest, limit);
}

RpcResult getBlockTime(const RpcContext &context, Arguments &arguments)
{
    const Slot slot{arguments.number(0)};
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const auto block = findBlock(context, slot, Commitment::Confirmed);
    return block ? RpcResult(std::to_string(block->block.time.value)) : std::unexpected(block.error());
}

constexpr std::array historyMethods = std::to_array<NamedMethod>({
    {"getBlock", getBlock},
    {"getBlockTime", getBlockTime},
    {"getBlocks", getBlocks},
    {"getBlocksWithLimit", getBlocksWithLimit},
    {"getSignatureStatuses", getSignatureStatuses},
    {"getSignaturesForAddress", getSignaturesForAddress},
    {"getTransaction", getTransaction},
});

} // namespace

RpcMethod findHistoryMethod(std::string_view name)
{
    const auto found = std::ranges::find(historyMethods, name, &NamedMethod::name);
    return found == historyMethods.end() ? nullptr : found->method;
}

} // namespace paradox::ledger
