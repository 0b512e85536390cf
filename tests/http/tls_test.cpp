#include "http/frame.h"
#include "http/web_socket_client.h"
#include "tests/http/tls_rig.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <csignal>
#include <future>

namespace paradox::http::test {
namespace {

std::string hello(const std::string &)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
}

class TlsTest : public ::testing::Test {
protected:
    TlsTest() { writePem(authority, caFile()); }

    [[nodiscard]] std::string caFile() const { return directory.path() / "ca.pem"; }
    [[nodiscard]] Client clientOf(const TlsServer &server, const std::string &host) const
    {
        return Client("https://" + host + ":" + std::to_string(server.port()), {.caFile = caFile()});
    }
    [[nodiscard]] ClientError refusalOf(const Certified &certified, const std::string &host = "localhost") const
    {
        const TlsServer server(certified, hello);
        const auto answer = clientOf(server, host).get("/");
        EXPECT_FALSE(answer.has_value());
        return answer ? ClientError::BadUrl : answer.error();
    }

    testing::TempDirectory directory;
    Certified authority = makeCertificate({.alternativeName = ""}, nullptr);
    Certified good = makeCertificate({}, &authority);
};

TEST_F(TlsTest, aCertificateOfTheAuthorityForTheHostIsBelieved)
{
    const TlsServer server(good, hello);
    Client client = clientOf(server, "localhost");
    const auto answer = client.get("/");
    ASSERT_TRUE(answer.has_value()) << toText(answer.error());
    EXPECT_EQ(answer->body, "hello");
    EXPECT_EQ(server.serverName(), "localhost");
    EXPECT_EQ(client.get("/again")->body, "hello");
}

TEST_F(TlsTest, anAddressMustBeNamedAsAnAddress)
{
    EXPECT_EQ(refusalOf(good, "127.0.0.1"), ClientError::Untrusted);
    const TlsServer server(makeCertificate({.alternativeName = "IP:127.0.0.1"}, &authority), hello);
    EXPECT_TRUE(clientOf(server, "127.0.0.1").get("/").has_value());
}

TEST_F(TlsTest, aCertificateForAnotherHostIsRefused)
{
    EXPECT_EQ(refusalOf(makeCertificate({.alternativeName = "DNS:elsewhere.example"}, &authority)),
              ClientError::Untrusted);
}

TEST_F(TlsTest, anExpiredCertificateIsRefused)
{
    EXPECT_EQ(refusalOf(makeCertificate({.notBeforeSeconds = -7200, .notAfterSeconds = -3600}, &authority)),
              ClientError::Untrusted);
}

TEST_F(TlsTest, aCertificateSignedByItselfIsRefused)
{
    EXPECT_EQ(refusalOf(makeCertificate({}, nullptr)), ClientError::Untrusted);
}

TEST_F(TlsTest, theSystemDoesNotKnowOurAuthority)
{
    const TlsServer server(good, hello);
    const std::string url = "https://localhost:" + std::to_string(server.port());
    EXPECT_EQ(Client(url).get("/").error(), ClientError::Untrusted);
    EXPECT_EQ(Client(url, {.caFile = "/no/such/file"}).get("/").error(), ClientError::Untrusted);
}

TEST_F(TlsTest, aPeerThatGoesRaisesNoSignal)
{
    std::signal(SIGPIPE, SIG_DFL);
    auto server = std::make_unique<TlsServer>(good, [](const std::string &) {
        return std::string("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
    Client client = clientOf(*server, "localhost");
    EXPECT_TRUE(client.get("/").has_value());
    server.reset();
    EXPECT_FALSE(client.post(std::string(1 << 20, 'x')).has_value());
}

TEST_F(TlsTest, aWebSocketTalksInsideTls)
{
    const TlsServer server(good, [](const std::string &head) {
        constexpr std::string_view name = "Sec-WebSocket-Key: ";
        const std::size_t at = head.find(name) + name.size();
        const auto accept = acceptOf(head.substr(at, head.find('\r', at) - at));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
               accept.value_or("") + "\r\n\r\n" + textFrame("good morning");
    });
    std::promise<std::string> heard;
    const WebSocketClient client({.url = "wss://localhost:" + std::to_string(server.port()),
                                  .caFile = caFile(),
                                  .onOpen = {},
                                  .onText = [&](std::string_view text) { heard.set_value(std::string(text)); },
                                  .onClosed = {}});
    EXPECT_EQ(heard.get_future().get(), "good morning");
}

} // namespace
} // namespace paradox::http::test
