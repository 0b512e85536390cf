#pragma once

#include "models/format.h"

#include <QWidget>

namespace paradox::ui {

class Theme;

/// Spent, held, this intent, left: the groove only; numbers stand beside it.
class LimitMeter : public QWidget {
    Q_OBJECT

public:
    explicit LimitMeter(const Theme &theme, QWidget *parent = nullptr);
    void setParts(const models::MeterParts &parts);
    [[nodiscard]] const models::MeterParts &parts() const { return m_parts; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    models::MeterParts m_parts;
};

/// "■ spent 51.78  ▨ held 18.19": what the tones of a meter mean, with or without numbers.
class MeterLegend : public QWidget {
    Q_OBJECT

public:
    MeterLegend(const Theme &theme, const QStringList &words, QWidget *parent = nullptr);
    void setWords(const QStringList &words);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int indent() const; ///< of a word behind its square, and between two

    const Theme &m_theme;
    QStringList m_words; ///< spent, held, then this or left
};

} // namespace paradox::ui
