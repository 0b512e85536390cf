#include "domain/base58.h"
#include "netting/json_fields.h"
#include "netting/reexecute.h"

#include <algorithm>

namespace paradox::netting {
namespace {

using nlohmann::json;

NetMode modeOf(JsonFields &fields)
{
    const std::string text = fields.text("mode");
    if (text == toText(NetMode::Held))
        return NetMode::Held;
    if (text != toText(NetMode::Net))
        fields.refuse("mode", "\"NET\" or \"HELD\"");
    return NetMode::Net;
}

std::vector<Trade> tradesOf(JsonFields &outer, std::vector<Verdict> &verdicts)
{
    std::vector<Trade> trades;
    for (const json &entry : outer.list("tradeList")) {
        JsonFields fields(entry, "tradeList");
        trades.push_back({.seq = {fields.u64("seq")},
                          .sellerIntent = fields.hex<IntentId>("sellerIntent"),
                          .buyerIntent = fields.hex<IntentId>("buyerIntent"),
                          .item = fields.base58<PublicKey>("item"),
                          .from = fields.base58<PublicKey>("from"),
                          .to = fields.base58<PublicKey>("to"),
                          .amount = {fields.u64("amount")}});
        verdicts.push_back(fields.orRefuse("verdict", parseVerdict(fields.text("verdict")), "a verdict"));
        outer.inherit(fields);
    }
    return trades;
}

std::vector<OwnerMove> movesOf(JsonFields &outer)
{
    std::vector<OwnerMove> moves;
    for (const json &entry : outer.list("ownerMoves")) {
        JsonFields fields(entry, "ownerMoves");
        moves.push_back({.item = fields.base58<PublicKey>("item"),
                         .from = fields.base58<PublicKey>("from"),
                         .to = fields.base58<PublicKey>("to")});
        outer.inherit(fields);
    }
    std::ranges::sort(moves, {}, &OwnerMove::item);
    return moves;
}

std::vector<WalletDelta> deltasOf(JsonFields &outer, PublicKey &mint)
{
    std::vector<WalletDelta> deltas;
    for (const json &entry : outer.list("deltas")) {
        JsonFields fields(entry, "deltas");
        deltas.push_back({.wallet = fields.base58<PublicKey>("wallet"), .delta = fields.i64("delta")});
        const auto own = fields.base58<PublicKey>("mint");
        if (deltas.size() > 1 && own != mint)
            fields.refuse("mint", "the one of the batch");
        mint = own;
        outer.inherit(fields);
    }
    std::ranges::sort(deltas, {}, &WalletDelta::wallet);
    return deltas;
}

void takeOpening(JsonFields &outer, ArchiveContent &content)
{
    JsonFields opening(outer.object("opening"), "opening");
    const auto keyOf = [&opening](const char *name, const std::string &text) {
        return opening.orRefuse(name, fromBase58<PublicKey>(text), "of base58 keys");
    };
    for (const auto &[item, wallet] : opening.object("owners").items())
        content.owners.push_back({.item = keyOf("owners", item),
                                  .wallet = keyOf("owners", wallet.is_string() ? wallet.get<std::string>() : "")});
    for (const auto &[wallet, amount] : opening.object("available").items()) {
        const std::optional<std::uint64_t> value =
            amount.is_string() ? parseU64(amount.get<std::string>()) : std::nullopt;
        content.available.push_back({.wallet = keyOf("available", wallet),
                                     .available = {opening.orRefuse("available", value, "of decimal strings")}});
    }
    std::ranges::sort(content.owners, {}, &Ownership::item);
    std::ranges::sort(content.available, {}, &Balance::wallet);
    outer.inherit(opening);
}

BatchHeader headerOf(JsonFields &fields)
{
    const std::expected<BatchHeader, HeaderError> header = decodeHeader(fields.hexBytes("header"));
    if (!header)
        fields.refuse("header", "a batch header of 341 bytes");
    return header.value_or(BatchHeader{});
}

BatchSummary summaryOf(JsonFields &fields)
{
    const auto count = [&fields](const char *name) {
        return fields.isNull(name) ? std::nullopt : std::optional(fields.whole<std::uint32_t>(name));
    };
    const auto time = [&fields](const char *name) {
        return fields.isNull(name) ? std::nullopt : std::optional(fields.millis(name));
    };
    const auto hash = [&fields](const char *name) {
        return fields.isNull(name) ? std::nullopt : std::optional(fields.hex<Hash>(name));
    };
    return {.trades = count("trades"),
            .accepted = count("accepted"),
            .rejected = count("rejected"),
            .items = count("items"),
            .wallets = count("wallets"),
            .ratioBps = count("ratioBps"),
            .openedAt = time("openedAt"),
            .cutAt = time("cutAt"),
            .headerHash = hash("headerHash"),
            .intentsRoot = hash("intentsRoot"),
            .ownersRoot = hash("ownersRoot"),
            .deltasRoot = hash("deltasRoot")};
}

} // namespace

std::expected<BatchClaim, std::string> parseBatchClaim(std::string_view text, const std::optional<PublicKey> &treasury)
{
    const json object = json::parse(text, nullptr, false);
    if (object.is_discarded())
        return std::unexpected("the batch is not JSON");
    JsonFields fields(object);
    BatchClaim claim;
    ArchiveContent &content = claim.content;
    claim.header = headerOf(fields);
    claim.batchId = fields.hex<BatchId>("id");
    content.context = {.genesis = claim.header.genesis,
                       .program = claim.header.program,
                       .engine = claim.header.engine,
                       .mint = {},
                       .seq = {fields.u64("seq")},
                       .previous = fields.hex<Hash>("previousHeaderHash"),
                       .readSlot = {fields.u64("readSlot")},
                       .openedAt = claim.header.openedAt,
                       .cutAt = claim.header.cutAt,
                       .mode = modeOf(fields)};
    content.treasury = fields.isNull("treasury") && treasury ? *treasury : fields.base58<PublicKey>("treasury");
    content.feeBps = fields.whole<std::uint16_t>("feeBps");
    if (!fields.isNull("evictionsMax"))
        content.evictionsMax = fields.whole<std::uint32_t>("evictionsMax");
    content.trades = tradesOf(fields, content.netting.verdicts);
    content.netting.ownerMoves = movesOf(fields);
    content.netting.deltas = deltasOf(fields, content.context.mint);
    content.netting.gross = fields.u64("gross");
    content.netting.fees = fields.u64("fees");
    content.netting.net = fields.u64("net");
    takeOpening(fields, content);
    claim.summary = summaryOf(fields);
    if (!fields.ok())
        return std::unexpected(fields.error());
    return claim;
}

} // namespace paradox::netting
