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
    [[nodiscard]] SiwsMessage challenge() { return challenges.issue(wallet.publicKey()); }

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
        nonces.insert(challenges.issue(keyOf(i)).nonce);
    EXPECT_EQ(nonces.size(), 1000U);
    for (const std::string &nonce : nonces)
        EXPECT_GE(nonce.size(), 22U);
    const SiwsMessage message = challenge();
    EXPECT_TRUE(challenges.use(message).has_value());
    EXPECT_EQ(challenges.use(message).error(), ChallengeError::Unknown);
}

TEST_F(SignInTest, noNumberOfOtherRequestsPushesAnOpenChallengeOut)
{
    const SiwsMessage mine = challenge();
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        static_cast<void>(challenge()); // anybody may ask for this very wallet
        static_cast<void>(challenges.issue(keyOf(i)));
    }
    EXPECT_EQ(verify(mine), wallet.publicKey());
}

TEST_F(SignInTest, whatWasUsedIsBoundedAndFullMeansBusyNotForgotten)
{
    const SiwsMessage first = challenge();
    ASSERT_TRUE(challenges.use(first).has_value());
    for (std::size_t i = 1; i < Challenges::usedMax; ++i)
        ASSERT_TRUE(challenges.use(challenge()).has_value());
    EXPECT_EQ(challenges.use(challenge()).error(), ChallengeError::TooManyUsed);
    EXPECT_EQ(challenges.use(first).error(), ChallengeError::Unknown);
    clock.advanceSeconds(challengeLifeSeconds);
    EXPECT_TRUE(challenges.use(challenge()).has_value());
}

TEST_F(SignInTest, aUsedChallengeDoesNotComeBackWithTheWallClock)
{
    const SiwsMessage message = challenge();
    EXPECT_EQ(verify(message), wallet.publicKey());
    for (int i = 0; i < 3; ++i) {
        clock.advanceSeconds(challengeLifeSeconds);
        clock.turnWallBackSeconds(challengeLifeSeconds);
        EXPECT_EQ(verify(message).error(), SignInError::UnknownChallenge);
    }
}

TEST_F(SignInTest, aChallengeLivesOnWhenItsKeyHasBeenFollowedByAnother)
{
    clock.advanceSeconds(challengeLifeSeconds - 1);
    const SiwsMessage message = challenge();
    clock.advanceSeconds(2);
    EXPECT_EQ(verify(message), wallet.publicKey());
    EXPECT_EQ(verify(message).error(), SignInError::UnknownChallenge);
}

TEST_F(SignInTest, theReasonsStayInside)
{
    EXPECT_EQ(verify(challenge()), wallet.publicKey());
    SiwsMessage message = challenge();
    message.nonce = std::string(24, 'A');
    EXPECT_EQ(verify(message).error(), SignInError::UnknownChallenge);
    message = challenge();
    message.nonce = Challenges(clock, random, challenges.profile()).issue(wallet.publicKey()).nonce;
    EXPECT_EQ(verify(message).error(), SignInError::UnknownChallenge);
    message = challenge();
    message.expirationTime = "2099-01-01T00:00:00Z";
    EXPECT_EQ(verify(message).error(), SignInError::UnknownChallenge);
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
    EXPECT_EQ(verify(message).error(), SignInError::BadTimes);
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
