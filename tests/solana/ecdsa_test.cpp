#include "solana/ecdsa.h"

#include "domain/encoding.h"
#include "solana/keccak256.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::solana {
namespace {

Bytes hex(std::string_view text)
{
    return hexDecode(text).value();
}

TEST(Keccak256, hashesAsEthereumDoes)
{
    EXPECT_EQ(hexEncode(keccak256({}).span()), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    EXPECT_EQ(hexEncode(keccak256(asBytes("abc")).span()),
              "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}

TEST(Keccak256, blocksOfEverySizeDiffer)
{
    // The block is 136 bytes: the padding must fit on both sides of it.
    std::vector<Hash> seen;
    for (const std::size_t size : {0U, 1U, 134U, 135U, 136U, 137U, 271U, 272U, 273U}) {
        const Hash hash = keccak256(Bytes(size, 0x61));
        EXPECT_EQ(std::ranges::find(seen, hash), seen.end());
        seen.push_back(hash);
    }
}

/// Signed by another library with the key 07…07.
class Secp256k1Test : public ::testing::Test {
protected:
    const Hash digest = keccak256(asBytes("pay the bearer"));
    const Bytes address = hex("4a62316623ad457f02cdc5d997ded67a383ec569");
    const Bytes signature = hex("aa49bb0314a217d7f697211e77862bed573f0c77fcbfd99d499c5a72680dae04"
                                "64f90c8aa6964a02744bec080002938f1a9325869c6e49cb1d56669592bb482d");
};

TEST_F(Secp256k1Test, whoSignedComesOutOfTheSignature)
{
    const auto signer = recoverEthereumAddress(digest, signature, 1);
    ASSERT_TRUE(signer.has_value());
    EXPECT_TRUE(std::ranges::equal(*signer, address));
    const auto other = recoverEthereumAddress(digest, signature, 0);
    ASSERT_TRUE(other.has_value());
    EXPECT_FALSE(std::ranges::equal(*other, address));
}

TEST_F(Secp256k1Test, numbersOutsideTheOrderAreNobodys)
{
    const Bytes order = hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    for (const Bytes &number : {Bytes(32), order, Bytes(32, 0xff)}) {
        for (const std::size_t at : {0U, 32U}) {
            Bytes broken = signature;
            std::ranges::copy(number, broken.begin() + static_cast<std::ptrdiff_t>(at));
            EXPECT_FALSE(recoverEthereumAddress(digest, broken, 0).has_value());
        }
    }
    EXPECT_FALSE(recoverEthereumAddress(digest, signature, 2).has_value()) << "r and the order are beyond the field";
}

/// RFC 6979, A.2.5, "sample" with SHA-256. Its s is in the upper half.
class Secp256r1Test : public ::testing::Test {
protected:
    const Bytes key = hex("0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
    const std::string r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
    const std::string upper = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    const std::string lower = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
};

TEST_F(Secp256r1Test, onlyTheLowerHalfOfSCounts)
{
    EXPECT_EQ(verifySecp256r1(key, asBytes("sample"), hex(r + lower)), EcdsaVerdict::Good);
    EXPECT_EQ(verifySecp256r1(key, asBytes("sample"), hex(r + upper)), EcdsaVerdict::BadSignature);
}

TEST_F(Secp256r1Test, whatIsNotSignedIsRefused)
{
    EXPECT_EQ(verifySecp256r1(key, asBytes("Sample"), hex(r + lower)), EcdsaVerdict::BadSignature);
    Bytes mirrored = key;
    mirrored[0] = 2;
    EXPECT_EQ(verifySecp256r1(mirrored, asBytes("sample"), hex(r + lower)), EcdsaVerdict::BadSignature);
    EXPECT_EQ(verifySecp256r1(key, asBytes("sample"), Bytes(64)), EcdsaVerdict::BadSignature);
    for (const std::uint8_t first : Bytes{0, 1, 4, 6}) {
        Bytes bad = key;
        bad[0] = first;
        EXPECT_EQ(verifySecp256r1(bad, asBytes("sample"), hex(r + lower)), EcdsaVerdict::BadKey);
    }
}

} // namespace
} // namespace paradox::solana
