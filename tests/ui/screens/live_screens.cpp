// Renders the desk on a running node into PNG files: live_screens DIRECTORY. A person takes the first steps, trades
// beside the demo market, and is looked at. The pictures of the README are made with it.
#include "tests/ui/support/person.h"
#include "ui/dialogs/sign_review.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batches/batches_panel.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPainter>
#include <QProcess>
#include <QPushButton>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace paradox;
using namespace paradox::ui;
using paradox::test::patienceMs;
using paradox::test::Person;

namespace {

QString target;

void shoot(QWidget &widget, const QString &name, QWidget *above = nullptr)
{
    QVERIFY(QTest::qWaitForWindowExposed(widget.window()));
    QCoreApplication::processEvents(); // what was posted is laid out and painted
    QPixmap picture = widget.grab();
    if (above != nullptr) {
        QPainter painter(&picture);
        const QPixmap over = above->grab();
        painter.drawPixmap((picture.width() - over.width()) / 2, (picture.height() - over.height()) / 2, over);
    }
    QVERIFY(picture.save(target + u'/' + name + QStringLiteral(".png")));
}

} // namespace

class LiveScreens : public QObject {
    Q_OBJECT

private:
    void offer(Person &person, const QString &item, const QString &sol)
    {
        SubmitPanel &submit = person.window().submit();
        submit.setType(IntentType::List);
        person.type(&submit, "submitItemEdit", item);
        person.type(&submit, "amountSol", sol);
        person.press(&submit, "submitReview");
        QVERIFY2(!person.readAndSign().isEmpty(), person.lastWords());
    }

    /// The demo market of the command line on this person's node.
    void openMarket(Person &person, QProcess &market, const QString &tokenFile)
    {
        QFile token(tokenFile);
        QVERIFY(token.open(QIODevice::WriteOnly));
        token.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        token.write(person.node().address().token);
        token.close();
        market.start(QCoreApplication::applicationDirPath() + QStringLiteral("/paradox"),
                     {QStringLiteral("demo"), QStringLiteral("--node"), person.node().ready().api.toString(),
                      QStringLiteral("--rpc"), person.node().ready().rpc.toString(), QStringLiteral("--token-file"),
                      tokenFile, QStringLiteral("--intents"), QStringLiteral("900"), QStringLiteral("--seed"),
                      QStringLiteral("7")});
        QVERIFY(market.waitForStarted());
    }

    /// A bid on what somebody offers, as far as the review.
    void draftBid(Person &person)
    {
        const models::IntentRow *offered = nullptr;
        person.store().intents.forEach([&](const models::IntentRow &row) {
            if (row.side == Side::Seller && !person.core().names().isOwn(row.owner))
                offered = &row;
        });
        QVERIFY(offered != nullptr);
        SubmitPanel &submit = person.window().submit();
        submit.setType(IntentType::Bid);
        person.type(&submit, "submitItemEdit", offered->item);
        person.type(&submit, "submitParty", offered->from);
        person.type(&submit, "amountSol", QStringLiteral("1.75"));
    }

private Q_SLOTS:
    void trader()
    {
        const QTemporaryDir dir;
        Person person(dir.filePath(QStringLiteral("home")));
        if (!person.becomeTrader())
            return;
        person.deposit(40);
        const std::pair<const char *, const char *> offers[] = {{"Storm Sigil #64", "3.5"},
                                                                {"Ember Lance #2207", "12.75"},
                                                                {"Glass Fox #77", "0.85"},
                                                                {"Tin Drake #1403", "2.4"}};
        for (const auto &[item, sol] : offers) {
            person.registerItem(QString::fromLatin1(item));
            offer(person, QString::fromLatin1(item), QString::fromLatin1(sol));
            if (QTest::currentTestFailed())
                return;
        }
        QProcess market;
        openMarket(person, market, dir.filePath(QStringLiteral("token")));
        const auto finalized = [&] {
            int count = 0;
            person.store().batches.forEach(
                [&](const models::BatchRow &batch) { count += batch.state == QStringLiteral("finalized") ? 1 : 0; });
            return count;
        };
        QVERIFY2(QTest::qWaitFor([&] { return finalized() >= 2; }, 2 * patienceMs), person.lastWords());
        draftBid(person);
        // The pictures' size, whatever the screen's, and docks that were laid out in it.
        person.window().showNormal();
        person.window().resize(1600, 1000);
        person.window().actions().action(QStringLiteral("workspace.reset"))->trigger();
        QTableView *intents = person.window().intents().table().view();
        intents->setFocus();
        intents->selectRow(4);
        for (const char *theme : {"dark", "light", "contrast"}) {
            const QString suffix = u'-' + QString::fromLatin1(theme);
            person.window().showWorkspace(QStringLiteral("trader"));
            for (const char *dock : {"dockIntents", "dockBatches"})
                person.window().dock(QString::fromLatin1(dock))->messages()->clearAll();
            shoot(person.window(), QStringLiteral("trader") + suffix);
            person.press(&person.window().submit(), "submitReview");
            SignReview *review = nullptr;
            QVERIFY(QTest::qWaitFor([&] { return (review = person.opened<SignReview>("signReview")) != nullptr; },
                                    patienceMs));
            shoot(person.window(), QStringLiteral("sign-review") + suffix, review);
            review->reject();
            MessageStack *bars = person.window().dock(QStringLiteral("dockIntents"))->messages();
            QVERIFY(QTest::qWaitFor([&] { return bars->bar(QStringLiteral("NOT_SIGNED")) != nullptr; }, patienceMs));
            bars->clearAll();
            person.window().showWorkspace(QStringLiteral("operator"));
            person.window().batches().table().view()->selectRow(1);
            shoot(person.window(), QStringLiteral("operator") + suffix);
            BatchDetailPanel &detail = person.window().batchDetail();
            const QAbstractItemModel &verdicts = *detail.trades().view()->model();
            QVERIFY(QTest::qWaitFor([&] { return verdicts.rowCount() > 0; }, patienceMs));
            detail.trades().view()->selectRow(0);
            person.window().actions().action(QStringLiteral("trade.prove"))->trigger();
            auto *tabs = detail.findChild<QTabWidget *>(QStringLiteral("batchTabs"));
            QVERIFY(QTest::qWaitFor([&] { return tabs->currentIndex() != 0; }, patienceMs));
            shoot(person.window(), QStringLiteral("proof") + suffix);
            tabs->setCurrentIndex(0);
            person.window().showWorkspace(QStringLiteral("node"));
            shoot(person.window(), QStringLiteral("node") + suffix);
            person.window().actions().action(QStringLiteral("view.theme"))->trigger(); // the next of the three
        }
        market.terminate();
        market.waitForFinished();
    }
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("paradox-desk"));
    if (argc != 2) {
        qWarning("usage: live_screens DIRECTORY");
        return 2;
    }
    target = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(target);
    LiveScreens screens;
    return QTest::qExec(&screens, {app.arguments().value(0)});
}
#include "live_screens.moc"
