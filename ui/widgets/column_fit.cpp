#include "ui/widgets/column_fit.h"

#include <algorithm>

namespace paradox::ui {
namespace {

int leastOf(const ColumnWidth &column)
{
    return column.least > 0 ? std::min(column.least, column.wanted) : column.wanted;
}

/// Which columns stay in `room`.
std::vector<bool> stayingIn(std::span<const ColumnWidth> columns, int room)
{
    std::vector<bool> stay(columns.size(), true);
    int least = 0;
    for (const ColumnWidth &column : columns)
        least += leastOf(column);
    while (least > room) {
        std::size_t first = 0;
        int gives = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (stay[i] && columns[i].gives > gives) {
                gives = columns[i].gives;
                first = i;
            }
        }
        if (gives == 0)
            break;
        stay[first] = false;
        least -= leastOf(columns[first]);
    }
    return stay;
}

} // namespace

std::vector<int> fitColumns(std::span<const ColumnWidth> columns, int room)
{
    const std::vector<bool> stay = stayingIn(columns, room);
    std::vector<int> widths(columns.size(), 0);
    int wanted = 0;
    int slack = 0;
    std::size_t last = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!stay[i])
            continue;
        wanted += columns[i].wanted;
        slack += columns[i].wanted - leastOf(columns[i]);
        last = i;
    }
    int missing = std::clamp(wanted - room, 0, slack);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!stay[i])
            continue;
        const int own = columns[i].wanted - leastOf(columns[i]);
        // What is left of the loss, over what is left of the slack: the parts add up without a remainder.
        const int given = slack > 0 ? (missing * own + slack / 2) / slack : 0;
        widths[i] = columns[i].wanted - given;
        missing -= given;
        slack -= own;
    }
    if (last < columns.size())
        widths[last] += std::max(0, room - wanted);
    return widths;
}

} // namespace paradox::ui
