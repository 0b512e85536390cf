#pragma once

#include "domain/amount.h"

#include <QDialog>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;

namespace paradox::ui {

class AmountEdit;
class Theme;

/// One amount and a verb: deposit, withdraw. What is signed is reviewed afterwards, from the bytes.
class AmountDialog : public QDialog {
    Q_OBJECT

public:
    struct Words {
        QString title;
        QString sentence;
        QString verb;
        std::optional<Lamports> most; ///< nothing: unknown, not checked here
        Lamports keepLeast{};         ///< who does not take all leaves at least this
        QString beside{};             ///< what else it costs
        QString emptied{};            ///< what follows from taking all
    };

    AmountDialog(const Theme &theme, const Words &words, QWidget *parent);
    [[nodiscard]] AmountEdit &edit() const { return *m_edit; }

Q_SIGNALS:
    void chosen(paradox::Lamports amount);

private:
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString advice() const; ///< while nothing is wrong
    void refresh();

    Words m_words;
    AmountEdit *m_edit;
    QLabel *m_note;
    QPushButton *m_ok;
};

} // namespace paradox::ui
