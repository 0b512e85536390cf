#pragma once

#include <QColor>
#include <QIconEngine>

namespace paradox::ui {

struct IconColors {
    QColor normal;
    QColor active; ///< hovered or checked
    QColor disabled;
};

/// One SVG at exactly the device pixels asked for, its currentColor replaced.
[[nodiscard]] QPixmap renderSvg(const QString &path, const QColor &color, int size, qreal ratio);

/// Draws an icon of resources/icons in the colours of a theme; never scales a pixmap.
class IconEngine : public QIconEngine {
public:
    IconEngine(const QString &path, const IconColors &colors);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode, QIcon::State state) const;

    QString m_path;
    IconColors m_colors;
};

} // namespace paradox::ui
