#include "telemetry/log.h"
#include "telemetry/metrics.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace paradox::telemetry {
namespace {

static_assert(!std::is_convertible_v<Secret<std::string>, LogValue>, "a secret must not compile into a log line");
static_assert(!std::is_constructible_v<LogValue, Secret<std::string>>);

TEST(Registry, writesOpenMetrics)
{
    Registry registry;
    registry.counter("ppv_intents", "Intents by outcome.", {{"outcome", "admitted"}}).add(3);
    registry.gauge("ppv_outbox_pending", "Waiting.").set(-2);
    Histogram &duration = registry.histogram("ppv_db_commit_duration_seconds", "Commits.");
    duration.observe(100);
    duration.observe(1'500'000);
    duration.observe(99'000'000);
    const std::string text = registry.openMetrics();
    EXPECT_NE(text.find("# TYPE ppv_intents counter\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_intents_total{outcome=\"admitted\"} 3\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_outbox_pending -2\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_db_commit_duration_seconds_bucket{le=\"0.0001\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_db_commit_duration_seconds_bucket{le=\"5.0\"} 2\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_db_commit_duration_seconds_bucket{le=\"+Inf\"} 3\n"), std::string::npos);
    EXPECT_NE(text.find("ppv_db_commit_duration_seconds_sum 100.5001\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("# EOF\n"));
}

TEST(Registry, givesTheSameSeriesTwiceAndAsksCollectorsFirst)
{
    Registry registry;
    Gauge &gauge = registry.gauge("ppv_queue_depth", "Queue.", {{"queue", "writer"}});
    EXPECT_EQ(&gauge, &registry.gauge("ppv_queue_depth", "Queue.", {{"queue", "writer"}}));
    registry.beforeExposition([&] { gauge.set(7); });
    EXPECT_NE(registry.openMetrics().find("ppv_queue_depth{queue=\"writer\"} 7\n"), std::string::npos);
}

class LogTest : public ::testing::Test {
protected:
    testing::ManualClock clock;
    std::vector<std::string> lines;
    Log log{clock, Level::Info, [this](std::string_view line) { lines.emplace_back(line); }};
};

TEST_F(LogTest, oneEventIsOneLineWhateverIsInIt)
{
    log.info("started", {{"port", 4000}, {"words", "a\"b\nc\x1b[31m"}, {"ok", true}});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0], "{\"at\":\"2027-01-15T08:00:00.000Z\",\"level\":\"info\",\"event\":\"started\",\"port\":4000,"
                        "\"words\":\"a\\\"b\\u000ac\\u001b[31m\",\"ok\":true}\n");
    log.debug("quiet");
    EXPECT_EQ(lines.size(), 1U);
}

TEST_F(LogTest, urlsShowNeitherUserNorPathNorQuery)
{
    log.info("rpc", {{"url", UrlText{"https://user:pass@rpc.example:8899/v2/secret-key?api-key=k"}}});
    EXPECT_NE(lines[0].find("\"https://rpc.example:8899\""), std::string::npos);
    EXPECT_EQ(lines[0].find("secret"), std::string::npos);
    EXPECT_EQ(lines[0].find("pass"), std::string::npos);
}

TEST_F(LogTest, aFloodOfOneEventIsCounted)
{
    for (std::uint32_t i = 0; i < Log::linesPerSecondMax + 5; ++i)
        log.warning("flood");
    log.warning("other");
    EXPECT_EQ(lines.size(), Log::linesPerSecondMax + 1U);
    clock.advanceSeconds(1);
    log.warning("flood");
    EXPECT_NE(lines.back().find("\"suppressed\":5"), std::string::npos);
}

} // namespace
} // namespace paradox::telemetry
