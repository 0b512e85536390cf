#include "ledger/record.h"

#include "solana/borsh.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

using solana::BorshReader;
using solana::BorshWriter;

void put(BorshWriter &writer, const std::optional<TransactionError> &error)
{
    writer.put(static_cast<std::uint8_t>(error ? 1 : 0));
    if (!error)
        return;
    writer.put(static_cast<std::uint8_t>(error->kind)).put(error->index);
    writer.put(static_cast<std::uint8_t>(error->instruction.kind)).put(error->instruction.custom);
}

std::optional<TransactionError> takeError(BorshReader &reader)
{
    if (reader.take<std::uint8_t>() == 0)
        return std::nullopt;
    TransactionError error;
    error.kind = static_cast<TransactionErrorKind>(
        std::min(reader.take<std::uint8_t>(), static_cast<std::uint8_t>(TransactionErrorKind::UnbalancedTransaction)));
    error.index = reader.take<std::uint8_t>();
    error.instruction.kind = static_cast<InstructionErrorKind>(
        std::min(reader.take<std::uint8_t>(),
                 static_cast<std::uint8_t>(InstructionErrorKind::BuiltinProgramsMustConsumeComputeUnits)));
    error.instruction.custom = reader.take<std::uint32_t>();
    return error;
}

template <class List, class Put>
void putList(BorshWriter &writer, const List &list, Put putOne)
{
    writer.put(static_cast<std::uint32_t>(list.size()));
    for (const auto &item : list)
        putOne(item);
}

/// Stops at the first short read, so that a damaged count costs nothing.
template <class List, class Take>
void takeList(BorshReader &reader, List &list, Take takeOne)
{
    const std::uint32_t count = reader.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.ok(); ++i)
        list.push_back(takeOne());
}

void put(BorshWriter &writer, const InnerInstruction &inner)
{
    writer.put(inner.instruction.programIndex).put(inner.stackHeight);
    writer.vec(inner.instruction.accountIndexes).vec(inner.instruction.data);
}

InnerInstruction takeInner(BorshReader &reader)
{
    InnerInstruction inner;
    inner.instruction.programIndex = reader.take<std::uint8_t>();
    inner.stackHeight = reader.take<std::uint8_t>();
    const ByteSpan accounts = reader.vec();
    inner.instruction.accountIndexes.assign(accounts.begin(), accounts.end());
    const ByteSpan data = reader.vec();
    inner.instruction.data.assign(data.begin(), data.end());
    return inner;
}

void put(BorshWriter &writer, const Execution &execution)
{
    put(writer, execution.error);
    writer.put(execution.fee).put(execution.computeUnits);
    putList(writer, execution.logs, [&](const std::string &line) { writer.text(line); });
    putList(writer, execution.inner, [&](const InnerInstructions &inner) {
        writer.put(inner.index);
        putList(writer, inner.instructions, [&](const InnerInstruction &one) { put(writer, one); });
    });
    writer.put(static_cast<std::uint8_t>(execution.returnData ? 1 : 0));
    if (execution.returnData)
        writer.put(execution.returnData->program).vec(execution.returnData->data);
    const auto putKey = [&](const PublicKey &key) { writer.put(key); };
    putList(writer, execution.loadedWritable, putKey);
    putList(writer, execution.loadedReadonly, putKey);
    const auto putBalance = [&](std::uint64_t lamports) { writer.put(lamports); };
    putList(writer, execution.preBalances, putBalance);
    putList(writer, execution.postBalances, putBalance);
    const auto putTokens = [&](const spl::TokenBalance &balance) {
        writer.put(balance.index).put(balance.mint).put(balance.owner).put(balance.program).put(balance.amount);
        writer.put(balance.decimals);
    };
    putList(writer, execution.preTokenBalances, putTokens);
    putList(writer, execution.postTokenBalances, putTokens);
}

Execution takeExecution(BorshReader &reader)
{
    Execution execution;
    execution.charged = true;
    execution.error = takeError(reader);
    execution.fee = reader.take<std::uint64_t>();
    execution.computeUnits = reader.take<std::uint64_t>();
    takeList(reader, execution.logs, [&] { return reader.text(); });
    takeList(reader, execution.inner, [&] {
        InnerInstructions inner;
        inner.index = reader.take<std::uint8_t>();
        takeList(reader, inner.instructions, [&] { return takeInner(reader); });
        return inner;
    });
    if (reader.take<std::uint8_t>() != 0) {
        ReturnData data;
        data.program = reader.take<PublicKey>();
        const ByteSpan bytes = reader.vec();
        data.data.assign(bytes.begin(), bytes.end());
        execution.returnData = std::move(data);
    }
    const auto takeKey = [&] { return reader.take<PublicKey>(); };
    takeList(reader, execution.loadedWritable, takeKey);
    takeList(reader, execution.loadedReadonly, takeKey);
    const auto takeBalance = [&] { return reader.take<std::uint64_t>(); };
    takeList(reader, execution.preBalances, takeBalance);
    takeList(reader, execution.postBalances, takeBalance);
    const auto takeTokens = [&] {
        spl::TokenBalance balance;
        balance.index = reader.take<std::uint8_t>();
        balance.mint = reader.take<PublicKey>();
        balance.owner = reader.take<PublicKey>();
        balance.program = reader.take<PublicKey>();
        balance.amount = reader.take<std::uint64_t>();
        balance.decimals = reader.take<std::uint8_t>();
        return balance;
    };
    takeList(reader, execution.preTokenBalances, takeTokens);
    takeList(reader, execution.postTokenBalances, takeTokens);
    return execution;
}

} // namespace

std::vector<PublicKey> TransactionRecord::keys() const
{
    std::vector<PublicKey> keys = transaction.message.staticKeys;
    keys.insert(keys.end(), execution.loadedWritable.begin(), execution.loadedWritable.end());
    keys.insert(keys.end(), execution.loadedReadonly.begin(), execution.loadedReadonly.end());
    return keys;
}

Bytes encodeRecord(const TransactionRecord &record)
{
    BorshWriter writer;
    writer.put(record.slot.value).put(record.index).put(record.time.value);
    putList(writer, record.transaction.signatures, [&](const Signature &signature) { writer.put(signature); });
    writer.vec(record.transaction.messageBytes);
    put(writer, record.execution);
    return writer.take();
}

std::optional<TransactionRecord> decodeRecord(ByteSpan bytes)
{
    BorshReader reader(bytes);
    TransactionRecord record;
    record.slot = {reader.take<std::uint64_t>()};
    record.index = reader.take<std::uint32_t>();
    record.time = {reader.take<std::int64_t>()};
    takeList(reader, record.transaction.signatures, [&] { return reader.take<Signature>(); });
    const ByteSpan message = reader.vec();
    record.transaction.messageBytes.assign(message.begin(), message.end());
    record.execution = takeExecution(reader);
    if (!reader.atEnd() || record.transaction.signatures.empty())
        return std::nullopt;
    auto decoded = solana::decodeMessage(record.transaction.messageBytes);
    if (!decoded)
        return std::nullopt;
    record.transaction.message = std::move(*decoded);
    return record;
}

Bytes encodeBlock(const Block &block)
{
    BorshWriter writer;
    writer.put(block.slot.value).put(block.parent.value).put(block.height.value).put(block.hash);
    writer.put(block.previousHash).put(block.time.value).put(block.transactions);
    return writer.take();
}

std::optional<Block> decodeBlock(ByteSpan bytes)
{
    BorshReader reader(bytes);
    Block block;
    block.slot = {reader.take<std::uint64_t>()};
    block.parent = {reader.take<std::uint64_t>()};
    block.height = {reader.take<std::uint64_t>()};
    block.hash = reader.take<Hash>();
    block.previousHash = reader.take<Hash>();
    block.time = {reader.take<std::int64_t>()};
    block.transactions = reader.take<std::uint64_t>();
    return reader.atEnd() ? std::optional(block) : std::nullopt;
}

Bytes encodeWrites(const std::vector<AccountWrite> &writes)
{
    BorshWriter writer;
    putList(writer, writes, [&](const AccountWrite &write) {
        writer.put(write.key).put(static_cast<std::uint8_t>(write.account ? 1 : 0));
        if (!write.account)
            return;
        const Account &account = *write.account;
        writer.put(account.lamports).put(account.owner).put(static_cast<std::uint8_t>(account.executable ? 1 : 0));
        writer.vec(account.data);
    });
    return writer.take();
}

std::optional<std::vector<AccountWrite>> decodeWrites(ByteSpan bytes)
{
    BorshReader reader(bytes);
    std::vector<AccountWrite> writes;
    constexpr std::size_t writeSizeMin = PublicKey::size + 1; // a damaged count reserves no more than the bytes hold
    writes.reserve(std::min<std::size_t>(BorshReader(bytes).take<std::uint32_t>(), bytes.size() / writeSizeMin));
    takeList(reader, writes, [&] {
        AccountWrite write;
        write.key = reader.take<PublicKey>();
        if (reader.take<std::uint8_t>() == 0)
            return write;
        Account account;
        account.lamports = reader.take<std::uint64_t>();
        account.owner = reader.take<PublicKey>();
        account.executable = reader.take<std::uint8_t>() != 0;
        const ByteSpan data = reader.vec();
        account.data.assign(data.begin(), data.end());
        write.account = std::make_shared<const Account>(std::move(account));
        return write;
    });
    if (!reader.atEnd())
        return std::nullopt;
    return writes;
}

} // namespace paradox::ledger
