#include "netting/batch_header.h"
#include "netting/leaves.h"
#include "netting/merkle.h"
#include "netting/net_json.h"
#include "tests/netting/vector_file.h"

#include <gtest/gtest.h>

namespace paradox::netting::test {
namespace {

using nlohmann::json;

template <class Integer>
Integer integerFrom(const json &value)
{
    if (!value.is_string())
        return value.get<Integer>();
    if constexpr (std::is_signed_v<Integer>)
        return static_cast<Integer>(parseI64(value.get<std::string>()).value());
    else
        return static_cast<Integer>(parseU64(value.get<std::string>()).value());
}

TEST(Vectors, nettingGivesTheGoldenResults)
{
    const json vectors = readVectors("protocol.json").at("netting");
    ASSERT_FALSE(vectors.empty());
    for (const auto &[name, vector] : vectors.items()) {
        const std::expected<std::string, std::string> result = netJson(vector.at("in").dump());
        ASSERT_TRUE(result.has_value()) << name << ": " << result.error();
        EXPECT_EQ(json::parse(*result), vector.at("out")) << name;
    }
}

TEST(Vectors, merkleRootsAndProofs)
{
    const json merkle = readVectors("protocol.json").at("merkle");
    std::vector<Hash> leaves;
    for (const json &data : merkle.at("leaves"))
        leaves.push_back(leafHash(hexDecode(data.get<std::string>()).value()));
    for (const auto &[size, root] : merkle.at("roots").items()) {
        const std::span<const Hash> first(leaves.data(), std::stoul(size));
        EXPECT_EQ(merkleRoot(first), fixedFrom<Hash>(root)) << size;
        EXPECT_EQ(MerkleTree({first.begin(), first.end()}).root(), fixedFrom<Hash>(root)) << size;
    }
    for (const json &proof : merkle.at("proofs")) {
        const auto size = integerFrom<std::size_t>(proof.at("size"));
        const auto index = integerFrom<std::size_t>(proof.at("index"));
        std::vector<Hash> path;
        for (const json &hash : proof.at("path"))
            path.push_back(fixedFrom<Hash>(hash));
        const std::span<const Hash> first(leaves.data(), size);
        EXPECT_EQ(MerkleTree({first.begin(), first.end()}).proof(index), path) << index << " of " << size;
        EXPECT_TRUE(verifyInclusion({.leaf = leaves[index], .index = index, .size = size, .path = path},
                                    fixedFrom<Hash>(merkle.at("roots").at(std::to_string(size)))));
    }
}

TEST(Vectors, leaves)
{
    const json leaves = readVectors("protocol.json").at("leaves");
    const json &of = leaves.at("of");
    EXPECT_EQ(hexEncode(encodeLeaf(PairVerdict{.seller = fixedFrom<IntentId>(of.at("seller_intent")),
                                               .buyer = fixedFrom<IntentId>(of.at("buyer_intent")),
                                               .verdict = parseVerdict(of.at("verdict").get<std::string>()).value()})),
              leaves.at("I").get<std::string>());
    EXPECT_EQ(hexEncode(encodeLeaf(ItemMove{.item = fixedFrom<PublicKey>(of.at("item")),
                                            .oldOwner = fixedFrom<PublicKey>(of.at("old_owner")),
                                            .newOwner = fixedFrom<PublicKey>(of.at("new_owner"))})),
              leaves.at("O").get<std::string>());
    EXPECT_EQ(hexEncode(encodeLeaf(WalletMintDelta{.wallet = fixedFrom<PublicKey>(of.at("wallet")),
                                                   .mint = fixedFrom<PublicKey>(of.at("mint")),
                                                   .delta = integerFrom<std::int64_t>(of.at("delta"))})),
              leaves.at("D").get<std::string>());
}

TEST(Vectors, batchHeader)
{
    const json vector = readVectors("protocol.json").at("header");
    const json &f = vector.at("fields");
    const BatchHeader header{.genesis = fixedFrom<Hash>(f.at("genesis")),
                             .program = fixedFrom<PublicKey>(f.at("program")),
                             .engine = fixedFrom<PublicKey>(f.at("engine")),
                             .seq = {integerFrom<std::uint64_t>(f.at("seq"))},
                             .previous = fixedFrom<Hash>(f.at("prev")),
                             .readSlot = {integerFrom<std::uint64_t>(f.at("read_slot"))},
                             .openedAt = {integerFrom<std::int64_t>(f.at("opened_at"))},
                             .cutAt = {integerFrom<std::int64_t>(f.at("cut_at"))},
                             .algoVersion = integerFrom<std::uint16_t>(f.at("algo")),
                             .mode = static_cast<NetMode>(integerFrom<int>(f.at("mode"))),
                             .feeBps = integerFrom<std::uint16_t>(f.at("fee_bps")),
                             .intentCount = integerFrom<std::uint32_t>(f.at("n_intents")),
                             .acceptedCount = integerFrom<std::uint32_t>(f.at("n_accepted")),
                             .itemCount = integerFrom<std::uint32_t>(f.at("n_items")),
                             .walletCount = integerFrom<std::uint32_t>(f.at("n_wallets")),
                             .intentsRoot = fixedFrom<Hash>(f.at("intents_root")),
                             .ownersRoot = fixedFrom<Hash>(f.at("owners_root")),
                             .deltasRoot = fixedFrom<Hash>(f.at("deltas_root")),
                             .gross = integerFrom<std::uint64_t>(f.at("gross")),
                             .fees = integerFrom<std::uint64_t>(f.at("fees")),
                             .inputsDigest = fixedFrom<Hash>(f.at("inputs_digest"))};
    const HeaderBytes bytes = encodeHeader(header);
    EXPECT_EQ(hexEncode(bytes), vector.at("hex").get<std::string>());
    EXPECT_EQ(batchIdOf(bytes), fixedFrom<BatchId>(vector.at("batch_id")));
    EXPECT_EQ(decodeHeader(bytes).value(), header);
}

} // namespace
} // namespace paradox::netting::test
