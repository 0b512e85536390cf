#include "client/remote_backend.h"
#include "tests/client/wait.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

namespace paradox::test {

using client::RemoteBackend;
using client::TokenFile;

/// What a node does with tokens: a refresh token is good once, and one that comes again ends the sign-in.
class TokenNode : public QTcpServer {
    Q_OBJECT

public:
    TokenNode()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(*socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort())); }

    int generation = 2; ///< of the tokens that are good now: "access2", "refresh2"
    int refreshes = 0;
    bool isSignedOut = false;

private:
    [[nodiscard]] QByteArray good(const char *kind) const { return kind + QByteArray::number(generation); }
    void read(QTcpSocket &socket)
    {
        const QByteArray text = socket.property("text").toByteArray() + socket.readAll();
        socket.setProperty("text", text);
        const qsizetype head = text.indexOf("\r\n\r\n");
        const QByteArray headers = text.left(head).toLower();
        const qsizetype field = headers.indexOf("content-length:");
        const qsizetype bodySize = field < 0 ? 0 : headers.mid(field + 15, 12).split('\r').front().trimmed().toInt();
        if (head < 0 || text.size() < head + 4 + bodySize)
            return;
        if (text.startsWith("POST /api/auth/refresh "))
            refresh(socket, QJsonDocument::fromJson(text.mid(head + 4)).object());
        else
            answer(socket, !isSignedOut && headers.contains("bearer " + good("access")), "{}");
    }
    void refresh(QTcpSocket &socket, const QJsonObject &asked)
    {
        ++refreshes;
        const bool isGood =
            !isSignedOut && asked.value(QLatin1String("refreshToken")).toString().toLatin1() == good("refresh");
        isSignedOut = !isGood;
        generation += isGood ? 1 : 0;
        answer(socket, isGood,
               R"({"accessToken":")" + good("access") + R"(","refreshToken":")" + good("refresh") +
                   R"(","tokenType":"Bearer","expiresIn":900})");
    }
    static void answer(QTcpSocket &socket, bool isGood, const QByteArray &body)
    {
        const QByteArray sent = isGood ? body : QByteArray(R"({"code":"TOKEN_INVALID"})");
        socket.write((isGood ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 401 Unauthorized\r\n") +
                     QByteArray("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ") +
                     QByteArray::number(sent.size()) + "\r\n\r\n" + sent);
        socket.disconnectFromHost();
    }
};

class SharedTokensTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void clientsThatMeetAnOldAccessTokenRefreshOnce();
    void whoComesLaterWithOldTokensTakesTheNewOnes();
    void tokensOfAnotherWalletAreNotTaken();

private:
    [[nodiscard]] std::unique_ptr<RemoteBackend> client(const client::Tokens &tokens);
    void keep(const client::Tokens &tokens);
    [[nodiscard]] std::optional<client::Tokens> kept() const;

    std::unique_ptr<TokenNode> m_node;
    std::unique_ptr<QTemporaryDir> m_folder;
    TokenFile::Options m_file;
    FixedClock m_clock;
    CountingRandom m_random;
    const client::Tokens m_old{.accessToken = "access1", .refreshToken = "refresh2"};
};

void SharedTokensTest::init()
{
    m_node = std::make_unique<TokenNode>();
    m_folder = std::make_unique<QTemporaryDir>();
    m_file.path = m_folder->filePath(QStringLiteral("login.json"));
    keep(m_old);
}

void SharedTokensTest::keep(const client::Tokens &tokens)
{
    TokenFile file(m_file);
    const auto lock = waitFor(file.lock());
    QVERIFY(lock.has_value());
    file.write(tokens, *lock);
}

std::optional<client::Tokens> SharedTokensTest::kept() const
{
    return TokenFile(m_file).read();
}

std::unique_ptr<RemoteBackend> SharedTokensTest::client(const client::Tokens &tokens)
{
    auto client =
        std::make_unique<RemoteBackend>(client::NodeAddress{.url = m_node->url()}, m_clock, m_random, nullptr);
    client->setTokens(tokens);
    client->keepTokensIn(std::make_unique<TokenFile>(m_file));
    return client;
}

void SharedTokensTest::clientsThatMeetAnOldAccessTokenRefreshOnce()
{
    std::vector<std::unique_ptr<RemoteBackend>> clients;
    std::vector<client::Reply<std::string>> replies;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(client(m_old));
        replies.push_back(clients.back()->stats());
    }
    for (const auto &reply : replies)
        QVERIFY(waitFor(reply).has_value());
    QCOMPARE(m_node->refreshes, 1);
    QCOMPARE(kept()->refreshToken, std::string("refresh3"));
}

void SharedTokensTest::whoComesLaterWithOldTokensTakesTheNewOnes()
{
    const auto early = client(m_old);
    const auto late = client(m_old);
    QVERIFY(waitFor(early->stats()).has_value());
    QVERIFY(waitFor(late->stats()).has_value());
    QCOMPARE(m_node->refreshes, 1);
    QVERIFY(!m_node->isSignedOut);
}

void SharedTokensTest::tokensOfAnotherWalletAreNotTaken()
{
    client::Tokens mine = m_old;
    mine.address = PublicKey{{1}};
    keep({.accessToken = "access2", .refreshToken = "refresh2", .address = PublicKey{{2}}});
    const auto client = this->client(mine);
    const auto answer = waitFor(client->stats());
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().code, client::ErrorCode::Unauthorised);
    QCOMPARE(m_node->refreshes, 0);
    QVERIFY(!client->tokens().has_value());
}

} // namespace paradox::test

QTEST_GUILESS_MAIN(paradox::test::SharedTokensTest)
#include "shared_tokens_test.moc"
