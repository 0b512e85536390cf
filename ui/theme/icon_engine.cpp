#include "ui/theme/icon_engine.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace paradox::ui {

QPixmap renderSvg(const QString &path, const QColor &color, int size, qreal ratio)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(svg);
    const int pixels = qRound(size * ratio);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

IconEngine::IconEngine(const QString &path, const Theme &theme, const IconTokens &tokens)
    : m_path(path),
      m_theme(&theme),
      m_tokens(tokens)
{
}

QColor IconEngine::colorFor(QIcon::Mode mode, QIcon::State state) const
{
    if (m_theme == nullptr)
        return {};
    const bool isActive = mode == QIcon::Active || mode == QIcon::Selected || state == QIcon::On;
    return m_theme->color(mode == QIcon::Disabled ? m_tokens.disabled : isActive ? m_tokens.active : m_tokens.normal);
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal ratio = painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1.0;
    const int size = qMin(rect.width(), rect.height());
    painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2,
                        renderSvg(m_path, colorFor(mode, state), size, ratio));
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    return renderSvg(m_path, colorFor(mode, state), qMin(size.width(), size.height()), 1.0);
}

QPixmap IconEngine::scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    // Size comes in device pixels here.
    QPixmap pixmap = renderSvg(m_path, colorFor(mode, state), qMin(size.width(), size.height()), 1.0);
    pixmap.setDevicePixelRatio(scale);
    return pixmap;
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

} // namespace paradox::ui
