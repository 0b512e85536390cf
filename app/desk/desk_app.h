#pragma once

#include "client/durable_backend.h"
#include "client/local_node.h"
#include "client/outbox.h"
#include "client/remote_backend.h"
#include "domain/system_clock.h"
#include "models/key_names.h"
#include "models/settings.h"
#include "raise_door.h"
#include "ui/desk/desk_core.h"
#include "ui/shell/main_window.h"
#include "ui/signing/key_room.h"
#include "ui/theme/theme.h"

#include <QLockFile>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace paradox::desk {

struct DeskOptions {
    QString home; ///< folder of settings, keys, outbox and the local node's data
    QString url;  ///< a remote node for this start only; empty: what the settings say
    bool demo = false;
};

enum class DeskStart {
    Opened,
    OtherRaised, ///< another desk has this home and comes to the front
    OtherSilent, ///< another desk has it and does not answer
};

/// Puts the concrete classes together: profile → client, keys, core, window. GUI thread.
class DeskApp : public QObject {
    Q_OBJECT

public:
    explicit DeskApp(const DeskOptions &options);
    ~DeskApp() override;

    /// Says on stderr when another desk has this home.
    [[nodiscard]] DeskStart start();

    [[nodiscard]] ui::MainWindow *window() const { return m_window.get(); } ///< nothing during the first steps
    [[nodiscard]] ui::DeskCore *core() const { return m_core.get(); }
    [[nodiscard]] client::LocalNode *node() const { return m_node.get(); } ///< nothing with a remote node

private:
    void runFirstSteps(QWidget *parent);
    void compose();
    void openWindow();
    void startDemo();
    void takeDown();
    void stopDemo();
    void comeToFront();
    void signInWhenLive(const client::LinkState &link);
    void followNode(const client::NodeReady &ready);
    [[nodiscard]] bool isRemote() const;
    [[nodiscard]] QString remoteUrl() const; ///< empty for a local node
    [[nodiscard]] bool isDemo() const;
    [[nodiscard]] QString inHome(const char *name) const;

    DeskOptions m_options;
    SystemClock m_clock;
    SystemRandom m_random;
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<RaiseDoor> m_door;
    models::Settings m_settings;
    models::KeyNames m_names;
    ui::Theme m_theme;
    std::unique_ptr<ui::KeyRoom> m_keys;
    std::unique_ptr<client::LocalNode> m_node;
    std::unique_ptr<client::Outbox> m_outbox;
    client::RemoteBackend *m_remote = nullptr; ///< inside m_backend
    std::unique_ptr<client::BackendClient> m_backend;
    std::unique_ptr<ui::DeskCore> m_core;
    std::unique_ptr<ui::MainWindow> m_window;
    QPointer<QWidget> m_wizard;
    std::unique_ptr<QProcess> m_demo;
    int m_demoRound = 0;
    bool m_askedToSignIn = false;
};

} // namespace paradox::desk
