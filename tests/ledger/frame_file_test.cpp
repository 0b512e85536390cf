#include "ledger/frame_file.h"

#include "tests/ledger/ledger_fixture.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace paradox::ledger {
namespace {

constexpr std::string_view magic = "PDXTEST3";

class FrameFileTest : public ::testing::Test {
protected:
    void write(std::string_view start, ByteSpan frames) const
    {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file << start << asText(genesis.span()) << asText(frames);
    }
    std::expected<FrameFile, StoreError> open() const { return FrameFile::open(path, {magic, genesis}); }
    static Bytes frames(std::size_t count, std::size_t size)
    {
        Bytes bytes;
        for (std::size_t i = 0; i < count; ++i)
            putFrame(bytes, FrameKind::Block, {Bytes(size, static_cast<std::uint8_t>(i))});
        return bytes;
    }

    const Hash genesis = *Hash::from(Bytes(32, 9));
    testing::TempDirectory directory;
    std::filesystem::path path = directory.path() / "frames";
};

TEST_F(FrameFileTest, framesComeBackInOrderWhateverTheirSize)
{
    Bytes bytes = frames(3, 5);
    const Bytes large = frames(4, 900'000); // more than is read at once
    bytes.insert(bytes.end(), large.begin(), large.end());
    write(magic, bytes);
    auto file = open();
    ASSERT_TRUE(file.has_value());
    for (std::size_t i = 0; i < 7; ++i) {
        const auto frame = file->next();
        ASSERT_TRUE(frame.has_value());
        ASSERT_TRUE(frame->has_value());
        EXPECT_EQ((*frame)->payload.size(), i < 3 ? 5U : 900'000U);
        EXPECT_EQ((*frame)->payload.back(), i < 3 ? i : i - 3);
    }
    EXPECT_EQ(file->next()->has_value(), false);
    EXPECT_TRUE(file->atEnd());
}

TEST_F(FrameFileTest, aTornOrDamagedFrameEndsTheWholeOnes)
{
    const Bytes bytes = frames(2, 50);
    for (const std::size_t cut : {1U, 30U, 58U}) {
        write(magic, ByteSpan(bytes).first(bytes.size() - cut));
        auto file = open();
        ASSERT_TRUE(file.has_value());
        EXPECT_TRUE(file->next()->has_value());
        EXPECT_FALSE(file->next()->has_value());
        EXPECT_FALSE(file->atEnd());
        EXPECT_EQ(file->offset(), 40U + 59U);
    }
    Bytes damaged = bytes;
    damaged.back() ^= 1;
    write(magic, damaged);
    auto file = open();
    EXPECT_TRUE(file->next()->has_value());
    EXPECT_FALSE(file->next()->has_value());
}

/// In a mapped file this would end the process.
TEST_F(FrameFileTest, aFileThatShrinksWhileItIsReadIsAnError)
{
    const Bytes bytes = frames(4, 900'000);
    write(magic, bytes);
    auto file = open();
    ASSERT_TRUE(file.has_value());
    EXPECT_TRUE(file->next()->has_value());
    std::filesystem::resize_file(path, 100);
    auto frame = file->next();
    while (frame && *frame)
        frame = file->next();
    ASSERT_FALSE(frame.has_value());
    EXPECT_EQ(frame.error(), StoreError::Unreadable);
}

TEST_F(FrameFileTest, whatCannotBeReadIsToldFromWhatMustNotBe)
{
    EXPECT_EQ(open().error(), StoreError::Unusable);
    std::filesystem::create_directory(path);
    EXPECT_EQ(open().error(), StoreError::Unusable);
    std::filesystem::remove(path);
    write("PDXTEST2", {});
    EXPECT_EQ(open().error(), StoreError::UnsupportedFormat);
    write("ELSEWHER", {});
    EXPECT_EQ(open().error(), StoreError::Corrupt);
    std::ofstream(path, std::ios::trunc) << "PDX";
    EXPECT_EQ(open().error(), StoreError::Corrupt);
    write(magic, {});
    EXPECT_EQ(FrameFile::open(path, {magic, Hash{}}).error(), StoreError::Corrupt);
}

/// Changes the last letter of a file's first eight, which numbers its format.
void renumber(const std::filesystem::path &path)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(7);
    file << '0';
}

TEST_F(LedgerTest, filesOfAnotherFormatAreRefusedInWordsAndLeftAlone)
{
    ledger.reset();
    for (const auto &entry : std::filesystem::directory_iterator(directory / "a")) {
        if (entry.path().extension() != ".log")
            continue;
        renumber(entry.path());
        const auto size = entry.file_size();
        const auto opened = Ledger::start({.dataDir = directory / "a", .rpcPort = 0}, clock, random);
        ASSERT_FALSE(opened.has_value());
        EXPECT_EQ(opened.error(), StartError::UnsupportedFormat);
        EXPECT_TRUE(toText(opened.error()).contains("LEDGER_FORMAT"));
        EXPECT_EQ(std::filesystem::file_size(entry.path()), size);
    }
}

} // namespace
} // namespace paradox::ledger
