#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"
#include "netting/reexecute.h"
#include "tests/netting/sample_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace paradox::netting::test {
namespace {

using nlohmann::json;

BatchClaim honestClaim()
{
    BatchClaim claim{.content = sampleContent(), .header = {}, .batchId = {}};
    const Hash digest = archiveDigest(makeArchive(claim.content));
    const Commitment commitment = commit(claim.content.context, claim.content.batch(), claim.content.netting, digest);
    claim.header = commitment.header;
    claim.batchId = commitment.batchId;
    return claim;
}

std::vector<std::string> namesOf(const Reexecution &result)
{
    std::vector<std::string> names;
    for (const Mismatch &mismatch : result.mismatches)
        names.push_back(mismatch.what);
    return names;
}

/// What GET /api/batches/:id says of it.
json jsonOf(const BatchClaim &claim)
{
    const ArchiveContent &content = claim.content;
    json object = {{"id", hexEncode(claim.batchId.span())},
                   {"header", hexEncode(encodeHeader(claim.header))},
                   {"seq", std::to_string(content.context.seq.value)},
                   {"previousHeaderHash", hexEncode(content.context.previous.span())},
                   {"readSlot", std::to_string(content.context.readSlot.value)},
                   {"mode", "NET"},
                   {"feeBps", content.feeBps},
                   {"gross", std::to_string(content.netting.gross)},
                   {"fees", std::to_string(content.netting.fees)},
                   {"net", std::to_string(content.netting.net)},
                   {"tradeList", json::array()},
                   {"ownerMoves", json::array()},
                   {"deltas", json::array()},
                   {"opening", {{"owners", json::object()}, {"available", json::object()}}}};
    for (std::size_t t = 0; t < content.trades.size(); ++t) {
        const Trade &trade = content.trades[t];
        object["tradeList"].push_back({{"seq", std::to_string(trade.seq.value)},
                                       {"sellerIntent", hexEncode(trade.sellerIntent.span())},
                                       {"buyerIntent", hexEncode(trade.buyerIntent.span())},
                                       {"item", toBase58(trade.item)},
                                       {"from", toBase58(trade.from)},
                                       {"to", toBase58(trade.to)},
                                       {"amount", std::to_string(trade.amount.value)},
                                       {"verdict", toText(content.netting.verdicts[t])}});
    }
    for (const OwnerMove &move : content.netting.ownerMoves)
        object["ownerMoves"].push_back(
            {{"item", toBase58(move.item)}, {"from", toBase58(move.from)}, {"to", toBase58(move.to)}});
    for (const WalletDelta &delta : content.netting.deltas)
        object["deltas"].push_back({{"wallet", toBase58(delta.wallet)},
                                    {"mint", toBase58(content.context.mint)},
                                    {"delta", std::to_string(delta.delta)}});
    for (const Ownership &ownership : content.owners)
        object["opening"]["owners"][toBase58(ownership.item)] = toBase58(ownership.wallet);
    for (const Balance &balance : content.available)
        object["opening"]["available"][toBase58(balance.wallet)] = std::to_string(balance.available.value);
    return object;
}

TEST(Reexecute, anHonestBatchMatchesToTheByte)
{
    const BatchClaim claim = honestClaim();
    const Reexecution result = reexecute(claim);
    EXPECT_TRUE(result.matches()) << result.mismatches.front().what;
    EXPECT_EQ(result.batchId, claim.batchId);
    EXPECT_EQ(result.header, encodeHeader(claim.header));
}

TEST(Reexecute, aCarAloneGivesTheSameHeader)
{
    const BatchClaim claim = honestClaim();
    const Bytes car = encodeCar(makeArchive(claim.content));
    const Reexecution result = reexecuteCar(car, claim.batchId).value();
    EXPECT_TRUE(result.matches());
    EXPECT_EQ(result.header, encodeHeader(claim.header));
    EXPECT_EQ(namesOf(reexecuteCar(car, BatchId{{1}}).value()), std::vector<std::string>{"batchId"});
}

TEST(Reexecute, aFalseVerdictIsFound)
{
    BatchClaim claim = honestClaim();
    claim.content.netting.verdicts[2] = Verdict::Accepted;
    EXPECT_EQ(namesOf(reexecute(claim)), std::vector<std::string>{"verdict of trade 2"});
}

TEST(Reexecute, aFalseVerdictInACarIsFound)
{
    ArchiveContent content = sampleContent();
    content.netting.verdicts[2] = Verdict::NotOwner;
    const Reexecution result = reexecuteCar(encodeCar(makeArchive(content)), std::nullopt).value();
    EXPECT_THAT(namesOf(result), testing::ElementsAre("verdict of trade 2", "archive digest"));
}

TEST(Reexecute, falseMoneyIsFound)
{
    BatchClaim claim = honestClaim();
    claim.content.netting.deltas[0].delta += 1;
    ++claim.content.netting.fees;
    claim.header.gross += 5;
    EXPECT_THAT(namesOf(reexecute(claim)), testing::ElementsAre("delta 0", "fees", "header gross"));
}

TEST(Reexecute, aChangedOpeningStateIsFound)
{
    BatchClaim claim = honestClaim();
    claim.content.available[0].available.value += 1'000'000;
    claim.content.available[1].available.value += 1'000'000;
    EXPECT_THAT(namesOf(reexecute(claim)), testing::IsSupersetOf({"verdict of trade 2", "inputsDigest", "batchId"}));
}

TEST(Reexecute, aTradeWithoutConsentIsFound)
{
    BatchClaim claim = honestClaim();
    claim.content.intents[3].signature.bytes[7] ^= 1;
    EXPECT_THAT(namesOf(reexecute(claim)), testing::Contains("buyer half of trade 1"));
    claim = honestClaim();
    std::swap(claim.content.intents[0], claim.content.intents[2]);
    EXPECT_THAT(namesOf(reexecute(claim)), testing::IsSupersetOf({"seller half of trade 0", "seller half of trade 1"}));
    claim = honestClaim();
    claim.content.trades[0].amount.value -= 1;
    EXPECT_THAT(namesOf(reexecute(claim)), testing::Contains("trade 0"));
}

TEST(Reexecute, inputsThatAreNoBatchAreAnswered)
{
    BatchClaim claim = honestClaim();
    std::swap(claim.content.trades[0], claim.content.trades[1]);
    EXPECT_EQ(namesOf(reexecute(claim)), std::vector<std::string>{"inputs"});
}

TEST(Reexecute, theNodesJsonIsEnough)
{
    const BatchClaim claim = honestClaim();
    const json object = jsonOf(claim);
    const auto parsed = parseBatchClaim(object.dump(), claim.content.treasury);
    ASSERT_TRUE(parsed.has_value()) << parsed.error();
    const Reexecution result = reexecute(*parsed);
    EXPECT_TRUE(result.matches()) << result.mismatches.front().what;
    EXPECT_EQ(result.batchId, claim.batchId);

    json lying = object;
    lying["tradeList"][0]["amount"] = "999";
    EXPECT_FALSE(reexecute(parseBatchClaim(lying.dump(), claim.content.treasury).value()).matches());
    lying = object;
    lying["opening"]["owners"] = json::object();
    EXPECT_FALSE(reexecute(parseBatchClaim(lying.dump(), claim.content.treasury).value()).matches());
}

TEST(Reexecute, whatTheJsonSaysBesideItsHeaderMustBeTrueAsWell)
{
    const BatchClaim claim = honestClaim();
    const BatchHeader &header = claim.header;
    const json said = {{"trades", header.intentCount},
                       {"accepted", header.acceptedCount},
                       {"rejected", header.intentCount - header.acceptedCount},
                       {"items", header.itemCount},
                       {"wallets", header.walletCount},
                       {"ratioBps", savedBps(claim.content.netting.gross, claim.content.netting.net)},
                       {"openedAt", formatRfc3339(UnixMillis{header.openedAt.value * 1000 + 999})},
                       {"cutAt", formatRfc3339(UnixMillis{header.cutAt.value * 1000})},
                       {"headerHash", hexEncode(headerHashOf(encodeHeader(header)).span())},
                       {"intentsRoot", hexEncode(header.intentsRoot.span())},
                       {"ownersRoot", hexEncode(header.ownersRoot.span())},
                       {"deltasRoot", hexEncode(header.deltasRoot.span())}};
    json object = jsonOf(claim);
    object.update(said);
    EXPECT_TRUE(reexecute(parseBatchClaim(object.dump(), claim.content.treasury).value()).matches());
    const auto lieAbout = [](const std::string &name, const json &value) {
        if (name.ends_with("At"))
            return json("2001-01-01T00:00:00.000Z");
        return value.is_number() ? json(value.get<std::uint32_t>() + 1) : json(std::string(64, '0'));
    };
    for (const auto &[name, value] : said.items()) {
        json lying = object;
        lying[name] = lieAbout(name, value);
        EXPECT_THAT(namesOf(reexecute(parseBatchClaim(lying.dump(), claim.content.treasury).value())),
                    testing::Contains(name));
    }
}

TEST(Reexecute, malformedJsonIsNamed)
{
    const BatchClaim claim = honestClaim();
    const json object = jsonOf(claim);
    EXPECT_FALSE(parseBatchClaim("{", claim.content.treasury).has_value());
    EXPECT_THAT(parseBatchClaim(object.dump(), std::nullopt).error(), testing::HasSubstr("treasury"));
    for (const auto &[name, value] : object.items()) {
        for (const json &bad : {json(), json("?"), json(-1), json({1}), json({{"a", 1}})}) {
            json changed = object;
            changed[name] = bad;
            const auto result = parseBatchClaim(changed.dump(), claim.content.treasury);
            EXPECT_FALSE(result.has_value()) << name << bad;
        }
    }
}

} // namespace
} // namespace paradox::netting::test
