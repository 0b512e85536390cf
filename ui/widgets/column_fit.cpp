#include "ui/widgets/column_fit.h"

#include <algorithm>

namespace paradox::ui {
namespace {

int slackOf(const ColumnWidth &column)
{
    return column.least > 0 ? std::max(0, column.wanted - column.least) : 0;
}

} // namespace

std::vector<int> fitColumns(std::span<const ColumnWidth> columns, int room)
{
    std::vector<int> widths;
    if (columns.empty())
        return widths;
    int wanted = 0;
    int slack = 0;
    for (const ColumnWidth &column : columns) {
        wanted += column.wanted;
        slack += slackOf(column);
    }
    int missing = std::clamp(wanted - room, 0, slack);
    for (const ColumnWidth &column : columns) {
        const int own = slackOf(column);
        // What is left of the loss, over what is left of the slack: the parts add up without a remainder.
        const int given = slack > 0 ? (missing * own + slack / 2) / slack : 0;
        widths.push_back(column.wanted - given);
        missing -= given;
        slack -= own;
    }
    widths.back() += std::max(0, room - wanted);
    return widths;
}

} // namespace paradox::ui
