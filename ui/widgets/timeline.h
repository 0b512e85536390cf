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
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void setCurrent(int node);
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int nodeHeight() const; ///< glyph and three lines of text

    const Theme &m_theme;
    models::LifeLine m_line;
    int m_current = 0;
};

} // namespace paradox::ui
