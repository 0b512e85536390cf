#include "app/desk/desk_app.h"
#include "tests/ui/support/desk_fixture.h"
#include "ui/dialogs/sign_review.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/signing/review_signatory.h"
#include "ui/widgets/countdown_button.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"
#include "ui/wizard/first_run.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <csignal>

using namespace paradox;
using namespace paradox::ui;

namespace {

constexpr int patienceMs = 90'000;
const QString passphrase = QStringLiteral("correct horse battery");

/// The desk as app/ makes it, with its own node, worked by its windows: clicks and keys in, shown words out.
class Person {
public:
    explicit Person(const QString &home, bool demo = false) : m_app({home, {}, demo}) {}

    bool start() { return m_app.start(); }
    ui::MainWindow &window() { return *m_app.window(); }
    ui::DeskCore &core() { return *m_app.core(); }
    models::LiveStore &store() { return core().store(); }
    client::LocalNode &node() { return *m_app.node(); }
    [[nodiscard]] bool hasWindow() const { return m_app.window() != nullptr; }

    template <class T>
    T *opened(const char *name)
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->objectName() == QLatin1String(name) && top->isVisible())
                return qobject_cast<T *>(top);
        }
        return nullptr;
    }

    void type(QWidget *in, const char *field, const QString &text)
    {
        auto *edit = in->findChild<QLineEdit *>(QLatin1String(field));
        QVERIFY2(edit != nullptr, field);
        edit->clear();
        QTest::keyClicks(edit, text);
    }

    void press(QWidget *in, const char *button) const
    {
        auto *found = in->findChild<QPushButton *>(QLatin1String(button));
        QVERIFY2(found != nullptr && found->isEnabled(), button);
        QTest::mouseClick(found, Qt::LeftButton);
    }

    /// Reads the next review and signs it; what it said. Empty when none came or it cannot be signed.
    QString readAndSign()
    {
        SignReview *review = nullptr;
        if (!QTest::qWaitFor([&] { return (review = opened<SignReview>("signReview")) != nullptr; }, patienceMs))
            return {};
        QPointer<SignReview> alive(review);
        const QString said = review->shownText();
        if (review->signButton() == nullptr ||
            !QTest::qWaitFor(
                [&] { return alive && alive->signButton()->isReady() && alive->signButton()->isEnabled(); },
                patienceMs))
            return {};
        QTest::mouseClick(review->signButton(), Qt::LeftButton);
        return QTest::qWaitFor([&] { return !alive || !alive->isVisible(); }, patienceMs) ? said : QString();
    }

    /// The newest lines of the desk's log, for a failed check.
    QByteArray lastWords()
    {
        QString words;
        const models::LogModel &log = core().log();
        for (int row = std::max(0, log.rowCount() - 25); row < log.rowCount(); ++row) {
            for (int column = 0; column < log.columnCount(); ++column)
                words += log.index(row, column).data().toString() + u' ';
            words += u'\n';
        }
        return words.toUtf8();
    }

private:
    desk::DeskApp m_app;
};

} // namespace

/// One pass through everything with a real node: nothing between the clicks and the chain is replaced.
class RealNodeTest : public QObject {
    Q_OBJECT

private:
    void takeFirstSteps(Person &person)
    {
        QVERIFY(person.start());
        auto *wizard = person.opened<FirstRun>("firstRun");
        QVERIFY(wizard != nullptr);
        QPointer<FirstRun> alive(wizard);
        const auto next = [&] { QTest::mouseClick(wizard->nextButton(), Qt::LeftButton); };
        next();
        next();
        QCOMPARE(wizard->page(), 2);
        person.type(wizard, "keyPassphrase", passphrase);
        person.type(wizard, "keyAgain", passphrase);
        next();
        QVERIFY(QTest::qWaitFor([&] { return wizard->page() == 3; }, patienceMs));
        person.type(wizard, "backupPassphrase", passphrase);
        next();
        QVERIFY(QTest::qWaitFor([&] { return wizard->page() == 4; }, patienceMs));
        next();
        QVERIFY(QTest::qWaitFor([&] { return person.hasWindow(); }, patienceMs));
    }

    void signIn(Person &person)
    {
        const QString said = person.readAndSign();
        QVERIFY2(said.contains(models::keyText(person.core().wallet())), person.lastWords());
        QVERIFY2(said.contains(person.node().ready().api.authority()), qPrintable(said));
        QVERIFY2(QTest::qWaitFor([&] { return person.core().isSignedIn(); }, patienceMs), person.lastWords());
    }

    void fund(Person &person)
    {
        person.window().actions().action(QStringLiteral("wallet.airdrop"))->trigger();
        QVERIFY2(QTest::qWaitFor([&] { return person.store().balance().wallet.value_or(0) >= 100 * lamportsPerSol; },
                                 patienceMs),
                 person.lastWords());
    }

    void grantSession(Person &person)
    {
        person.window().actions().action(QStringLiteral("session.new"))->trigger();
        auto *dialog = person.opened<QDialog>("newSessionDialog");
        QVERIFY(dialog != nullptr);
        person.press(dialog, "sessionGrant");
        QVERIFY2(!person.readAndSign().isEmpty(), person.lastWords()); // registers the key on chain
        QVERIFY2(!person.readAndSign().isEmpty(), person.lastWords()); // binds the grant to the sign-in
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         bool active = false;
                         person.store().sessions.forEach(
                             [&](const models::SessionRow &row) { active |= row.status == QStringLiteral("active"); });
                         return active;
                     },
                     patienceMs),
                 person.lastWords());
    }

    void depositAndRegister(Person &person)
    {
        person.window().actions().action(QStringLiteral("wallet.deposit"))->trigger();
        auto *amount = person.opened<QDialog>("amountDialog");
        QVERIFY(amount != nullptr);
        person.type(amount, "amountSol", QStringLiteral("20"));
        person.press(amount, "amountOk");
        QVERIFY2(person.readAndSign().contains(QStringLiteral("20")), person.lastWords());
        QVERIFY2(QTest::qWaitFor([&] { return person.store().balance().available.value_or(0) == 20 * lamportsPerSol; },
                                 patienceMs),
                 person.lastWords());
        person.window().actions().action(QStringLiteral("wallet.register"))->trigger();
        auto *name = person.opened<QDialog>("textDialog");
        QVERIFY(name != nullptr);
        person.type(name, "textField", QStringLiteral("Storm Sigil"));
        person.press(name, "textOk");
        QVERIFY2(!person.readAndSign().isEmpty(), person.lastWords());
        QVERIFY2(QTest::qWaitFor([&] { return person.store().items.size() == 1; }, patienceMs), person.lastWords());
    }

    QString submitList(Person &person)
    {
        SubmitPanel &submit = person.window().submit();
        submit.setType(IntentType::List);
        person.type(&submit, "submitItemEdit", QStringLiteral("Storm Sigil"));
        person.type(&submit, "amountSol", QStringLiteral("3.5"));
        if (!submit.problem().isEmpty()) {
            qWarning("%s", qPrintable(submit.problem()));
            return {};
        }
        person.press(&submit, "submitReview");
        if (!person.readAndSign().contains(QStringLiteral("3.500000000")))
            return {};
        QString id;
        static_cast<void>(QTest::qWaitFor(
            [&] {
                person.store().intents.forEach([&](const models::IntentRow &row) {
                    if (row.status == QStringLiteral("pending") && row.seq && !row.resolving)
                        id = row.intentId;
                });
                return !id.isEmpty();
            },
            patienceMs));
        return id;
    }

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setApplicationName(QStringLiteral("paradox-desk")); }

    void fromFirstStepsToAListedItemThatOutlivesTheNode()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")));
        takeFirstSteps(person);
        if (QTest::currentTestFailed())
            return;
        for (const auto step : {&RealNodeTest::signIn, &RealNodeTest::fund, &RealNodeTest::grantSession,
                                &RealNodeTest::depositAndRegister}) {
            (this->*step)(person);
            if (QTest::currentTestFailed())
                return;
        }
        const QString intent = submitList(person);
        QVERIFY2(!intent.isEmpty(), person.lastWords());
        QVERIFY2(person.core().ackText().contains(QStringLiteral("sign→ack")), qPrintable(person.core().ackText()));

        const qint64 first = person.node().pid();
        QVERIFY(first > 0);
        const StaleBadge *badge = person.window().dock(QStringLiteral("dockIntents"))->badge();
        bool saidOffline = false;
        connect(&person.core().freshness(), &models::Freshness::changed, this,
                [&] { saidOffline |= badge->shownText().startsWith(QStringLiteral("Offline since")); });
        QCOMPARE(::kill(static_cast<pid_t>(first), SIGKILL), 0);
        QVERIFY2(QTest::qWaitFor([&] { return saidOffline; }, patienceMs), qPrintable(badge->shownText()));
        QVERIFY2(QTest::qWaitFor(
                     [&] { return person.node().phase() == client::NodePhase::Ready && person.node().pid() != first; },
                     patienceMs),
                 person.lastWords());
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         return person.core().backend().link().phase == client::LinkPhase::Live &&
                                badge->shownText().startsWith(QStringLiteral("Live as of"));
                     },
                     patienceMs),
                 person.lastWords());
        const models::IntentRow *again = person.store().intents.find(intent);
        QVERIFY2(again != nullptr, person.lastWords());
        QCOMPARE(again->status, QStringLiteral("pending"));
        QCOMPARE(person.store().items.size(), 1);
        QCOMPARE(person.store().balance().available.value_or(0), 20 * lamportsPerSol);
    }

    /// The demo market's batches are the node's own work; the button nets them again here.
    void verifyFindsAnHonestBatchAndATamperedOne()
    {
        QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")), true);
        QVERIFY(person.start());
        BatchDetailPanel &detail = person.window().batchDetail();
        auto *verify = detail.findChild<QPushButton *>(QStringLiteral("button.batch.verify"));
        QVERIFY(verify != nullptr && !verify->isEnabled());
        QVERIFY2(QTest::qWaitFor([&] { return !detail.shownBatch().isEmpty() && verify->isEnabled(); }, patienceMs),
                 person.lastWords());
        const QString token = dir.filePath(QStringLiteral("home/demo-node/desk.token"));
        QCOMPARE(QFile::permissions(token) &
                     (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        QTest::mouseClick(verify, Qt::LeftButton);
        QVERIFY2(QTest::qWaitFor([&] { return detail.messages()->barCount() == 1; }, patienceMs), person.lastWords());
        const auto said = [](const BatchDetailPanel &panel) {
            const Message &message = panel.messages()->findChild<MessageBar *>()->message();
            return message.title + u' ' + message.text;
        };
        QVERIFY2(said(detail).startsWith(QStringLiteral("Match")), qPrintable(said(detail)));

        std::optional<client::BatchDetail> batch;
        person.core()
            .backend()
            .batch(BatchSeq{detail.shownBatch().toULongLong()})
            .onDone(this, [&](const auto &answer) {
                if (answer)
                    batch = *answer;
            });
        QVERIFY(QTest::qWaitFor([&] { return batch.has_value(); }, patienceMs));
        const std::string fees = "\"fees\":\"";
        const std::size_t at = batch->json.find(fees);
        QVERIFY2(at != std::string::npos, batch->json.substr(0, 400).c_str());
        batch->json.insert(at + fees.size(), "1");
        test::DeskFixture other;
        other.backend.putBatch(*batch);
        other.window->showWorkspace(QStringLiteral("operator"));
        other.window->show();
        other.goLive();
        BatchDetailPanel &tampered = other.window->batchDetail();
        tampered.showBatch(detail.shownBatch());
        auto *again = tampered.findChild<QPushButton *>(QStringLiteral("button.batch.verify"));
        QVERIFY(QTest::qWaitFor([&] { return again->isEnabled(); }, patienceMs));
        QTest::mouseClick(again, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return tampered.messages()->barCount() == 1; }, patienceMs));
        QVERIFY2(said(tampered).startsWith(QStringLiteral("Mismatch")), qPrintable(said(tampered)));
    }
};

QTEST_MAIN(RealNodeTest)
#include "real_node_test.moc"
