#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/siws.h"
#include "solana/keypair.h"
#include "tests/support/vectors.h"

namespace paradox {
namespace {

nlohmann::json siwsVectors()
{
    return test::loadVectors("protocol.json").at("siws");
}

TEST(SiwsVectors, fieldsSerialiseToTheText)
{
    const nlohmann::json vectors = siwsVectors();
    const nlohmann::json &fields = vectors.at("fields");
    SiwsMessage message;
    message.domain = fields.at("domain");
    message.address = *fromBase58<PublicKey>(fields.at("address").get<std::string>());
    if (fields.contains("statement"))
        message.statement = fields.at("statement");
    message.uri = fields.at("uri");
    message.chainId = fields.at("chainId");
    message.nonce = fields.at("nonce");
    message.issuedAt = fields.at("issuedAt");
    message.expirationTime = fields.at("expirationTime");
    if (fields.contains("notBefore"))
        message.notBefore = fields.at("notBefore");
    if (fields.contains("requestId"))
        message.requestId = fields.at("requestId");
    if (fields.contains("resources"))
        message.resources = fields.at("resources").get<std::vector<std::string>>();
    EXPECT_EQ(serialiseSiws(message), vectors.at("text").get<std::string>());
    EXPECT_EQ(parseSiws(vectors.at("text").get<std::string>()), message);
}

TEST(SiwsVectors, acceptedTextsRoundTrip)
{
    for (const nlohmann::json &text : siwsVectors().at("accepts")) {
        const auto message = parseSiws(text.get<std::string>());
        ASSERT_TRUE(message) << text;
        EXPECT_EQ(serialiseSiws(*message), text.get<std::string>());
    }
}

TEST(SiwsVectors, rejectedTextsAreRejected)
{
    for (const auto &[name, text] : siwsVectors().at("rejects").items())
        EXPECT_FALSE(parseSiws(text.get<std::string>())) << name;
}

TEST(SiwsVectors, theSignatureOverTheTextIsValid)
{
    const nlohmann::json vectors = siwsVectors();
    const auto key = PublicKey::from(*hexDecode(vectors.at("pubkey").get<std::string>()));
    const auto signature = Signature::from(*hexDecode(vectors.at("signature").get<std::string>()));
    EXPECT_TRUE(solana::verify(*key, asBytes(vectors.at("text").get<std::string>()), *signature));
}

TEST(Siws, everyChangedByteIsRefusedOrRoundTripsToItself)
{
    const std::string text = siwsVectors().at("text");
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char replacement : {'\n', ' ', 'A', '0', '%', ':'}) {
            std::string mutated = text;
            mutated[i] = replacement;
            if (const auto message = parseSiws(mutated)) {
                EXPECT_EQ(serialiseSiws(*message), mutated);
            }
        }
    }
}

TEST(Siws, nearTextsAreRecognised)
{
    EXPECT_TRUE(looksLikeSiws("evil.example wants you to sign in with your Solana account\nx"));
    EXPECT_FALSE(looksLikeSiws("hello"));
}

} // namespace
} // namespace paradox
