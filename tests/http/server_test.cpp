#include "tests/http/rig.h"

#include "http/answers_together.h"
#include "http/client.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace paradox::http::test {
namespace {

TEST_F(ServerTest, keepsTheConnectionAndAnswersInOrder)
{
    std::mutex mutex;
    std::vector<Responder> waiting;
    std::condition_variable arrived;
    handler.onRequest = [&](Request &&, Responder responder) {
        const std::lock_guard lock(mutex);
        waiting.push_back(std::move(responder));
        arrived.notify_one();
    };
    start();
    RawPeer peer(port());
    peer.send(request("GET /a") + request("GET /b") + request("GET /c", "Connection: close\r\n"));
    {
        std::unique_lock lock(mutex);
        arrived.wait(lock, [&] { return waiting.size() == 3; });
    }
    std::thread([&] {
        for (const std::size_t i : {2U, 0U, 1U})
            waiting[i].send({.contentType = "text/plain", .body = "answer " + std::to_string(i)});
    }).join();
    const std::string answer = peer.readAll();
    EXPECT_LT(answer.find("answer 0"), answer.find("answer 1"));
    EXPECT_LT(answer.find("answer 1"), answer.find("answer 2"));
    EXPECT_NE(answer.find("answer 2"), std::string::npos);
}

TEST_F(ServerTest, answersGivenTogetherLeaveWhenAllAreGiven)
{
    std::mutex mutex;
    std::vector<Responder> waiting;
    std::condition_variable arrived;
    handler.onRequest = [&](Request &&asked, Responder responder) {
        if (asked.path == "/other")
            return responder.send({.contentType = "text/plain", .body = "other"});
        const std::lock_guard lock(mutex);
        waiting.push_back(std::move(responder));
        arrived.notify_one();
    };
    start();
    std::deque<RawPeer> peers;
    for (int i = 0; i < 2; ++i)
        peers.emplace_back(port()).send(request("GET /a", "Connection: close\r\n"));
    {
        std::unique_lock lock(mutex);
        arrived.wait(lock, [&] { return waiting.size() == 2; });
    }
    {
        const AnswersTogether together;
        for (Responder &responder : waiting)
            responder.send({.contentType = "text/plain", .body = "together"});
        // The one I/O thread has had its turn when it has answered another.
        RawPeer other(port());
        other.send(request("GET /other", "Connection: close\r\n"));
        EXPECT_NE(other.readAll().find("other"), std::string::npos);
        for (RawPeer &peer : peers)
            EXPECT_FALSE(peer.stream().isStale());
    }
    for (RawPeer &peer : peers)
        EXPECT_NE(peer.readAll().find("together"), std::string::npos);
}

TEST_F(ServerTest, headHasTheLengthButNotTheBody)
{
    start();
    const std::string answer = answerTo(request("HEAD /x", "Connection: close\r\n"));
    EXPECT_EQ(statusOf(answer), 200);
    EXPECT_NE(answer.find("Content-Length: 7\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, everyAnswerForbidsCachingAndSniffing)
{
    start();
    const std::string answer = answerTo(request("GET /", "Connection: close\r\n"));
    EXPECT_NE(answer.find("Cache-Control: no-store\r\n"), std::string::npos);
    EXPECT_NE(answer.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
}

TEST_F(ServerTest, decodesPathsAndRefusesTricksInThem)
{
    start();
    EXPECT_NE(answerTo(request("GET /a%2Fb?q=1", "Connection: close\r\n")).find("GET /a/b"), std::string::npos);
    for (const char *path : {"/a/../b", "/%2e%2e/etc", "/.", "/a%00b", "/a%0d%0ab", "/%zz", "/a%2"})
        EXPECT_EQ(statusOf(answerTo(request(std::string("GET ") + path))), 400) << path;
}

TEST_F(ServerTest, takesChunkedBodies)
{
    handler.onRequest = [](Request &&request, Responder responder) { responder.send({.body = request.body}); };
    start();
    const std::string answer = answerTo(request("POST /", "Transfer-Encoding: chunked\r\nConnection: close\r\n",
                                                "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"));
    EXPECT_TRUE(answer.ends_with("hello world")) << answer;
}

TEST_F(ServerTest, saysContinueWhenAsked)
{
    handler.onRequest = [](Request &&request, Responder responder) { responder.send({.body = request.body}); };
    start();
    RawPeer peer(port());
    peer.send(request("POST /", "Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n"));
    EXPECT_TRUE(peer.readUntil("\r\n\r\n").starts_with("HTTP/1.1 100 Continue\r\n"));
    peer.send("ok");
    EXPECT_TRUE(peer.readAll().ends_with("ok"));
}

TEST_F(ServerTest, anUnusedResponderAnswers500)
{
    handler.onRequest = [](Request &&, Responder) {};
    start();
    EXPECT_EQ(statusOf(answerTo(request("GET /", "Connection: close\r\n"))), 500);
}

TEST_F(ServerTest, aHalfClosedPeerGetsItsAnswer)
{
    start();
    RawPeer peer(port());
    peer.send("GET /half HTTP/1.0\r\nHost: " + host() + "\r\n\r\n");
    EXPECT_NE(peer.readAll().find("GET /half"), std::string::npos);
}

TEST_F(ServerTest, bindsLoopbackOnly)
{
    EXPECT_EQ(Server::start({.host = "0.0.0.0"}, handler, clock).error(), StartError::NotLoopback);
    EXPECT_EQ(Server::start({.host = "localhost"}, handler, clock).error(), StartError::BadAddress);
    start();
    EXPECT_EQ(Server::start({.port = port()}, handler, clock).error(), StartError::PortTaken);
}

TEST_F(ServerTest, clientKeepsItsConnectionAndSurvivesItsLoss)
{
    start();
    Client client("http://" + host());
    ASSERT_TRUE(client.get("/one").has_value());
    ASSERT_TRUE(client.post("{}", "/two").has_value());
    EXPECT_EQ(server().load().connections, 1U);
    const auto answer = [&] {
        // The server drops the idle connection at a look; its idle time begins when it sees that the answer has left.
        while (server().load().connections != 0) {
            clock.advance(61'000);
            std::this_thread::yield();
        }
        return client.get("/three");
    }();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->body, "GET /three");
}

TEST_F(ServerTest, clientBoundsTheAnswer)
{
    handler.onRequest = [](Request &&, Responder responder) { responder.send({.body = std::string(5000, 'x')}); };
    start();
    Client client("http://" + host(), {.bodyBytesMax = 4999});
    EXPECT_EQ(client.get("/").error(), ClientError::TooLarge);
}

TEST_F(ServerTest, clientTellsAnAbsentServerFromASilentOne)
{
    std::vector<Responder> kept;
    handler.onRequest = [&](Request &&, Responder responder) { kept.push_back(std::move(responder)); };
    start();
    Client silent("http://" + host(), {.answerTimeoutMs = 50});
    EXPECT_EQ(silent.get("/").error(), ClientError::TimedOut);
    const std::string gone = "http://" + host();
    server().stop();
    EXPECT_EQ(Client(gone).get("/").error(), ClientError::ConnectFailed);
    EXPECT_EQ(Client("ftp://x").get("/").error(), ClientError::BadUrl);
}

} // namespace
} // namespace paradox::http::test
