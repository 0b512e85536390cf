#include "client/durable_backend.h"
#include "client/fake_backend.h"
#include "tests/client/wait.h"

#include <QSignalSpy>
#include <QTemporaryDir>

namespace paradox::test {

using client::Error;
using client::ErrorCode;
using client::FakeBackend;

namespace {

client::SignedIntent intentWith(std::uint64_t nonce)
{
    Intent intent{
        .type = IntentType::List, .amount = {5}, .nonce = nonce, .createdAt = {1}, .expiresAt = {4'000'000'000}};
    intent.owner = intent.from = PublicKey{{1}};
    intent.session = PublicKey{{2}};
    intent.item = PublicKey{{3}};
    return {.intent = intent, .signature = {}};
}

} // namespace

class DurableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aTakenIntentLeavesTheOutbox();
    void aRefusedIntentLeavesTheOutboxAndSaysWhy();
    void aLostAnswerIsResolvedByIdAndNotSentAgain();
    void anIntentThatNeverArrivedIsSentOnceMore();
    void whatACrashLeftIsResolvedAtTheNextStart();
    void aFileThatIsNoOutboxIsRefused();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<client::Outbox> m_outbox;
    std::unique_ptr<client::BackendClient> m_client;
    FakeBackend *m_fake = nullptr;
    FixedClock m_clock;
};

void DurableTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QString error;
    m_outbox = client::Outbox::open(m_folder->filePath(QStringLiteral("outbox.db")), error);
    QVERIFY2(m_outbox, qPrintable(error));
    auto fake = std::make_unique<FakeBackend>();
    m_fake = fake.get();
    m_client = client::makeDurable(std::move(fake), *m_outbox, m_clock);
}

void DurableTest::cleanup()
{
    m_client.reset();
    m_outbox.reset();
}

void DurableTest::aTakenIntentLeavesTheOutbox()
{
    m_client->open();
    const client::Reply<client::Admitted> reply = m_client->submitIntent(intentWith(1));
    QCOMPARE(m_outbox->entries().size(), std::size_t{1});
    QVERIFY(waitFor(reply).has_value());
    QVERIFY(m_outbox->entries().empty());
}

void DurableTest::aRefusedIntentLeavesTheOutboxAndSaysWhy()
{
    m_client->open();
    m_fake->failNext({.code = ErrorCode::Refused, .problem = "LIMIT_EXCEEDED", .httpStatus = 422},
                     FakeBackend::Change::NotMade);
    QCOMPARE(waitFor(m_client->submitIntent(intentWith(1))).error().problem, std::string("LIMIT_EXCEEDED"));
    QVERIFY(m_outbox->entries().empty());
}

void DurableTest::aLostAnswerIsResolvedByIdAndNotSentAgain()
{
    m_client->open();
    m_fake->failNext({.code = ErrorCode::LostAnswer}, FakeBackend::Change::Made);
    const auto answer = waitFor(m_client->submitIntent(intentWith(1)));
    QVERIFY(answer.has_value());
    QCOMPARE(m_fake->submissions(), std::uint64_t{1});
    QVERIFY(m_outbox->entries().empty());
}

void DurableTest::anIntentThatNeverArrivedIsSentOnceMore()
{
    m_client->open();
    m_fake->failNext({.code = ErrorCode::TimedOut}, FakeBackend::Change::NotMade);
    QVERIFY(waitFor(m_client->submitIntent(intentWith(1))).has_value());
    QCOMPARE(m_fake->submissions(), std::uint64_t{1});
    QVERIFY(m_outbox->entries().empty());
}

void DurableTest::whatACrashLeftIsResolvedAtTheNextStart()
{
    QVERIFY(m_outbox->put(intentWith(1), m_clock.wall()));
    QVERIFY(waitFor(m_fake->submitIntent(intentWith(1))).has_value());
    QVERIFY(m_outbox->put(intentWith(2), m_clock.wall()));
    m_client->open();
    QVERIFY(QTest::qWaitFor([this] { return m_outbox->entries().empty(); }));
    QCOMPARE(m_fake->submissions(), std::uint64_t{2}); // the first was known, the second never had left
}

void DurableTest::aFileThatIsNoOutboxIsRefused()
{
    QString error;
    QFile noise(m_folder->filePath(QStringLiteral("noise")));
    QVERIFY(noise.open(QIODevice::WriteOnly));
    noise.write(QByteArray(8192, 'x'));
    noise.close();
    QVERIFY(!client::Outbox::open(m_folder->filePath(QStringLiteral("noise")), error));
    QVERIFY(!error.isEmpty());
}

} // namespace paradox::test

QTEST_GUILESS_MAIN(paradox::test::DurableTest)
#include "durable_test.moc"
