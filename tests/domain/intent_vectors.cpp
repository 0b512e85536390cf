#include "domain/encoding.h"
#include "domain/grant.h"
#include "domain/intent.h"
#include "domain/sha256.h"
#include "solana/keypair.h"
#include "tests/support/vectors.h"

namespace paradox {
namespace {

template <class Fixed>
Fixed fixed(const nlohmann::json &hex)
{
    return *Fixed::from(*hexDecode(hex.get<std::string>()));
}

std::uint64_t u64(const nlohmann::json &value)
{
    return *parseU64(value.get<std::string>());
}

Intent intentOf(const nlohmann::json &fields)
{
    return {.genesis = fixed<Hash>(fields.at("genesis")),
            .program = fixed<PublicKey>(fields.at("program")),
            .engine = fixed<PublicKey>(fields.at("engine")),
            .session = fixed<PublicKey>(fields.at("session")),
            .owner = fixed<PublicKey>(fields.at("owner")),
            .type = static_cast<IntentType>(u64(fields.at("type"))),
            .item = fixed<PublicKey>(fields.at("item")),
            .from = fixed<PublicKey>(fields.at("from")),
            .to = fixed<PublicKey>(fields.at("to")),
            .mint = fixed<PublicKey>(fields.at("mint")),
            .amount = {u64(fields.at("amount"))},
            .nonce = u64(fields.at("nonce")),
            .createdAt = {*parseI64(fields.at("created_at").get<std::string>())},
            .expiresAt = {*parseI64(fields.at("expires_at").get<std::string>())},
            .terms = fixed<Hash>(fields.at("terms"))};
}

TEST(IntentVectors, fieldsEncodeToTheBytesAndBack)
{
    for (const nlohmann::json &entry : test::loadVectors("protocol.json").at("intents").at("cases")) {
        const Intent intent = intentOf(entry.at("fields"));
        const IntentPreimage bytes = encodeIntent(intent);
        EXPECT_EQ(hexEncode(bytes), entry.at("hex").get<std::string>());
        EXPECT_EQ(decodeIntent(bytes), intent);
        EXPECT_EQ(hexEncode(intentIdOf(bytes).span()), entry.at("id").get<std::string>());
        EXPECT_TRUE(solana::verify(intent.session, bytes, fixed<Signature>(entry.at("signature"))));
    }
}

TEST(IntentVectors, onlyTheExactFormIsAnIntent)
{
    const nlohmann::json entry = test::loadVectors("protocol.json").at("intents").at("cases").at(0);
    const Bytes bytes = *hexDecode(entry.at("hex").get<std::string>());
    EXPECT_EQ(decodeIntent(ByteSpan(bytes).first(368)).error(), IntentError::WrongSize);
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_EQ(decodeIntent(longer).error(), IntentError::WrongSize);
    for (std::size_t i = 0; i < 16; ++i) {
        Bytes mutated = bytes;
        mutated[i] ^= 1;
        EXPECT_EQ(decodeIntent(mutated).error(), IntentError::WrongTag);
    }
    Bytes otherType = bytes;
    otherType[176] = 4;
    EXPECT_EQ(decodeIntent(otherType).error(), IntentError::UnknownType);
}

TEST(IntentVectors, amountsOutsideTheRangeAreRefused)
{
    Intent intent = intentOf(test::loadVectors("protocol.json").at("intents").at("cases").at(0).at("fields"));
    // Whatever the vector's parties and times are: only the amount may be at fault.
    intent.type = IntentType::Trade;
    intent.owner = intent.from;
    intent.createdAt = {1};
    intent.expiresAt = {2};
    intent.amount = {0};
    EXPECT_EQ(checkIntent(intent), IntentError::AmountOutOfRange);
    intent.amount = {std::uint64_t{1} << 63};
    EXPECT_EQ(checkIntent(intent), IntentError::AmountOutOfRange);
    intent.amount = amountMax;
    EXPECT_EQ(checkIntent(intent), std::nullopt);
}

TEST(GrantVectors, bytesDecodeAndEncodeBack)
{
    const nlohmann::json vector = test::loadVectors("protocol.json").at("grant");
    const Bytes bytes = *hexDecode(vector.at("hex").get<std::string>());
    const auto grant = decodeGrant(bytes);
    ASSERT_TRUE(grant);
    EXPECT_EQ(hexEncode(encodeGrant(*grant)), vector.at("hex").get<std::string>());
    EXPECT_EQ(hexEncode(sha256(bytes).span()), vector.at("sha256").get<std::string>());
    const nlohmann::json siws = test::loadVectors("protocol.json").at("siws").at("fields");
    if (siws.contains("resources")) {
        EXPECT_EQ(grantResource(*grant), siws.at("resources").at(0).get<std::string>());
    }
}

TEST(GrantVectors, limitsThatMakeNoSenseAreRefused)
{
    const nlohmann::json vector = test::loadVectors("protocol.json").at("grant");
    const Grant good = *decodeGrant(*hexDecode(vector.at("hex").get<std::string>()));
    const auto errorOf = [](const Grant &grant) { return decodeGrant(encodeGrant(grant)).error(); };
    Grant grant = good;
    grant.actions = 16;
    EXPECT_EQ(errorOf(grant), GrantError::UnknownAction);
    grant.actions = 0;
    EXPECT_EQ(errorOf(grant), GrantError::NoAction);
    grant = good;
    grant.maxPerIntent.value = grant.maxTotal.value + 1;
    EXPECT_EQ(errorOf(grant), GrantError::LimitTooLarge);
    grant = good;
    grant.expiresAt.value = grant.notBefore.value + grantLifeSecondsMax + 1;
    EXPECT_EQ(errorOf(grant), GrantError::BadLife);
    grant.expiresAt = grant.notBefore;
    EXPECT_EQ(errorOf(grant), GrantError::BadLife);
    grant = good;
    grant.maxIntents = 0;
    EXPECT_EQ(errorOf(grant), GrantError::ZeroLimit);
}

} // namespace
} // namespace paradox
