#pragma once

#include "models/live_table_model.h"

#include "domain/ids.h"

#include <deque>

namespace paradox::models {

struct LogLine {
    UnixMillis at;
    QString level; ///< debug, info, warn, error
    QString room;
    QString message;
    std::uint64_t count = 1; ///< equal lines in a row
};

/// The last lines, newest last; equal lines in a row are counted, not stacked. Bounded.
class LogModel : public LiveTableModel {
    Q_OBJECT

public:
    enum Columns { Time, Level, Room, Message };
    static constexpr qsizetype linesMax = 20'000;

    explicit LogModel(QObject *parent = nullptr);
    void append(const LogLine &line);
    /// A line of the local node's stderr: JSON with level, room and message, or plain words.
    void appendNodeLine(const QString &text, UnixMillis now);

    [[nodiscard]] int rowOf(const QString &id) const override;
    [[nodiscard]] QString idAt(int row) const override;
    [[nodiscard]] bool isIdLess(int left, int right) const override { return left < right; }
    [[nodiscard]] std::vector<FilterKey> filterKeys() const override;
    [[nodiscard]] QVariant field(int row, const QString &key) const override;

protected:
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    /// One more than can be kept at any time, so that a number's slot is free again before its next use.
    static constexpr std::uint64_t slotsMax = linesMax + 1;
    static SlotNumber slotOf(std::uint64_t number) { return static_cast<SlotNumber>(number % slotsMax); }
    [[nodiscard]] std::uint64_t numberAt(int row) const;
    [[nodiscard]] const LogLine *lineAt(int row) const;

    std::deque<LogLine> m_lines;
    std::uint64_t m_first = 0; ///< number of the oldest line kept; ids are line numbers
};

} // namespace paradox::models
