#include "client/activities.h"
#include "client/durable_backend.h"
#include "client/fake_backend.h"
#include "client/local_node.h"
#include "domain/system_clock.h"
#include "programs/client/vault.h"
#include "tests/client/wait.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>

namespace paradox::test {

using client::BackendClient;
using client::ErrorCode;

namespace {

constexpr int nodeTimeoutMs = 60'000;

} // namespace

/// Signs with two keys of its own, at once.
class KeyPairs final : public client::Signatory {
public:
    explicit KeyPairs(Random &random)
        : owner(solana::Keypair::generate(random)),
          session(solana::Keypair::generate(random))
    {
    }

    client::Reply<Signature> sign(const client::SignatureWanted &wanted) override
    {
        const solana::Keypair &pair = wanted.signer == owner.publicKey() ? owner : session;
        return client::Reply<Signature>::ready(pair.sign(wanted.bytes));
    }

    solana::Keypair owner;
    solana::Keypair session;
};

/// What every client promises, asked of the fake, of a real node, and of each behind an outbox.
class BackendContract : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void healthNamesClusterAndVenue_data() { kinds(); }
    void healthNamesClusterAndVenue();
    void oneSignatureSignsInAndOpensASession_data() { kinds(); }
    void oneSignatureSignsInAndOpensASession();
    void theSameIntentTwiceIsOneIntent_data() { kinds(); }
    void theSameIntentTwiceIsOneIntent();
    void whatIsNotThereIsRefusedWith404_data() { kinds(); }
    void whatIsNotThereIsRefusedWith404();
    void aCancelledIntentStaysCancelled_data() { kinds(); }
    void aCancelledIntentStaysCancelled();
    void eventsRiseAndComeOnce_data() { kinds(); }
    void eventsRiseAndComeOnce();
    void afterCloseCallsAnswerAndSignalsStop_data() { kinds(); }
    void afterCloseCallsAnswerAndSignalsStop();
    void cleanupTestCase();

private:
    static void kinds();
    [[nodiscard]] client::Result<client::OpenedSession> enter();
    [[nodiscard]] Intent listing(std::uint64_t nonce, const client::Health &health);
    [[nodiscard]] bool isReal() const { return m_kind.contains(QLatin1String("node")); }

    SystemClock m_clock;
    SystemRandom m_random;
    QTemporaryDir m_folder;
    std::unique_ptr<client::LocalNode> m_node;
    std::unique_ptr<client::Outbox> m_outbox;
    std::unique_ptr<KeyPairs> m_keys;
    std::unique_ptr<BackendClient> m_client;
    QString m_kind;
    int m_outboxes = 0;
};

void BackendContract::kinds()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"fake", "durable fake", "node", "durable node"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void BackendContract::initTestCase()
{
    m_node = std::make_unique<client::LocalNode>(
        client::LocalNodeOptions{.program = QCoreApplication::applicationDirPath() + QStringLiteral("/paradox-node"),
                                 .dataDir = m_folder.filePath(QStringLiteral("node"))},
        m_random);
    m_node->start();
    QVERIFY2(QTest::qWaitFor([this] { return m_node->phase() == client::NodePhase::Ready; }, nodeTimeoutMs),
             qPrintable(m_node->lastWords()));
}

void BackendContract::init()
{
    QFETCH(QString, kind);
    m_kind = kind;
    m_keys = std::make_unique<KeyPairs>(m_random);
    if (isReal()) {
        m_client = std::make_unique<client::RemoteBackend>(m_node->address(), m_clock, m_random);
    } else {
        auto fake = std::make_unique<client::FakeBackend>();
        client::Health health{
            .version = "0.1.0", .genesis = Hash{{5}}, .chainId = "localnet", .vaultProgram = vault::defaultProgram};
        health.engine = vault::Addresses(vault::defaultProgram).game({1});
        fake->setHealth(health);
        m_client = std::move(fake);
    }
    if (m_kind.contains(QLatin1String("durable"))) {
        QString error;
        m_outbox = client::Outbox::open(m_folder.filePath(QStringLiteral("outbox%1.db").arg(m_outboxes++)), error);
        QVERIFY2(m_outbox, qPrintable(error));
        m_client = client::makeDurable(std::move(m_client), *m_outbox, m_clock);
    }
    m_client->open();
    QVERIFY(QTest::qWaitFor([this] { return m_client->link().phase == client::LinkPhase::Live; }, nodeTimeoutMs));
}

void BackendContract::cleanup()
{
    m_client.reset();
    m_outbox.reset();
}

void BackendContract::cleanupTestCase()
{
    const qint64 pid = m_node->pid();
    m_node->stop();
    QVERIFY(QTest::qWaitFor([this] { return m_node->phase() == client::NodePhase::Stopped; }, nodeTimeoutMs));
    QVERIFY(pid > 0);
    QCOMPARE(m_node->restarts(), 0);
}

/// Money and a session that trades.
client::Result<client::OpenedSession> BackendContract::enter()
{
    if (const auto drop = waitFor(m_client->airdrop(m_keys->owner.publicKey(), {2'000'000'000})); !drop)
        return std::unexpected(drop.error());
    if (isReal() &&
        !QTest::qWaitFor([this] { return waitFor(m_client->account(m_keys->owner.publicKey())).has_value(); },
                         nodeTimeoutMs))
        return std::unexpected(client::Error{.code = ErrorCode::TimedOut, .detail = "no airdrop"});
    const client::GrantWish wish{.owner = m_keys->owner.publicKey(),
                                 .session = m_keys->session.publicKey(),
                                 .maxTotal = {1'000'000},
                                 .maxPerIntent = {1'000'000}};
    auto opened = waitFor(client::openSession(*m_client, *m_keys, wish, m_clock));
    const auto isActive = [this] {
        const auto session = waitFor(m_client->session(m_keys->session.publicKey()));
        return session && session->status == SessionState::Active;
    };
    if (opened && !QTest::qWaitFor(isActive, nodeTimeoutMs))
        return std::unexpected(client::Error{.code = ErrorCode::TimedOut, .detail = "the session is not active"});
    return opened;
}

Intent BackendContract::listing(std::uint64_t nonce, const client::Health &health)
{
    PublicKey item;
    m_random.fill(item.bytes);
    return *client::draftIntent(health,
                                {.type = IntentType::List,
                                 .session = m_keys->session.publicKey(),
                                 .owner = m_keys->owner.publicKey(),
                                 .item = item,
                                 .from = m_keys->owner.publicKey(),
                                 .amount = {1000},
                                 .nonce = nonce,
                                 .lifeSeconds = 600},
                                m_clock.wallSeconds());
}

void BackendContract::healthNamesClusterAndVenue()
{
    const auto health = waitFor(m_client->health());
    QVERIFY(health.has_value());
    QVERIFY(!health->genesis.isZero());
    QVERIFY(health->engine == vault::Addresses(health->vaultProgram).game({1}));
}

void BackendContract::oneSignatureSignsInAndOpensASession()
{
    const auto opened = enter();
    QVERIFY2(opened.has_value(), opened ? "" : client::describe(opened.error()).c_str());
    QVERIFY(opened->session == m_keys->session.publicKey());
    const auto page = waitFor(m_client->sessions({}));
    QVERIFY(page.has_value());
    QCOMPARE(page->items.size(), std::size_t{1});
}

void BackendContract::theSameIntentTwiceIsOneIntent()
{
    QVERIFY(enter().has_value());
    const auto health = waitFor(m_client->health());
    const Intent intent = listing(1, *health);
    const auto first = waitFor(client::submitIntent(*m_client, *m_keys, intent));
    const auto second = waitFor(client::submitIntent(*m_client, *m_keys, intent));
    QVERIFY2(first.has_value(), first ? "" : client::describe(first.error()).c_str());
    QVERIFY2(second.has_value(), second ? "" : client::describe(second.error()).c_str());
    QVERIFY(first->id == second->id && first->seq == second->seq);
    const auto batch = waitFor(m_client->submitIntents({{intent, m_keys->session.sign(encodeIntent(intent))}}));
    QVERIFY2(batch.has_value(), batch ? "" : client::describe(batch.error()).c_str());
    QVERIFY(batch->front().has_value() && batch->front()->id == first->id);
    const auto listed = waitFor(m_client->intents({.owner = m_keys->owner.publicKey()}));
    QCOMPARE(listed->items.size(), std::size_t{1});
    QVERIFY(listed->items.front().id == first->id);
}

void BackendContract::whatIsNotThereIsRefusedWith404()
{
    QVERIFY(enter().has_value());
    const auto intent = waitFor(m_client->intent(IntentId{{1, 2, 3}}));
    QVERIFY(!intent);
    QCOMPARE(intent.error().httpStatus, 404);
    QCOMPARE(intent.error().code, ErrorCode::Refused);
    QCOMPARE(waitFor(m_client->batch(BatchSeq{999'999})).error().httpStatus, 404);
}

void BackendContract::aCancelledIntentStaysCancelled()
{
    QVERIFY(enter().has_value());
    const auto health = waitFor(m_client->health());
    const auto admitted = waitFor(client::submitIntent(*m_client, *m_keys, listing(1, *health)));
    QVERIFY(admitted.has_value());
    const auto cancelled = waitFor(client::cancelIntent(*m_client, *m_keys, admitted->id, m_keys->session.publicKey()));
    QVERIFY2(cancelled.has_value(), cancelled ? "" : client::describe(cancelled.error()).c_str());
    QCOMPARE(cancelled->status, IntentState::Cancelled);
    const auto again = waitFor(client::cancelIntent(*m_client, *m_keys, admitted->id, m_keys->session.publicKey()));
    QVERIFY(again.has_value());
    QCOMPARE(again->status, IntentState::Cancelled);
}

void BackendContract::eventsRiseAndComeOnce()
{
    QVERIFY(enter().has_value());
    const auto health = waitFor(m_client->health());
    QList<client::LiveEvent> seen;
    connect(m_client.get(), &BackendClient::eventsArrived, this,
            [&seen](const QList<client::LiveEvent> &events) { seen.append(events); });
    m_client->follow(health->feedSeq);
    const auto admitted = waitFor(client::submitIntent(*m_client, *m_keys, listing(1, *health)));
    QVERIFY(admitted.has_value());
    if (auto *fake = qobject_cast<client::FakeBackend *>(m_client.get()))
        fake->emitEvent({.topic = "intents", .to = "pending", .data = *waitFor(fake->intent(admitted->id))});
    const auto isThere = [&] {
        return std::ranges::any_of(seen, [&](const client::LiveEvent &event) {
            const auto *intent = std::get_if<client::IntentRecord>(&event.data);
            return intent != nullptr && intent->id == admitted->id;
        });
    };
    if (m_kind != QLatin1String("durable fake"))
        QVERIFY(QTest::qWaitFor(isThere, nodeTimeoutMs));
    for (qsizetype i = 1; i < seen.size(); ++i)
        QVERIFY(seen[i - 1].seq < seen[i].seq);
    disconnect(m_client.get(), nullptr, this, nullptr);
}

void BackendContract::afterCloseCallsAnswerAndSignalsStop()
{
    const client::Reply<client::Health> open = m_client->health();
    m_client->close();
    QSignalSpy links(m_client.get(), &BackendClient::linkChanged);
    const auto answer = waitFor(open);
    QVERIFY(answer.has_value() || answer.error().code == ErrorCode::Closed);
    QCOMPARE(links.count(), 0);
    QCOMPARE(m_client->link().phase, client::LinkPhase::Closed);
}

} // namespace paradox::test

QTEST_GUILESS_MAIN(paradox::test::BackendContract)
#include "backend_contract.moc"
