#pragma once

#include "models/format.h"

#include <QWidget>

namespace paradox::ui {

class Theme;

/// A key outside a table: name and elided key, or all of it in groups of four, alternating in tone, for reviews.
class KeyLabel : public QWidget {
    Q_OBJECT

public:
    /// Fitting: the whole key where it fits, else its middle is left out.
    enum class Form { Six, Eight, Full, Fitting };

    KeyLabel(const Theme &theme, Form form, QWidget *parent = nullptr);
    void setKey(const models::KeyText &key);
    [[nodiscard]] const models::KeyText &key() const { return m_key; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QString fittingText() const; ///< of the form Fitting, at this width

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void copy() const;

    const Theme &m_theme;
    Form m_form;
    models::KeyText m_key;
};

} // namespace paradox::ui
