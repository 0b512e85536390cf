#include "domain/encoding.h"
#include "domain/sha256.h"
#include "netting/archive.h"
#include "tests/netting/sample_batch.h"

#include <gtest/gtest.h>

namespace paradox::netting::test {
namespace {

TEST(Archive, comesBackTheSameThroughACar)
{
    const ArchiveContent content = sampleContent();
    const Archive archive = makeArchive(content);
    const Bytes car = encodeCar(archive);
    const Archive read = decodeCar(car).value();
    EXPECT_EQ(read.root, archive.root);
    EXPECT_EQ(readArchive(read).value(), content);
    EXPECT_EQ(encodeCar(makeArchive(readArchive(read).value())), car);
}

TEST(Archive, digestIsTheHashOfTheRootBlock)
{
    const Archive archive = makeArchive(sampleContent());
    EXPECT_EQ(archiveDigest(archive), sha256(archive.blocks.front().data));
    EXPECT_EQ(archive.blocks.front().cid, archive.root);
}

TEST(Archive, emptyBatchHasAnArchive)
{
    ArchiveContent content;
    EXPECT_EQ(readArchive(makeArchive(content)).value(), content);
    EXPECT_TRUE(archiveLinks(makeArchive(content).blocks.front().data).value().empty());
}

TEST(Archive, largeSectionsAreCutIntoBlocksOfAtMostOneMebibyte)
{
    ArchiveContent content;
    for (std::uint64_t i = 0; i < 20'000; ++i)
        content.trades.push_back({.seq = {i}, .amount = {i}});
    content.netting.verdicts.assign(content.trades.size(), Verdict::UnknownItem);
    const Archive archive = makeArchive(content);
    EXPECT_EQ(archive.blocks.size(), 1U + 4U + 1U);
    for (const Block &block : archive.blocks)
        EXPECT_LE(block.data.size(), std::size_t{1} << 20);
    EXPECT_EQ(readArchive(decodeCar(encodeCar(archive)).value()).value(), content);
    std::vector<Cid> names;
    for (const Block &block : archive.blocks)
        names.push_back(block.cid);
    names.erase(names.begin());
    EXPECT_EQ(archiveLinks(archive.blocks.front().data).value(), names);
}

TEST(Archive, everyChangedByteOfACarIsNoticed)
{
    const Bytes car = encodeCar(makeArchive(sampleContent()));
    for (std::size_t at = 0; at < car.size(); ++at) {
        Bytes changed = car;
        changed[at] ^= 0x01;
        const auto archive = decodeCar(changed);
        EXPECT_FALSE(archive.has_value() && readArchive(*archive).has_value()) << at;
    }
}

TEST(Archive, everyTruncationOfACarIsNoticed)
{
    const Bytes car = encodeCar(makeArchive(sampleContent()));
    for (std::size_t size = 0; size < car.size(); ++size) {
        const auto archive = decodeCar(ByteSpan(car).first(size));
        EXPECT_FALSE(archive.has_value() && readArchive(*archive).has_value()) << size;
    }
}

TEST(Archive, missingForeignAndDoubledBlocksAreNamed)
{
    const Archive whole = makeArchive(sampleContent());
    Archive archive = whole;
    archive.blocks.pop_back();
    EXPECT_EQ(readArchive(archive).error(), ArchiveError::MissingBlock);
    archive = whole;
    archive.blocks.push_back({.cid = {.codec = 0x55, .digest = sha256(asBytes("stranger"))},
                              .data = {'s', 't', 'r', 'a', 'n', 'g', 'e', 'r'}});
    EXPECT_EQ(readArchive(archive).error(), ArchiveError::ForeignBlock);
    archive = whole;
    archive.blocks.push_back(whole.blocks.back());
    EXPECT_EQ(readArchive(archive).error(), ArchiveError::ForeignBlock);
    archive = whole;
    archive.blocks.back().data.back() ^= 1;
    EXPECT_EQ(readArchive(archive).error(), ArchiveError::WrongHash);
}

TEST(Archive, cidTextIsTheOneOfIpfs)
{
    // `echo -n | ipfs add --cid-version=1 --raw-leaves`: the CID of no bytes.
    const Cid empty{.codec = 0x55, .digest = sha256(ByteSpan{})};
    EXPECT_EQ(toText(empty), "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    EXPECT_EQ(parseCid(toText(empty)), empty);
    EXPECT_FALSE(parseCid("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk1").has_value());
    EXPECT_FALSE(parseCid("QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH").has_value());
}

TEST(Archive, carHeaderIsCanonicalDagCbor)
{
    const Bytes car = encodeCar(makeArchive({}));
    EXPECT_EQ(hexEncode(ByteSpan(car).first(14)), "3aa265726f6f747381d82a582500");
    EXPECT_EQ(hexEncode(ByteSpan(car).subspan(50, 9)), "6776657273696f6e01");
}

} // namespace
} // namespace paradox::netting::test
