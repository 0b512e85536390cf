#include "domain/base58.h"
#include "solana/keypair.h"

#include <gtest/gtest.h>

#include <numeric>

namespace paradox::solana {
namespace {

Keypair testKey()
{
    std::array<std::uint8_t, 32> seed;
    std::iota(seed.begin(), seed.end(), std::uint8_t{1});
    return Keypair::fromSeed(seed);
}

TEST(Keypair, cliFileRoundTrips)
{
    const Keypair pair = testKey();
    const auto read = Keypair::fromCliJson(pair.toCliJson());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->publicKey(), pair.publicKey());
    EXPECT_EQ(read->sign(asBytes("x")), pair.sign(asBytes("x")));
}

TEST(Keypair, filesWhoseHalvesDisagreeAreRefused)
{
    std::string json = testKey().toCliJson();
    json[1] = json[1] == '1' ? '2' : '1'; // first seed byte
    EXPECT_FALSE(Keypair::fromCliJson(json));
    for (const char *bad : {"", "[]", "[1,2]", "{}", "[256]", "null", "[[[[[["})
        EXPECT_FALSE(Keypair::fromCliJson(bad)) << bad;
    EXPECT_FALSE(Keypair::fromBase58Secret("abc"));
}

TEST(Verify, malleableAndForeignSignaturesAreRefused)
{
    const Keypair pair = testKey();
    const Signature good = pair.sign(asBytes("message"));
    EXPECT_TRUE(verify(pair.publicKey(), asBytes("message"), good));
    EXPECT_FALSE(verify(pair.publicKey(), asBytes("messagf"), good));
    // S + L, with L = 2^252 + 27742317777372353535851937790883648493, verifies under a lax check.
    constexpr std::array<std::uint8_t, 32> order = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                    0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                                    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    Signature malleable = good;
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += unsigned{malleable.bytes[32 + i]} + order[i];
        malleable.bytes[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    EXPECT_FALSE(verify(pair.publicKey(), asBytes("message"), malleable));
    EXPECT_FALSE(verify(PublicKey{}, asBytes("message"), good));
}

} // namespace
} // namespace paradox::solana
