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
#include "ui/shell/command_palette.h"
#include "ui/signing/keychain_unlock.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/live_table.h"
#include "ui/widgets/message_bar.h"
#include "ui/wizard/first_run.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QLineEdit>
#include <QMainWindow>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace paradox;
using namespace paradox::ui;

namespace {

QString nameOf(const QWidget *widget)
{
    if (widget == nullptr)
        return QStringLiteral("nothing");
    return QStringLiteral("%1 \"%2\"")
        .arg(widget->objectName().isEmpty() ? QString::fromLatin1(widget->metaObject()->className())
                                            : widget->objectName(),
             widget->accessibleName());
}

/// The bar of docks that lie behind each other.
bool isDockTabs(const QWidget *widget)
{
    return qobject_cast<const QTabBar *>(widget) != nullptr &&
           qobject_cast<const QMainWindow *>(widget->parentWidget()) != nullptr;
}

/// In a dock behind another one: nobody sees it.
bool isCovered(const QWidget *widget)
{
    for (const QWidget *at = widget; at != nullptr; at = at->parentWidget()) {
        if (const auto *frame = qobject_cast<const DockFrame *>(at))
            return !frame->isInFront();
    }
    return false;
}

/// Which panel of the window something is in: Tab reads one after the other.
const QWidget *partOf(const QWidget *widget)
{
    for (const QWidget *at = widget; at != nullptr; at = at->parentWidget()) {
        if (qobject_cast<const DockFrame *>(at) != nullptr || at->objectName() == QStringLiteral("mainToolBar") ||
            at->objectName() == QStringLiteral("statusStrip") || isDockTabs(at))
            return at;
    }
    return nullptr;
}

/// A member of an exclusive group is reached by the arrow keys from the checked one.
bool isReachedByArrows(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    if (button == nullptr || button->isChecked())
        return false;
    return button->autoExclusive() || (button->group() != nullptr && button->group()->exclusive());
}

/// Whether a person can do something with it: what a mouse reaches, Tab must reach.
bool isInteractive(const QWidget *widget)
{
    const bool kind =
        qobject_cast<const QAbstractButton *>(widget) != nullptr ||
        qobject_cast<const QLineEdit *>(widget) != nullptr || qobject_cast<const QComboBox *>(widget) != nullptr ||
        qobject_cast<const QPlainTextEdit *>(widget) != nullptr ||
        qobject_cast<const QTableView *>(widget) != nullptr || qobject_cast<const QTabBar *>(widget) != nullptr;
    // Parts that Qt makes inside a control of ours.
    const QWidget *parent = widget->parentWidget();
    const bool inner =
        parent != nullptr &&
        (qobject_cast<const QLineEdit *>(parent) != nullptr || qobject_cast<const QComboBox *>(parent) != nullptr ||
         qobject_cast<const QTableView *>(parent) != nullptr || qobject_cast<const QTabBar *>(parent) != nullptr);
    const bool machinery = widget->objectName().startsWith(QStringLiteral("qt_")) ||
                           widget->inherits("QToolBarExtension") ||
                           widget->objectName() == QStringLiteral("paletteList");
    const bool isHolder = widget->focusProxy() != nullptr;
    return (kind || (widget->focusPolicy() & Qt::TabFocus) != 0) && !inner && !machinery && !isHolder;
}

QRect placeOf(const QWidget *widget)
{
    return {widget->mapTo(widget->window(), QPoint()), widget->size()};
}

/// Above, or beside it at the left in the same row.
bool isReadBefore(const QWidget *left, const QWidget *right)
{
    const QRect a = placeOf(left);
    const QRect b = placeOf(right);
    if (a.bottom() < b.top())
        return true;
    return a.top() <= b.bottom() && b.top() <= a.bottom() && a.right() < b.left();
}

class Walk {
public:
    Walk(QWidget &window, ThemeName theme) : m_window(window), m_theme(theme) {}

    void go()
    {
        m_window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_window));
        QCoreApplication::processEvents();
        collect();
        if (QTest::currentTestFailed())
            return;
        checkEachOnce();
        if (QTest::currentTestFailed())
            return;
        checkOrder();
        for (QWidget *stop : m_stops) {
            if (QTest::currentTestFailed())
                return;
            checkVisible(*stop);
        }
    }

    /// The window's parts in the order in which Tab came to them.
    [[nodiscard]] QStringList parts() const { return m_parts; }

private:
    void collect()
    {
        constexpr int stopsMax = 400;
        QTest::keyClick(focus(), Qt::Key_Tab);
        QWidget *first = focus();
        m_stops << first;
        for (int i = 0; i < stopsMax; ++i) {
            QTest::keyClick(focus(), Qt::Key_Tab);
            QWidget *at = focus();
            if (at == first)
                return;
            QVERIFY2(at != m_stops.last(), qPrintable(QStringLiteral("Tab stays at ") + nameOf(at)));
            QVERIFY2(!m_stops.contains(at), qPrintable(QStringLiteral("reached again: ") + nameOf(at)));
            m_stops << at;
        }
        QFAIL("Tab does not come round");
    }

    void checkEachOnce()
    {
        for (const QWidget *widget : m_window.findChildren<QWidget *>()) {
            if (widget->window() != &m_window || !widget->isVisible() || !widget->isEnabled() ||
                !isInteractive(widget) || isReachedByArrows(widget) || isCovered(widget))
                continue;
            if (!m_stops.contains(widget)) {
                QStringList reached;
                for (const QWidget *stop : m_stops)
                    reached << nameOf(stop);
                QFAIL(qPrintable(QStringLiteral("not reached: %1 in %2; reached: %3")
                                     .arg(nameOf(widget), nameOf(partOf(widget)), reached.join(u','))));
            }
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(QStringLiteral("without a name: ") + nameOf(widget)));
        }
        // And back the same way.
        QWidget *first = m_stops.first();
        first->setFocus(Qt::TabFocusReason);
        for (qsizetype i = m_stops.size() - 1; i >= 0; --i) {
            QTest::keyClick(focus(), Qt::Key_Backtab, Qt::ShiftModifier);
            QVERIFY2(focus() == m_stops[i],
                     qPrintable(QStringLiteral("back at %1 instead of %2").arg(nameOf(focus()), nameOf(m_stops[i]))));
        }
    }

    void checkOrder()
    {
        // The walk began wherever the focus was: seen from the stop that is read first.
        const auto first = std::ranges::find_if(m_stops, [this](const QWidget *stop) {
            return std::ranges::none_of(m_stops, [stop](const QWidget *other) { return isReadBefore(other, stop); });
        });
        std::ranges::rotate(m_stops, first);
        QList<const QWidget *> parts;
        for (qsizetype i = 0; i < m_stops.size(); ++i) {
            const QWidget *part = partOf(m_stops[i]);
            if (parts.isEmpty() || parts.last() != part) {
                QVERIFY2(!parts.contains(part), qPrintable(QStringLiteral("comes back to ") + nameOf(part)));
                parts << part;
                m_parts << (part != nullptr && !isDockTabs(part) ? part->objectName() : QStringLiteral("tabs"));
                continue;
            }
            QVERIFY2(!isReadBefore(m_stops[i], m_stops[i - 1]),
                     qPrintable(QStringLiteral("%1 comes after %2").arg(nameOf(m_stops[i]), nameOf(m_stops[i - 1]))));
        }
    }

    /// The ring has its colour and its width; a row of a table shows it at its left edge.
    void checkVisible(QWidget &stop)
    {
        stop.setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        const QImage with = pictureOf(stop);
        stop.clearFocus();
        QCoreApplication::processEvents();
        const int moved = pixelsMoved(with, pictureOf(stop));
        const int ring = ringWidth();
        QVERIFY2(
            moved >= 10 * ring,
            qPrintable(
                QStringLiteral("the focus is not seen on %1: %2 pixels are others").arg(nameOf(&stop)).arg(moved)));
        QVERIFY2(hasRunOf(with, ring),
                 qPrintable(QStringLiteral("the ring is thinner than %1 px on %2").arg(ring).arg(nameOf(&stop))));
    }

    static QImage pictureOf(QWidget &stop) { return stop.grab().toImage().convertToFormat(QImage::Format_RGB32); }

    [[nodiscard]] QRgb ringColour() const
    {
        return QRgb(0xFF000000U | tokenValue(Token::Focus).rgb.at(static_cast<std::size_t>(m_theme)));
    }
    [[nodiscard]] int ringWidth() const { return m_theme == ThemeName::Contrast ? 3 : 2; }

    static int pixelsMoved(const QImage &left, const QImage &right)
    {
        int count = 0;
        for (int y = 0; y < left.height(); ++y) {
            for (int x = 0; x < left.width(); ++x)
                count += left.pixel(x, y) != right.pixel(x, y) ? 1 : 0;
        }
        return count;
    }

    /// Its left edge is so wide, wherever that stands.
    [[nodiscard]] bool hasRunOf(const QImage &image, int width) const
    {
        constexpr int edgeMax = 8; // longer runs are the upper and the lower edge
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0, run = 0; x < image.width(); ++x) {
                const bool isRing = image.pixel(x, y) == ringColour();
                if (!isRing && run >= width && run <= edgeMax)
                    return true;
                run = isRing ? run + 1 : 0;
            }
        }
        return false;
    }

    [[nodiscard]] QWidget *focus() const
    {
        QWidget *at = QApplication::focusWidget();
        return at != nullptr ? at : &m_window;
    }

    QWidget &m_window;
    ThemeName m_theme;
    QWidgetList m_stops;
    QStringList m_parts;
};

/// A window with rows in every table, so that nothing is hidden behind an empty state.
void fill(test::DeskFixture &desk)
{
    test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
    desk.useWallet(test::keyOf(1));
    desk.window->show();
    desk.goLive();
    QVERIFY(QTest::qWaitFor([&] {
        models::LiveStore &store = desk.core.store();
        return store.batches.size() > 0 && store.intents.size() > 0 && store.items.size() > 0;
    }));
    desk.core.logLine(QStringLiteral("info"), QStringLiteral("desk"), QStringLiteral("a line"));
    desk.window->batchDetail().showBatch(QStringLiteral("4808"));
    // A chosen row switches actions on: before the walk, not in it.
    for (const LiveTable *table : desk.window->findChildren<LiveTable *>())
        table->view()->selectRow(0);
}

} // namespace

class TabTest : public QObject {
    Q_OBJECT

private:
    /// The walk in a dialog, which then goes.
    template <class Dialog>
    void walkThrough(test::DeskFixture &desk, Dialog *dialog)
    {
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->show();
        Walk(*dialog, desk.theme.name()).go();
        delete dialog;
    }

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void everyDialogIsWalked_data()
    {
        QTest::addColumn<QString>("theme");
        for (const char *theme : {"dark", "light", "contrast"})
            QTest::addRow("%s", theme) << QString::fromLatin1(theme);
    }
    void everyDialogIsWalked()
    {
        QFETCH(QString, theme);
        test::DeskFixture desk;
        desk.applyTheme(themeNameOf(theme));
        fill(desk);
        QWidget *window = desk.window.get();
        KeychainUnlock keychain(desk.settings, desk.keys);
        desk.settings.set(models::setting::keychain, true);
        walkThrough(desk, new UnlockDialog(desk.theme, desk.keys, keychain, window));
        desk.settings.set(models::setting::keychain, false);
        walkThrough(desk, new NewSessionDialog(desk.theme, desk.names, window));
        auto *amount = new AmountDialog(
            desk.theme,
            {QStringLiteral("Withdraw"), QStringLiteral("Free lamports only."), QStringLiteral("Review…"), Lamports{9}},
            window);
        amount->edit().setAmount(Lamports{5});
        walkThrough(desk, amount);
        auto *text = new TextDialog(desk.theme,
                                    {QStringLiteral("Register"), QStringLiteral("The name stays here."),
                                     QStringLiteral("Name"), QStringLiteral("Cancel"), QStringLiteral("Review…")},
                                    window);
        text->findChild<QLineEdit *>(QStringLiteral("textField"))->setText(QStringLiteral("Sigil"));
        walkThrough(desk, text);
        walkThrough(desk,
                    new TextDialog(desk.theme,
                                   {QStringLiteral("About"), QStringLiteral("Words."), {}, QStringLiteral("Close"), {}},
                                   window));
    }

    void everyWorkspaceIsWalkedInReadingOrder_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QString>("workspace");
        QTest::addColumn<QStringList>("docks");
        const auto add = [](const char *theme, const char *workspace, const char *docks) {
            QTest::addRow("%s %s", theme, workspace) << QString::fromLatin1(theme) << QString::fromLatin1(workspace)
                                                     << QString::fromLatin1(docks).split(u' ');
        };
        const char *trader = "dockIntents dockLifeLine dockSessions dockSubmit dockWallet";
        add("dark", "trader", trader);
        add("contrast", "trader", trader);
        add("light", "operator", "dockBatches dockTransactions dockLifeLine dockBatchDetail");
        add("dark", "node", "dockNode dockTransactions dockLog");
    }
    void everyWorkspaceIsWalkedInReadingOrder()
    {
        QFETCH(QString, theme);
        QFETCH(QString, workspace);
        QFETCH(QStringList, docks);
        test::DeskFixture desk;
        desk.applyTheme(themeNameOf(theme));
        fill(desk);
        desk.window->showWorkspace(workspace);
        Walk walk(*desk.window, desk.theme.name());
        walk.go();
        QCOMPARE(walk.parts(),
                 QStringList{QStringLiteral("mainToolBar")} + docks + QStringList{QStringLiteral("statusStrip")});
    }

    void theWalkFollowsDocksThatWereMovedAndPutBehindEachOther()
    {
        test::DeskFixture desk;
        fill(desk);
        MainWindow &window = *desk.window;
        const auto dock = [&](const char *id) { return window.dock(QString::fromLatin1(id)); };
        window.addDockWidget(Qt::LeftDockWidgetArea, dock("dockSubmit"));
        window.splitDockWidget(dock("dockSubmit"), dock("dockIntents"), Qt::Vertical);
        window.tabifyDockWidget(dock("dockSessions"), dock("dockWallet"));
        dock("dockWallet")->raise();
        QVERIFY(QTest::qWaitFor([&] { return dock("dockWallet")->isInFront() && !dock("dockSessions")->isInFront(); }));
        Walk walk(window, desk.theme.name());
        walk.go();
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(walk.parts().count(QStringLiteral("tabs")), 1);
        QCOMPARE(walk.parts().indexOf(QStringLiteral("dockWallet")), walk.parts().indexOf(QStringLiteral("tabs")) + 1);
        QVERIFY(!walk.parts().contains(QStringLiteral("dockSessions")));
        QCOMPARE(walk.parts().indexOf(QStringLiteral("dockIntents")),
                 walk.parts().indexOf(QStringLiteral("dockSubmit")) + 1);
    }

    void aFloatingDockHasARoundOfItsOwn()
    {
        test::DeskFixture desk;
        fill(desk);
        DockFrame *intents = desk.window->dock(QStringLiteral("dockIntents"));
        intents->setFloating(true);
        Walk floating(*intents, desk.theme.name());
        floating.go();
        QCOMPARE(floating.parts(), QStringList{QStringLiteral("dockIntents")});
        if (QTest::currentTestFailed())
            return;
        Walk rest(*desk.window, desk.theme.name());
        rest.go();
        QVERIFY(!rest.parts().contains(QStringLiteral("dockIntents")));
    }

    void arrowsMoveInsideATableAndF6GoesToTheNextPanel()
    {
        test::DeskFixture desk;
        fill(desk);
        desk.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
        QTableView *view = desk.window->intents().table().view();
        view->setFocus();
        view->selectRow(0);
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(view->currentIndex().row(), 1);
        QVERIFY(view->hasFocus());
        const auto partAfter = [](Qt::KeyboardModifiers modifiers) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, modifiers);
            const QWidget *part = partOf(QApplication::focusWidget());
            return part != nullptr ? part->objectName() : QString();
        };
        QCOMPARE(partAfter({}), QStringLiteral("dockLifeLine"));
        QCOMPARE(partAfter({}), QStringLiteral("dockSessions"));
        QCOMPARE(partAfter(Qt::ShiftModifier), QStringLiteral("dockLifeLine"));
        QCOMPARE(partAfter(Qt::ShiftModifier), QStringLiteral("dockIntents"));
        QCOMPARE(partAfter(Qt::ShiftModifier), QStringLiteral("mainToolBar"));
        QCOMPARE(partAfter(Qt::ShiftModifier), QStringLiteral("statusStrip"));
    }

    void theReviewIsWalkedWithItsBytesShown()
    {
        test::DeskFixture desk;
        fill(desk);
        const Bytes bytes(96, 7);
        auto *review = new SignReview(desk.theme, desk.core, signer::Refusal{}, bytes, desk.window.get());
        walkThrough(desk, review);
    }

    void everyPageOfTheFirstStepsIsWalked()
    {
        test::DeskFixture desk;
        FirstRun wizard(desk.theme, desk.settings, desk.keys);
        wizard.show();
        for (int page = 0; page < 5; ++page) {
            QVERIFY(QTest::qWaitFor([&] { return wizard.page() == page; }, 20'000));
            for (auto *edit : wizard.findChildren<QLineEdit *>()) {
                if (edit->echoMode() == QLineEdit::Password && edit->isVisible())
                    edit->setText(QStringLiteral("correct horse battery"));
            }
            Walk(wizard, desk.theme.name()).go();
            if (QTest::currentTestFailed() || page == 4)
                return;
            wizard.nextButton()->click();
        }
    }
};

QTEST_MAIN(TabTest)
#include "tab_test.moc"
