#pragma once

#include <QDockWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace paradox::models {
class Freshness;
}

namespace paradox::ui {

class Theme;
class MessageStack;
class StaleBadge;

/// A dock of the desk: own title bar with icon, name, badge, panel actions, float and close; message bars; then the
/// panel. Unhandled mouse events of the title drag and double-click as ever.
class DockFrame : public QDockWidget {
    Q_OBJECT

public:
    struct Options {
        QString id; ///< object name; layouts are stored by it
        QString name;
        QString icon;
        const models::Freshness *freshness = nullptr; ///< none: no badge
    };

    DockFrame(const Theme &theme, const Options &options, QWidget *parent = nullptr);

    void setPanel(QWidget *panel);
    void setTitleText(const QString &text);
    void setSummary(const QString &text); ///< right of the title, before the badge
    void addTitleWidget(QWidget *widget);
    [[nodiscard]] MessageStack *messages() const { return m_messages; }
    [[nodiscard]] StaleBadge *badge() const { return m_badge; }
    /// Shown and, among tabs, the one in front.
    [[nodiscard]] bool isInFront() const { return m_isInFront; }
    [[nodiscard]] QString iconName() const { return m_options.icon; }

protected:
    bool focusNextPrevChild(bool next) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *titleButton(const QString &icon, const QString &name);
    void followTheme();
    void fitTitle(); ///< a narrow dock drops its summary, then the end of its name

    const Theme &m_theme;
    Options m_options;
    QWidget *m_title;
    QHBoxLayout *m_titleRow;
    QLabel *m_icon;
    QLabel *m_name;
    QLabel *m_summary;
    StaleBadge *m_badge = nullptr;
    MessageStack *m_messages;
    QVBoxLayout *m_body;
    QString m_nameText;
    bool m_isInFront = false;
};

} // namespace paradox::ui
