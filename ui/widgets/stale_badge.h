#pragma once

#include "models/freshness.h"
#include "models/state_word.h"

#include <QAbstractButton>

namespace paradox::ui {

class Theme;

/// "Live as of 14:32:07" in a dock title or the strip: glyph, word, time. Announces a change of word, not of seconds.
class StaleBadge : public QAbstractButton {
    Q_OBJECT

public:
    StaleBadge(const Theme &theme, const models::Freshness &freshness, QWidget *parent = nullptr);
    /// Stands instead of "as of …" while Live.
    void setDetail(const QString &detail);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QString shownText() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void announce();
    [[nodiscard]] int glyphSide() const;
    [[nodiscard]] models::StateGroup stateGroup() const;

    const Theme &m_theme;
    const models::Freshness &m_freshness;
    QString m_detail;
};

} // namespace paradox::ui
