#include "solana/borsh.h"
#include "solana/programs.h"

#include <gtest/gtest.h>

namespace paradox::solana {
namespace {

PublicKey keyOf(std::uint8_t fill)
{
    PublicKey key;
    key.bytes.fill(fill);
    return key;
}

TEST(Message, compactLengthsHaveOneSpelling)
{
    for (const std::size_t length : {0U, 127U, 128U, 16'383U, 16'384U, 65'535U}) {
        Bytes bytes;
        putCompactLength(bytes, length);
        ByteSpan rest(bytes);
        EXPECT_EQ(takeCompactLength(rest), length);
        EXPECT_TRUE(rest.empty());
    }
    for (const Bytes &bad : {Bytes{}, Bytes{0x80}, Bytes{0x80, 0x00}, Bytes{0xff, 0x00}, Bytes{0x80, 0x80, 0x00},
                             Bytes{0xff, 0xff, 0x04}, Bytes{0x80, 0x80, 0x80, 0x01}}) {
        ByteSpan rest(bad);
        EXPECT_EQ(takeCompactLength(rest), std::nullopt);
    }
}

TEST(Message, oneKeyInSeveralRolesTakesTheStrongest)
{
    const PublicKey payer = keyOf(9);
    const PublicKey both = keyOf(3);
    const Instruction first{.program = keyOf(5), .accounts = {{both, false, true}}, .data = {}};
    const Instruction second{.program = keyOf(5), .accounts = {{both, true, false}, {payer, false, false}}, .data = {}};
    const auto message = compileMessage(std::array{first, second}, {.feePayer = payer});
    ASSERT_TRUE(message);
    EXPECT_EQ(message->staticKeys, (std::vector{payer, both, keyOf(5)}));
    EXPECT_EQ(message->signatureCount, 2);
    EXPECT_TRUE(message->isStaticWritable(1));
    EXPECT_FALSE(message->isStaticWritable(2));
}

TEST(Message, tooLargeATransactionIsRefusedBeforeItIsSigned)
{
    const Instruction instruction{.program = keyOf(5), .accounts = {}, .data = Bytes(1200)};
    EXPECT_EQ(compileMessage(std::array{instruction}, {.feePayer = keyOf(1)}).error(), MessageError::TooLarge);
}

TEST(Message, decodeRefusesWhatTheRuntimeRefuses)
{
    const auto good = compileMessage(std::array{systemTransfer(keyOf(1), keyOf(2), {5})}, {.feePayer = keyOf(1)});
    ASSERT_TRUE(good);
    const auto errorOf = [](const Message &message) { return decodeMessage(serialiseMessage(message)).error(); };
    Message message = *good;
    message.signatureCount = 0;
    EXPECT_EQ(errorOf(message), DecodeError::BadHeader);
    message = *good;
    message.readonlySignedCount = 1;
    EXPECT_EQ(errorOf(message), DecodeError::BadHeader);
    message = *good;
    message.instructions[0].programIndex = 0;
    EXPECT_EQ(errorOf(message), DecodeError::ProgramIsFeePayer);
    message.instructions[0].programIndex = 3;
    EXPECT_EQ(errorOf(message), DecodeError::IndexOutOfRange);
    message = *good;
    message.instructions[0].accountIndexes[1] = 3;
    EXPECT_EQ(errorOf(message), DecodeError::IndexOutOfRange);
    message = *good;
    message.version = MessageVersion::V0;
    message.lookups.push_back({keyOf(7), {}, {}});
    EXPECT_EQ(errorOf(message), DecodeError::EmptyLookup);
    Bytes versionOne = serialiseMessage(*good);
    versionOne.insert(versionOne.begin(), 0x81);
    EXPECT_EQ(decodeMessage(versionOne).error(), DecodeError::UnsupportedVersion);
    Bytes trailing = serialiseMessage(*good);
    trailing.push_back(0);
    EXPECT_EQ(decodeMessage(trailing).error(), DecodeError::TrailingBytes);
}

TEST(Borsh, shortReadsGiveZerosAndSaySo)
{
    const Bytes three{1, 2, 3};
    BorshReader reader(three);
    EXPECT_EQ(reader.take<std::uint16_t>(), 0x0201);
    EXPECT_EQ(reader.take<std::uint32_t>(), 0U);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.take<std::uint8_t>(), 0U);
    const Bytes hostileLength{0xff, 0xff, 0xff, 0xff, 1};
    BorshReader hostile(hostileLength);
    EXPECT_TRUE(hostile.vec().empty());
    EXPECT_FALSE(hostile.ok());
}

TEST(LookupTable, instructionsAndDataFollowTheProgram)
{
    const auto table = createLookupTable(keyOf(1), keyOf(2), Slot{77});
    ASSERT_TRUE(table);
    EXPECT_EQ(table->instruction.accounts[0].key, table->table);
    EXPECT_EQ(table->instruction.data.size(), 13U);
    Bytes data(56 + 64);
    data[0] = 1;
    data[56] = 9;
    std::fill(data.begin() + 4, data.begin() + 12, std::uint8_t{0xff});
    data[12] = 77;
    const auto decoded = decodeLookupTable(data);
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->isActive());
    EXPECT_EQ(decoded->lastExtendedAt, Slot{77});
    EXPECT_EQ(decoded->addresses.size(), 2U);
    EXPECT_EQ(decoded->addresses[0].bytes[0], 9);
    data[4] = 3;
    EXPECT_FALSE(decodeLookupTable(data)->isActive());
    EXPECT_FALSE(decodeLookupTable(Bytes(56)));
    EXPECT_FALSE(decodeLookupTable(Bytes{1, 0, 0, 0}));
}

} // namespace
} // namespace paradox::solana
