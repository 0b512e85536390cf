#include "node/front_door.h"
#include "tests/http/rig.h"

#include <nlohmann/json.hpp>

namespace paradox::node {
namespace {

/// The problem document that a closed door answers with.
nlohmann::json answerOf(FrontDoor &door, std::string_view path)
{
    const SystemClock clock;
    const auto server = http::Server::start({.port = 0}, door, clock);
    EXPECT_TRUE(server.has_value());
    http::test::RawPeer peer((*server)->port());
    peer.send("GET " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string((*server)->port()) +
              "\r\nConnection: close\r\n\r\n");
    const std::string answer = peer.readAll();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("\r\nContent-Type: application/problem+json\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("\r\nRetry-After: 1\r\n"), std::string::npos) << answer;
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
}

TEST(FrontDoor, whoKnocksBeforeTheNodeIsUpIsToldThatItStarts)
{
    FrontDoor door;
    const nlohmann::json problem = answerOf(door, "/health");
    ASSERT_TRUE(problem.is_object());
    EXPECT_EQ(problem["code"], "STARTING");
    EXPECT_EQ(problem["instance"], "/health");
    EXPECT_EQ(problem["retryable"], true);
}

TEST(FrontDoor, whoKnocksWhenTheNodeLeavesIsToldThatItStops)
{
    FrontDoor door;
    door.close();
    EXPECT_EQ(answerOf(door, "/api/intents")["code"], "STOPPING");
}

} // namespace
} // namespace paradox::node
