#pragma once

#include "models/state_word.h"
#include "ui/theme/tokens.h"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QPixmap>

class QPainter;

namespace paradox::ui {

/// Type roles (design tokens §2).
enum class Face { Page, Lead, Empty, Figure, BodyLarge, Body, Strong, Word, Mono, Amount, Small };

/// Heights in px at 96 dpi (design tokens §3): floors at a text of 100 %, more by what a line of larger text needs.
struct Metrics {
    int row = 22;
    int tallRow = 28;
    int header = 24;
    int control = 24;
    int title = 28;
    int dockBar = 32;
    int toolBar = 36;
    int lane = 31;
    int strip = 26;
    int glyph = 12;
};

/// Size of the text in percent of the design's, from the size in points of the person's own interface font: 100 up to
/// 11 pt, the largest that a desktop brings along; above it the body text has exactly that size, up to 200.
[[nodiscard]] int textPercentOf(qreal points);

/// Holds the tokens in force, builds palette and sheet, and hands out fonts, icons and state glyphs. One per window
/// system connection, made in app/ and given to whoever paints. Takes the size of text from the application's font, so
/// it is made after the application and before anything that shows text. GUI thread.
class Theme : public QObject {
    Q_OBJECT

public:
    explicit Theme(QObject *parent = nullptr);

    void apply(ThemeName name);            ///< palette, sheet and fonts of the application
    void setComfortable(bool comfortable); ///< taller rows and larger controls, applied at once
    [[nodiscard]] ThemeName name() const { return m_name; }
    [[nodiscard]] bool isDark() const { return m_name != ThemeName::Light; }

    [[nodiscard]] QColor color(Token token) const;
    [[nodiscard]] QColor stateColor(models::StateGroup group) const;
    [[nodiscard]] QFont font(Face face) const;
    [[nodiscard]] const Metrics &metrics() const { return m_metrics; }
    [[nodiscard]] int textPercent() const { return m_textPercent; }
    /// A length of the design in px at 96 dpi, grown with the text: widths of what holds words, sizes of glyphs.
    [[nodiscard]] int px(int length) const;
    /// How wide the focus ring is.
    [[nodiscard]] int ring() const { return m_name == ThemeName::Contrast ? 3 : 2; }
    /// The ring inside `rect`, for what paints itself.
    void paintRing(QPainter &painter, const QRect &rect) const;
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString sheet() const;

    /// From icons/<name>.svg: secondary text normally, primary when hovered or checked, disabled text when disabled.
    [[nodiscard]] QIcon icon(const QString &name) const;
    [[nodiscard]] QIcon icon(const QString &name, Token token) const;
    [[nodiscard]] QPixmap pixmap(const QString &name, Token token, int size, qreal ratio) const;
    /// The shape that alone tells the state.
    [[nodiscard]] QPixmap glyph(models::StateGroup group, int size, qreal ratio) const;
    [[nodiscard]] QPixmap glyph(models::StateGroup group, const QColor &color, int size, qreal ratio) const;

Q_SIGNALS:
    void changed();

private:
    QPixmap rendered(const QString &path, const QColor &color, int size, qreal ratio) const;

    ThemeName m_name = ThemeName::Dark;
    int m_textPercent;
    bool m_comfortable = false;
    Metrics m_metrics;
    mutable QHash<QString, QPixmap> m_pixmaps;
    QHash<int, QFont> m_fonts;
    void makeFonts();
    void makeMetrics();
};

/// "dark", "light", "contrast"; dark for anything else.
[[nodiscard]] ThemeName themeNameOf(const QString &text);
[[nodiscard]] QString toText(ThemeName name);
[[nodiscard]] QString glyphName(models::StateGroup group);

/// Loads the bundled faces. Once, before the first Theme.
void loadFonts();

} // namespace paradox::ui
