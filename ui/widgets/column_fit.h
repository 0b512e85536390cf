#pragma once

#include <span>
#include <vector>

namespace paradox::ui {

/// What a column of a table wants, and what it can do with: names and words elide, numbers do not.
struct ColumnWidth {
    int wanted = 0;
    int least = 0; ///< 0: as much as it wants
    int gives = 0; ///< where the least widths do not fit, the column with the highest goes first; 0: stays
};

/// Widths that fill `room` exactly where that can be: the last column takes what is left over, and columns that can
/// give way do so in proportion to what they can give. Columns that go have no width. Below the sum of the least widths
/// of those that stay it is that sum.
[[nodiscard]] std::vector<int> fitColumns(std::span<const ColumnWidth> columns, int room);

} // namespace paradox::ui
