#pragma once

#include <QString>

namespace paradox::ui {

class LiveTable;
class LongList;
class WrapRow;
struct PanelContext;

/// Puts into a strip how many rows of a long list are here, of how many at most, and the button that reads older ones.
void addKeptRows(WrapRow &strip, LiveTable &table, LongList &list, const PanelContext &context,
                 const QString &olderAction);

} // namespace paradox::ui
