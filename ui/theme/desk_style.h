#pragma once

#include <QProxyStyle>
#include <QVariant>

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

/// Sets a property that the sheet looks at, and has the widget drawn by it.
void restyle(QWidget &widget, const char *property, const QVariant &value);

} // namespace paradox::ui
