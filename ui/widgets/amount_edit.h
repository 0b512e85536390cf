#pragma once

#include "models/format.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

namespace paradox::ui {

class Theme;

/// Two linked fields, SOL and lamports. Exact; never a spin box, never floating point. What cannot be read, and what is
/// more than an amount can be, is refused in words under the fields.
class AmountEdit : public QWidget {
    Q_OBJECT

public:
    explicit AmountEdit(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] std::optional<Lamports> amount() const { return m_amount; }
    void setAmount(std::optional<Lamports> amount);
    /// What is wrong with the text as it stands; empty for an amount, and for no text.
    [[nodiscard]] QString problem() const;
    /// Nothing when there is an amount; else what a form says of it beside its button.
    [[nodiscard]] QString lack() const;
    [[nodiscard]] QLineEdit *solField() const { return m_sol; }
    [[nodiscard]] QLineEdit *lamportsField() const { return m_lamports; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void read(QLineEdit *from, models::AmountUnit unit);
    void say(const QString &problem, const QLineEdit *wrong);
    void step(QLineEdit *field, int direction);

    QLineEdit *m_sol;
    QLineEdit *m_lamports;
    QLabel *m_problem;
    std::optional<Lamports> m_amount;
};

/// What is wrong and what to do about it; nothing for an empty field.
[[nodiscard]] QString amountProblemText(models::AmountInputError error, models::AmountUnit unit);

} // namespace paradox::ui
