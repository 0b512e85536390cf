#include "domain/amount.h"
#include "domain/base58.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"

#include <algorithm>
#include <array>

// What wallets and explorers ask of a cluster beyond its chain: supply, stake, leaders. This one has a single node that
// leads every slot, stakes one SOL and is paid nothing.

namespace paradox::ledger {

namespace {

constexpr std::size_t largestAccountsCount = 20;
constexpr std::size_t commitmentDepths = 32; ///< of getBlockCommitment's array, a voter's lockouts and the root

RpcResult getSupply(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    const PublicKey &faucet = reader.bank().genesis().faucet;
    const AccountRef held = reader.bank().account(faucet, *slot);
    const std::uint64_t idle = held ? held->lamports : 0;
    const std::uint64_t total = std::max(reader.bank().capitalisation(), idle);
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginObject().key("circulating").number(total - idle).key("nonCirculating").number(idle);
    writer.key("nonCirculatingAccounts").beginArray().text(toBase58(faucet)).endArray();
    return writer.key("total").number(total).endObject().endObject().take();
}

RpcResult getVoteAccounts(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    const std::string identity = toBase58(reader.bank().genesis().identity);
    JsonWriter writer;
    writer.beginObject().key("current").beginArray().beginObject().key("votePubkey").text(identity);
    writer.key("nodePubkey").text(identity).key("activatedStake").number(lamportsPerSol);
    writer.key("epochVoteAccount").boolean(true).key("commission").number(0).key("lastVote").number(slot->value);
    writer.key("rootSlot").number(reader.slotAt(Commitment::Finalized).value);
    writer.key("epochCredits").beginArray().endArray().endObject().endArray();
    return writer.key("delinquent").beginArray().endArray().endObject().take();
}

RpcResult getClusterNodes(const RpcContext &context, Arguments &)
{
    const std::string identity = toBase58(context.engine.read().bank().genesis().identity);
    JsonWriter writer;
    writer.beginArray().beginObject().key("pubkey").text(identity).key("gossip").null().key("tpu").null();
    writer.key("rpc").text("127.0.0.1:" + std::to_string(*context.rpcPort));
    writer.key("pubsub").text("127.0.0.1:" + std::to_string(*context.wsPort));
    writer.key("version").text(apiVersion).key("featureSet").number(featureSet).key("shredVersion").number(0);
    return writer.endObject().endArray().take();
}

RpcResult getLargestAccounts(const RpcContext &context, Arguments &arguments)
{
    const Arguments::Config config = arguments.config(0);
    const std::string_view filter = config.text("filter").value_or("");
    if (!filter.empty() && filter != "circulating" && filter != "nonCirculating")
        arguments.fail("Invalid params: unknown variant of filter, expected `circulating` or `nonCirculating`");
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    const PublicKey &faucet = reader.bank().genesis().faucet;
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginArray();
    for (const AccountWrite &one : reader.bank().store().largestAt(*slot, largestAccountsCount)) {
        const bool isCirculating = one.key != faucet;
        if (!filter.empty() && isCirculating != (filter == "circulating"))
            continue;
        writer.beginObject().key("address").text(toBase58(one.key));
        writer.key("lamports").number(one.account->lamports).endObject();
    }
    return writer.endArray().endObject().take();
}

RpcResult getLeaderSchedule(const RpcContext &context, Arguments &arguments)
{
    const std::optional<Element> first = arguments.at(0);
    const bool hasSlot = first && !first->is_object();
    const std::optional<std::uint64_t> asked = hasSlot ? arguments.optionalNumber(0) : std::nullopt;
    const Arguments::Config config = arguments.config(first && !hasSlot ? 0 : 1);
    const std::optional<std::string_view> identity = config.text("identity");
    const std::optional<PublicKey> wanted = identity ? std::optional(arguments.toKey(*identity)) : std::nullopt;
    const Commitment commitment = config.commitment();
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const std::uint64_t now = reader.slotAt(commitment).value / slotsPerEpoch;
    if (asked && *asked / slotsPerEpoch > now + 1)
        return "null";
    const PublicKey &leader = reader.bank().genesis().identity;
    JsonWriter writer;
    writer.beginObject();
    if (!wanted || *wanted == leader) {
        writer.key(toBase58(leader)).beginArray();
        for (std::uint64_t index = 0; index < slotsPerEpoch; ++index)
            writer.number(index);
        writer.endArray();
    }
    return writer.endObject().take();
}

/// Of the recent blocks: slots without one were the leader's all the same.
RpcResult getBlockProduction(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    const std::deque<Block> &blocks = reader.bank().recentBlocks();
    const Slot first = std::min(blocks.front().slot, *slot);
    const auto produced = std::ranges::count_if(blocks, [&](const Block &block) { return block.slot <= *slot; });
    JsonWriter writer;
    beginContext(writer, *slot);
    writer.beginObject().key("byIdentity").beginObject().key(toBase58(reader.bank().genesis().identity));
    writer.beginArray().number(slot->value - first.value + 1).number(produced).endArray().endObject();
    writer.key("range").beginObject().key("firstSlot").number(first.value).key("lastSlot").number(slot->value);
    return writer.endObject().endObject().endObject().take();
}

/// Of a block that is not final yet: all the stake stands behind it as deep as it lies.
RpcResult getBlockCommitment(const RpcContext &context, Arguments &arguments)
{
    const Slot slot{arguments.number(0)};
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const bool isKnown = reader.bank().recentBlock(slot) != nullptr && slot > reader.slotAt(Commitment::Finalized) &&
                         slot <= reader.slotAt(Commitment::Processed);
    JsonWriter writer;
    writer.beginObject().key("commitment");
    if (isKnown) {
        const std::uint64_t depth = reader.slotAt(Commitment::Processed).value - slot.value;
        writer.beginArray();
        for (std::uint64_t i = 0; i < commitmentDepths; ++i)
            writer.number(i == std::min<std::uint64_t>(depth, commitmentDepths - 1) ? lamportsPerSol : 0);
        writer.endArray();
    } else {
        writer.null();
    }
    return writer.key("totalStake").number(lamportsPerSol).endObject().take();
}

RpcResult getInflationGovernor(const RpcContext &, Arguments &)
{
    return R"({"foundation":0.0,"foundationTerm":0.0,"initial":0.0,"taper":0.0,"terminal":0.0})";
}

RpcResult getInflationRate(const RpcContext &context, Arguments &)
{
    const std::uint64_t epoch = context.engine.read().slotAt(Commitment::Finalized).value / slotsPerEpoch;
    return R"({"epoch":)" + std::to_string(epoch) + R"(,"foundation":0.0,"total":0.0,"validator":0.0})";
}

RpcResult getInflationReward(const RpcContext &, Arguments &arguments)
{
    constexpr std::size_t addressesMax = 1'024;
    JsonWriter writer;
    writer.beginArray();
    for (const std::string_view text : arguments.texts(0, addressesMax)) {
        (void)arguments.toKey(text);
        writer.null();
    }
    return writer.endArray().take();
}

/// One sample of all recent blocks: this node keeps no others.
RpcResult getRecentPerformanceSamples(const RpcContext &context, Arguments &arguments)
{
    constexpr std::uint64_t samplesMax = 720;
    if (arguments.optionalNumber(0).value_or(samplesMax) > samplesMax)
        arguments.fail("Invalid limit; max " + std::to_string(samplesMax));
    if (!arguments.ok())
        return std::unexpected(arguments.error());
    const Engine::Reader reader = context.engine.read();
    const Block &first = reader.bank().recentBlocks().front();
    const Block &last = reader.bank().recentBlocks().back();
    if (last.time <= first.time)
        return "[]";
    JsonWriter writer;
    writer.beginArray().beginObject().key("numNonVoteTransactions").number(last.transactions - first.transactions);
    writer.key("numSlots").number(reader.bank().recentBlocks().size() - 1);
    writer.key("numTransactions").number(last.transactions - first.transactions);
    writer.key("samplePeriodSecs").number(last.time.value - first.time.value).key("slot").number(last.slot.value);
    return writer.endObject().endArray().take();
}

RpcResult getStakeMinimumDelegation(const RpcContext &context, Arguments &arguments)
{
    const Engine::Reader reader = context.engine.read();
    const auto slot = takeSlot(reader, arguments, 0);
    if (!slot)
        return std::unexpected(slot.error());
    JsonWriter writer;
    beginContext(writer, *slot);
    return writer.number(lamportsPerSol).endObject().take();
}

RpcResult newestSlot(const RpcContext &context, Arguments &)
{
    return std::to_string(context.engine.read().slotAt(Commitment::Processed).value);
}

constexpr std::array clusterMethods = std::to_array<NamedMethod>({
    {"getBlockCommitment", getBlockCommitment},
    {"getBlockProduction", getBlockProduction},
    {"getClusterNodes", getClusterNodes},
    {"getInflationGovernor", getInflationGovernor},
    {"getInflationRate", getInflationRate},
    {"getInflationReward", getInflationReward},
    {"getLargestAccounts", getLargestAccounts},
    {"getLeaderSchedule", getLeaderSchedule},
    {"getMaxRetransmitSlot", newestSlot},
    {"getMaxShredInsertSlot", newestSlot},
    {"getRecentPerformanceSamples", getRecentPerformanceSamples},
    {"getStakeMinimumDelegation", getStakeMinimumDelegation},
    {"getSupply", getSupply},
    {"getVoteAccounts", getVoteAccounts},
});

} // namespace

RpcMethod findClusterMethod(std::string_view name)
{
    const auto found = std::ranges::find(clusterMethods, name, &NamedMethod::name);
    return found == clusterMethods.end() ? nullptr : found->method;
}

} // namespace paradox::ledger
