#include "api/kept_answers.h"
#include "tests/api/api_fixture.h"
#include "tests/support/full_disk.h"

namespace paradox::api::test {
namespace {

/// A keyed request whose work meets a disk that has just become full.
class KeeperTest : public ApiTest {
protected:
    void fillDisk()
    {
        const std::lock_guard lock(diskMutex);
        disk.emplace(4096);
    }
    void makeRoom()
    {
        const std::lock_guard lock(diskMutex);
        disk.reset();
    }
    Answer ask(const std::string &key, const std::string &lamports = "5")
    {
        return post("/api/chain/airdrop", nodeToken,
                    {{"address", toBase58(admission::keyOf(1))}, {"lamports", lamports}}, {{"Idempotency-Key", key}});
    }

    std::mutex diskMutex;
    std::optional<testing::FullDisk> disk;
    std::atomic<int> airdrops = 0;
};

TEST_F(KeeperTest, aKeyIsFreeAgainWhenItsWorkFailedTogetherWithTheDisk)
{
    apiChain.onAirdrop = [&]() -> chain::Result<Signature> {
        if (++airdrops > 1)
            return *Signature::from(Bytes(64, 5));
        fillDisk();
        return std::unexpected(chain::ChainError{.words = "gone"});
    };
    EXPECT_EQ(ask("k").status, 503);
    makeRoom();
    EXPECT_EQ(ask("k").status, 202);
    EXPECT_EQ(airdrops, 2);
}

TEST_F(KeeperTest, anAnswerThatTheDiskDidNotTakeIsStillTheAnswer)
{
    apiChain.onAirdrop = [&]() -> chain::Result<Signature> {
        ++airdrops;
        fillDisk();
        return *Signature::from(Bytes(64, 5));
    };
    const Answer first = ask("k");
    EXPECT_EQ(first.status, 202);
    makeRoom();
    const Answer again = ask("k");
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.raw.body, first.raw.body);
    EXPECT_EQ(ask("k", "6").code(), "IDEMPOTENCY_KEY_REUSED");
    EXPECT_EQ(airdrops, 1);
}

TEST_F(KeeperTest, aRepetitionDuringTheFirstIsToldToWait)
{
    Answer during;
    apiChain.onAirdrop = [&]() -> chain::Result<Signature> {
        during = ask("k");
        return *Signature::from(Bytes(64, 5));
    };
    EXPECT_EQ(ask("k").status, 202);
    EXPECT_EQ(during.status, 409);
    EXPECT_EQ(during.code(), "REQUEST_IN_FLIGHT");
}

TEST(KeptAnswers, aFullTableTakesNoNewKeyUntilAnAnswerIsOld)
{
    testing::ManualClock clock;
    KeptAnswers kept(clock, 2);
    ASSERT_FALSE(kept.claim("a", Hash{})->has_value());
    ASSERT_FALSE(kept.claim("b", Hash{})->has_value());
    kept.complete("b", {.fingerprint = Hash{}, .status = 202, .contentType = "application/json", .body = {}});
    EXPECT_EQ(kept.claim("c", Hash{}).error(), Code::Busy);
    EXPECT_EQ((*kept.claim("b", Hash{}))->status, 202);
    clock.advanceSeconds(600);
    EXPECT_FALSE(kept.claim("c", Hash{})->has_value());
    EXPECT_EQ((*kept.claim("a", Hash{}))->status, 0); // under way, however long
}

TEST(KeptAnswers, aLongAnswerIsLetGo)
{
    testing::ManualClock clock;
    KeptAnswers kept(clock, 2);
    ASSERT_FALSE(kept.claim("a", Hash{})->has_value());
    kept.complete("a", {.fingerprint = Hash{},
                        .status = 200,
                        .contentType = "application/json",
                        .body = Bytes(KeptAnswers::bodyBytesMax + 1)});
    EXPECT_FALSE(kept.claim("a", Hash{})->has_value());
}

} // namespace
} // namespace paradox::api::test
