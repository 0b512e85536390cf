#include "tests/http/rig.h"

namespace paradox::http::test {
namespace {

TEST_F(ServerTest, onlyItsOwnHostNamesAreServed)
{
    start({.hosts = {"desk.example"}});
    const std::string port = std::to_string(this->port());
    const auto statusFor = [&](const std::string &host) {
        return statusOf(answerTo("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
    };
    EXPECT_EQ(statusFor("127.0.0.1:" + port), 200);
    EXPECT_EQ(statusFor("localhost:" + port), 200);
    EXPECT_EQ(statusFor("[::1]:" + port), 200);
    EXPECT_EQ(statusFor("desk.example"), 200);
    const std::vector<std::string> foreign = {
        "evil.com", "127.0.0.1", "127.0.0.1:1", "localhost." + port, "127.0.0.1:" + port + ".evil.com", ""};
    for (const std::string &host : foreign)
        EXPECT_EQ(statusFor(host), 421) << host;
    EXPECT_EQ(statusOf(answerTo("GET / HTTP/1.1\r\n\r\n")), 400);
    EXPECT_EQ(statusOf(answerTo(request("GET /", "Host: " + host() + "\r\n"))), 400);
    EXPECT_EQ(statusOf(answerTo("GET http://" + host() + "/ HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")), 400);
}

TEST_F(ServerTest, foreignOriginsAreRefused)
{
    start({.origins = {"https://desk.example"}});
    const auto statusFor = [&](const std::string &headers) {
        return statusOf(answerTo(request("GET /", headers + "Connection: close\r\n")));
    };
    EXPECT_EQ(statusFor(""), 200);
    EXPECT_EQ(statusFor("Origin: https://desk.example\r\n"), 200);
    EXPECT_EQ(statusFor("Origin: https://evil.com\r\n"), 403);
    EXPECT_EQ(statusFor("Origin: null\r\n"), 403);
    EXPECT_EQ(statusFor("Origin: http://127.0.0.1:80\r\n"), 403);
    EXPECT_EQ(statusFor("Sec-Fetch-Site: cross-site\r\n"), 403);
    EXPECT_EQ(statusFor("Sec-Fetch-Site: none\r\n"), 200);
    EXPECT_EQ(statusFor("Origin: https://desk.example\r\nOrigin: https://desk.example\r\n"), 400);
}

TEST_F(ServerTest, loopbackPagesMayReadWhereThePolicySaysSo)
{
    start({.originPolicy = OriginPolicy::LoopbackCors});
    const std::string answer =
        answerTo(request("OPTIONS /", "Origin: http://localhost:5173\r\nAccess-Control-Request-Method: POST\r\n"
                                      "Access-Control-Request-Headers: content-type\r\nConnection: close\r\n"));
    EXPECT_EQ(statusOf(answer), 204);
    EXPECT_NE(answer.find("Access-Control-Allow-Origin: http://localhost:5173\r\n"), std::string::npos);
    EXPECT_EQ(answer.find("Private-Network"), std::string::npos);
    EXPECT_EQ(statusOf(answerTo(request("GET /", "Origin: http://localhost.evil.com\r\n"))), 403);
    EXPECT_EQ(statusOf(answerTo(request("GET /", "Origin: http://evil.com\r\n"))), 403);
}

TEST_F(ServerTest, whatMayBeSaidOnceIsRefusedTwice)
{
    start();
    const std::vector<std::string> heads = {
        "Authorization: Bearer a\r\nauthorization: Bearer a\r\n",
        "Content-Type: application/json\r\nContent-Type: text/plain\r\n",
        "Idempotency-Key: one\r\nIdempotency-Key: two\r\n",
    };
    for (const std::string &head : heads)
        EXPECT_EQ(statusOf(answerTo(request("POST /", head + "Content-Length: 3\r\n", "abc"))), 400) << head;
}

TEST_F(ServerTest, ambiguousFramingIsRefused)
{
    start();
    const std::vector<std::string> heads = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3, 3\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Content-Length:\r\n",
        "Content-Length : 3\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Folded: a\r\n b\r\nContent-Length: 3\r\n",
        std::string("Nul: a\0b\r\n", 10),
        "No-Colon\r\n",
        ": nameless\r\n",
        "Bare: lf\nContent-Length: 3\r\n",
        "Bare: cr\rContent-Length: 3\r\n",
    };
    for (const std::string &head : heads)
        EXPECT_EQ(statusOf(answerTo(request("POST /", head, "abc"))), 400) << head;
    for (const std::string coding : {"gzip, chunked", "identity", "chunked, chunked", "xchunked"})
        EXPECT_EQ(statusOf(answerTo(request("POST /", "Transfer-Encoding: " + coding + "\r\n", "abc"))), 501) << coding;
    EXPECT_EQ(statusOf(answerTo("\r\nGET / HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")), 400);
    EXPECT_EQ(statusOf(answerTo("GET / HTTP/2.0\r\nHost: " + host() + "\r\n\r\n")), 505);
    EXPECT_EQ(statusOf(answerTo("GET /\r\n\r\n")), 400);
    EXPECT_EQ(statusOf(answerTo(std::string("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11))), 400);
    EXPECT_EQ(statusOf(answerTo(request("POST /", "Transfer-Encoding: chunked\r\n", "zz\r\nabc"))), 400);
}

TEST_F(ServerTest, sizesAreBounded)
{
    start();
    EXPECT_EQ(statusOf(answerTo(request("GET /" + std::string(9000, 'a')))), 414);
    EXPECT_EQ(statusOf(answerTo(request("GET /", "X: " + std::string(17'000, 'a') + "\r\n"))), 431);
    EXPECT_EQ(statusOf(answerTo("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'a'))), 431);
    std::string lines;
    for (int i = 0; i < 101; ++i)
        lines += "X: y\r\n";
    EXPECT_EQ(statusOf(answerTo(request("GET /", lines))), 431);
    EXPECT_EQ(statusOf(answerTo(request("POST /", "Content-Length: 65537\r\n"))), 413);
    EXPECT_EQ(statusOf(answerTo(request("POST /large", "Content-Length: 2000001\r\n"))), 413);
    EXPECT_EQ(statusOf(answerTo(
                  request("POST /", "Transfer-Encoding: chunked\r\n", "ffffff\r\n" + std::string(70'000, 'x')))),
              413);
    EXPECT_EQ(statusOf(answerTo(
                  request("POST /large", "Content-Length: 70000\r\nConnection: close\r\n", std::string(70'000, 'x')))),
              200);
    EXPECT_EQ(statusOf(answerTo(request("POST /", "Content-Length: 3\r\nExpect: nonsense\r\n", "abc"))), 417);
}

TEST_F(ServerTest, slowRequestsAreEnded)
{
    start();
    RawPeer head(port());
    head.send("GET / HTTP/1.1\r\nHost: ");
    RawPeer body(port());
    body.send(request("POST /", "Content-Length: 1000\r\nExpect: 100-continue\r\n"));
    body.readUntil("100 Continue");
    RawPeer started(port());
    started.send(request("GET /seen"));
    started.readUntil("GET /seen");
    clock.advance(7'000);
    EXPECT_NE(head.readAll().find("HTTP/1.1 408 "), std::string::npos);
    EXPECT_NE(body.readAll().find("HTTP/1.1 408 "), std::string::npos);
    clock.advance(54'000);
    EXPECT_EQ(started.readAll().find("408"), std::string::npos);
}

TEST_F(ServerTest, connectionsAreCounted)
{
    start({.limits = {.connectionsPerLoopbackMax = 3}});
    std::vector<std::unique_ptr<RawPeer>> peers;
    for (int i = 0; i < 3; ++i) {
        peers.push_back(std::make_unique<RawPeer>(port()));
        peers.back()->send(request("GET /"));
        peers.back()->readUntil("GET /");
    }
    RawPeer extra(port());
    extra.send(request("GET /"));
    EXPECT_EQ(extra.readAll(), "");
}

TEST_F(ServerTest, pipelinesAreBounded)
{
    std::mutex mutex;
    std::vector<Responder> waiting;
    handler.onRequest = [&](Request &&, Responder responder) {
        const std::lock_guard lock(mutex);
        waiting.push_back(std::move(responder));
    };
    start({.limits = {.pipelinedMax = 4}});
    RawPeer peer(port());
    std::string many;
    for (int i = 0; i < 11; ++i)
        many += request("GET /");
    peer.send(many + request("GET /", "Connection: close\r\n"));
    std::size_t answered = 0;
    while (answered < 12) {
        std::vector<Responder> batch;
        {
            const std::lock_guard lock(mutex);
            EXPECT_LE(waiting.size(), 4U);
            batch.swap(waiting);
        }
        answered += batch.size();
        for (Responder &responder : batch)
            responder.send({.body = "{}"});
    }
    const std::string answer = peer.readAll();
    std::size_t count = 0;
    for (std::size_t at = answer.find("HTTP/1.1 200"); at != std::string::npos;
         at = answer.find("HTTP/1.1 200", at + 1))
        ++count;
    EXPECT_EQ(count, 12U);
}

} // namespace
} // namespace paradox::http::test
