#include "domain/amount.h"
#include "domain/base58.h"
#include "ledger/chaos.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

constexpr std::size_t prioritizationAccountsMax = 128;

RpcResult quotedKey(const PublicKey &key)
{
    return '"' + toBase58(key) + '"';
}

RpcResult getHealth(const RpcContext &context, Arguments &)
{
    const Faults faults = context.chaos ? context.chaos->faults() : Faults{};
    if (faults.isUnhealthy) {
        const std::string behind = std::to_string(faults.lagSlots);
        return std::unexpected(RpcError{rpc_code::nodeUnhealthy, "Node is behind by " + behind + " slots",
                                        "{\"numSlotsBehind\":" + behind + '}'});
    }
    if (context.engine.healthy())
        return "\"ok\"";
    return std::unexpected(RpcError{rpc_code::nodeUnhealthy, "Node is unhealthy", "{\"numSlotsBehind\":null}"});
}

RpcResult getVersion(const RpcContext &, Arguments &)
{
    JsonWriter writer;
    writer.beginObject().key("solana-core").text(apiVersion).key("feature-set").number(featureSet);
    return writer.endObject().take();
}

RpcResult getIdentity(const RpcContext &context, Arguments &)
{
    const Engine::Reader reader = context.engine.read();
    return "{\"identity\":\"" + toBase58(reader.bank().genesis().identity) + "\"}";
}

RpcResult getSlotLeader(const RpcContext &context, Arguments &)
{
    return quotedKey(context.engine.read().bank().genesis().identity);
}

RpcResult getSlotLeaders(const RpcContext &context, Arguments &arguments)
{
    (void)arguments.number(0);
    const std::uint64_t count = arguments.number(1);
    if (count > 5'000)
        arguments.fail("Invalid limit; max 5000");
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const std::string leader = toBase58(context.engine.read().bank().genesis().identity);
    JsonWriter writer;
    writer.beginArray();
    for (std::uint64_t i = 0; i < count; ++i)
        writer.text(leader);
    return writer.endArray().take();
}

RpcResult getGenesisHash(const RpcContext &context, Arguments &)
{
    return '"' + toBase58(context.engine.read().bank().genesis().hash) + '"';
}

RpcResult getSlot(const RpcContext &context, Arguments &arguments)
{
    const auto slot = takeSlot(context.engine.read(), arguments, 0);
    return slot ? RpcResult(std::to_string(slot->value)) : std::unexpected(slot.error());
}

RpcResult getBlockHeight(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    return slot ? RpcResult(std::to_string(reader.bank().heightAt(*slot).value)) : std::unexpected(slot.error());
}

RpcResult getTransactionCount(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    return slot ? RpcResult(std::to_string(reader.bank().transactionCount(*slot))) : std::unexpected(slot.error());
}

RpcResult getEpochInfo(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    JsonWriter writer;
    writer.beginObject().key("absoluteSlot").number(slot->value);
    writer.key("blockHeight").number(reader.bank().heightAt(*slot).value);
    writer.key("epoch").number(slot->value / slotsPerEpoch).key("slotIndex").number(slot->value % slotsPerEpoch);
    writer.key("slotsInEpoch").number(slotsPerEpoch);
    writer.key("transactionCount").number(reader.bank().transactionCount(*slot));
    return writer.endObject().take();
}

RpcResult getEpochSchedule(const RpcContext &, Arguments &)
{
    JsonWriter writer;
    writer.beginObject().key("slotsPerEpoch").number(slotsPerEpoch).key("leaderScheduleSlotOffset");
    writer.number(slotsPerEpoch).key("warmup").boolean(false).key("firstNormalEpoch").number(0);
    return writer.key("firstNormalSlot").number(0).endObject().take();
}

RpcResult getLatestBlockhash(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    const Bank::Blockhash latest = reader.bank().latestBlockhash(*slot);
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginObject().key("blockhash").text(toBase58(latest.hash));
    return writer.key("lastValidBlockHeight").number(latest.lastValid.value).endObject().endObject().take();
}

RpcResult isBlockhashValid(const RpcContext &context, Arguments &arguments)
{
    const Hash hash = arguments.toHash(arguments.text(0));
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 1);
    if (!slot)
        return std::unexpected(slot.error());
    JsonWriter writer;
    beginContext(writer, *slot);
    return writer.boolean(reader.bank().isBlockhashValid(hash, *slot)).endObject().take();
}

/// Nobody competes for room in these blocks: the floor is zero in every one of them.
RpcResult getRecentPrioritizationFees(const RpcContext &context, Arguments &arguments)
{
    if (arguments.at(0)) {
        for (const std::string_view text : arguments.texts(0, prioritizationAccountsMax))
            (void)arguments.toKey(text);
    }
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    constexpr std::size_t slotsMax = 150;
    const Engine::Reader reader = context.engine.read();
    const std::deque<Block> &blocks = reader.bank().recentBlocks();
    JsonWriter writer;
    writer.beginArray();
    for (std::size_t i = blocks.size() - std::min(blocks.size(), slotsMax); i < blocks.size(); ++i)
        writer.beginObject().key("slot").number(blocks[i].slot.value).key("prioritizationFee").number(0).endObject();
    return writer.endArray().take();
}

/// Blocks are kept for good where they had transactions, and of late wherever they did not.
RpcResult getFirstAvailableBlock(const RpcContext &context, Arguments &)
{
    Slot first;
    {
        const Engine::Reader reader = context.engine.read();
        first = std::min(reader.bank().recentBlocks().front().slot, reader.recent().front().block.slot);
    }
    const std::vector<Slot> kept = context.engine.history().slots({0}, first, 1);
    return std::to_string((kept.empty() ? first : kept.front()).value);
}

RpcResult getHighestSnapshotSlot(const RpcContext &, Arguments &)
{
    return std::unexpected(RpcError{rpc_code::noSnapshot, "No snapshot"});
}

constexpr std::array chainMethods = std::to_array<NamedMethod>({
    {"getBlockHeight", getBlockHeight},
    {"getEpochInfo", getEpochInfo},
    {"getEpochSchedule", getEpochSchedule},
    {"getFirstAvailableBlock", getFirstAvailableBlock},
    {"getGenesisHash", getGenesisHash},
    {"getHealth", getHealth},
    {"getHighestSnapshotSlot", getHighestSnapshotSlot},
    {"getIdentity", getIdentity},
    {"getLatestBlockhash", getLatestBlockhash},
    {"getRecentPrioritizationFees", getRecentPrioritizationFees},
    {"getSlot", getSlot},
    {"getSlotLeader", getSlotLeader},
    {"getSlotLeaders", getSlotLeaders},
    {"getTransactionCount", getTransactionCount},
    {"getVersion", getVersion},
    {"isBlockhashValid", isBlockhashValid},
    {"minimumLedgerSlot", getFirstAvailableBlock},
});

} // namespace

RpcMethod findChainMethod(std::string_view name)
{
    const auto found = std::ranges::find(chainMethods, name, &NamedMethod::name);
    return found == chainMethods.end() ? nullptr : found->method;
}

} // namespace paradox::ledger
