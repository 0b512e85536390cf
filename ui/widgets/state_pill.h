#pragma once

#include "models/state_word.h"

#include <QWidget>

namespace paradox::ui {

class Theme;

/// A state as glyph and word; framed in headers, bare elsewhere.
class StatePill : public QWidget {
    Q_OBJECT

public:
    enum class Form { Bare, Framed };

    StatePill(const Theme &theme, Form form, QWidget *parent = nullptr);
    void setState(const models::StateWord &state);
    [[nodiscard]] const models::StateWord &state() const { return m_state; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Form m_form;
    models::StateWord m_state;
};

} // namespace paradox::ui
