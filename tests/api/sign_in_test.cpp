#include "tests/api/api_fixture.h"

#include "domain/grant.h"
#include "domain/sha256.h"

namespace paradox::api::test {
namespace {

using http::Method;

TEST_F(ApiTest, aWalletSignsInOnceForEachChallenge)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const json text = signedText(wallet, messageOf(challengeFor(wallet.publicKey()), wallet.publicKey()));
    const Answer first = post("/api/auth/siws", "", text);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(first.body["address"], toBase58(wallet.publicKey()));
    EXPECT_EQ(first.body["roles"], json::array({"trader"}));
    EXPECT_EQ(get("/api/intents", first.body["accessToken"]).status, 200);
    const Answer replayed = post("/api/auth/siws", "", text);
    EXPECT_EQ(replayed.status, 401);
    EXPECT_EQ(replayed.code(), "SIWS_INVALID");
}

TEST_F(ApiTest, everyWrongSignInGetsTheSameAnswer)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const solana::Keypair other = solana::Keypair::generate(random);
    const auto fresh = [&] { return messageOf(challengeFor(wallet.publicKey()), wallet.publicKey()); };
    std::vector<json> wrong;
    wrong.push_back(signedText(other, fresh())); // another key
    json forged = signedText(wallet, fresh());
    forged["publicKey"] = toBase58(other.publicKey());
    wrong.push_back(forged);
    SiwsMessage message = fresh();
    message.domain = "evil.com";
    wrong.push_back(signedText(wallet, message));
    message = fresh();
    message.chainId = "mainnet";
    wrong.push_back(signedText(wallet, message));
    message = fresh();
    message.uri = "http://evil.com";
    wrong.push_back(signedText(wallet, message));
    message = fresh();
    message.statement = "Give me everything";
    wrong.push_back(signedText(wallet, message));
    message = fresh();
    message.nonce = "AAAAAAAAAAAAAAAAAAAAAAAA";
    wrong.push_back(signedText(wallet, message));
    message = fresh();
    message.resources = {std::string(siwsGrantResourcePrefix) + toBase58(Hash{})};
    wrong.push_back(signedText(wallet, message));
    json text = signedText(wallet, fresh());
    text["message"] = text["message"].get<std::string>() + "\n";
    wrong.push_back(text);
    std::set<std::string> answers;
    for (const json &body : wrong) {
        const Answer answer = post("/api/auth/siws", "", body);
        EXPECT_EQ(answer.status, 401) << body;
        answers.insert(answer.raw.body);
    }
    EXPECT_EQ(answers.size(), 1U);
}

TEST_F(ApiTest, aFailedAttemptUsesTheChallengeUp)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const SiwsMessage message = messageOf(challengeFor(wallet.publicKey()), wallet.publicKey());
    json bad = signedText(wallet, message);
    bad["signature"] = toBase58(Signature{});
    EXPECT_EQ(post("/api/auth/siws", "", bad).status, 401);
    EXPECT_EQ(post("/api/auth/siws", "", signedText(wallet, message)).status, 401);
}

TEST_F(ApiTest, challengesAndTokensEnd)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const SiwsMessage tooLate = messageOf(challengeFor(wallet.publicKey()), wallet.publicKey());
    clock.advanceSeconds(300);
    EXPECT_EQ(post("/api/auth/siws", "", signedText(wallet, tooLate)).status, 401);
    const std::string token = tokenOf(wallet);
    EXPECT_EQ(get("/api/stats", token).status, 200);
    clock.advanceSeconds(auth::accessLifeSeconds);
    EXPECT_EQ(get("/api/stats", token).code(), "TOKEN_INVALID");
}

TEST_F(ApiTest, refreshRotatesAndAReusedTokenEndsTheFamily)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const json first = signIn(wallet);
    const Answer second = post("/api/auth/refresh", "", {{"refreshToken", first["refreshToken"]}});
    ASSERT_EQ(second.status, 200);
    EXPECT_EQ(get("/api/stats", second.body["accessToken"]).status, 200);
    EXPECT_EQ(post("/api/auth/refresh", "", {{"refreshToken", first["refreshToken"]}}).code(), "REFRESH_INVALID");
    EXPECT_EQ(get("/api/stats", second.body["accessToken"]).status, 401);
    EXPECT_EQ(post("/api/auth/refresh", "", {{"refreshToken", second.body["refreshToken"]}}).status, 401);
    EXPECT_EQ(post("/api/auth/refresh", "", {{"refreshToken", "nonsense"}}).status, 401);
}

TEST_F(ApiTest, logoutEndsAllTokensOfTheSignIn)
{
    const solana::Keypair wallet = solana::Keypair::generate(random);
    const json pair = signIn(wallet);
    EXPECT_EQ(call(Method::Post, "/api/auth/logout", pair["accessToken"]).status, 204);
    EXPECT_EQ(get("/api/stats", pair["accessToken"]).status, 401);
    EXPECT_EQ(post("/api/auth/refresh", "", {{"refreshToken", pair["refreshToken"]}}).status, 401);
    EXPECT_EQ(call(Method::Post, "/api/auth/logout", nodeToken).status, 403);
}

TEST_F(ApiTest, whatWantsNoBodyRefusesOneThatItWouldNotRead)
{
    const json pair = signIn(solana::Keypair::generate(random));
    const std::string deep(20'000, '[');
    for (const auto &[target, token] : {std::pair<const char *, std::string>("/api/auth/logout", pair["accessToken"]),
                                        std::pair<const char *, std::string>("/api/batches/run", nodeToken)}) {
        for (const std::string &body : {deep, std::string("[]"), std::string("{\"a\":1,\"a\":2}"), std::string("{} x")})
            EXPECT_EQ(send(Method::Post, target, token, body).code(), "MALFORMED_JSON") << target;
        EXPECT_EQ(send(Method::Post, target, token, R"({"now":true})").code(), "UNKNOWN_FIELD") << target;
    }
    EXPECT_EQ(get("/api/stats", pair["accessToken"]).status, 200);
    EXPECT_EQ(send(Method::Post, "/api/auth/logout", pair["accessToken"], "{}").status, 204);
}

TEST_F(ApiTest, theCaseOfTheTokensSchemeSaysNothing)
{
    const std::string token = signIn(solana::Keypair::generate(random))["accessToken"];
    EXPECT_EQ(call(Method::Get, "/api/stats", "", nullptr, {{"Authorization", "bearer " + token}}).status, 200);
    EXPECT_EQ(call(Method::Get, "/api/stats", "", nullptr, {{"Authorization", "Basic " + token}}).status, 401);
}

TEST_F(ApiTest, tokensAreNeverLoggedOrKept)
{
    const json pair = signIn(solana::Keypair::generate(random));
    post("/api/auth/siws", "",
         {{"message", "x"}, {"signature", toBase58(Signature{})}, {"publicKey", toBase58(PublicKey{})}});
    const std::lock_guard lock(linesMutex);
    EXPECT_FALSE(lines.empty());
    for (const std::string &line : lines)
        EXPECT_EQ(line.find(pair["accessToken"].get<std::string>()), std::string::npos);
}

TEST_F(ApiTest, aSessionOpensWithOneSignatureAndIsUnregisteredWithoutTransaction)
{
    const admission::Trader trader = newTrader();
    const Grant grant = grantOf(trader);
    SiwsMessage message = messageOf(challengeFor(trader.wallet.publicKey()), trader.wallet.publicKey());
    message.resources = {grantResource(grant)};
    json body = signedText(trader.wallet, message);
    body["grant"] = base64Encode(encodeGrant(grant));
    const Answer created = post("/api/session-keys/create", "", body);
    ASSERT_EQ(created.status, 201) << created.raw.body;
    EXPECT_EQ(created.body["sessionPubkey"], toBase58(trader.session.publicKey()));
    EXPECT_EQ(created.body["status"], "unregistered");
    EXPECT_TRUE(created.body["registration"].is_null());
    EXPECT_EQ(created.body["policy"]["maxTotal"], "1000");
    const std::string path = "/api/session-keys/" + toBase58(trader.session.publicKey());
    EXPECT_EQ(get(path, created.body["accessToken"]).status, 200);
    EXPECT_EQ(get(path, tokenOf(solana::Keypair::generate(random))).status, 404);
    EXPECT_EQ(get(path).code(), "TOKEN_MISSING");
}

TEST_F(ApiTest, aSessionNeedsExactlyTheGrantThatWasSigned)
{
    const admission::Trader trader = newTrader();
    const Grant grant = grantOf(trader);
    const auto attempt = [&](const Grant &named, const Grant &given) {
        SiwsMessage message = messageOf(challengeFor(trader.wallet.publicKey()), trader.wallet.publicKey());
        message.resources = {grantResource(named)};
        json body = signedText(trader.wallet, message);
        body["grant"] = base64Encode(encodeGrant(given));
        return post("/api/session-keys/create", "", body);
    };
    Grant richer = grant;
    richer.maxTotal = {1'000'000};
    EXPECT_EQ(attempt(grant, richer).code(), "SIWS_INVALID");
    Grant foreign = grant;
    foreign.genesis = Hash{};
    EXPECT_EQ(attempt(foreign, foreign).code(), "WRONG_CLUSTER");
    Grant stolen = grant;
    stolen.owner = admission::keyOf(77);
    EXPECT_EQ(attempt(stolen, stolen).code(), "GRANT_MALFORMED");
    EXPECT_EQ(attempt(grant, grant).status, 201);
    EXPECT_EQ(attempt(grant, grant).code(), "SESSION_EXISTS");
}

TEST_F(ApiTest, revocationIsSignedAndEndsTheSession)
{
    const admission::Trader trader = liveTrader();
    const std::string token = tokenOf(trader.wallet);
    const std::string path = "/api/session-keys/" + toBase58(trader.session.publicKey()) + "/revoke";
    const Revocation act{cluster().genesis, trader.session.publicKey(), trader.wallet.publicKey(), clock.wallSeconds()};
    json body{{"signature", toBase58(Signature{})},
              {"publicKey", toBase58(trader.wallet.publicKey())},
              {"issuedAt", act.issuedAt.value}};
    EXPECT_EQ(post(path, token, body).code(), "SIGNATURE_INVALID");
    body["signature"] = toBase58(trader.wallet.sign(encodeRevocation(act)));
    EXPECT_EQ(post(path, tokenOf(solana::Keypair::generate(random)), body).status, 404);
    const Answer done = post(path, token, body);
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(done.body["status"], "revoked");
}

} // namespace
} // namespace paradox::api::test
