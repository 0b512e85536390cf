#include "tests/ui/support/desk_fixture.h"

#include "models/format.h"
#include "tests/ui/support/market.h"
#include "ui/theme/desk_style.h"

#include <QApplication>
#include <QTest>

namespace paradox::test {

namespace {

/// The style outlives every fixture, so its theme does.
ui::Theme &styleTheme()
{
    static ui::Theme theme;
    return theme;
}

} // namespace

void prepareLook()
{
    ui::loadFonts();
    QApplication::setStyle(new ui::DeskStyle(styleTheme()));
}

void DeskFixture::applyTheme(ui::ThemeName name)
{
    styleTheme().apply(name);
    theme.apply(name);
}

DeskFixture::DeskFixture(client::Outbox *outbox, const QString &outboxProblem, const models::RowsMax &rowsMax)
    : settings(dir.filePath(QStringLiteral("settings.json"))),
      names({}),
      keys({dir.filePath(QStringLiteral("keys")), dir.filePath(QStringLiteral("journal")),
            dir.filePath(QStringLiteral("known"))},
           clock, random),
      core({backend, settings, names, keys, clock, false, outbox, outboxProblem, rowsMax})
{
    backend.setHealth(healthNow(clock.wall()));
    applyTheme(ui::ThemeName::Dark);
    window = std::make_unique<ui::MainWindow>(ui::WindowParts{theme, core, nullptr, QStringLiteral("Test node")});
}

void DeskFixture::goLive()
{
    core.start();
    client::LinkState live;
    live.phase = client::LinkPhase::Live;
    live.since = clock.wall();
    live.lastHeard = clock.wall();
    backend.setLink(live);
    (void)QTest::qWaitFor(
        [this] { return core.health().has_value() && core.freshness().state() == models::FreshState::Live; });
}

PublicKey DeskFixture::makeWallet()
{
    std::optional<PublicKey> made;
    QString text = QStringLiteral("correct horse battery");
    keys.create(std::move(*ui::takeSecret(text)), {QStringLiteral("Main wallet"), {}}, &core,
                [&made](const QString &problem, const PublicKey &key) {
                    if (problem.isEmpty())
                        made = key;
                });
    (void)QTest::qWaitFor([&made] { return made.has_value(); }, 20'000);
    useWallet(made.value_or(PublicKey{}));
    return made.value_or(PublicKey{});
}

void DeskFixture::useWallet(const PublicKey &wallet)
{
    settings.set(models::setting::address, models::keyText(wallet));
    settings.set(models::setting::hasKey, true);
    core.setWallet(wallet);
}

} // namespace paradox::test
