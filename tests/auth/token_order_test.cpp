#include "auth/tokens.h"
#include "storage/database.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace paradox::auth {
namespace {

/// Requests that meet in one group of the writer, in a known order.
class TokenOrder : public ::testing::Test {
protected:
    void SetUp() override
    {
        writer.start();
        first = *tokens.issue(PublicKey{{1}});
    }
    /// Starts the request and waits until it is the writer's `place`-th in the queue.
    template <class Request>
    auto queue(std::size_t place, Request request)
    {
        auto answer = std::async(std::launch::async, std::move(request));
        while (writer.queued() < place)
            std::this_thread::yield();
        return answer;
    }
    void holdWriter()
    {
        std::promise<void> held;
        const bool posted = writer.post({.run = [this, &held](storage::Transaction &) {
            held.set_value();
            released.get_future().wait();
        }});
        ASSERT_TRUE(posted);
        held.get_future().wait();
    }

    testing::TempDirectory directory;
    testing::ManualClock clock;
    testing::CountingRandom random;
    std::unique_ptr<storage::Database> database = *storage::Database::open(directory.path());
    std::promise<void> released;
    storage::Writer writer{*database, clock};
    Tokens tokens{writer, clock, random, {.nodeToken = "secret"}};
    TokenPair first;
};

TEST_F(TokenOrder, aRefreshThatMeetsALogoutLeavesNoAccessBehind)
{
    holdWriter();
    auto refreshed = queue(1, [this] { return tokens.refresh(first.refresh); });
    auto left = queue(2, [this] { return tokens.logout(first.principal); });
    released.set_value();
    const auto pair = refreshed.get();
    ASSERT_TRUE(left.get().has_value());
    ASSERT_TRUE(pair.has_value());
    EXPECT_FALSE(tokens.find(pair->access).has_value());
    EXPECT_EQ(tokens.refresh(pair->refresh).error(), TokenError::Invalid);
}

TEST_F(TokenOrder, aTokenRefreshedTwiceAtOnceEndsTheFamilyWithTheAccessOfTheFirst)
{
    holdWriter();
    auto mine = queue(1, [this] { return tokens.refresh(first.refresh); });
    auto stolen = queue(2, [this] { return tokens.refresh(first.refresh); });
    released.set_value();
    const auto pair = mine.get();
    EXPECT_EQ(stolen.get().error(), TokenError::Invalid);
    ASSERT_TRUE(pair.has_value());
    EXPECT_FALSE(tokens.find(pair->access).has_value());
    EXPECT_FALSE(tokens.find(first.access).has_value());
}

TEST_F(TokenOrder, aRefreshGivesAccessToWhoSignedIn)
{
    const auto pair = tokens.refresh(first.refresh);
    ASSERT_TRUE(pair.has_value());
    EXPECT_EQ(tokens.find(pair->access)->address, first.principal.address);
    EXPECT_TRUE(tokens.find(first.access).has_value());
}

TEST_F(TokenOrder, aRefreshThatFindsNoRoomCanBeTriedAgain)
{
    Tokens small(writer, clock, random, {.nodeToken = "secret", .accessMax = 1});
    const auto mine = small.issue(PublicKey{{2}});
    ASSERT_TRUE(mine.has_value());
    EXPECT_EQ(small.refresh(mine->refresh).error(), TokenError::TooMany);
    clock.advanceSeconds(accessLifeSeconds);
    const auto pair = small.refresh(mine->refresh);
    ASSERT_TRUE(pair.has_value());
    EXPECT_TRUE(small.find(pair->access).has_value());
}

} // namespace
} // namespace paradox::auth
