#pragma once

#include <QDialog>

class QLineEdit;

namespace paradox::ui {

class Theme;

/// A sentence and a verb, with one line of text when it is asked for: names and confirmations.
class TextDialog : public QDialog {
    Q_OBJECT

public:
    enum class Weight { Ordinary, Destructive };

    struct Words {
        QString title;
        QString sentence;
        QString field; ///< label of the line; empty: no line
        QString cancel;
        QString verb; ///< empty: only cancel
        Weight weight = Weight::Ordinary;
    };

    TextDialog(const Theme &theme, const Words &words, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &text);

private:
    QLineEdit *m_field = nullptr;
};

} // namespace paradox::ui
