#pragma once

#include "ui/theme/tokens.h"

#include <QColor>
#include <QIconEngine>
#include <QPointer>

namespace paradox::ui {

class Theme;

struct IconTokens {
    Token normal;
    Token active; ///< hovered or checked
    Token disabled;
};

/// One SVG at exactly the device pixels asked for, its currentColor replaced.
[[nodiscard]] QPixmap renderSvg(const QString &path, const QColor &color, int size, qreal ratio);

/// Draws an icon of resources/icons in the colours that the theme has at that moment, so that an icon made before the
/// theme changed is as readable as one made after; never scales a pixmap.
class IconEngine : public QIconEngine {
public:
    IconEngine(const QString &path, const Theme &theme, const IconTokens &tokens);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    [[nodiscard]] QIconEngine *clone() const override;

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode, QIcon::State state) const;

    QString m_path;
    QPointer<const Theme> m_theme; ///< icons are copied about and may outlive it
    IconTokens m_tokens;
};

} // namespace paradox::ui
