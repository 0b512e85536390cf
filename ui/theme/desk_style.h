#pragma once

#include <QProxyStyle>

namespace paradox::ui {

class Theme;

/// What a sheet cannot say, over Fusion: metrics, the focus ring, hair lines between rows, no gradients.
class DeskStyle : public QProxyStyle {
    Q_OBJECT

public:
    explicit DeskStyle(const Theme &theme);

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;

private:
    const Theme &m_theme;
};

} // namespace paradox::ui
