#pragma once

#include "domain/clock.h"
#include "ui/delegates/table_delegate.h"

#include <QHeaderView>

namespace paradox::models {
struct BatchLane;
}

namespace paradox::ui {

/// What part of time a lane shows: pixels and milliseconds, shared by lanes, axis and now line. GUI thread.
class TimeScale : public QObject {
    Q_OBJECT

public:
    explicit TimeScale(const Clock &clock, QObject *parent = nullptr) : QObject(parent), m_clock(clock) {}

    void pan(int ticks);
    void zoom(int direction);
    void toNow();
    [[nodiscard]] std::int64_t spanMs() const { return m_spanMs; }
    [[nodiscard]] std::int64_t tickMs() const { return m_spanMs / 6; }
    /// Right end; now stands at 85 % of the width while nobody panned.
    [[nodiscard]] std::int64_t endMs() const;
    [[nodiscard]] int xOf(std::int64_t atMs, const QRect &rect) const;
    [[nodiscard]] std::int64_t nowMs() const { return m_clock.wall().value; }

Q_SIGNALS:
    void changed();

private:
    const Clock &m_clock;
    std::int64_t m_spanMs = 180'000;
    std::int64_t m_offsetMs = 0;
};

/// The flight deck: number, state and the lane of each batch; other columns as everywhere.
class LaneDelegate : public TableDelegate {
    Q_OBJECT

public:
    LaneDelegate(const Theme &theme, const TimeScale &scale, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintNumber(QPainter &painter, const QRect &rect, const QModelIndex &index, bool active) const;
    void paintLane(QPainter &painter, const QRect &rect, const models::BatchLane &lane) const;
    void paintChunks(QPainter &painter, const QRect &bar, const models::BatchLane &lane) const;

    const TimeScale &m_scale;
};

/// Header whose time column carries the axis.
class LaneHeader : public QHeaderView {
    Q_OBJECT

public:
    LaneHeader(const Theme &theme, const TimeScale &scale, int column, QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    const Theme &m_theme;
    const TimeScale &m_scale;
    int m_column;
};

} // namespace paradox::ui
