#include "tests/ui/support/person.h"

#include "ui/dialogs/sign_review.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/countdown_button.h"
#include "ui/wizard/first_run.h"

#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>

namespace paradox::test {

using ui::FirstRun;
using ui::SignReview;

namespace {

const QString passphrase = QStringLiteral("correct horse battery");

} // namespace

void Person::type(QWidget *in, const char *field, const QString &text)
{
    auto *edit = in->findChild<QLineEdit *>(QLatin1String(field));
    QVERIFY2(edit != nullptr, field);
    edit->clear();
    QTest::keyClicks(edit, text);
}

void Person::press(QWidget *in, const char *button) const
{
    auto *found = in->findChild<QPushButton *>(QLatin1String(button));
    QVERIFY2(found != nullptr && found->isEnabled(), button);
    QTest::mouseClick(found, Qt::LeftButton);
}

QString Person::readAndSign()
{
    SignReview *review = nullptr;
    if (!QTest::qWaitFor([&] { return (review = opened<SignReview>("signReview")) != nullptr; }, patienceMs))
        return {};
    QPointer<SignReview> alive(review);
    const QString said = review->shownText();
    if (review->signButton() == nullptr ||
        !QTest::qWaitFor([&] { return alive && alive->signButton()->isReady() && alive->signButton()->isEnabled(); },
                         patienceMs))
        return {};
    QTest::mouseClick(review->signButton(), Qt::LeftButton);
    return QTest::qWaitFor([&] { return !alive || !alive->isVisible(); }, patienceMs) ? said : QString();
}

bool Person::becomeTrader()
{
    for (const auto step : {&Person::takeFirstSteps, &Person::signIn, &Person::fund, &Person::grantSession}) {
        (this->*step)();
        if (QTest::currentTestFailed())
            return false;
    }
    return true;
}

QByteArray Person::lastWords()
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

void Person::takeFirstSteps()
{
    QVERIFY(start());
    auto *wizard = opened<FirstRun>("firstRun");
    QVERIFY(wizard != nullptr);
    QPointer<FirstRun> alive(wizard);
    const auto next = [&] { QTest::mouseClick(wizard->nextButton(), Qt::LeftButton); };
    next();
    next();
    QCOMPARE(wizard->page(), 2);
    type(wizard, "keyPassphrase", passphrase);
    type(wizard, "keyAgain", passphrase);
    next();
    QVERIFY(QTest::qWaitFor([&] { return wizard->page() == 3; }, patienceMs));
    type(wizard, "backupPassphrase", passphrase);
    next();
    QVERIFY(QTest::qWaitFor([&] { return wizard->page() == 4; }, patienceMs));
    next();
    QVERIFY(QTest::qWaitFor([&] { return hasWindow(); }, patienceMs));
}

void Person::signIn()
{
    const QString said = readAndSign();
    QVERIFY2(said.contains(models::keyText(core().wallet())), lastWords());
    QVERIFY2(said.contains(node().ready().api.authority()), qPrintable(said));
    QVERIFY2(QTest::qWaitFor([&] { return core().isSignedIn(); }, patienceMs), lastWords());
}

void Person::fund()
{
    window().actions().action(QStringLiteral("wallet.airdrop"))->trigger();
    QVERIFY2(QTest::qWaitFor([&] { return store().balance().wallet.value_or(0) >= 100 * lamportsPerSol; }, patienceMs),
             lastWords());
}

void Person::grantSession()
{
    window().actions().action(QStringLiteral("session.new"))->trigger();
    auto *dialog = opened<QDialog>("newSessionDialog");
    QVERIFY(dialog != nullptr);
    press(dialog, "sessionGrant");
    QVERIFY2(!readAndSign().isEmpty(), lastWords()); // registers the key on chain
    QVERIFY2(!readAndSign().isEmpty(), lastWords()); // binds the grant to the sign-in
    QVERIFY2(QTest::qWaitFor(
                 [&] {
                     bool active = false;
                     store().sessions.forEach(
                         [&](const models::SessionRow &row) { active |= row.status == QStringLiteral("active"); });
                     return active;
                 },
                 patienceMs),
             lastWords());
}

void Person::deposit(unsigned sol)
{
    const std::uint64_t before = store().balance().available.value_or(0);
    window().actions().action(QStringLiteral("wallet.deposit"))->trigger();
    QDialog *amount = nullptr;
    QVERIFY2(QTest::qWaitFor([&] { return (amount = opened<QDialog>("amountDialog")) != nullptr; }, patienceMs),
             lastWords());
    type(amount, "amountSol", QString::number(sol));
    press(amount, "amountOk");
    QVERIFY2(readAndSign().contains(QString::number(sol)), lastWords());
    QVERIFY2(QTest::qWaitFor([&] { return store().balance().available.value_or(0) == before + sol * lamportsPerSol; },
                             patienceMs),
             lastWords());
}

void Person::registerItem(const QString &name)
{
    const qsizetype before = store().items.size();
    window().actions().action(QStringLiteral("wallet.register"))->trigger();
    auto *dialog = opened<QDialog>("textDialog");
    QVERIFY(dialog != nullptr);
    type(dialog, "textField", name);
    press(dialog, "textOk");
    QVERIFY2(!readAndSign().isEmpty(), lastWords());
    QVERIFY2(QTest::qWaitFor([&] { return store().items.size() == before + 1; }, patienceMs), lastWords());
}

} // namespace paradox::test
