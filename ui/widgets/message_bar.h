#pragma once

#include <QFrame>
#include <QHash>
#include <QVBoxLayout>

class QHBoxLayout;
class QLabel;

namespace paradox::ui {

class Theme;

enum class MessageLevel { Info, Ok, Warning, Critical };

/// What happened, why and what the desk does about it, what a person can do, and the code.
struct Message {
    MessageLevel level = MessageLevel::Info;
    QString title;
    QString text;
    QString code;
    QString action;    ///< verb of the one button, empty for none
    QString subject{}; ///< the action it speaks of, empty for none; of one action only the last word stands
    bool operator==(const Message &) const = default;
};

/// One inline bar. Equal messages raise its counter.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    MessageBar(const Theme &theme, const Message &message, QWidget *parent = nullptr);
    void again();
    [[nodiscard]] const Message &message() const { return m_message; }
    [[nodiscard]] int count() const { return m_count; }

Q_SIGNALS:
    void actionChosen(const QString &code);
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void paintIcon();

    const Theme &m_theme;
    Message m_message;
    int m_count = 1;
    QLabel *m_icon;
    QLabel *m_counter;
};

/// The bars at the top of a panel: at most two are shown, the rest behind "2 more".
class MessageStack : public QWidget {
    Q_OBJECT

public:
    explicit MessageStack(const Theme &theme, QWidget *parent = nullptr);
    void post(const Message &message);
    /// The cause is gone.
    void clear(const QString &code);
    void clearSubject(const QString &subject);
    void clearAll();
    [[nodiscard]] int barCount() const { return static_cast<int>(m_bars.size()); }
    [[nodiscard]] MessageBar *bar(const QString &code) const;

Q_SIGNALS:
    void actionChosen(const QString &code);

private:
    template <class Condition>
    void clearWhere(Condition &&isOver);
    void arrange();

    const Theme &m_theme;
    QList<MessageBar *> m_bars;
    QVBoxLayout *m_layout;
    QLabel *m_more;
};

} // namespace paradox::ui
