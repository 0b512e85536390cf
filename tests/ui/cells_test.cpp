#include "tests/ui/support/desk_fixture.h"
#include "ui/delegates/cells.h"
#include "ui/theme/contrast.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QTest>

using namespace paradox;
using namespace paradox::ui;

namespace {

constexpr ThemeName themes[] = {ThemeName::Dark, ThemeName::Light, ThemeName::Contrast};

double ratio(QRgb one, QRgb other)
{
    return contrastRatio(one & 0xffffffU, other & 0xffffffU);
}

QImage painted(const QSize &size, const QColor &ground, const std::function<void(QPainter &, const QRect &)> &paint)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(ground);
    QPainter painter(&image);
    paint(painter, image.rect());
    return image;
}

} // namespace

class CellsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::prepareLook(); }

    void theEmptyPartOfAMeterIsSeenOnASelectedRow()
    {
        Theme theme;
        for (const ThemeName name : themes) {
            theme.apply(name);
            for (const Token row : {Token::Selection, Token::SelectionInactive}) {
                const QColor ground = theme.color(row);
                const QImage image = painted({120, 20}, ground, [&](QPainter &painter, const QRect &) {
                    paintMeter(painter, QRect(10, 6, 100, 8), {100, 20, 10, 0}, theme,
                               {.selected = true, .active = row == Token::Selection});
                });
                constexpr int insideEmpty = 80;
                QVERIFY(image.pixel(insideEmpty, 10) != ground.rgb());
                QVERIFY(ratio(image.pixel(insideEmpty, 6), ground.rgb()) >= 3);         // its upper edge
                QVERIFY(ratio(image.pixel(109, 10), ground.rgb()) >= 3);                // where it ends
                QVERIFY(ratio(image.pixel(15, 10), image.pixel(insideEmpty, 10)) >= 3); // what is spent
            }
        }
    }

    void theWordBeforeAPriceTakesOnlyWhatTheNumberLeaves()
    {
        Theme theme;
        theme.apply(ThemeName::Light);
        const models::AmountText amount = models::formatAmount(1'234'567'891'234, models::AmountUnit::Sol);
        const QString word = QStringLiteral("at most");
        const int whole = priceWidth(word, amount, theme);
        const int number = QFontMetrics(theme.font(Face::Amount)).horizontalAdvance(amount.text());
        for (const int width : {whole + 40, whole, whole - 10, number + 2, number}) {
            const auto draw = [&](bool priced) {
                return painted({width, 20}, Qt::white, [&](QPainter &painter, const QRect &rect) {
                    if (priced)
                        paintPrice(painter, rect, word, amount, theme, {});
                    else
                        paintAmount(painter, rect, amount, theme, {});
                });
            };
            const QRect digits(width - number, 0, number, 20);
            QCOMPARE(draw(true).copy(digits), draw(false).copy(digits));
            QCOMPARE(draw(true) != draw(false), width > number + 10); // the word is there where there is room
        }
    }
};

QTEST_MAIN(CellsTest)
#include "cells_test.moc"
