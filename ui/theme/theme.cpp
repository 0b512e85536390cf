#include "ui/theme/theme.h"

#include "ui/theme/icon_engine.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>
#include <QPainter>
#include <QScreen>
#include <QStyle>
#include <QSvgRenderer>

/// A static library's resource is linked only when somebody asks for it; the macro wants the global namespace.
static void linkResources()
{
    Q_INIT_RESOURCE(desk);
}

namespace paradox::ui {
namespace {

using models::StateGroup;

Token stateToken(StateGroup group)
{
    switch (group) {
    case StateGroup::None:
        return Token::TextSecondary;
    case StateGroup::Pending:
        return Token::StatePending;
    case StateGroup::Netted:
        return Token::StateNetted;
    case StateGroup::Settling:
        return Token::StateSettling;
    case StateGroup::Settled:
        return Token::StateSettled;
    case StateGroup::Rejected:
    case StateGroup::Aborting:
        return Token::StateRejected;
    case StateGroup::Expired:
    case StateGroup::Closed:
        return Token::StateExpired;
    case StateGroup::Stale:
    case StateGroup::Frozen:
        return Token::StateStale;
    case StateGroup::Resolving:
        return Token::StateResolving;
    }
    return Token::TextSecondary;
}

QFont faceOf(const QStringList &families, int tenthsOfPoint, QFont::Weight weight)
{
    QFont font(families);
    font.setPointSizeF(tenthsOfPoint / 10.0);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

} // namespace

void loadFonts()
{
    linkResources();
    for (const char *file : {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf",
                             "JetBrainsMono-Medium.ttf", "JetBrainsMono-Bold.ttf"})
        QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(file));
}

ThemeName themeNameOf(const QString &text)
{
    if (text == QStringLiteral("light"))
        return ThemeName::Light;
    return text == QStringLiteral("contrast") ? ThemeName::Contrast : ThemeName::Dark;
}

QString toText(ThemeName name)
{
    switch (name) {
    case ThemeName::Dark:
        return QStringLiteral("dark");
    case ThemeName::Light:
        return QStringLiteral("light");
    case ThemeName::Contrast:
        return QStringLiteral("contrast");
    }
    return {};
}

QString glyphName(StateGroup group)
{
    switch (group) {
    case StateGroup::None:
        return {};
    case StateGroup::Pending:
        return QStringLiteral("pending");
    case StateGroup::Netted:
        return QStringLiteral("netted");
    case StateGroup::Settling:
        return QStringLiteral("settling");
    case StateGroup::Settled:
        return QStringLiteral("settled");
    case StateGroup::Rejected:
        return QStringLiteral("rejected");
    case StateGroup::Expired:
        return QStringLiteral("expired");
    case StateGroup::Closed:
        return QStringLiteral("closed");
    case StateGroup::Stale:
        return QStringLiteral("stale");
    case StateGroup::Resolving:
        return QStringLiteral("resolving");
    case StateGroup::Frozen:
        return QStringLiteral("frozen");
    case StateGroup::Aborting:
        return QStringLiteral("aborting");
    }
    return {};
}

int textPercentOf(qreal points)
{
    constexpr qreal largestShipped = 11;
    constexpr qreal body = 9;
    return points > largestShipped ? std::min(200, qRound(points * 100 / body)) : 100;
}

Theme::Theme(QObject *parent)
    : QObject(parent),
      m_textPercent(textPercentOf(QFontInfo(QApplication::font()).pointSizeF()))
{
    makeFonts();
    makeMetrics();
}

int Theme::px(int length) const
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    const qreal dpi = screen != nullptr ? screen->logicalDotsPerInch() : 96;
    return qRound(length * m_textPercent * dpi / 9600);
}

void Theme::paintRing(QPainter &painter, const QRect &rect) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QColor focus = color(Token::Focus);
    const int width = ring();
    painter.fillRect(QRect(rect.x(), rect.y(), rect.width(), width), focus);
    painter.fillRect(QRect(rect.x(), rect.bottom() + 1 - width, rect.width(), width), focus);
    painter.fillRect(QRect(rect.x(), rect.y(), width, rect.height()), focus);
    painter.fillRect(QRect(rect.right() + 1 - width, rect.y(), width, rect.height()), focus);
    painter.restore();
}

void Theme::makeFonts()
{
    const QStringList sans{QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")};
    const QStringList mono{QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")};
    const auto put = [&](Face face, const QStringList &families, int tenths, QFont::Weight weight) {
        m_fonts.insert(static_cast<int>(face), faceOf(families, tenths * m_textPercent / 100, weight));
    };
    put(Face::Page, sans, 150, QFont::DemiBold);
    put(Face::Lead, sans, 128, QFont::DemiBold);
    put(Face::Empty, sans, 105, QFont::DemiBold);
    put(Face::Figure, mono, 105, QFont::Medium);
    put(Face::BodyLarge, sans, 98, QFont::Normal);
    put(Face::Body, sans, 90, QFont::Normal);
    put(Face::Strong, sans, 90, QFont::DemiBold);
    put(Face::Word, sans, 90, QFont::Medium);
    put(Face::Mono, mono, 86, QFont::Normal);
    put(Face::Amount, mono, 90, QFont::Normal);
    put(Face::Small, sans, 86, QFont::Normal);
}

void Theme::apply(ThemeName name)
{
    m_name = name;
    m_pixmaps.clear();
    QApplication::setPalette(palette());
    QApplication::setFont(font(Face::Body));
    qApp->setStyleSheet(sheet());
    Q_EMIT changed();
}

void Theme::setComfortable(bool comfortable)
{
    if (comfortable == m_comfortable)
        return;
    m_comfortable = comfortable;
    makeMetrics();
    apply(m_name);
}

void Theme::makeMetrics()
{
    m_metrics = m_comfortable ? Metrics{28, 36, 28, 30, 32, 36, 40, 38, 30, 14} : Metrics{};
    constexpr int bodyLine = 16;
    const int more = std::max(0, QFontMetrics(font(Face::Body)).height() - bodyLine);
    for (int *height : {&m_metrics.row, &m_metrics.tallRow, &m_metrics.header, &m_metrics.control, &m_metrics.title,
                        &m_metrics.dockBar, &m_metrics.toolBar, &m_metrics.lane, &m_metrics.strip})
        *height += more;
    m_metrics.glyph = px(m_metrics.glyph);
}

QColor Theme::color(Token token) const
{
    return QColor::fromRgb(tokenValue(token).rgb.at(static_cast<std::size_t>(m_name)));
}

QColor Theme::stateColor(StateGroup group) const
{
    return color(stateToken(group));
}

QFont Theme::font(Face face) const
{
    return m_fonts.value(static_cast<int>(face));
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, Token::BgPanel);
    set(QPalette::WindowText, Token::TextPrimary);
    set(QPalette::Text, Token::TextPrimary);
    set(QPalette::ButtonText, Token::TextPrimary);
    set(QPalette::Base, Token::BgBase);
    set(QPalette::AlternateBase, Token::BgBase);
    set(QPalette::Button, Token::BgRaised);
    set(QPalette::Mid, Token::LineFrame);
    set(QPalette::Midlight, Token::LineFrame);
    set(QPalette::Light, Token::BgRaised);
    set(QPalette::Shadow, Token::LineFrame);
    set(QPalette::Dark, Token::LineControl);
    set(QPalette::ToolTipBase, Token::BgRaised);
    set(QPalette::ToolTipText, Token::TextPrimary);
    set(QPalette::Link, Token::Accent);
    set(QPalette::LinkVisited, Token::Accent);
    set(QPalette::PlaceholderText, Token::TextTertiary);
    set(QPalette::BrightText, Token::AlertCritical);
    set(QPalette::Highlight, Token::Selection);
    set(QPalette::HighlightedText, Token::SelectionText);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, color(Token::SelectionInactive));
    palette.setColor(QPalette::Inactive, QPalette::HighlightedText, color(Token::TextPrimary));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::TextDisabled));
    return palette;
}

QString Theme::sheet() const
{
    QFile file(QStringLiteral(":/styles/desk.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    // Longer names first, so that @bg.panel is not taken for a part of another name.
    std::vector<const TokenValue *> values;
    for (const TokenValue &value : tokenTable())
        values.push_back(&value);
    std::ranges::sort(values, std::ranges::greater{}, [](const TokenValue *value) { return value->name.size(); });
    for (const TokenValue *value : values) {
        const QString name = QString::fromLatin1(value->name.data(), static_cast<qsizetype>(value->name.size()));
        text.replace(u'@' + name + u';',
                     QColor::fromRgb(value->rgb.at(static_cast<std::size_t>(m_name))).name() + u';');
    }
    const auto put = [&](const char *name, const QString &value) { text.replace(QLatin1String(name), value); };
    put("@mode;", m_name == ThemeName::Light ? QStringLiteral("light") : QStringLiteral("dark"));
    put("@edge; ", m_name == ThemeName::Contrast ? QStringLiteral("6px ") : QStringLiteral("3px "));
    put("@ring; ", QStringLiteral("%1px ").arg(ring()));
    // The ring grows inwards: a control keeps its size and its text does not move.
    for (const int padding : {3, 4, 5, 8, 9, 11, 13})
        text.replace(QStringLiteral("@ringed(%1)").arg(padding), QStringLiteral("%1px").arg(padding - ring()));
    put("@controlFocus;", QStringLiteral("%1px;").arg(m_metrics.control - 2 * ring()));
    put("@stripFieldFocus;", QStringLiteral("%1px;").arg(m_metrics.strip - 4 - 2 * ring()));
    put("@stripField;", QStringLiteral("%1px;").arg(m_metrics.strip - 6));
    const int indicator = px(12);
    put("@indicator;", QStringLiteral("%1px;").arg(indicator));
    put("@indicatorRadius;", QStringLiteral("%1px;").arg(indicator / 2 + 1));
    put("@indicatorDot;", QStringLiteral("%1px;").arg(indicator - 6));
    put("@control;", QStringLiteral("%1px;").arg(m_metrics.control - 2));
    put("@header;", QStringLiteral("%1px;").arg(m_metrics.header - 1));
    put("@strip;", QStringLiteral("%1px;").arg(m_metrics.strip));
    return text;
}

QPixmap Theme::rendered(const QString &path, const QColor &color, int size, qreal ratio) const
{
    const QString key = QStringLiteral("%1|%2|%3|%4").arg(path, color.name(QColor::HexArgb)).arg(size).arg(ratio);
    const auto known = m_pixmaps.constFind(key);
    if (known != m_pixmaps.constEnd())
        return *known;
    const QPixmap pixmap = renderSvg(path, color, size, ratio);
    m_pixmaps.insert(key, pixmap);
    return pixmap;
}

QIcon Theme::icon(const QString &name) const
{
    return QIcon(new IconEngine(QStringLiteral(":/icons/%1.svg").arg(name), *this,
                                {Token::TextSecondary, Token::TextPrimary, Token::TextDisabled}));
}

QIcon Theme::icon(const QString &name, Token token) const
{
    return QIcon(
        new IconEngine(QStringLiteral(":/icons/%1.svg").arg(name), *this, {token, token, Token::TextDisabled}));
}

QPixmap Theme::pixmap(const QString &name, Token token, int size, qreal ratio) const
{
    return rendered(QStringLiteral(":/icons/%1.svg").arg(name), color(token), size, ratio);
}

QPixmap Theme::glyph(StateGroup group, int size, qreal ratio) const
{
    return glyph(group, stateColor(group), size, ratio);
}

QPixmap Theme::glyph(StateGroup group, const QColor &color, int size, qreal ratio) const
{
    if (group == StateGroup::None)
        return {};
    return rendered(QStringLiteral(":/icons/state/%1.svg").arg(glyphName(group)), color, size, ratio);
}

} // namespace paradox::ui
