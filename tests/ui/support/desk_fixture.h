#pragma once

#include "client/fake_backend.h"
#include "client/outbox.h"
#include "domain/system_clock.h"
#include "tests/ui/support/manual_clock.h"
#include "ui/desk/desk_core.h"
#include "ui/shell/main_window.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>

#include <memory>

namespace paradox::test {

/// Real window, models, keystore and journal; only the node is made of values, and time stands still until told.
struct DeskFixture {
    /// With an outbox to show, or with the reason why there is none.
    explicit DeskFixture(client::Outbox *outbox = nullptr, const QString &outboxProblem = {},
                         const models::RowsMax &rowsMax = {});

    /// Reads the snapshot and waits until the tables have it.
    void goLive();
    /// Makes a keystore with one wallet key (passphrase "correct horse battery") and makes it the profile's.
    PublicKey makeWallet();
    void useWallet(const PublicKey &wallet);
    /// Of the window and of the application's style.
    void applyTheme(ui::ThemeName name);

    QTemporaryDir dir;
    ManualClock clock;
    SystemRandom random;
    client::FakeBackend backend;
    models::Settings settings;
    models::KeyNames names;
    ui::KeyRoom keys;
    ui::Theme theme;
    ui::DeskCore core;
    std::unique_ptr<ui::MainWindow> window;
};

/// Once per test program, before the first fixture: fonts and style as in the desk.
void prepareLook();

} // namespace paradox::test
