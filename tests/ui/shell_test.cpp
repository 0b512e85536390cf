#include "domain/base58.h"
#include "solana/keypair.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/dialogs/amount_dialog.h"
#include "ui/dialogs/sign_review.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/kept_rows.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/network_frame.h"
#include "ui/wizard/first_run.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace paradox;
using namespace paradox::ui;

/// The window around the panels: where the focus is, what is found, what is said and for how long.
class ShellTest : public QObject {
    Q_OBJECT

private:
    static MessageStack *bars(const test::DeskFixture &desk)
    {
        return desk.window->dock(QStringLiteral("dockIntents"))->messages();
    }

    static void setLink(test::DeskFixture &desk, client::LinkPhase phase,
                        const std::optional<client::Error> &error = {})
    {
        client::LinkState link;
        link.phase = phase;
        link.since = desk.clock.wall();
        link.error = error;
        Q_EMIT desk.backend.linkChanged(link);
        QCoreApplication::processEvents();
    }

    /// With rows in every table: an empty one is not shown.
    static void showFilled(test::DeskFixture &desk)
    {
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.useWallet(test::keyOf(1));
        desk.goLive();
        desk.core.logLine(QStringLiteral("info"), QStringLiteral("desk"), QStringLiteral("a line"));
        desk.window->show();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
    }

    static void goToKeyPage(FirstRun &wizard)
    {
        wizard.show();
        for (int page = 0; page < 2; ++page)
            QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
    }

    static QLabel *note(const AmountDialog &dialog) { return dialog.findChild<QLabel *>(QStringLiteral("amountNote")); }

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void aWorkspaceChosenByItsKeysTakesTheFocusToItsTable()
    {
        test::DeskFixture desk;
        showFilled(desk);
        QCOMPARE(desk.window->focusWidget(), desk.window->intents().table().view());
        const auto *bar = desk.window->findChild<QWidget *>(QStringLiteral("mainToolBar"));
        for (const char *workspace : {"operator", "node", "trader"}) {
            desk.window->findChild<QToolButton *>(QStringLiteral("workspaceButton.") + desk.window->workspace())
                ->setFocus(Qt::TabFocusReason);
            desk.window->actions().action(QStringLiteral("workspace.") + QLatin1String(workspace))->trigger();
            QCoreApplication::processEvents();
            const QWidget *focus = desk.window->focusWidget();
            QVERIFY2(qobject_cast<const QTableView *>(focus) != nullptr && focus->isVisible(), workspace);
            QVERIFY2(!bar->isAncestorOf(focus), workspace);
        }
    }

    void theButtonThatChoseTheWorkspaceKeepsTheFocus()
    {
        test::DeskFixture desk;
        desk.window->show();
        auto *button = desk.window->findChild<QToolButton *>(QStringLiteral("workspaceButton.operator"));
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(desk.window->workspace(), QStringLiteral("operator"));
        QCOMPARE(desk.window->focusWidget(), button);
    }

    void whereNoTableHasRowsTheFocusGoesToTheFilter()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.window->showWorkspace(QStringLiteral("operator"));
        QCoreApplication::processEvents();
        const QWidget *focus = desk.window->focusWidget();
        QVERIFY(qobject_cast<const QLineEdit *>(focus) != nullptr);
        QVERIFY(desk.window->dock(QStringLiteral("dockTransactions"))->isAncestorOf(focus));
    }

    void aPanelOfBothWorkspacesKeepsTheFocus()
    {
        test::DeskFixture desk;
        showFilled(desk);
        desk.window->showWorkspace(QStringLiteral("operator"));
        auto *table = desk.window->findChild<QTableView *>(QStringLiteral("transactionsTable"));
        table->setFocus();
        desk.window->showWorkspace(QStringLiteral("node"));
        QCoreApplication::processEvents();
        QCOMPARE(desk.window->focusWidget(), table);
    }

    void anIconMadeBeforeTheThemeChangedFollowsIt()
    {
        test::DeskFixture desk;
        const auto ink = [](const QIcon &icon) {
            const QImage image = icon.pixmap(16).toImage();
            QColor strongest(Qt::transparent);
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).alpha() > strongest.alpha())
                        strongest = image.pixelColor(x, y);
                }
            }
            return strongest.rgb() & 0xFFFFFF;
        };
        const QIcon before = desk.theme.icon(QStringLiteral("close"));
        const auto dark = ink(before);
        desk.applyTheme(ThemeName::Light);
        QCOMPARE(ink(before), ink(desk.theme.icon(QStringLiteral("close"))));
        QVERIFY(ink(before) != dark);
    }

    void thePaletteIsAsHighAsWhatItFound()
    {
        test::DeskFixture desk;
        desk.window->resize(1280, 800);
        desk.window->show();
        CommandPalette &palette = desk.window->palettePopup();
        palette.popUp();
        const auto *none = palette.findChild<QLabel *>(QStringLiteral("paletteNone"));
        const int row = desk.theme.metrics().tallRow;
        const int high = palette.height();
        QVERIFY(palette.resultCount() > 12);
        QCOMPARE(high, desk.theme.px(480));
        QVERIFY(!none->isVisible());
        palette.field()->setText(QStringLiteral("revoke all"));
        QCOMPARE(palette.resultCount(), 1);
        const int one = palette.height();
        QVERIFY2(one < desk.theme.px(40) + 5 * row, qPrintable(QString::number(one)));
        palette.field()->setText(QStringLiteral("revoke"));
        QCOMPARE(palette.resultCount(), 2);
        QCOMPARE(palette.height(), one + row);
        palette.field()->setText(QStringLiteral("no such thing"));
        QCOMPARE(palette.resultCount(), 0);
        QVERIFY(none->isVisible());
        QVERIFY(none->text().contains(QStringLiteral("no such thing")));
        QVERIFY(palette.height() < one + row);
        palette.field()->clear();
        QCOMPARE(palette.height(), high);
        QVERIFY(!none->isVisible());
    }

    void thePaletteHasAFrameOfItsOwn()
    {
        test::DeskFixture desk;
        desk.window->show();
        CommandPalette &palette = desk.window->palettePopup();
        palette.popUp();
        const QImage seen = palette.grab().toImage();
        const QColor line = desk.theme.color(Token::LineControl);
        QCOMPARE(seen.pixelColor(0, 0), line);
        QCOMPARE(seen.pixelColor(seen.width() - 1, seen.height() - 1), line);
        QCOMPARE(seen.pixelColor(seen.width() / 2, 0), line);
    }

    void theLimitOfATableIsSaidOnlyWhereItMatters_data()
    {
        QTest::addColumn<quint64>("here");
        QTest::addColumn<quint64>("shown");
        QTest::addColumn<QString>("words");
        QTest::addRow("few") << quint64{8} << quint64{8} << QStringLiteral("Rows: 8");
        QTest::addRow("filtered") << quint64{8} << quint64{3} << QStringLiteral("Rows: 3 of 8");
        QTest::addRow("below the last tenth")
            << quint64{899'999} << quint64{899'999} << QStringLiteral("Rows: 899\u202F999");
        QTest::addRow("in the last tenth") << quint64{900'000} << quint64{900'000}
                                           << QStringLiteral("Rows: 900\u202F000, room for 1\u202F000\u202F000");
        QTest::addRow("rows left") << quint64{984'375} << quint64{984'375}
                                   << QStringLiteral("Rows: 984\u202F375, full: the longest silent leave");
    }
    void theLimitOfATableIsSaidOnlyWhereItMatters()
    {
        QFETCH(quint64, here);
        QFETCH(quint64, shown);
        QFETCH(QString, words);
        QCOMPARE(keptWords({.here = here, .shown = shown, .most = 1'000'000}), words);
    }

    void oneOutageIsOneMessageHoweverOftenTheDeskTries()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.goLive();
        for (int attempt = 0; attempt < 4; ++attempt) {
            desk.clock.advance(3'000);
            setLink(desk, client::LinkPhase::Connecting);
            setLink(desk, client::LinkPhase::Offline);
        }
        QCOMPARE(bars(desk)->barCount(), 1);
        const MessageBar *bar = bars(desk)->bar(QStringLiteral("FEED_SILENT"));
        QVERIFY(bar != nullptr);
        QCOMPARE(bar->count(), 1);
        QVERIFY2(bar->message().title.contains(models::formatTime(desk.core.freshness().lastHeard())),
                 qPrintable(bar->message().title));
        setLink(desk, client::LinkPhase::Live);
        QCOMPARE(bars(desk)->barCount(), 0);
        setLink(desk, client::LinkPhase::Offline);
        QCOMPARE(bars(desk)->barCount(), 1);
    }

    void aClosedMessageOfAnOutageStaysClosedUntilTheNextOne()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.goLive();
        setLink(desk, client::LinkPhase::Offline);
        bars(desk)->clearAll();
        setLink(desk, client::LinkPhase::Connecting);
        setLink(desk, client::LinkPhase::Offline);
        QCOMPARE(bars(desk)->barCount(), 0);
    }

    void aNodeThatNeverAnsweredIsNotSaidToHaveFallenSilent()
    {
        test::DeskFixture desk;
        desk.window->show();
        setLink(desk, client::LinkPhase::Offline,
                client::Error{.code = client::ErrorCode::Unreachable, .detail = "connection refused"});
        const MessageBar *bar = bars(desk)->bar(QStringLiteral("FEED_SILENT"));
        QVERIFY(bar != nullptr);
        QCOMPARE(bar->message().title, QStringLiteral("The node does not answer"));
        QVERIFY(bar->message().text.startsWith(QStringLiteral("Connection refused.")));
    }

    void whatIsNoNodeIsSaidInWords()
    {
        test::DeskFixture desk;
        desk.window->show();
        setLink(desk, client::LinkPhase::Incompatible,
                client::Error{.code = client::ErrorCode::BadAnswer, .detail = "no JSON"});
        QVERIFY(bars(desk)->bar(QStringLiteral("BAD_ANSWER")) != nullptr);
        setLink(desk, client::LinkPhase::Live);
        QCOMPARE(bars(desk)->barCount(), 0);
    }

    void aLaterSuccessOfAnActionTakesItsFailureAway()
    {
        test::DeskFixture desk;
        desk.window->show();
        const client::Error declined{.code = client::ErrorCode::NotSigned, .detail = "Cancelled in the review"};
        desk.core.reportError(QStringLiteral("Deposit"), declined);
        QCOMPARE(bars(desk)->barCount(), 1);
        desk.core.reportSuccess(QStringLiteral("Withdrawal"));
        QCOMPARE(bars(desk)->barCount(), 1);
        // Also from the panels of another workspace than it was said in.
        desk.window->showWorkspace(QStringLiteral("operator"));
        desk.core.reportSuccess(QStringLiteral("Deposit"));
        QCOMPARE(bars(desk)->barCount(), 0);
    }

    void ofOneActionOnlyTheLastWordStands()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.core.reportError(QStringLiteral("Deposit"), {.code = client::ErrorCode::NotSigned});
        desk.core.reportError(QStringLiteral("Deposit"), {.code = client::ErrorCode::Throttled});
        QCOMPARE(bars(desk)->barCount(), 1);
        QVERIFY(bars(desk)->bar(QStringLiteral("THROTTLED")) != nullptr);
        Q_EMIT desk.window->acts().told(QStringLiteral("Deposit"), QStringLiteral("Deposit is on its way"), {});
        QCOMPARE(bars(desk)->barCount(), 1);
        QVERIFY(bars(desk)->bar(QStringLiteral("THROTTLED")) == nullptr);
    }

    void anActionThatWorksTheSecondTimeTakesItsRefusalAway()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.useWallet(test::keyOf(1));
        desk.goLive();
        desk.backend.failNext({.code = client::ErrorCode::NotSigned}, client::FakeBackend::Change::NotMade);
        desk.window->acts().airdrop({lamportsPerSol});
        QVERIFY(QTest::qWaitFor([&] { return bars(desk)->bar(QStringLiteral("NOT_SIGNED")) != nullptr; }));
        desk.window->acts().airdrop({lamportsPerSol});
        QVERIFY(QTest::qWaitFor([&] { return bars(desk)->bar(QStringLiteral("NOT_SIGNED")) == nullptr; }));
        QCOMPARE(bars(desk)->barCount(), 1);
    }

    void aSecretKeyIsReadFromAFile()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        goToKeyPage(wizard);
        wizard.findChild<QRadioButton *>(QStringLiteral("keyImport"))->setChecked(true);
        auto *secret = wizard.findChild<QPlainTextEdit *>(QStringLiteral("keySecret"));
        const auto *why = wizard.findChild<QLabel *>(QStringLiteral("wizardWhy"));
        const auto choose = [&](const QByteArray &content) {
            QFile file(desk.dir.filePath(QStringLiteral("id.json")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
            file.close();
            QTest::mouseClick(wizard.findChild<QPushButton *>(QStringLiteral("keyFile")), Qt::LeftButton);
            auto *chooser = wizard.findChild<QFileDialog *>();
            QVERIFY(chooser != nullptr);
            Q_EMIT chooser->fileSelected(file.fileName());
            delete chooser;
        };
        choose("[1,2,3]");
        QCOMPARE(secret->toPlainText(), QStringLiteral("[1,2,3]"));
        choose(QByteArray(5000, '1'));
        QCOMPARE(secret->toPlainText(), QString());
        QCOMPARE(why->text(), QStringLiteral("The file is too large for a key"));
        QVERIFY(!wizard.nextButton()->isEnabled());
    }

    void aKeyToImportShowsItsAddressOrWhatIsWrongBeforeItIsKept_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("said");
        SystemRandom random;
        const solana::Keypair pair = solana::Keypair::generate(random);
        const QString address = models::keyText(pair.publicKey());
        const QString json = QString::fromStdString(pair.toCliJson());
        Bytes bytes;
        for (const QString &number : json.mid(1, json.size() - 2).split(u','))
            bytes.push_back(static_cast<std::uint8_t>(number.toUInt()));
        const QString base58 = QString::fromStdString(toBase58(*Signature::from(bytes)));
        QString typo = base58;
        typo[40] = typo[40] == u'a' ? u'b' : u'a';
        QTest::newRow("json") << json << address << QString();
        QTest::newRow("json with blanks") << QString(u' ' + json + u'\n') << address << QString();
        QTest::newRow("base58") << base58 << address << QString();
        QTest::newRow("too short") << base58.left(60) << QString() << QStringLiteral("not as long as a secret key");
        QTest::newRow("numbers missing") << QStringLiteral("[1,2,3]") << QString()
                                         << QStringLiteral("not as long as a secret key");
        QTest::newRow("one letter wrong") << typo << QString() << QStringLiteral("do not belong together");
        QTest::newRow("words") << QStringLiteral("pilgrim lamp orbit warden fox tide") << QString()
                               << QStringLiteral("Words are not read here");
        QTest::newRow("neither") << QStringLiteral("0OIl") << QString() << QStringLiteral("no secret key");
    }
    void aKeyToImportShowsItsAddressOrWhatIsWrongBeforeItIsKept()
    {
        QFETCH(QString, text);
        QFETCH(QString, address);
        QFETCH(QString, said);
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        goToKeyPage(wizard);
        wizard.findChild<QRadioButton *>(QStringLiteral("keyImport"))->setChecked(true);
        for (const char *field : {"keyPassphrase", "keyAgain"})
            wizard.findChild<QLineEdit *>(QLatin1String(field))->setText(QStringLiteral("correct horse battery"));
        wizard.findChild<QPlainTextEdit *>(QStringLiteral("keySecret"))->setPlainText(text);
        const auto *why = wizard.findChild<QLabel *>(QStringLiteral("wizardWhy"));
        const auto *leadsTo = wizard.findChild<QLabel *>(QStringLiteral("keyLeadsTo"));
        QVERIFY(QTest::qWaitFor([&] { return why->text() != QStringLiteral("Reading the key…"); }, 20'000));
        QCOMPARE(leadsTo->isHidden(), address.isEmpty());
        QVERIFY2(why->text().contains(said), qPrintable(why->text()));
        QCOMPARE(wizard.nextButton()->isEnabled(), said.isEmpty());
        QVERIFY(!desk.keys.exists());
        if (!address.isEmpty())
            QCOMPARE(leadsTo->text(), QStringLiteral("Leads to %1").arg(models::inFours(address)));
    }

    void anAddressThatIsTakenForASecretIsWarnedOf()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        goToKeyPage(wizard);
        wizard.findChild<QRadioButton *>(QStringLiteral("keyImport"))->setChecked(true);
        wizard.findChild<QPlainTextEdit *>(QStringLiteral("keySecret"))->setPlainText(models::keyText(test::keyOf(1)));
        const auto *leadsTo = wizard.findChild<QLabel *>(QStringLiteral("keyLeadsTo"));
        QVERIFY(QTest::qWaitFor([&] { return !leadsTo->isHidden(); }, 20'000));
        QVERIFY2(leadsTo->text().contains(QStringLiteral("it is not your secret key")), qPrintable(leadsTo->text()));
    }

    void whatTheFirstStepsDoNotOfferSaysWhy()
    {
        test::DeskFixture desk;
        const auto tipsOn = [&](bool keystoreHere) {
            FirstRun wizard(desk.theme, desk.settings, desk.keys);
            goToKeyPage(wizard);
            for (const char *choice : {"keyCreate", "keyImport", "keyKeep"}) {
                const auto *button = wizard.findChild<QRadioButton *>(QLatin1String(choice));
                const bool isKeep = QLatin1String(choice) == QLatin1String("keyKeep");
                QCOMPARE(button->isEnabled(), isKeep == keystoreHere);
                QCOMPARE(button->toolTip().isEmpty(), button->isEnabled());
            }
            wizard.findChild<QRadioButton *>(QStringLiteral("keyNone"))->setChecked(true);
            QVERIFY(wizard.nextButton()->toolTip().isEmpty());
            wizard.findChild<QRadioButton *>(QStringLiteral("keyWatch"))->setChecked(true);
            QVERIFY(!wizard.nextButton()->isEnabled());
            QCOMPARE(wizard.nextButton()->toolTip(), QStringLiteral("Enter an address in base58"));
        };
        tipsOn(false);
        if (QTest::currentTestFailed())
            return;
        desk.makeWallet();
        tipsOn(true);
    }

    void anEmptyTableOfANodeThatWantsASignInOffersIt()
    {
        test::DeskFixture desk;
        DeskCore core({desk.backend, desk.settings, desk.names, desk.keys, desk.clock, true});
        MainWindow window(WindowParts{desk.theme, core, nullptr, QStringLiteral("Remote node")});
        window.show();
        const LiveTable &table = window.intents().table();
        auto *empty = table.findChild<EmptyState *>();
        QCOMPARE(empty->title(), QStringLiteral("Not live"));
        core.start();
        QVERIFY(QTest::qWaitFor([&] { return core.health().has_value(); }));
        desk.clock.advance(7'000);
        core.freshness().tick();
        QCOMPARE(empty->title(), QStringLiteral("Not signed in"));
        QSignalSpy asked(window.actions().action(QStringLiteral("keys.signIn")), &QAction::triggered);
        Q_EMIT empty->primaryChosen();
        QCOMPARE(asked.count(), 1);
        core.setSignedIn(true);
        QVERIFY(empty->title() != QStringLiteral("Not signed in"));
    }

    void aRemoteNodeShowsItsAddressAndNoProcessOfThisDesk()
    {
        test::DeskFixture desk;
        const QString url = QStringLiteral("https://node.example.org:4000");
        MainWindow window(WindowParts{desk.theme, desk.core, nullptr, QStringLiteral("Remote node"), url});
        const QWidget *panel = window.dock(QStringLiteral("dockNode"))->widget();
        QCOMPARE(panel->findChild<QLabel *>(QStringLiteral("nodeApi"))->text(), url);
        for (const QLabel *label : panel->findChildren<QLabel *>())
            QVERIFY2(!label->text().contains(QStringLiteral("Restarts")) &&
                         !label->text().contains(QStringLiteral("loopback")),
                     qPrintable(label->text()));
    }

    void theReviewFramesTheNetwork()
    {
        test::DeskFixture desk;
        desk.goLive();
        SignReview review(desk.theme, desk.core, signer::Refusal{signer::RefusalCode::TrailingBytes, "3 bytes follow"},
                          Bytes(372), desk.window.get());
        review.setAttribute(Qt::WA_DeleteOnClose, false);
        const auto *frame = review.findChild<NetworkFrame *>(QStringLiteral("reviewNetwork"));
        QVERIFY(frame != nullptr);
        QCOMPARE(frame->text(), desk.core.network());
        QVERIFY(frame->styleSheet().contains(QStringLiteral("border:1px solid")));
        const QString dark = frame->styleSheet();
        desk.applyTheme(ThemeName::Light);
        QVERIFY(frame->styleSheet() != dark);
    }

    void allOfAWalletLeavesTheFeeAndLessLeavesAWholeAccount()
    {
        test::DeskFixture desk;
        const client::DepositRoom room = client::depositRoomOf({2 * lamportsPerSol}, client::PlayerLedgerState::Open);
        AmountDialog dialog(desk.theme,
                            {QStringLiteral("Deposit"), QStringLiteral("Words."), QStringLiteral("Deposit…"), room.most,
                             room.keepLeast, QStringLiteral("Beside it."), QStringLiteral("Empties.")},
                            nullptr);
        const auto *ok = dialog.findChild<QPushButton *>(QStringLiteral("amountOk"));
        QCOMPARE(note(dialog)->text(), QStringLiteral("At most 1.999995 SOL. Beside it."));
        dialog.findChild<QPushButton *>(QStringLiteral("amountAll"))->click();
        QCOMPARE(dialog.edit().amount().value_or(Lamports{}), room.most);
        QVERIFY(ok->isEnabled());
        QCOMPARE(note(dialog)->text(), QStringLiteral("Empties."));
        dialog.edit().setAmount(Lamports{room.most.value + 1});
        QVERIFY(!ok->isEnabled());
        QCOMPARE(note(dialog)->text(), QStringLiteral("0.000000001 SOL more than there is"));
        dialog.edit().setAmount(Lamports{room.most.value - room.keepLeast.value + 1});
        QVERIFY(!ok->isEnabled());
        QVERIFY(note(dialog)->text().startsWith(QStringLiteral("Leaves 0.000890879 SOL in the wallet")));
        dialog.edit().setAmount(Lamports{room.most.value - room.keepLeast.value});
        QVERIFY(ok->isEnabled());
    }
};

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
