#include "client/local_node.h"
#include "client/outbox.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/dialogs/new_session.h"
#include "ui/dialogs/sign_review.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/node/node_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/signing/review_signatory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace paradox;
using namespace paradox::ui;

namespace {

/// A wallet with an active session, and the form that signs with it.
struct Trader {
    Trader()
    {
        wallet = desk.makeWallet();
        std::optional<PublicKey> session;
        desk.keys.makeSessionKey(wallet, QStringLiteral("Desk A"), &desk.core,
                                 [&](const QString &, const PublicKey &key) { session = key; });
        (void)QTest::qWaitFor([&] { return session.has_value(); }, 20'000);
        desk.backend.putSession(test::sessionOf(session.value_or(PublicKey{}), wallet, desk.clock.wall()));
        desk.window->show();
        desk.goLive();
        (void)QTest::qWaitFor([&] { return desk.core.store().sessions.size() == 1; });
    }

    SubmitPanel &form() { return desk.window->submit(); }
    void write(const char *field, const QString &text)
    {
        auto *edit = form().findChild<QLineEdit *>(QLatin1String(field));
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void fill()
    {
        write("submitItemEdit", models::keyText(test::keyOf(104)));
        write("submitParty", models::keyText(test::keyOf(999)));
        write("amountSol", QStringLiteral("12.75"));
    }

    test::DeskFixture desk;
    PublicKey wallet;
};

/// Of a node that never becomes ready and is restarted once.
client::LocalNodeOptions leavingAtOnce(const test::DeskFixture &desk)
{
    return {.program = QStringLiteral("/bin/false"), .dataDir = desk.dir.path(), .restartsMax = 1, .restartFirstMs = 1};
}

} // namespace

/// What panels say and keep: the form before its review, and the node that has gone.
class PanelWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void aTradeDraftComesBackWithItsSideAndItsLife()
    {
        test::DeskFixture desk;
        desk.window->submit().setType(IntentType::Trade);
        desk.window->submit().findChild<QComboBox *>(QStringLiteral("submitSide"))->setCurrentIndex(1);
        desk.window->submit().findChild<QComboBox *>(QStringLiteral("submitExpires"))->setCurrentIndex(3);
        desk.window = std::make_unique<MainWindow>(WindowParts{desk.theme, desk.core, nullptr, {}});
        const SubmitPanel &again = desk.window->submit();
        QCOMPARE(again.type(), IntentType::Trade);
        QCOMPARE(again.findChild<QComboBox *>(QStringLiteral("submitSide"))->currentData().toString(),
                 QStringLiteral("buy"));
        QCOMPARE(again.findChild<QComboBox *>(QStringLiteral("submitExpires"))->currentData().toInt(), 21'600);
    }

    void aDraftThatTheOutboxHasIsNotOfferedASecondTime()
    {
        const QTemporaryDir dir;
        QString problem;
        const auto outbox = client::Outbox::open(dir.filePath(QStringLiteral("outbox")), problem);
        QVERIFY2(outbox != nullptr, qPrintable(problem));
        Intent bid{.type = IntentType::Bid, .amount = {5}, .nonce = 7, .createdAt = {1}, .expiresAt = {4'000'000'000}};
        bid.owner = bid.to = test::keyOf(1);
        bid.from = test::keyOf(2);
        bid.session = test::keyOf(3);
        bid.item = test::keyOf(4);
        const client::SignedIntent signedBid{.intent = bid, .signature = {}};
        test::DeskFixture desk(outbox.get());
        const QString draft =
            QStringLiteral(R"({"type":"BID","item":"Kestrel 7","party":"Quill","amount":"5","submitting":true})");
        const auto amountAfterRestart = [&] {
            desk.settings.set(models::setting::draft, draft);
            desk.window = std::make_unique<MainWindow>(WindowParts{desk.theme, desk.core, nullptr, {}});
            return desk.window->submit().findChild<AmountEdit *>()->amount();
        };
        QVERIFY(amountAfterRestart().has_value());
        QVERIFY(outbox->put(signedBid, desk.clock.wall()));
        QVERIFY(!amountAfterRestart().has_value());
    }

    void moneyThatIntentsHoldIsCountedOnce()
    {
        test::DeskFixture desk;
        const PublicKey wallet = test::keyOf(1);
        desk.useWallet(wallet);
        const auto shown = [&](const char *line) {
            return desk.window->findChild<QLabel *>(QLatin1String(line))->accessibleName();
        };
        client::Balances balances;
        balances.address = wallet;
        balances.available = {50 * lamportsPerSol};
        balances.wallet = {10 * lamportsPerSol};
        balances.held = {1'250'000'000};
        desk.core.store().setBalance(models::rowOf(balances));
        QCOMPARE(shown("walletFree"), QStringLiteral("48.750000000"));
        QCOMPARE(shown("walletHeld"), QStringLiteral("1.250000000"));
        QCOMPARE(shown("walletTotal"), QStringLiteral("60.000000000"));
        // Bids may claim more than there is: the vault has no more for that.
        balances.held = {70 * lamportsPerSol};
        desk.core.store().setBalance(models::rowOf(balances));
        QCOMPARE(shown("walletFree"), QStringLiteral("0.000000000"));
        QCOMPARE(shown("walletHeld"), QStringLiteral("50.000000000"));
        QCOMPARE(shown("walletTotal"), QStringLiteral("60.000000000"));
    }

    void whatIsOnItsWayIsNotSentASecondTime()
    {
        Trader trader;
        trader.form().setType(IntentType::Bid);
        trader.fill();
        QCOMPARE(trader.form().problem(), QString());
        int reviews = 0;
        connect(&trader.desk.window->signatory(), &ReviewSignatory::reviewOpened, this, [&] { ++reviews; });
        trader.form().review();
        QVERIFY(QTest::qWaitFor([&] { return reviews == 1; }));
        // News of the session recount the form while the review is open.
        client::SessionRecord moved = test::sessionOf(test::keyOf(77), trader.wallet, trader.desk.clock.wall());
        trader.desk.backend.putSession(moved);
        trader.desk.core.resnapshot();
        QVERIFY(QTest::qWaitFor([&] { return trader.desk.core.store().sessions.size() == 2; }));
        QVERIFY(!trader.form().findChild<QPushButton *>(QStringLiteral("submitReview"))->isEnabled());
        trader.form().review();
        trader.desk.window->findChild<SignReview *>()->reject();
        QVERIFY(QTest::qWaitFor(
            [&] { return trader.form().findChild<QPushButton *>(QStringLiteral("submitReview"))->isEnabled(); }));
        QCOMPARE(reviews, 1);
    }

    void aWrongNameIsSaidToBeWrongAndNotToBeMissing()
    {
        Trader trader;
        trader.form().setType(IntentType::Bid);
        QCOMPARE(trader.form().problem(), QStringLiteral("Choose an item"));
        trader.fill();
        trader.write("submitItemEdit", QStringLiteral("Kestrel 8"));
        QCOMPARE(trader.form().problem(), QStringLiteral("No item has this name or key"));
        trader.fill();
        trader.write("submitParty", QStringLiteral("0OIl"));
        QCOMPARE(trader.form().problem(), QStringLiteral("The seller is no known name, and no key in base58"));
        trader.write("submitParty", models::keyText(test::keyOf(104)));
        QCOMPARE(trader.form().problem(), QStringLiteral("This is the key of an item, not of a wallet"));
        trader.write("submitParty", models::keyText(trader.wallet));
        QCOMPARE(trader.form().problem(), QStringLiteral("Both sides would be you"));
    }

    void theFormOfABuyNowCallsItsAmountTheMost()
    {
        Trader trader;
        trader.desk.core.store().setBalance({.available = 20 * lamportsPerSol, .held = 0});
        trader.fill();
        const auto shows = [&](const QString &text) {
            return std::ranges::any_of(trader.form().findChildren<QLabel *>(),
                                       [&](const QLabel *label) { return label->text() == text; });
        };
        trader.form().setType(IntentType::Bid);
        QVERIFY(shows(QStringLiteral("&Amount")) && shows(QStringLiteral("7.250000000")));
        trader.form().setType(IntentType::BuyNow);
        QVERIFY(shows(QStringLiteral("&At most")) && shows(QStringLiteral("Your delta at most")));
        QVERIFY(shows(QStringLiteral("at least 7.250000000")));
    }

    void explainingABuyNowTellsTheMostFromThePaid()
    {
        Trader trader;
        client::IntentRecord intent;
        intent.id.bytes[0] = 7;
        intent.type = IntentType::BuyNow;
        intent.side = Side::Buyer;
        intent.owner = intent.to = trader.wallet;
        intent.amount = {9 * lamportsPerSol};
        const QString id = models::idText(intent.id);
        const auto explained = [&] {
            trader.desk.backend.putIntent(intent);
            trader.desk.core.store().intents.apply({models::rowOf(intent)});
            trader.desk.window->intents().table().selectId(id);
            MessageStack *bars = trader.desk.window->dock(QStringLiteral("dockIntents"))->messages();
            bars->clearAll();
            trader.desk.window->actions().action(QStringLiteral("intent.explain"))->trigger();
            (void)QTest::qWaitFor([&] { return bars->barCount() == 1; }, 20'000);
            const auto *bar = bars->findChild<MessageBar *>();
            // What it waits for is in the words; a code in brackets would look like an error's.
            return bar == nullptr || !bar->message().code.isEmpty() ? QString() : bar->message().text;
        };
        QVERIFY(explained().endsWith(QStringLiteral("The seller's ask is paid, at most 9 SOL.")));
        intent.status = IntentState::Settled;
        intent.tradeAmount = Lamports{7 * lamportsPerSol};
        QVERIFY(explained().endsWith(QStringLiteral("Paid: 7 SOL.")));
    }

    void ofTwoItemsWithOneNameTheListNamesEachWithItsKey()
    {
        Trader trader;
        const QString first = models::keyText(test::keyOf(104));
        const QString second = models::keyText(test::keyOf(105));
        for (const QString &item : {first, second})
            trader.desk.names.name(item, QStringLiteral("Tin Drake"));
        trader.desk.core.store().items.reconcile({models::ItemRow{.itemId = first}, models::ItemRow{.itemId = second}});
        trader.fill();
        const auto *list = trader.form().findChild<QComboBox *>(QStringLiteral("submitItem"));
        QCOMPARE(list->count(), 2);
        for (int at = 0; at < 2; ++at) {
            trader.form().findChild<QLineEdit *>(QStringLiteral("submitItemEdit"))->setText(list->itemText(at));
            QCOMPARE(trader.form().problem(), QString());
            QVERIFY2(list->itemText(at).contains(models::elided(list->itemData(at).toString(), 4)),
                     qPrintable(list->itemText(at)));
        }
        trader.write("submitItemEdit", QStringLiteral("Tin Drake"));
        QCOMPARE(trader.form().problem(),
                 QStringLiteral("Several keys have this name: choose the item from the list, or paste its key"));
    }

    void aCounterpartyIsAWalletOfOneName()
    {
        Trader trader;
        trader.form().setType(IntentType::Bid);
        trader.fill();
        for (const std::uint32_t key : {201U, 202U})
            trader.desk.names.name(models::keyText(test::keyOf(key)), QStringLiteral("Orin"));
        trader.write("submitParty", QStringLiteral("orin"));
        QCOMPARE(trader.form().problem(), QStringLiteral("Several keys have the seller's name: paste the key"));
        trader.write("submitParty", models::keyText(trader.desk.keys.keys().back().publicKey));
        QCOMPARE(trader.form().problem(), QStringLiteral("This is the key of a session, not of a wallet"));
        trader.write("submitItemEdit", models::keyText(trader.wallet));
        QCOMPARE(trader.form().problem(), QStringLiteral("This is the key of your wallet, not of an item"));
    }

    void aNewSessionTakesNoNameThatAKeyHas()
    {
        test::DeskFixture desk;
        desk.names.name(models::keyText(test::keyOf(7)), QStringLiteral("Desk"));
        const NewSessionDialog dialog(desk.theme, desk.names, desk.window.get());
        auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("sessionName"));
        QCOMPARE(name->text(), QStringLiteral("Desk 2"));
        QCOMPARE(dialog.problem(), QString());
        name->setText(QStringLiteral(" desk "));
        QVERIFY2(dialog.problem().contains(models::elided(models::keyText(test::keyOf(7)), 4)),
                 qPrintable(dialog.problem()));
        name->setText(models::keyText(test::keyOf(8)));
        QVERIFY(!dialog.problem().isEmpty());
    }

    void anItemToRegisterTakesNoNameThatAKeyHas()
    {
        Trader trader;
        trader.desk.names.name(models::keyText(test::keyOf(7)), QStringLiteral("Tin Drake"));
        trader.desk.window->actions().action(QStringLiteral("wallet.register"))->trigger();
        const auto *dialog = trader.desk.window->findChild<TextDialog *>();
        QVERIFY(dialog != nullptr);
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("textField"));
        const auto *ok = dialog->findChild<QPushButton *>(QStringLiteral("textOk"));
        const auto *said = dialog->findChild<QLabel *>(QStringLiteral("textProblem"));
        name->setText(QStringLiteral("tin drake"));
        QVERIFY(!ok->isEnabled());
        QVERIFY2(said->text().contains(models::elided(models::keyText(test::keyOf(7)), 4)), qPrintable(said->text()));
        name->setText(QStringLiteral("Tin Drake 2"));
        QVERIFY(ok->isEnabled());
        QCOMPARE(said->text(), QString());
    }

    void aSessionThatWasNotGrantedKeepsNoName()
    {
        Trader trader;
        SignReview *review = nullptr;
        connect(&trader.desk.window->signatory(), &ReviewSignatory::reviewOpened, this,
                [&](QWidget *dialog) { review = qobject_cast<SignReview *>(dialog); });
        std::optional<bool> worked;
        client::GrantWish wish;
        wish.actions = actionsAll;
        wish.maxTotal = wish.maxPerIntent = {5};
        wish.maxIntents = 1;
        wish.lifeSeconds = 3600;
        trader.desk.window->acts().newSession(wish, QStringLiteral("Night"), [&](bool done) { worked = done; });
        QVERIFY(QTest::qWaitFor([&] { return review != nullptr; }, 20'000));
        QVERIFY(trader.desk.names.resolve(QStringLiteral("Night")).has_value());
        review->reject();
        QVERIFY(QTest::qWaitFor([&] { return worked.has_value(); }, 20'000));
        QCOMPARE(*worked, false);
        QVERIFY(!trader.desk.names.resolve(QStringLiteral("Night")).has_value());
    }

    void aRevocationIsSignedForTheNodeAndForTheChain_data()
    {
        QTest::addColumn<bool>("all");
        QTest::addColumn<QString>("first");
        QTest::newRow("one session") << false << QStringLiteral("Revoke a session");
        QTest::newRow("all sessions") << true << QStringLiteral("Revoke every session");
    }
    void aRevocationIsSignedForTheNodeAndForTheChain()
    {
        QFETCH(bool, all);
        QFETCH(QString, first);
        Trader trader;
        QStringList said;
        connect(&trader.desk.window->signatory(), &ReviewSignatory::reviewOpened, this, [&](QWidget *dialog) {
            auto *review = qobject_cast<SignReview *>(dialog);
            said << review->shownText();
            if (said.size() == 1)
                Q_EMIT review->signChosen();
            else
                review->reject();
        });
        QString told;
        connect(&trader.desk.window->acts(), &DeskActs::told, this,
                [&](const QString &, const QString &, const QString &sentence) { told = sentence; });
        QStringList failed;
        connect(&trader.desk.core, &DeskCore::failed, this, [&](const Failure &failure) { failed << failure.doing; });
        if (all)
            trader.desk.window->acts().revokeAll();
        else
            trader.desk.window->acts().revokeSession(models::keyText(trader.desk.keys.keys().back().publicKey));
        QVERIFY(QTest::qWaitFor([&] { return !failed.isEmpty(); }, 20'000));
        QCOMPARE(said.size(), 2);
        QVERIFY2(said[0].contains(first), qPrintable(said[0]));
        QVERIFY2(said[1].contains(QStringLiteral("Sign a transaction")), qPrintable(said[1]));
        QVERIFY2(told.contains(QStringLiteral("chain")), qPrintable(told));
        QCOMPARE(failed, QStringList(QStringLiteral("Revocation on chain")));
    }

    void whatIsPastedAsAnAmountIsOneAmountOrSaysWhatToDo_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("lamports");
        QTest::addColumn<QString>("said");
        const QString plain = QStringLiteral("Not an amount: write digits and at most one decimal point, as in 12.5");
        const QString twice =
            QStringLiteral("This can be read as two amounts: write it without group marks, as in 1000.5");
        const QString large =
            QStringLiteral("Larger than any amount there is: at most 9\u202F223\u202F372\u202F036.854775807 SOL");
        QTest::newRow("comma") << QStringLiteral("1,5") << QStringLiteral("1\u202F500\u202F000\u202F000") << QString();
        QTest::newRow("blanks") << QStringLiteral("  2 \n") << QStringLiteral("2\u202F000\u202F000\u202F000")
                                << QString();
        QTest::newRow("two points") << QStringLiteral("1.5.2") << QString() << plain;
        QTest::newRow("exponent") << QStringLiteral("1e3") << QString() << plain;
        QTest::newRow("hexadecimal") << QStringLiteral("0x10") << QString() << plain;
        QTest::newRow("minus") << QStringLiteral("-1") << QString() << plain;
        QTest::newRow("other digits") << QStringLiteral("\u0663") << QString() << plain;
        QTest::newRow("grouped") << QStringLiteral("1,000.50") << QString() << twice;
        QTest::newRow("above i64") << QStringLiteral("9223372036.854775808") << QString() << large;
        QTest::newRow("above u64") << QStringLiteral("18446744073.709551616") << QString() << large;
        QTest::newRow("ten decimals") << QStringLiteral("0.0000000001") << QString()
                                      << QStringLiteral("SOL has nine decimals: the smallest amount is 0.000000001");
    }
    void whatIsPastedAsAnAmountIsOneAmountOrSaysWhatToDo()
    {
        QFETCH(QString, text);
        QFETCH(QString, lamports);
        QFETCH(QString, said);
        test::DeskFixture desk;
        AmountEdit edit(desk.theme);
        edit.setLocale(QLocale(QLocale::English));
        edit.setAmount(Lamports{77});
        QGuiApplication::clipboard()->setText(text);
        edit.solField()->selectAll();
        edit.solField()->paste();
        QCOMPARE(edit.problem(), said);
        QCOMPARE(edit.lamportsField()->text(), lamports);
        QCOMPARE(edit.amount().has_value(), said.isEmpty());
        QCOMPARE(edit.lack(), said.isEmpty() ? QString() : QStringLiteral("Correct the amount"));
    }

    void lamportsAreSaidToBeWhole()
    {
        test::DeskFixture desk;
        AmountEdit edit(desk.theme);
        edit.setLocale(QLocale(QLocale::English));
        QTest::keyClicks(edit.lamportsField(), QStringLiteral("1.5"));
        QCOMPARE(edit.problem(), QStringLiteral("Lamports are whole: write decimals into the SOL field"));
    }

    void aProfileWithoutAKeyOffersNothingThatItCannotSign()
    {
        test::DeskFixture desk;
        desk.backend.putSession(test::sessionOf(test::keyOf(7), test::keyOf(8), desk.clock.wall()));
        desk.goLive();
        QVERIFY(QTest::qWaitFor([&] { return desk.core.store().sessions.size() == 1; }));
        for (const char *act : {"session.revoke", "session.revokeAll"})
            QCOMPARE(desk.window->actions().reason(QString::fromLatin1(act)),
                     QStringLiteral("This profile has no key"));
        QVERIFY(desk.window->submit().problem().startsWith(QStringLiteral("This profile has no key")));
    }

    void aClearedAmountIsNoLongerMarkedAsWrong()
    {
        test::DeskFixture desk;
        auto *amount = desk.window->submit().findChild<AmountEdit *>();
        QTest::keyClicks(amount->solField(), QStringLiteral("1e3"));
        QVERIFY(amount->solField()->property("wrong").toBool());
        amount->setAmount(std::nullopt);
        QVERIFY(!amount->solField()->property("wrong").toBool());
        QCOMPARE(amount->solField()->accessibleDescription(), QString());
    }

    void aMaximisedWindowIsRestoredOnceItIsShown()
    {
        test::DeskFixture desk;
        const auto open = [&] {
            desk.window->setWindowState(Qt::WindowMaximized);
            desk.window->show();
            QCoreApplication::processEvents();
        };
        open();
        desk.window->close();
        const QByteArray kept = desk.settings.blob(QStringLiteral("layout.trader"));
        QVERIFY(!kept.isEmpty());
        desk.window.reset();
        desk.window = std::make_unique<MainWindow>(WindowParts{desk.theme, desk.core, nullptr, {}});
        // Switching before it is seen keeps nothing: what was kept is not on the screen yet.
        desk.window->showWorkspace(QStringLiteral("operator"));
        desk.window->showWorkspace(QStringLiteral("trader"));
        QCOMPARE(desk.settings.blob(QStringLiteral("layout.trader")), kept);
        open();
        QVERIFY(desk.window->isVisible());
    }

    void aLocalNodeThatGaveUpSaysThatNobodyStartsItAgain()
    {
        test::DeskFixture desk;
        client::LocalNode node(leavingAtOnce(desk), desk.random);
        const NodePanel panel({desk.theme, desk.core, desk.window->acts(), desk.window->actions()},
                              {.local = &node, .url = {}});
        const auto *about = panel.findChild<QLabel *>(QStringLiteral("nodeAbout"));
        QStringList said;
        connect(&node, &client::LocalNode::phaseChanged, this, [&] { said << about->text(); });
        node.start();
        QVERIFY(QTest::qWaitFor([&] { return node.phase() == client::NodePhase::GaveUp; }, 20'000));
        QVERIFY2(said.contains(QStringLiteral("restart 1 of 1 follows. The node left with code 1.")),
                 qPrintable(said.join(u'\n')));
        QCOMPARE(said.last(), QStringLiteral("not started again by itself. The node left with code 1."));
    }

    void ofStartAndStopTheOneIsShownThatCanBeDone()
    {
        test::DeskFixture desk;
        client::LocalNode node(leavingAtOnce(desk), desk.random);
        const NodePanel panel({desk.theme, desk.core, desk.window->acts(), desk.window->actions()},
                              {.local = &node, .url = {}});
        auto *start = panel.findChild<QPushButton *>(QStringLiteral("nodeStart"));
        auto *stop = panel.findChild<QPushButton *>(QStringLiteral("nodeStop"));
        const auto shown = [&] {
            return QString((start->isHidden() ? QString() : QStringLiteral("start")) +
                           (stop->isHidden() ? QString() : QStringLiteral("stop")));
        };
        QCOMPARE(shown(), QStringLiteral("start"));
        QVERIFY(!start->toolTip().isEmpty());
        QStringList between;
        connect(&node, &client::LocalNode::phaseChanged, this, [&] {
            if (node.phase() != client::NodePhase::GaveUp)
                between << shown();
        });
        start->click();
        QVERIFY(QTest::qWaitFor([&] { return node.phase() == client::NodePhase::GaveUp; }, 20'000));
        QVERIFY(!between.isEmpty());
        QCOMPARE(between.count(QStringLiteral("stop")), between.size());
        QCOMPARE(shown(), QStringLiteral("start"));
    }

    void aLocalNodeThatGaveUpIsSaidInThePanelInFrontAndStartedFromThere()
    {
        test::DeskFixture desk;
        client::LocalNode node(leavingAtOnce(desk), desk.random);
        MainWindow window(WindowParts{desk.theme, desk.core, &node, QStringLiteral("Local node")});
        window.show();
        node.start();
        QVERIFY(QTest::qWaitFor([&] { return node.phase() == client::NodePhase::GaveUp; }, 20'000));
        MessageStack *bars = window.dock(QStringLiteral("dockIntents"))->messages();
        const MessageBar *bar = bars->bar(QStringLiteral("NODE_RESTART_LIMIT"));
        QVERIFY(bar != nullptr);
        QCOMPARE(bar->message().level, MessageLevel::Critical);
        QCOMPARE(bar->message().title, QStringLiteral("The local node stopped too often"));
        QVERIFY2(bar->message().text.contains(QStringLiteral("The node left with code 1.")),
                 qPrintable(bar->message().text));
        QCOMPARE(bar->message().action, QStringLiteral("Start node"));
        QList<client::NodePhase> phases;
        connect(&node, &client::LocalNode::phaseChanged, this, [&] { phases << node.phase(); });
        Q_EMIT bars->actionChosen(QStringLiteral("NODE_RESTART_LIMIT"));
        QVERIFY(phases.contains(client::NodePhase::Starting));
        QVERIFY(QTest::qWaitFor([&] { return node.phase() == client::NodePhase::GaveUp; }, 20'000));
    }
};

QTEST_MAIN(PanelWordsTest)
#include "panel_words_test.moc"
