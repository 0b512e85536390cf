#pragma once

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

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
        std::function<QString(const QString &)> problem{}; ///< why this text will not do; not asked of an empty line
    };

    TextDialog(const Theme &theme, const Words &words, QWidget *parent);

Q_SIGNALS:
    void chosen(const QString &text);

private:
    void addField(QVBoxLayout &layout);
    void refresh();

    Words m_words;
    QLineEdit *m_field = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_verb = nullptr;
};

} // namespace paradox::ui
