#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/dialogs/new_session.h"
#include "ui/dialogs/sign_review.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/dialogs/unlock.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/signing/review_signatory.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/countdown_button.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stale_badge.h"
#include "ui/wizard/first_run.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace paradox;
using namespace paradox::ui;

namespace {

signer::SignContext contextOf(const client::Health &node)
{
    return {"127.0.0.1:4000", node.chainId, node.genesis, node.vaultProgram, node.engine};
}

Intent bidOf(const test::DeskFixture &desk, const PublicKey &owner, const PublicKey &session)
{
    const client::Health &node = *desk.core.health();
    Intent intent;
    intent.genesis = node.genesis;
    intent.program = node.vaultProgram;
    intent.engine = node.engine;
    intent.session = session;
    intent.owner = owner;
    intent.type = IntentType::Bid;
    intent.item = test::keyOf(104);
    intent.from = test::keyOf(999);
    intent.to = owner;
    intent.amount = {12'750'000'000};
    intent.nonce = 0x0102030405060708;
    intent.createdAt = desk.clock.wallSeconds();
    intent.expiresAt = {intent.createdAt.value + 1800};
    intent.terms = *Hash::from(test::keyOf(5).bytes);
    return intent;
}

Bytes bytesOf(const Intent &intent)
{
    const IntentPreimage preimage = encodeIntent(intent);
    return {preimage.begin(), preimage.end()};
}

void auditNames(const QWidget &root)
{
    for (const auto *widget : root.findChildren<QWidget *>()) {
        const bool interactive = qobject_cast<const QAbstractButton *>(widget) != nullptr ||
                                 qobject_cast<const QLineEdit *>(widget) != nullptr ||
                                 qobject_cast<const QComboBox *>(widget) != nullptr ||
                                 qobject_cast<const QPlainTextEdit *>(widget) != nullptr ||
                                 qobject_cast<const QTableView *>(widget) != nullptr;
        // Qt's own parts: clear buttons of line edits, corner buttons of tables, tab scrollers, menu extensions.
        const QString parent = widget->parentWidget() != nullptr
                                   ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
                                   : QString();
        const bool inner = parent == QStringLiteral("QLineEdit") || parent.contains(QStringLiteral("UnitEdit")) ||
                           qobject_cast<const QTableView *>(widget->parentWidget()) != nullptr ||
                           widget->objectName().startsWith(QStringLiteral("qt_")) ||
                           widget->objectName().startsWith(QStringLiteral("Scroll")) ||
                           parent == QStringLiteral("QComboBox") || widget->inherits("QToolBarExtension");
        if (!interactive || inner)
            continue;
        QVERIFY2(!widget->objectName().isEmpty(),
                 qPrintable(QStringLiteral("no object name: %1 in %2")
                                .arg(QString::fromLatin1(widget->metaObject()->className()), parent)));
        QVERIFY2(!widget->accessibleName().isEmpty(),
                 qPrintable(QStringLiteral("no accessible name: ") + widget->objectName()));
    }
}

/// A live desk that was asked for a signature: its review opens, and what came of it is kept.
struct AskedDesk {
    AskedDesk()
    {
        const PublicKey wallet = desk.makeWallet();
        desk.window->show();
        desk.goLive();
        ReviewSignatory &signatory = desk.window->signatory();
        QObject::connect(&signatory, &ReviewSignatory::reviewOpened, &signatory,
                         [this](QWidget *dialog) { review = qobject_cast<SignReview *>(dialog); });
        client::SignatureWanted wanted;
        wanted.signer = wallet;
        wanted.bytes = bytesOf(bidOf(desk, wallet, wallet));
        signatory.sign(wanted).onDone(&signatory, [this](const client::Result<Signature> &answer) {
            code = answer ? client::ErrorCode::Closed : answer.error().code;
        });
    }

    std::optional<client::ErrorCode> code;
    SignReview *review = nullptr;
    test::DeskFixture desk; ///< last: it goes first
};

} // namespace

class DeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void everyInteractiveWidgetHasAName()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.useWallet(test::keyOf(1));
        desk.window->show();
        desk.goLive();
        auditNames(*desk.window);
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        auditNames(wizard);
        NewSessionDialog session(desk.theme, desk.names, desk.window.get());
        auditNames(session);
        KeychainUnlock keychain(desk.settings, desk.keys);
        UnlockDialog unlock(desk.theme, desk.keys, keychain, desk.window.get());
        auditNames(unlock);
    }

    void everyActionIsInThePaletteAndMenusHoldNoOther()
    {
        test::DeskFixture desk;
        desk.window->palettePopup().popUp();
        QCOMPARE(desk.window->palettePopup().resultCount(), static_cast<int>(desk.window->actions().entries().size()));
        for (const QAction *top : desk.window->menuBar()->actions()) {
            for (const QAction *action : top->menu()->actions()) {
                if (action->isSeparator() || action->objectName().isEmpty())
                    continue;
                QVERIFY(desk.window->actions().action(action->objectName()) == action);
            }
        }
    }

    void noTwoActionsShareAShortcut()
    {
        test::DeskFixture desk;
        QSet<QString> seen;
        for (const ActionRegistry::Entry &entry : desk.window->actions().entries()) {
            const QString keys = entry.shortcut.toString();
            QVERIFY2(keys.isEmpty() || !seen.contains(keys), qPrintable(keys));
            seen.insert(keys);
        }
    }

    void aDisabledActionSaysWhy()
    {
        test::DeskFixture desk;
        for (const ActionRegistry::Entry &entry : desk.window->actions().entries()) {
            if (!desk.window->actions().action(entry.id)->isEnabled())
                QVERIFY2(!desk.window->actions().reason(entry.id).isEmpty(), qPrintable(entry.id));
        }
    }

    void reviewShowsEveryByteOrRefuses()
    {
        test::DeskFixture desk;
        desk.goLive();
        const PublicKey owner = test::keyOf(1);
        const PublicKey session = test::keyOf(11);
        const signer::SignContext context = contextOf(*desk.core.health());
        const Bytes bytes = bytesOf(bidOf(desk, owner, session));
        const auto whole = signer::decodeSignRequest({signer::RequestPurpose::Message, session, bytes, {}}, context);
        QVERIFY(whole.has_value());
        const auto text = [&](const signer::SignRequest &request) {
            SignReview review(desk.theme, desk.core, request, {}, desk.window.get());
            review.setAttribute(Qt::WA_DeleteOnClose, false);
            return review.shownText();
        };
        const QString shown = text(*whole);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            Bytes mutated = bytes;
            mutated[at] ^= 1;
            const auto request =
                signer::decodeSignRequest({signer::RequestPurpose::Message, session, mutated, {}}, context);
            if (request)
                QVERIFY2(text(*request) != shown, qPrintable(QStringLiteral("byte %1 is not shown").arg(at)));
        }
        Bytes trailing = bytes;
        trailing.push_back(0x7F);
        QVERIFY(
            !signer::decodeSignRequest({signer::RequestPurpose::Message, session, trailing, {}}, context).has_value());
    }

    void theTitleOfARevocationSaysHowMuchItEnds()
    {
        test::DeskFixture desk;
        desk.goLive();
        const PublicKey owner = test::keyOf(1);
        const auto title = [&](const PublicKey &session) {
            const RevokeBytes said = encodeRevocation(
                {.genesis = desk.core.health()->genesis, .session = session, .owner = owner, .issuedAt = {5}});
            const auto request =
                signer::decodeSignRequest({signer::RequestPurpose::Message, owner, {said.begin(), said.end()}, {}},
                                          contextOf(*desk.core.health()));
            SignReview review(desk.theme, desk.core, request.value(), {}, desk.window.get());
            review.setAttribute(Qt::WA_DeleteOnClose, false);
            return review.shownText();
        };
        QVERIFY(title(PublicKey{}).contains(QStringLiteral("Revoke every session")));
        QVERIFY(title(test::keyOf(11)).contains(QStringLiteral("Revoke a session")));
    }

    void theReviewOfACancelSaysWhichIntentTheHashIs()
    {
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.goLive();
        const auto text = [&](const IntentId &id) {
            signer::SignRequest request;
            request.signer = test::keyOf(11);
            request.content = signer::CancelRequest{id};
            SignReview review(desk.theme, desk.core, request, {}, desk.window.get());
            review.setAttribute(Qt::WA_DeleteOnClose, false);
            return review.shownText();
        };
        const client::IntentRecord list = test::intentOf(1, desk.clock.wall());
        QVERIFY(QTest::qWaitFor([&] { return desk.core.store().intents.find(list.id) != nullptr; }));
        QVERIFY2(text(list.id).contains(QStringLiteral("LIST Warden Plate #310, 31.75 SOL")),
                 qPrintable(text(list.id)));
        QVERIFY(text(IntentId{}).contains(QStringLiteral("no intent that this desk shows")));
    }

    void refusedBytesHaveNoSignButton()
    {
        test::DeskFixture desk;
        const signer::Refusal refusal{signer::RefusalCode::TrailingBytes, "3 bytes follow the intent"};
        SignReview review(desk.theme, desk.core, refusal, Bytes(372), desk.window.get());
        review.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(review.signButton() == nullptr);
        QVERIFY(review.shownText().contains(QStringLiteral("3 bytes follow")));
    }

    void enterAndSpaceNeverSign()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.goLive();
        const PublicKey session = test::keyOf(11);
        const auto request = signer::decodeSignRequest(
            {signer::RequestPurpose::Message, session, bytesOf(bidOf(desk, test::keyOf(1), session)), {}},
            contextOf(*desk.core.health()));
        QVERIFY(request.has_value());
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space}) {
            auto *review = new SignReview(desk.theme, desk.core, *request, {}, desk.window.get());
            review->setAttribute(Qt::WA_DeleteOnClose, false);
            QSignalSpy chosen(review, &SignReview::signChosen);
            review->open();
            QTest::keyClick(review, key);
            if (review->isVisible())
                QTest::keyClick(review->signButton(), key);
            QCOMPARE(chosen.count(), 0);
            delete review;
        }
    }

    void holdOffMustPassBeforeSign()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.goLive();
        const PublicKey session = test::keyOf(11);
        const auto request = signer::decodeSignRequest(
            {signer::RequestPurpose::Message, session, bytesOf(bidOf(desk, test::keyOf(1), session)), {}},
            contextOf(*desk.core.health()));
        SignReview review(desk.theme, desk.core, *request, {signer::PolicyVerdict::HoldOff, 3000, {"first time"}},
                          desk.window.get());
        review.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy chosen(&review, &SignReview::signChosen);
        review.open();
        QVERIFY(!review.signButton()->isEnabled());
        desk.clock.advance(2900);
        review.signButton()->tick();
        QVERIFY(!review.signButton()->isEnabled());
        desk.clock.advance(3200);
        review.signButton()->tick();
        QVERIFY(review.signButton()->isEnabled());
        review.signButton()->click();
        QCOMPARE(chosen.count(), 1);
    }

    void submittedIntentIsReviewedSignedAndArrives()
    {
        test::DeskFixture desk;
        const PublicKey wallet = desk.makeWallet();
        std::optional<PublicKey> session;
        desk.keys.makeSessionKey(wallet, QStringLiteral("Desk A"), this,
                                 [&](const QString &, const PublicKey &key) { session = key; });
        QVERIFY(QTest::qWaitFor([&] { return session.has_value(); }, 20'000));
        desk.backend.putSession(test::sessionOf(*session, wallet, desk.clock.wall()));
        desk.window->show();
        desk.goLive();
        QVERIFY(QTest::qWaitFor([&] { return desk.core.store().sessions.size() == 1; }));
        SubmitPanel &submit = desk.window->submit();
        submit.setType(IntentType::Bid);
        submit.findChild<QLineEdit *>(QStringLiteral("submitItemEdit"))->setText(models::keyText(test::keyOf(104)));
        submit.findChild<QLineEdit *>(QStringLiteral("submitParty"))->setText(models::keyText(test::keyOf(999)));
        QTest::keyClicks(submit.findChild<QLineEdit *>(QStringLiteral("amountSol")), QStringLiteral("12.75"));
        QCOMPARE(submit.findChild<AmountEdit *>()->amount().value_or(Lamports{}).value, std::uint64_t{12'750'000'000});
        QCOMPARE(submit.problem(), QString());
        SignReview *review = nullptr;
        connect(&desk.window->signatory(), &ReviewSignatory::reviewOpened, this,
                [&](QWidget *dialog) { review = qobject_cast<SignReview *>(dialog); });
        submit.review();
        QVERIFY(QTest::qWaitFor([&] { return review != nullptr; }));
        QVERIFY(review->signButton() != nullptr);
        QVERIFY(review->shownText().contains(QStringLiteral("12.750000000")));
        desk.clock.advance(10'000);
        review->signButton()->tick();
        QVERIFY(review->signButton()->isEnabled());
        review->signButton()->click();
        QVERIFY(QTest::qWaitFor([&] { return desk.backend.submissions() == 1; }, 10'000));
    }

    void lockClosesTheReviewAndNothingIsSigned()
    {
        AskedDesk asked;
        QVERIFY(!asked.desk.keys.isLocked());
        QVERIFY(QTest::qWaitFor([&] { return asked.review != nullptr; }));
        asked.desk.window->lock();
        QVERIFY(QTest::qWaitFor([&] { return asked.desk.keys.isLocked() && asked.code.has_value(); }));
        QCOMPARE(*asked.code, client::ErrorCode::NotSigned);
    }

    void lockingByItsKeysWorksWhileAReviewIsOpen()
    {
        AskedDesk asked;
        QVERIFY(QTest::qWaitFor(
            [&] { return asked.review != nullptr && QApplication::activeModalWidget() == asked.review; }));
        QTest::keyClick(asked.review, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return asked.desk.keys.isLocked() && asked.code.has_value(); }));
        QCOMPARE(*asked.code, client::ErrorCode::NotSigned);
    }

    void aTextFieldLeavesTheDeskItsKeys()
    {
        test::DeskFixture desk;
        desk.window->show();
        // Which letters a field takes is the platform's affair; this one it takes on all of them.
        desk.window->actions().action(QStringLiteral("palette.open"))->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_A));
        auto *field = desk.window->submit().findChild<QLineEdit *>(QStringLiteral("submitParty"));
        desk.window->activateWindow();
        field->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QVERIFY(QTest::qWaitFor([&] { return desk.window->palettePopup().isVisible(); }));
    }

    void enterRevokesAllOnlyOnItsOwnButton()
    {
        test::DeskFixture desk;
        int chosen = 0;
        for (const bool moves : {false, true}) {
            TextDialog dialog(desk.theme,
                              {QStringLiteral("Title"),
                               QStringLiteral("Sentence"),
                               {},
                               QStringLiteral("Cancel"),
                               QStringLiteral("Revoke all"),
                               TextDialog::Weight::Destructive},
                              nullptr);
            connect(&dialog, &TextDialog::chosen, this, [&] { ++chosen; });
            dialog.open();
            QVERIFY(QTest::qWaitForWindowActive(&dialog));
            if (moves)
                QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
            QTest::keyClick(dialog.focusWidget(), Qt::Key_Return);
            QCOMPARE(chosen, moves ? 1 : 0);
        }
    }

    void silenceIsSaidInWords()
    {
        test::DeskFixture desk;
        desk.window->show();
        desk.goLive();
        const StaleBadge *badge = desk.window->dock(QStringLiteral("dockIntents"))->badge();
        QVERIFY(badge->shownText().startsWith(QStringLiteral("Live as of")));
        desk.clock.advance(7'000);
        desk.core.freshness().tick();
        QCOMPARE(badge->shownText(), QStringLiteral("Stale 7 s"));
        QVERIFY(badge->accessibleName().contains(QStringLiteral("Stale 7 s")));
    }

    void equalErrorsAreOneBarWithACounter()
    {
        test::DeskFixture desk;
        for (int i = 0; i < 100; ++i)
            desk.core.reportError(QStringLiteral("Reading batches"), {.code = client::ErrorCode::Throttled});
        const MessageStack *bars = desk.window->dock(QStringLiteral("dockIntents"))->messages();
        QCOMPARE(bars->barCount(), 1);
        QCOMPARE(bars->bar(QStringLiteral("THROTTLED"))->count(), 100);
    }

    void theTableKeepsItsPlaceWhileRowsArrive()
    {
        test::DeskFixture desk;
        std::vector<models::IntentRow> rows;
        for (std::uint32_t i = 0; i < 400; ++i) {
            client::IntentRecord record = test::intentOf(i, desk.clock.wall());
            record.seq = {1000 + i};
            rows.push_back(models::rowOf(record));
        }
        desk.core.store().intents.apply(rows);
        desk.window->show();
        QTableView *view = desk.window->intents().table().view();
        const QString chosen = models::idText(rows[200].intentId);
        desk.window->intents().table().selectId(chosen);
        view->verticalScrollBar()->setValue(150);
        const QString top = view->indexAt(QPoint(1, 1)).data(models::IdRole).toString();
        std::vector<models::IntentRow> more;
        for (std::uint32_t i = 400; i < 450; ++i) {
            client::IntentRecord record = test::intentOf(i, desk.clock.wall());
            record.seq = {1000 + i};
            more.push_back(models::rowOf(record));
        }
        desk.core.store().intents.apply(more);
        QCOMPARE(desk.window->intents().table().currentId(), chosen);
        QCOMPARE(view->indexAt(QPoint(1, 1)).data(models::IdRole).toString(), top);
    }

    void firstStepsSayBesideTheButtonWhyItIsDead()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        wizard.show();
        const auto *why = wizard.findChild<QLabel *>(QStringLiteral("wizardWhy"));
        auto *address = wizard.findChild<QLineEdit *>(QStringLiteral("backendUrl"));
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(why->text().isEmpty());
        wizard.findChild<QRadioButton *>(QStringLiteral("backendRemote"))->setChecked(true);
        for (const char *wrong :
             {"", "ftp://node.example.org", "http://10.0.0.1:4000", "https://me:secret@node.example.org",
              "https://node.example.org/v2", "https://node.example.org?token=1", "node example"}) {
            address->setText(QString::fromLatin1(wrong));
            QVERIFY2(!why->text().isEmpty(), wrong);
            QVERIFY2(!wizard.nextButton()->isEnabled(), wrong);
        }
        address->setText(QStringLiteral(" https://node.example.org:4000/ "));
        QVERIFY(why->text().isEmpty());
        QVERIFY(wizard.nextButton()->isEnabled());
    }

    void aKeyThatIsHereIsChosenAndFocused()
    {
        test::DeskFixture desk;
        static_cast<void>(desk.makeWallet());
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        wizard.show();
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        const auto *keep = wizard.findChild<QRadioButton *>(QStringLiteral("keyKeep"));
        QVERIFY(keep->isChecked());
        QCOMPARE(wizard.focusWidget(), keep);
    }

    void theDemoMarketIsChosenInTheFirstStepsAndNeedsNoKey()
    {
        test::DeskFixture desk;
        desk.settings.set(models::setting::lockMinutes, 15);
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        wizard.show();
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        wizard.findChild<QRadioButton *>(QStringLiteral("backendDemo"))->setChecked(true);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(wizard.findChild<QRadioButton *>(QStringLiteral("keyNone"))->isChecked());
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QCOMPARE(wizard.page(), 4);
        QCOMPARE(wizard.findChild<QLabel *>(QStringLiteral("stepDetail3"))->text(), QStringLiteral("Not needed"));
        // Without a key there is nothing to lock and nothing to sign in with.
        QVERIFY(!wizard.findChild<QComboBox *>(QStringLiteral("securityMinutes"))->isEnabled());
        QVERIFY(wizard.findChild<QLabel *>(QStringLiteral("securityNext"))->isHidden());
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.result() == QDialog::Accepted; }));
        QCOMPARE(desk.settings.get(models::setting::backend), QStringLiteral("demo"));
        QCOMPARE(desk.settings.get(models::setting::lockMinutes), 15);
    }

    void firstStepsMakeAKeyProveItAndKeepTheChoices()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        wizard.show();
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QCOMPARE(wizard.page(), 2);
        QVERIFY(!wizard.nextButton()->isEnabled());
        const auto type = [&](const char *field, const QString &text) {
            QTest::keyClicks(wizard.findChild<QLineEdit *>(QLatin1String(field)), text);
        };
        type("keyPassphrase", QStringLiteral("correct horse battery"));
        type("keyAgain", QStringLiteral("correct horse"));
        QVERIFY(!wizard.nextButton()->isEnabled());
        type("keyAgain", QStringLiteral(" battery"));
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.page() == 3; }, 20'000));
        type("backupPassphrase", QStringLiteral("wrong horse"));
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        const auto *why = wizard.findChild<QLabel *>(QStringLiteral("wizardWhy"));
        QVERIFY(QTest::qWaitFor([&] { return why->text().contains(QStringLiteral("does not open")); }, 20'000));
        QCOMPARE(wizard.page(), 3);
        type("backupPassphrase", QStringLiteral("correct horse battery"));
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.page() == 4; }, 20'000));
        QCOMPARE(desk.settings.get(models::setting::role), QString());
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.result() == QDialog::Accepted; }));
        QCOMPARE(desk.settings.get(models::setting::role), QStringLiteral("trader"));
        QVERIFY(desk.settings.get(models::setting::hasKey));
        QCOMPARE(desk.settings.get(models::setting::address), models::keyText(desk.keys.keys().front().publicKey));
    }

    void signInIsReviewedAndUsesTheChallengeAsGiven()
    {
        test::DeskFixture desk;
        const PublicKey wallet = desk.makeWallet();
        desk.window->show();
        desk.goLive();
        QString title;
        connect(&desk.window->signatory(), &ReviewSignatory::reviewOpened, this,
                [&](QWidget *dialog) { title = qobject_cast<SignReview *>(dialog)->shownText(); });
        desk.window->acts().signIn();
        QVERIFY(QTest::qWaitFor([&] { return !title.isEmpty(); }));
        QVERIFY2(title.contains(QStringLiteral("ign")) && !wallet.isZero(), qPrintable(title));
    }
};

QTEST_MAIN(DeskTest)
#include "desk_test.moc"
