#pragma once

#include "domain/bytes.h"

#include <QDialog>
#include <QList>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace paradox::models {
class Settings;
}

namespace paradox::ui {

class KeyRoom;
class Theme;
class WizardPage;

/// First steps: role, back end, key, backup check, security. The key is made on the Key page, because the next page
/// proves that it opens; sign-in follows as soon as the node answers, reviewed like every signature.
class FirstRun : public QDialog {
    Q_OBJECT

public:
    FirstRun(const Theme &theme, models::Settings &settings, KeyRoom &keys, QWidget *parent = nullptr);

    [[nodiscard]] int page() const { return m_at; }
    [[nodiscard]] QPushButton *nextButton() const { return m_next; }
    [[nodiscard]] WizardPage *currentPage() const { return m_pages[m_at]; }

private:
    QWidget *buildFoot();
    void addPage(WizardPage *page);
    void showPage(int index);
    void focusPage();
    void goNext();
    void refresh();
    void refreshSteps();

    const Theme &m_theme;
    models::Settings &m_settings;
    QList<WizardPage *> m_pages;
    QList<QLabel *> m_glyphs, m_names, m_details;
    QList<QWidget *> m_steps;
    QStackedWidget *m_stack;
    QVBoxLayout *m_stepColumn;
    QLabel *m_why; ///< why one cannot go on, in words beside the button
    QPushButton *m_back;
    QPushButton *m_next;
    QString m_failure; ///< what leaving the page said
    int m_at = 0;
    bool m_busy = false;
};

} // namespace paradox::ui
