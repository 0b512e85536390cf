#include "models/settings.h"
#include "tests/ui/support/desk_fixture.h"
#include "ui/dialogs/unlock.h"
#include "ui/shell/action_registry.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/message_bar.h"
#include "ui/wizard/first_run.h"
#include "ui/wizard/pages.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

// What the desk may offer depends on the session it runs in: keychain_session.sh makes each kind, and the first
// argument says which one this is.
namespace paradox::ui {
namespace {

constexpr int patienceMs = 30'000;

/// Walks the first steps up to the Security page with a new key.
void walkToSecurity(FirstRun &wizard)
{
    const auto type = [&](const char *field) {
        QTest::keyClicks(wizard.findChild<QLineEdit *>(QLatin1String(field)), QStringLiteral("correct horse battery"));
    };
    wizard.show();
    QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
    QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
    type("keyPassphrase");
    type("keyAgain");
    QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return wizard.page() == 3; }, patienceMs));
    type("backupPassphrase");
    QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return wizard.page() == 4; }, patienceMs));
}

bool isOn(const test::DeskFixture &desk)
{
    return desk.settings.get(models::setting::keychain);
}

void trigger(const test::DeskFixture &desk)
{
    desk.window->actions().action(QStringLiteral("keys.keychain"))->trigger();
}

bool lockAndWait(test::DeskFixture &desk)
{
    desk.window->lock();
    return QTest::qWaitFor([&] { return desk.keys.isLocked(); }, patienceMs);
}

/// A keystore, open, with the keychain switched on.
void switchOn(test::DeskFixture &desk)
{
    desk.makeWallet();
    trigger(desk);
    QVERIFY(QTest::qWaitFor([&] { return isOn(desk); }, patienceMs));
}

} // namespace

class WithKeychain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void theFirstStepsGiveItTheKeyAndTheNextStartOpensWithIt()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        walkToSecurity(wizard);
        wizard.findChild<QCheckBox *>(QStringLiteral("securityKeychain"))->setChecked(true);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.result() == QDialog::Accepted; }, patienceMs));
        QVERIFY(isOn(desk));
        // A start begins locked.
        QVERIFY(lockAndWait(desk));
        desk.window->unlockAtStart();
        QVERIFY(QTest::qWaitFor([&] { return !desk.keys.isLocked(); }, patienceMs));
    }

    void whoLocksStaysLockedUntilHeAsksTheKeychain()
    {
        test::DeskFixture desk;
        switchOn(desk);
        desk.window->show();
        QVERIFY(lockAndWait(desk));
        desk.window->unlock();
        auto *dialog = desk.window->findChild<UnlockDialog *>();
        QVERIFY(dialog != nullptr && desk.keys.isLocked());
        auto *button = dialog->findChild<QPushButton *>(QStringLiteral("unlockKeychain"));
        QVERIFY(button->isVisible() && !button->isDefault());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !desk.keys.isLocked(); }, patienceMs));
    }

    void switchedOffItOpensNothingAnyMore()
    {
        test::DeskFixture desk;
        switchOn(desk);
        trigger(desk);
        QVERIFY(QTest::qWaitFor([&] { return !isOn(desk); }, patienceMs));
        QVERIFY(!desk.window->actions().action(QStringLiteral("keys.keychain"))->isChecked());
        QVERIFY(lockAndWait(desk));
        KeychainUnlock keychain(desk.settings, desk.keys);
        std::optional<QString> answer;
        keychain.unlock([&](const QString &problem) { answer = problem; });
        QVERIFY(QTest::qWaitFor([&] { return answer.has_value(); }, patienceMs));
        QVERIFY2(answer->contains(QStringLiteral("no key for this keystore")), qPrintable(*answer));
        QVERIFY(desk.keys.isLocked());
    }

    void aLockedKeystoreAsksForThePassphraseBeforeItIsHandedOver()
    {
        test::DeskFixture desk;
        desk.makeWallet();
        desk.window->show();
        QVERIFY(lockAndWait(desk));
        trigger(desk);
        auto *dialog = desk.window->findChild<UnlockDialog *>();
        QVERIFY(dialog != nullptr && !isOn(desk));
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("correct horse battery"));
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("unlockButton")), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return isOn(desk); }, patienceMs));
    }

    void eachKeystoreHasAnEntryOfItsOwn()
    {
        test::DeskFixture one;
        switchOn(one);
        test::DeskFixture other;
        switchOn(other);
        QVERIFY(lockAndWait(one));
        one.window->unlockAtStart();
        QVERIFY(QTest::qWaitFor([&] { return !one.keys.isLocked(); }, patienceMs));
    }
};

class WithoutKeychain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void theFirstStepsSayWhatToDoAndGoOnWithoutIt()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        walkToSecurity(wizard);
        auto *choice = wizard.findChild<QCheckBox *>(QStringLiteral("securityKeychain"));
        const auto *problem = wizard.findChild<QLabel *>(QStringLiteral("wizardWhy"));
        choice->setChecked(true);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return !problem->text().isEmpty(); }, patienceMs));
        QVERIFY2(problem->text().contains(QStringLiteral("unlock the keyring of your desktop")),
                 qPrintable(problem->text()));
        QCOMPARE(wizard.page(), 4);
        QVERIFY(!isOn(desk));
        choice->setChecked(false);
        QTest::mouseClick(wizard.nextButton(), Qt::LeftButton);
        QVERIFY(QTest::qWaitFor([&] { return wizard.result() == QDialog::Accepted; }, patienceMs));
        QVERIFY(!isOn(desk));
    }

    void theMenuSaysWhatToDoAndStaysUnchecked()
    {
        test::DeskFixture desk;
        desk.makeWallet();
        desk.window->show();
        trigger(desk);
        const MessageStack *bars = desk.window->dock(QStringLiteral("dockIntents"))->messages();
        QVERIFY(QTest::qWaitFor([&] { return bars->barCount() == 1; }, patienceMs));
        QVERIFY(!isOn(desk));
        QVERIFY(!desk.window->actions().action(QStringLiteral("keys.keychain"))->isChecked());
    }

    void aStartThatCannotReachItSaysSoAndWaitsForThePassphrase()
    {
        test::DeskFixture desk;
        desk.makeWallet();
        desk.settings.set(models::setting::keychain, true);
        desk.window->show();
        QVERIFY(lockAndWait(desk));
        desk.window->unlockAtStart();
        const MessageStack *bars = desk.window->dock(QStringLiteral("dockIntents"))->messages();
        QVERIFY(QTest::qWaitFor([&] { return bars->barCount() == 1; }, patienceMs));
        QVERIFY(desk.keys.isLocked());
    }
};

} // namespace paradox::ui

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const bool unlocked = app.arguments().value(1) == QLatin1String("unlocked");
    paradox::ui::WithKeychain with;
    paradox::ui::WithoutKeychain without;
    return QTest::qExec(unlocked ? static_cast<QObject *>(&with) : &without, {app.arguments().value(0)});
}
#include "keychain_unlock_test.moc"
