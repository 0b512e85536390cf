#include "domain/base58.h"
#include "domain/encoding.h"
#include "solana/pda.h"
#include "tests/support/vectors.h"

namespace paradox::solana {
namespace {

TEST(PdaVectors, addressAndBumpAreTheChains)
{
    for (const nlohmann::json &vector : test::loadVectors("pda.json")) {
        std::vector<Bytes> storage;
        for (const nlohmann::json &seed : vector.at("seeds_hex"))
            storage.push_back(*hexDecode(seed.get<std::string>()));
        const std::vector<ByteSpan> seeds(storage.begin(), storage.end());
        const auto program = fromBase58<PublicKey>(vector.at("program_id").get<std::string>());
        const auto address = findProgramAddress(seeds, *program);
        ASSERT_TRUE(address) << vector.at("name");
        EXPECT_EQ(toBase58(address->key), vector.at("pda").get<std::string>()) << vector.at("name");
        EXPECT_EQ(address->bump, vector.at("bump").get<int>()) << vector.at("name");
    }
}

TEST(Pda, seedsBeyondTheLimitsAreRefused)
{
    const Bytes longSeed(33);
    const std::array<ByteSpan, 1> tooLong{ByteSpan(longSeed)};
    EXPECT_EQ(createProgramAddress(tooLong, {}), std::nullopt);
    const std::vector<ByteSpan> tooMany(17);
    EXPECT_EQ(createProgramAddress(tooMany, {}), std::nullopt);
    EXPECT_FALSE(findProgramAddress(std::vector<ByteSpan>(16), {}));
}

} // namespace
} // namespace paradox::solana
