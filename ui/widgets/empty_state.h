#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace paradox::ui {

class Theme;

/// What is absent, why, and the one next step. Real widgets, so that buttons and readers work.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    EmptyState(const Theme &theme, const QString &icon, QWidget *parent = nullptr);
    /// An empty verb hides its button; the first one is the primary.
    void setWords(const QString &title, const QString &sentence, const QString &primary = {},
                  const QString &second = {});
    [[nodiscard]] QString title() const;
    /// One line for a low panel: no icon, no sentence.
    void setCompact();
    /// The title and the steps; what else there is room for is seen beside them.
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void primaryChosen();
    void secondChosen();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Parts {
        bool icon = false;
        bool sentence = false;
    };
    [[nodiscard]] int heightOf(Parts parts) const;
    void fit();
    void paintIcon();

    const Theme &m_theme;
    bool m_compact = false;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_sentence;
    QPushButton *m_primary;
    QPushButton *m_second;
};

} // namespace paradox::ui
