#include "auth/challenges.h"
#include "auth/rate_limit.h"
#include "auth/roles.h"
#include "auth/sign_in.h"
#include "auth/tokens.h"
#include "domain/base58.h"
#include "solana/keypair.h"
#include "storage/database.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <set>

namespace paradox::auth {
namespace {

PublicKey keyOf(std::uint32_t number)
{
    PublicKey key;
    std::memcpy(key.data(), &number, sizeof(number));
    return key;
}

class SignInTest : public ::testing::Test {
protected:
    [[nodiscard]] std::expected<PublicKey, SignInError> verify(const SiwsMessage &message,
                                                               std::optional<Hash> grant = {})
    {
        const std::string text = *serialiseSiws(message);
        return verifySignIn({text, wallet.sign(asBytes(text)), wallet.publicKey(), grant}, challenges, clock);
    }
    [[nodiscard]] SiwsMessage challenge() { return *challenges.issue(wallet.publicKey()); }

    testing::ManualClock clock;
    testing::CountingRandom random;
    solana::Keypair wallet = solana::Keypair::generate(random);
    Challenges challenges{
        clock, random, {.domain = "127.0.0.1:4000", .uri = "http://127.0.0.1:4000", .chainId = "localnet"}};
};

TEST_F(SignInTest, noncesAreLongUnpredictableAndUsedOnce)
{
    std::set<std::string> nonces;
    for (std::uint32_t i = 0; i < 1000; ++i)
        nonces.insert(challenges.issue(keyOf(i))->nonce);
    EXPECT_EQ(nonces.size(), 1000U);
    for (const std::string &nonce : nonces)
        EXPECT_GE(nonce.size(), 22U);
    EXPECT_TRUE(challenges.take(*nonces.begin()).has_value());
    EXPECT_FALSE(challenges.take(*nonces.begin()).has_value());
}

TEST_F(SignInTest, outstandingChallengesAreBounded)
{
    const SiwsMessage first = challenge();
    for (std::size_t i = 0; i < Challenges::outstandingPerAddressMax; ++i)
        static_cast<void>(challenge());
    EXPECT_EQ(challenges.outstanding(), Challenges::outstandingPerAddressMax);
    EXPECT_FALSE(challenges.take(first.nonce).has_value());
    for (std::uint32_t i = 0; challenges.outstanding() < Challenges::outstandingMax; ++i)
        ASSERT_TRUE(challenges.issue(keyOf(i)).has_value());
    EXPECT_EQ(challenges.issue(keyOf(1'000'000)).error(), ChallengeError::TooManyOutstanding);
    clock.advanceSeconds(challengeLifeSeconds);
    EXPECT_TRUE(challenges.issue(keyOf(1'000'000)).has_value());
    EXPECT_EQ(challenges.outstanding(), 1U);
}

TEST_F(SignInTest, theReasonsStayInside)
{
    EXPECT_EQ(verify(challenge()), wallet.publicKey());
    SiwsMessage message = challenge();
    message.nonce = std::string(24, 'A');
    EXPECT_EQ(verify(message).error(), SignInError::UnknownNonce);
    message = challenge();
    message.expirationTime = "2099-01-01T00:00:00Z";
    EXPECT_EQ(verify(message).error(), SignInError::FieldDiffers);
    message = challenge();
    EXPECT_EQ(verify(message, Hash{}).error(), SignInError::GrantNotNamed);
    message = challenge();
    message.resources = {std::string(siwsGrantResourcePrefix) + toBase58(Hash{})};
    EXPECT_EQ(verify(message, Hash{}), wallet.publicKey());
    message = challenge();
    message.resources = {std::string(siwsGrantResourcePrefix) + toBase58(Hash{})};
    EXPECT_EQ(verify(message).error(), SignInError::GrantNotNamed);
    message = challenge();
    clock.advanceSeconds(299);
    EXPECT_TRUE(verify(message).has_value());
    message = challenge();
    clock.advanceSeconds(300);
    EXPECT_EQ(verify(message).error(), SignInError::UnknownNonce);
}

TEST(RateLimiter, givesTheBurstThenTheRate)
{
    testing::ManualClock clock;
    RateLimiter limiter(clock, {.perSecond = 10, .burst = 20});
    EXPECT_TRUE(limiter.take("a", 20).isAllowed);
    const RateAnswer over = limiter.take("a");
    EXPECT_FALSE(over.isAllowed);
    EXPECT_EQ(over.remaining, 0U);
    EXPECT_EQ(over.retryAfterMs, 100);
    EXPECT_TRUE(limiter.take("b").isAllowed);
    clock.advanceSeconds(1);
    EXPECT_EQ(limiter.take("a", 5).remaining, 5U);
    EXPECT_FALSE(limiter.take("a", 6).isAllowed);
    EXPECT_TRUE(limiter.take("a", 5).isAllowed);
    EXPECT_FALSE(limiter.take("c", 21).isAllowed);
}

TEST(RateLimiter, theTableIsBounded)
{
    testing::ManualClock clock;
    RateLimiter limiter(clock, {.perSecond = 1, .burst = 1});
    for (std::size_t i = 0; i < RateLimiter::keysMax; ++i)
        ASSERT_TRUE(limiter.take(std::to_string(i)).isAllowed);
    EXPECT_FALSE(limiter.take("one more").isAllowed);
    clock.advanceSeconds(1);
    EXPECT_TRUE(limiter.take("one more").isAllowed);
}

TEST(Roles, goThroughTextAndBack)
{
    const Roles roles{Role::Trader, Role::Auditor};
    EXPECT_EQ(toText(roles), "trader auditor");
    EXPECT_EQ(parseRoles("trader auditor"), roles);
    EXPECT_EQ(parseRoles("king"), Roles());
    EXPECT_FALSE(Roles().intersects({Role::Trader, Role::Operator, Role::Admin, Role::Auditor}));
}

TEST(Tokens, rolesComeFromTheTableAndTheNodeTokenIsAdmin)
{
    testing::TempDirectory directory;
    testing::ManualClock clock;
    testing::CountingRandom random;
    auto database = *storage::Database::open(directory.path());
    storage::Writer writer(*database, clock);
    writer.start();
    Tokens tokens(writer, clock, random, {.nodeToken = "secret", .rolesByAddress = {{keyOf(1), {Role::Operator}}}});
    EXPECT_EQ(tokens.issue(keyOf(1))->principal.roles, (Roles{Role::Trader, Role::Operator}));
    EXPECT_EQ(tokens.issue(keyOf(2))->principal.roles, Roles{Role::Trader});
    EXPECT_TRUE(tokens.find("secret")->roles.has(Role::Admin));
    EXPECT_FALSE(tokens.find("secre").has_value());
    EXPECT_FALSE(tokens.find("").has_value());
    const auto pair = tokens.issue(keyOf(2));
    EXPECT_EQ(tokens.find(pair->access)->address, keyOf(2));
    EXPECT_FALSE(tokens.find(pair->refresh).has_value());
    clock.advanceSeconds(refreshLifeSeconds);
    EXPECT_EQ(tokens.refresh(pair->refresh).error(), TokenError::Invalid);
}

} // namespace
} // namespace paradox::auth
