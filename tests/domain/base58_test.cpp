#include "domain/base58.h"

#include <gtest/gtest.h>

#include <random>

namespace paradox {
namespace {

TEST(Base58, knownValues)
{
    EXPECT_EQ(base58Encode(asBytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
    EXPECT_EQ(base58Encode(Bytes{0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd}), "11233QC4");
    EXPECT_EQ(toBase58(PublicKey{}), "11111111111111111111111111111111");
}

TEST(Base58, everyLengthRoundTrips)
{
    std::mt19937_64 random(7);
    for (std::size_t size = 1; size < 200; ++size) {
        Bytes bytes(size);
        for (std::uint8_t &byte : bytes)
            byte = random() % 4 == 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(random());
        EXPECT_EQ(base58Decode(base58Encode(bytes)), bytes);
    }
}

TEST(Base58, foreignCharactersAndWrongSizesAreRefused)
{
    for (const char *bad : {"", "0", "O", "I", "l", "a b", "a\n", "é"})
        EXPECT_EQ(base58Decode(bad), std::nullopt) << bad;
    EXPECT_EQ(fromBase58<PublicKey>("1111111111111111111111111111111"), std::nullopt);
    EXPECT_EQ(fromBase58<PublicKey>("111111111111111111111111111111111"), std::nullopt);
    EXPECT_EQ(base58Decode(std::string(2000, '1')), std::nullopt);
}

} // namespace
} // namespace paradox
