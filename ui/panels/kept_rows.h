#pragma once

#include <QString>

#include <cstdint>

namespace paradox::ui {

class LiveTable;
class LongList;
class WrapRow;
struct PanelContext;

struct KeptRows {
    std::uint64_t here = 0;
    std::uint64_t shown = 0; ///< of those here, as the filter says
    std::uint64_t most = 0;
};

/// How many rows there are; of the limit only where a person meets it: in its last tenth, and where rows leave.
[[nodiscard]] QString keptWords(const KeptRows &rows);

/// Puts into a strip how many rows of a long list are here, and the button that reads older ones.
void addKeptRows(WrapRow &strip, LiveTable &table, LongList &list, const PanelContext &context,
                 const QString &olderAction);

} // namespace paradox::ui
