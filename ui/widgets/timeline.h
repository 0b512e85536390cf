#pragma once

#include "models/life_line.h"

#include <QWidget>

#include <vector>

class QPainter;

namespace paradox::ui {

class Theme;

/// The life line of an intent, a batch or an operation: one node for each state and attempt, in order. Side by side
/// where their words have room, else under each other.
class Timeline : public QWidget {
    Q_OBJECT

public:
    explicit Timeline(const Theme &theme, QWidget *parent = nullptr);
    void setLine(const models::LifeLine &line);
    [[nodiscard]] const models::LifeLine &line() const { return m_line; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void measure();
    [[nodiscard]] bool isRow(int width) const;
    [[nodiscard]] QColor colorOf(const models::LifeNode &node) const;
    void paintRow(QPainter &painter) const;
    void paintList(QPainter &painter) const;
    void setCurrent(int node);
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] int nodeHeight() const; ///< glyph and three lines of text

    const Theme &m_theme;
    models::LifeLine m_line;
    std::vector<int> m_widths; ///< of the nodes' words
    int m_current = 0;
};

} // namespace paradox::ui
