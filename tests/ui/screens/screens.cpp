// Renders the desk's views, dialogs and states into PNG files in every theme: screens DIRECTORY [POINTS]. For people
// who compare it with the design. POINTS is the size of the person's own interface font: 18 gives text of 200 %;
// QT_SCALE_FACTOR=2 is a screen of twice the pixels.
#include "models/rows.h"
#include "models/settings.h"
#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/desk/desk_acts.h"
#include "ui/dialogs/amount_dialog.h"
#include "ui/dialogs/new_session.h"
#include "ui/dialogs/sign_review.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/dialogs/unlock.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/batches/batches_panel.h"
#include "ui/panels/intents/intents_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/shell/command_palette.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/live_table.h"
#include "ui/wizard/first_run.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTest>

using namespace paradox;

namespace {

QString target;

void settle()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    bool passed = false;
    QTimer::singleShot(120, [&passed] { passed = true; });
    (void)QTest::qWaitFor([&passed] { return passed; });
}

void shoot(QWidget &widget, const QString &name, QWidget *above = nullptr)
{
    settle();
    QPixmap picture = widget.grab();
    if (above != nullptr) {
        QPainter painter(&picture);
        const QPixmap over = above->grab();
        painter.drawPixmap((picture.width() - over.width()) / 2, std::max(40, (picture.height() - over.height()) / 2),
                           over);
    }
    picture.save(target + u'/' + name + QStringLiteral(".png"));
}

Intent intentFor(const test::DeskFixture &desk)
{
    Intent intent;
    const client::Health &node = *desk.core.health();
    intent.genesis = node.genesis;
    intent.program = node.vaultProgram;
    intent.engine = node.engine;
    intent.session = test::keyOf(11);
    intent.owner = test::keyOf(1);
    intent.type = IntentType::Bid;
    intent.item = test::keyOf(104);
    intent.from = test::keyOf(999);
    intent.to = test::keyOf(1);
    intent.amount = {12'750'000'000};
    intent.nonce = 215;
    intent.createdAt = desk.clock.wallSeconds();
    intent.expiresAt = {intent.createdAt.value + 1800};
    return intent;
}

void mainViews(ui::ThemeName themeName)
{
    const QString suffix = u'-' + ui::toText(themeName);
    test::DeskFixture desk;
    desk.applyTheme(themeName);
    test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
    desk.useWallet(test::keyOf(1));
    desk.window->show();
    desk.goLive();
    (void)QTest::qWaitFor([&] { return desk.core.store().batches.size() > 0 && desk.core.store().intents.size() > 0; });
    for (int i = 0; i < 40; ++i)
        desk.core.logLine(i % 9 == 4    ? QStringLiteral("warn")
                          : i % 13 == 7 ? QStringLiteral("error")
                                        : QStringLiteral("info"),
                          i % 2 == 0 ? QStringLiteral("settlement") : QStringLiteral("ledger"),
                          QStringLiteral("slot=%1 txs=%2 units=%3").arg(48974 - i).arg(i % 4).arg(41220 + i * 113));
    desk.window->intents().table().view()->setFocus();
    desk.window->intents().table().view()->selectRow(3);
    desk.window->submit()
        .findChild<QLineEdit *>(QStringLiteral("submitItemEdit"))
        ->setText(QStringLiteral("Ember Lance #2207"));
    desk.window->submit()
        .findChild<QLineEdit *>(QStringLiteral("submitParty"))
        ->setText(models::keyText(test::keyOf(999)));
    desk.window->submit().findChild<ui::AmountEdit *>()->setAmount(Lamports{12'750'000'000});
    shoot(*desk.window, QStringLiteral("trader") + suffix);

    Bytes bytes;
    const IntentPreimage preimage = encodeIntent(intentFor(desk));
    bytes.assign(preimage.begin(), preimage.end());
    const auto request = signer::decodeSignRequest({signer::RequestPurpose::Message, test::keyOf(11), bytes, {}},
                                                   {"127.0.0.1:4000", "localnet", desk.core.health()->genesis,
                                                    desk.core.health()->vaultProgram, desk.core.health()->engine});
    if (request) {
        auto *review =
            new ui::SignReview(desk.theme, desk.core, *request,
                               {signer::PolicyVerdict::HoldOff,
                                3000,
                                {"First trade with this seller: compare the key with the one you were given."}},
                               desk.window.get());
        review->open();
        settle();
        desk.clock.advance(1100);
        shoot(*desk.window, QStringLiteral("sign-review") + suffix, review);
        review->reject();
    }
    desk.window->showWorkspace(QStringLiteral("operator"));
    desk.window->batches().table().view()->selectRow(4);
    desk.window->batchDetail().showBatch(QStringLiteral("4808"));
    shoot(*desk.window, QStringLiteral("operator") + suffix);
    desk.window->palettePopup().popUp();
    desk.window->palettePopup().field()->setText(QStringLiteral("re"));
    shoot(*desk.window, QStringLiteral("palette") + suffix, &desk.window->palettePopup());
    desk.window->palettePopup().reject();
    desk.window->showWorkspace(QStringLiteral("node"));
    shoot(*desk.window, QStringLiteral("node") + suffix);
}

/// What the window says when there is nothing, when the node is silent and when it has gone.
void quietViews(ui::ThemeName themeName)
{
    const QString suffix = u'-' + ui::toText(themeName);
    test::DeskFixture desk;
    desk.applyTheme(themeName);
    desk.window->show();
    desk.core.reportError(QStringLiteral("Reading intents"),
                          {.code = client::ErrorCode::Unreachable, .detail = "connection refused"});
    shoot(*desk.window, QStringLiteral("empty") + suffix);
    test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
    desk.useWallet(test::keyOf(1));
    desk.goLive();
    (void)QTest::qWaitFor([&] { return desk.core.store().intents.size() > 0; });
    desk.window->intents().table().filter()->setText(QStringLiteral("status:revoked amount:>900"));
    shoot(*desk.window, QStringLiteral("nothing-matches") + suffix);
    desk.window->intents().table().filter()->setText(QStringLiteral("state:pending"));
    shoot(*desk.window, QStringLiteral("wrong-filter") + suffix);
    desk.window->intents().table().filter()->setText(QString());
    desk.clock.advance(9'000);
    client::LinkState link;
    link.phase = client::LinkPhase::Stale;
    desk.backend.setLink(link);
    shoot(*desk.window, QStringLiteral("stale") + suffix);
    link.phase = client::LinkPhase::Stopped;
    link.detail = "exit code 12 three times";
    desk.backend.setLink(link);
    shoot(*desk.window, QStringLiteral("offline") + suffix);
    desk.window->showWorkspace(QStringLiteral("node"));
    shoot(*desk.window, QStringLiteral("offline-node") + suffix);
}

void dialogs(ui::ThemeName themeName)
{
    const QString suffix = u'-' + ui::toText(themeName);
    test::DeskFixture desk;
    desk.applyTheme(themeName);
    desk.window->show();
    const auto show = [&](QDialog &dialog, const char *name) {
        dialog.show();
        shoot(dialog, QString::fromLatin1(name) + suffix);
        dialog.hide();
    };
    ui::KeychainUnlock keychain(desk.settings, desk.keys);
    desk.settings.set(models::setting::keychain, true);
    ui::UnlockDialog unlock(desk.theme, desk.keys, keychain, desk.window.get());
    show(unlock, "unlock");
    desk.settings.set(models::setting::keychain, false);
    ui::NewSessionDialog session(desk.theme, desk.names, desk.window.get());
    show(session, "new-session");
    ui::AmountDialog amount(desk.theme,
                            {QStringLiteral("Withdraw from the vault"),
                             QStringLiteral("Only what no batch or intent holds can leave. You sign the transaction "
                                            "after reviewing it."),
                             QStringLiteral("Review and sign…"), Lamports{4'200'000'000}},
                            desk.window.get());
    amount.edit().setAmount(Lamports{5'000'000'000});
    show(amount, "amount");
    ui::TextDialog text(desk.theme,
                        {QStringLiteral("Register an item"),
                         QStringLiteral("The item belongs to your wallet afterwards. The name stays on this computer; "
                                        "the chain keeps its hash."),
                         QStringLiteral("Name of the item"), QStringLiteral("Cancel"),
                         QStringLiteral("Review and sign…")},
                        desk.window.get());
    show(text, "text");
}

void firstRun(ui::ThemeName themeName)
{
    test::DeskFixture desk;
    desk.applyTheme(themeName);
    ui::FirstRun wizard(desk.theme, desk.settings, desk.keys);
    const auto shot = [&] {
        shoot(wizard, QStringLiteral("first-run-%1-%2").arg(wizard.page() + 1).arg(ui::toText(themeName)));
    };
    const auto next = [&] {
        const int page = wizard.page();
        wizard.nextButton()->click();
        (void)QTest::qWaitFor([&] { return wizard.page() != page; }, 20'000);
    };
    const auto type = [&](const char *field, const char *words) {
        wizard.findChild<QLineEdit *>(QLatin1String(field))->setText(QString::fromLatin1(words));
    };
    wizard.show();
    shot();
    next();
    shot();
    next();
    type("keyPassphrase", "correct horse battery");
    type("keyAgain", "correct horse");
    shot();
    type("keyAgain", "correct horse battery");
    next();
    shot();
    type("backupPassphrase", "correct horse battery");
    next();
    shot();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    if (argc != 2 && argc != 3) {
        qWarning("usage: screens DIRECTORY [POINTS]");
        return 2;
    }
    if (argc == 3)
        QApplication::setFont(QFont(QApplication::font().family(), app.arguments().value(2).toInt()));
    target = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(target);
    test::prepareLook();
    for (const ui::ThemeName theme : {ui::ThemeName::Dark, ui::ThemeName::Light, ui::ThemeName::Contrast}) {
        mainViews(theme);
        quietViews(theme);
        dialogs(theme);
        firstRun(theme);
    }
    return 0;
}
