#pragma once

#include "app/desk/desk_app.h"

#include <QApplication>
#include <QString>

namespace paradox::test {

inline constexpr int patienceMs = 90'000;

/// The desk as app/ makes it, with its own node, worked by its windows: clicks and keys in, shown words out. Steps
/// check with QVERIFY: callers look at QTest::currentTestFailed().
class Person {
public:
    explicit Person(const QString &home, bool demo = false) : m_app({home, {}, demo}) {}

    bool start() { return m_app.start() == desk::DeskStart::Opened; }
    ui::MainWindow &window() { return *m_app.window(); }
    ui::DeskCore &core() { return *m_app.core(); }
    models::LiveStore &store() { return core().store(); }
    client::LocalNode &node() { return *m_app.node(); }
    [[nodiscard]] bool hasWindow() const { return m_app.window() != nullptr; }

    template <class T>
    T *opened(const char *name)
    {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->objectName() == QLatin1String(name) && top->isVisible())
                return qobject_cast<T *>(top);
        }
        return nullptr;
    }
    void type(QWidget *in, const char *field, const QString &text);
    void press(QWidget *in, const char *button) const;
    /// Reads the next review and signs it; what it said. Empty when none came or it cannot be signed.
    QString readAndSign();
    /// The newest lines of the desk's log, for a failed check.
    QByteArray lastWords();

    /// First steps, sign-in, funds and a session; false, and the test failed, when one of them did not go through.
    [[nodiscard]] bool becomeTrader();

    // From nothing to a trader with a session, money in the vault and items.
    void takeFirstSteps();
    void signIn();
    void fund();
    void grantSession();
    void deposit(unsigned sol);
    void registerItem(const QString &name);

private:
    desk::DeskApp m_app;
};

} // namespace paradox::test
