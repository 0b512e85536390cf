#pragma once

#include "models/life_line.h"

#include <QWidget>

namespace paradox::ui {

class Theme;

/// The life line of an intent, a batch or an operation: one node for each state and attempt, in order.
class Timeline : public QWidget {
    Q_OBJECT

public:
    explicit Timeline(const Theme &theme, QWidget *parent = nullptr);
    void setLine(const models::LifeLine &line);
    [[nodiscard]] const models::LifeLine &line() const { return m_line; }
    [[nodiscard]] QSize sizeHint() const override { return {720, 92}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 84}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void setCurrent(int node);

    const Theme &m_theme;
    models::LifeLine m_line;
    int m_current = 0;
};

} // namespace paradox::ui
