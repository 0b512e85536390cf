#pragma once

#include "domain/clock.h"

#include <QPushButton>
#include <QTimer>

namespace paradox::ui {

class Theme;

/// A button that cannot be pressed before its hold-off is over. Never a default button: Enter does not reach it.
class CountdownButton : public QPushButton {
    Q_OBJECT

public:
    /// `verb` is the text once ready; the button keeps the width of its longest text.
    CountdownButton(const Theme &theme, const Clock &clock, const QString &verb, QWidget *parent = nullptr);

    void hold(std::int64_t milliseconds); ///< starts, or starts again
    void work(const QString &doing);      ///< "Signing…", disabled
    [[nodiscard]] bool isReady() const { return m_phase == Phase::Ready; }
    void tick(); ///< public for tests with an injected clock
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void readyChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Phase { Holding, Ready, Working };

    const Theme &m_theme;
    const Clock &m_clock;
    QString m_verb;
    Phase m_phase = Phase::Ready;
    std::int64_t m_holdMs = 0;
    std::int64_t m_until = 0;
    QTimer m_timer;
};

} // namespace paradox::ui
