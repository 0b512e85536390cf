#pragma once

#include <QMargins>

class QWidget;

namespace paradox::ui {

class WrapRow;

enum class StripKind { Tools, Foot };

/// A strip across a panel or dialog in the look of the sheet: tools above the content, or a foot below it. Its widget
/// is the row's parentWidget().
[[nodiscard]] WrapRow *makeStrip(StripKind kind, QWidget *parent, const QMargins &margins);

} // namespace paradox::ui
