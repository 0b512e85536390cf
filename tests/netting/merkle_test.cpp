#include "domain/sha256.h"
#include "netting/batch_header.h"
#include "netting/merkle.h"
#include "tests/netting/seeded_random.h"

#include <gtest/gtest.h>

namespace paradox::netting::test {
namespace {

std::vector<Hash> randomLeaves(std::size_t count)
{
    SeededRandom random(count);
    std::vector<Hash> leaves(count);
    for (Hash &leaf : leaves) {
        for (std::uint8_t &byte : leaf.bytes)
            byte = static_cast<std::uint8_t>(random.next());
    }
    return leaves;
}

/// RFC 6962 §2.1 as it is written.
Hash definedRoot(std::span<const Hash> leaves)
{
    if (leaves.empty())
        return sha256(ByteSpan{});
    if (leaves.size() == 1)
        return leaves.front();
    std::size_t split = 1;
    while (split * 2 < leaves.size())
        split *= 2;
    constexpr std::uint8_t one = 1;
    return sha256(
        {ByteSpan(&one, 1), definedRoot(leaves.first(split)).span(), definedRoot(leaves.subspan(split)).span()});
}

TEST(Merkle, leavesAndRootsAreTheDefinition)
{
    for (std::size_t size = 0; size < 300; ++size) {
        Bytes data(size, static_cast<std::uint8_t>(size));
        const Hash hash = leafHash(data);
        data.insert(data.begin(), 0x00);
        EXPECT_EQ(hash, sha256(data)) << size;
    }
    for (std::size_t count = 0; count < 300; ++count) {
        const std::vector<Hash> leaves = randomLeaves(count);
        EXPECT_EQ(merkleRoot(leaves), definedRoot(leaves)) << count;
        EXPECT_EQ(MerkleTree(leaves).root(), definedRoot(leaves)) << count;
    }
}

TEST(Merkle, visitedProofsAreTheSingleOnesAndHold)
{
    for (const std::size_t count : {1U, 2U, 3U, 5U, 31U, 32U, 33U, 96U, 100U, 127U, 128U, 129U, 1000U}) {
        const MerkleTree tree(randomLeaves(count));
        std::size_t visited = 0;
        tree.visitProofs([&](std::size_t index, std::span<const Hash> path) {
            ASSERT_EQ(index, visited++);
            ASSERT_EQ(std::vector<Hash>(path.begin(), path.end()), tree.proof(index)) << index << " of " << count;
            ASSERT_TRUE(verifyInclusion({tree.leaves()[index], index, count, path}, tree.root()));
        });
        EXPECT_EQ(visited, count);
    }
    MerkleTree({}).visitProofs([](std::size_t, std::span<const Hash>) { FAIL(); });
}

TEST(Merkle, aProofHoldsOnlyForItsLeafAndIndex)
{
    constexpr std::size_t count = 37;
    const MerkleTree tree(randomLeaves(count));
    for (std::size_t index = 0; index < count; ++index) {
        const std::vector<Hash> path = tree.proof(index);
        for (std::size_t other = 0; other < 70; ++other)
            EXPECT_EQ(verifyInclusion({tree.leaves()[index], other, count, path}, tree.root()), other == index);
        std::vector<Hash> longer = path;
        longer.push_back(Hash{});
        EXPECT_FALSE(verifyInclusion({tree.leaves()[index], index, count, longer}, tree.root()));
        EXPECT_FALSE(
            verifyInclusion({tree.leaves()[index], index, count, std::span(path).first(path.size() - 1)}, tree.root()));
        EXPECT_FALSE(verifyInclusion({tree.leaves()[(index + 1) % count], index, count, path}, tree.root()));
    }
}

TEST(Merkle, theStepsOfAPathLeadToTheRootOneByOne)
{
    for (const std::size_t count : {1U, 2U, 3U, 6U, 37U, 64U, 100U}) {
        const MerkleTree tree(randomLeaves(count));
        for (std::size_t index = 0; index < count; ++index) {
            const std::vector<Hash> path = tree.proof(index);
            const auto steps = stepsOf({tree.leaves()[index], index, count, path});
            ASSERT_TRUE(steps.has_value());
            ASSERT_EQ(steps->size(), path.size());
            Hash below = tree.leaves()[index];
            for (std::size_t level = 0; level < path.size(); ++level) {
                const InclusionStep &step = (*steps)[level];
                EXPECT_EQ(step.sibling, path[level]);
                EXPECT_EQ(step.node,
                          step.siblingIsLeft ? nodeHash(step.sibling, below) : nodeHash(below, step.sibling));
                below = step.node;
            }
            EXPECT_EQ(below, tree.root());
            EXPECT_FALSE(stepsOf({tree.leaves()[index], count, count, path}).has_value());
        }
    }
    // The sides of leaf 4 of 6: 5 stands right of it, the four before them left.
    const MerkleTree six(randomLeaves(6));
    const std::vector<Hash> path = six.proof(4);
    const auto steps = stepsOf({six.leaves()[4], 4, 6, path});
    ASSERT_EQ(steps->size(), 2U);
    EXPECT_FALSE((*steps)[0].siblingIsLeft);
    EXPECT_TRUE((*steps)[1].siblingIsLeft);
}

TEST(Merkle, anEmptyTreeHoldsNothing)
{
    EXPECT_FALSE(stepsOf({Hash{}, 0, 0, {}}).has_value());
    EXPECT_FALSE(verifyInclusion({Hash{}, 0, 0, {}}, MerkleTree({}).root()));
}

TEST(BatchHeader, foreignBytesAreRefused)
{
    HeaderBytes bytes = encodeHeader({});
    EXPECT_TRUE(decodeHeader(bytes).has_value());
    EXPECT_EQ(decodeHeader(std::span(bytes).first(340)).error(), HeaderError::WrongSize);
    HeaderBytes tagless = bytes;
    tagless[1] ^= 1;
    EXPECT_EQ(decodeHeader(tagless).error(), HeaderError::WrongTag);
    HeaderBytes modeless = bytes;
    modeless[178] = 2;
    EXPECT_EQ(decodeHeader(modeless).error(), HeaderError::UnknownMode);
    HeaderBytes greedy = bytes;
    greedy[180] = 0x28; // 10240 with the zero below
    EXPECT_EQ(decodeHeader(greedy).error(), HeaderError::FeeTooHigh);
}

} // namespace
} // namespace paradox::netting::test
