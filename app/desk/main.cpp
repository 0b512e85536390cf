#include "desk_app.h"

#include "signer/secure_buffer.h"
#include "ui/shell/heap.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>

int main(int argc, char **argv)
{
    (void)paradox::signer::hardenProcess();
    paradox::ui::keepHeapSmall();
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("paradox-desk"));
    QApplication::setApplicationDisplayName(QString());
    QApplication::setApplicationVersion(QStringLiteral(PARADOX_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("paradox-desk"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Sign trade intents and watch them settle."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption home(
        QStringLiteral("home"), QStringLiteral("Folder for settings, keys and the local node."), QStringLiteral("dir"));
    const QCommandLineOption url(QStringLiteral("url"), QStringLiteral("A remote node, for this start only."),
                                 QStringLiteral("url"));
    const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("A local node with a simulated market."));
    parser.addOptions({home, url, demo});
    parser.process(app);

    paradox::desk::DeskOptions options;
    options.home = parser.isSet(home) ? parser.value(home)
                                      : QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                                            QStringLiteral("/paradox-desk");
    options.url = parser.value(url);
    options.demo = parser.isSet(demo);
    paradox::desk::DeskApp desk(options);
    switch (desk.start()) {
    case paradox::desk::DeskStart::Opened:
        return QApplication::exec();
    case paradox::desk::DeskStart::OtherRaised:
        return 0;
    case paradox::desk::DeskStart::OtherSilent:
        return 1;
    }
    return 1;
}
