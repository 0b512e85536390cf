#include "tests/ui/support/desk_fixture.h"
#include "tests/ui/support/market.h"
#include "ui/dialogs/amount_dialog.h"
#include "ui/dialogs/sign_review.h"
#include "ui/panels/batch_detail/batch_detail_panel.h"
#include "ui/panels/submit/submit_panel.h"
#include "ui/widgets/amount_edit.h"
#include "ui/widgets/dock_frame.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/key_label.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include <algorithm>

using namespace paradox;
using namespace paradox::ui;

namespace {

/// The person's own interface font, as long as this lives.
class InterfaceFont {
public:
    explicit InterfaceFont(int points) : m_before(QApplication::font())
    {
        QFont font = m_before;
        font.setPointSize(points);
        QApplication::setFont(font);
    }
    ~InterfaceFont() { QApplication::setFont(m_before); }
    Q_DISABLE_COPY_MOVE(InterfaceFont)

private:
    QFont m_before;
};

} // namespace

/// What is needed is seen: on a small screen, in a low panel, at twice the text.
class FittingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void aFirstWindowLiesWithinTheScreen()
    {
        test::DeskFixture desk;
        const QSize room = desk.window->screen()->availableSize();
        QVERIFY(desk.window->width() > room.width());
        desk.window->fitToScreen();
        QVERIFY(desk.window->isMaximized());
        QVERIFY(desk.window->width() <= room.width());
        QVERIFY(desk.window->height() <= room.height());
    }

    void aWindowThatFitsKeepsItsSize()
    {
        test::DeskFixture desk;
        const QSize small = desk.window->screen()->availableSize() - QSize(20, 20);
        desk.window->resize(small);
        desk.window->fitToScreen();
        QVERIFY(!desk.window->isMaximized());
        QCOMPARE(desk.window->size(), small);
    }

    void theStepToTheReviewDoesNotScrollAway()
    {
        test::DeskFixture desk;
        SubmitPanel &submit = desk.window->submit();
        const auto *scroll = submit.findChild<QScrollArea *>(QStringLiteral("submitScroll"));
        for (const char *part : {"submitReview", "submitClear"})
            QVERIFY2(!scroll->isAncestorOf(submit.findChild<QPushButton *>(QLatin1String(part))), part);
    }

    void theReviewKeepsItsButtonsOnASmallScreenAtTwiceTheText()
    {
        const InterfaceFont large(18);
        test::DeskFixture desk;
        desk.goLive();
        signer::SignRequest request;
        request.signer = test::keyOf(1);
        request.bytes = Bytes(372);
        request.content = Intent{.type = IntentType::Bid, .amount = {5}, .nonce = 7};
        SignReview review(desk.theme, desk.core, request, {}, desk.window.get());
        review.setAttribute(Qt::WA_DeleteOnClose, false);
        review.show();
        QCoreApplication::processEvents();
        const QSize room = review.screen()->availableSize();
        QVERIFY2(review.width() <= room.width() && review.height() <= room.height(),
                 qPrintable(QStringLiteral("%1x%2").arg(review.width()).arg(review.height())));
        for (const char *part : {"reviewSign", "reviewCancel", "reviewNetwork"}) {
            const auto *widget = review.findChild<QWidget *>(QLatin1String(part));
            const QRect place(widget->mapTo(&review, QPoint()), widget->size());
            QVERIFY2(review.rect().contains(place), part);
        }
    }

    void longKeysOfANodeLeaveTheirMiddleOutAtTwiceTheText()
    {
        const InterfaceFont large(18);
        test::DeskFixture desk;
        QCOMPARE(desk.theme.textPercent(), 200);
        desk.goLive();
        desk.window->showWorkspace(QStringLiteral("node"));
        desk.window->show();
        QWidget *panel = desk.window->dock(QStringLiteral("dockNode"))->widget();
        auto *scroll = panel->findChild<QScrollArea *>(QStringLiteral("nodeScroll"));
        QVERIFY(scroll != nullptr);
        auto *genesis = panel->findChild<KeyLabel *>(QStringLiteral("nodeGenesis"));
        QVERIFY(genesis != nullptr);
        QTRY_VERIFY(genesis->key().key.size() > 30);
        // As narrow as a dock makes it.
        const int around = scroll->verticalScrollBar()->sizeHint().width() + 2 * scroll->frameWidth();
        scroll->resize(scroll->widget()->minimumSizeHint().width() + around, scroll->height());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
        const QString shown = genesis->fittingText();
        QVERIFY2(shown.contains(u'…'), qPrintable(shown));
        QVERIFY(genesis->key().key.startsWith(shown.section(u'…', 0, 0)));
        QVERIFY(genesis->key().key.endsWith(shown.section(u'…', 1)));
        QCOMPARE(genesis->toolTip(), genesis->key().key);
        QTest::keyClick(genesis, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), genesis->key().key);
    }

    void emptyPanelsCutNoWordsAtTwiceTheTextOnASmallScreen()
    {
        const InterfaceFont large(18);
        for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast}) {
            test::DeskFixture desk;
            desk.applyTheme(theme);
            desk.window->resize(1280, 800);
            desk.window->show();
            desk.goLive();
            for (const char *workspace : {"trader", "operator", "node"}) {
                desk.window->showWorkspace(QString::fromLatin1(workspace));
                QCoreApplication::processEvents();
                QCOMPARE(desk.window->size(), QSize(1280, 800));
                for (const EmptyState *empty : desk.window->findChildren<EmptyState *>()) {
                    if (!empty->isVisible())
                        continue;
                    for (const QWidget *part : empty->findChildren<QWidget *>()) {
                        const int wanted =
                            std::max(part->heightForWidth(part->width()), part->minimumSizeHint().height());
                        const bool isWhole = part->height() >= wanted && empty->rect().contains(part->geometry());
                        QVERIFY2(!part->isVisible() || isWhole,
                                 qPrintable(QStringLiteral("%1 in %2: %3 of %4 at %5 in %6")
                                                .arg(empty->title(), QString::fromLatin1(workspace))
                                                .arg(part->height())
                                                .arg(wanted)
                                                .arg(part->y())
                                                .arg(empty->height())));
                    }
                }
            }
        }
    }

    void theReasonOfAnEmptyPanelIsAToolTipWhereItHasNoRoom()
    {
        test::DeskFixture desk;
        QWidget panel;
        EmptyState empty(desk.theme, QStringLiteral("wallet"), &panel);
        empty.setWords(QStringLiteral("No items"), QStringLiteral("Register one, or buy one."),
                       QStringLiteral("Register"));
        empty.resize(400, 300);
        panel.show();
        QCOMPARE(empty.toolTip(), QString());
        empty.resize(400, empty.minimumSizeHint().height());
        QCOMPARE(empty.toolTip(), QStringLiteral("Register one, or buy one."));
        empty.resize(400, 300);
        QCOMPARE(empty.toolTip(), QString());
    }

    void whatAnEmptyFieldSaysIsReadInEveryTheme()
    {
        // A colour in the sheet would make the placeholder half of it: 3.3 to 1 in the light theme.
        test::DeskFixture desk;
        desk.window->show();
        for (const ThemeName theme : {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast}) {
            desk.applyTheme(theme);
            for (const char *field : {"submitParty", "submitItemEdit"}) {
                const auto *edit = desk.window->findChild<QLineEdit *>(QLatin1String(field));
                QCOMPARE(edit->palette().color(QPalette::PlaceholderText), desk.theme.color(Token::TextTertiary));
                QCOMPARE(edit->palette().color(QPalette::Text), desk.theme.color(Token::TextPrimary));
            }
        }
    }

    void theHashesOfABatchLeaveTheirMiddleOutAndAreCopiedWhole()
    {
        const InterfaceFont large(18);
        test::DeskFixture desk;
        test::fillMarket(desk.backend, desk.names, test::keyOf(1), desk.clock.wall());
        desk.goLive();
        BatchDetailPanel &detail = desk.window->batchDetail();
        detail.showBatch(QStringLiteral("4808"));
        QTRY_VERIFY(!detail.findChildren<KeyLabel *>().isEmpty());
        KeyLabel *hash = detail.findChildren<KeyLabel *>().first();
        QTRY_COMPARE(hash->key().key.size(), 64);
        hash->resize(hash->sizeHint().width() / 2, hash->height());
        QVERIFY2(hash->fittingText().contains(u'…'), qPrintable(hash->fittingText()));
        QVERIFY(hash->minimumSizeHint().width() < hash->sizeHint().width() / 3);
        QTest::keyClick(hash, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), hash->key().key);
    }

    void whatNeedsAPersonStaysAboveWhatWentWell()
    {
        test::DeskFixture desk;
        MessageStack stack(desk.theme);
        stack.post({MessageLevel::Critical, QStringLiteral("Refused"), {}, QStringLiteral("A"), {}});
        stack.post({MessageLevel::Ok, QStringLiteral("Done"), {}, QStringLiteral("B"), {}});
        stack.post({MessageLevel::Info, QStringLiteral("Seen"), {}, QStringLiteral("C"), {}});
        stack.post({MessageLevel::Critical, QStringLiteral("Refused again"), {}, QStringLiteral("D"), {}});
        QStringList shown;
        for (const MessageBar *bar : stack.findChildren<MessageBar *>()) {
            if (!bar->isHidden())
                shown << bar->message().title;
        }
        shown.sort();
        QCOMPARE(shown, QStringList({QStringLiteral("Refused"), QStringLiteral("Refused again")}));
    }

    void signingInTakesAwayWhatWasSaidOfItsLack()
    {
        test::DeskFixture desk;
        MessageStack *bars = desk.window->dock(QStringLiteral("dockIntents"))->messages();
        desk.core.reportError(
            QStringLiteral("Sign-in"),
            {.code = client::ErrorCode::Unauthorised, .problem = "SIWS_INVALID", .detail = "the sign-in is not valid"});
        QCOMPARE(bars->barCount(), 1);
        desk.core.setSignedIn(true);
        QCOMPARE(bars->barCount(), 0);
    }

    void aDialogForAnAmountSaysWhyItDoesNotGoOn()
    {
        test::DeskFixture desk;
        AmountDialog dialog(desk.theme,
                            {QStringLiteral("Deposit"), QStringLiteral("Words."), QStringLiteral("Deposit…"),
                             Lamports{2 * lamportsPerSol}},
                            nullptr);
        auto *sol = dialog.findChild<QLineEdit *>(QStringLiteral("amountSol"));
        const auto type = [sol](const char *text) {
            sol->selectAll();
            QTest::keyClicks(sol, QString::fromLatin1(text));
        };
        const auto *ok = dialog.findChild<QPushButton *>(QStringLiteral("amountOk"));
        const auto says = [&](const QString &words) {
            const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text() == words; });
        };
        type("0");
        QVERIFY(!ok->isEnabled());
        QVERIFY(says(QStringLiteral("Enter more than nothing")));
        type("2.5");
        QVERIFY(!ok->isEnabled());
        QVERIFY(says(QStringLiteral("0.5 SOL more than there is")));
        type("2");
        QVERIFY(ok->isEnabled());
        QVERIFY(says(QStringLiteral("At most 2 SOL.")));
    }
};

QTEST_MAIN(FittingTest)
#include "fitting_test.moc"
