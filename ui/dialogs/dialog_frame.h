#pragma once

#include <QString>

class QBoxLayout;
class QDialog;
class QPushButton;
class QVBoxLayout;

namespace paradox::ui {

class Theme;

struct DialogFrame {
    QString id;
    QString title; ///< of the window
    QString heading;
    QString sentence;
    int width = 0; ///< px of the design, at least
};

/// What the small dialogs share: they delete themselves, and begin with a heading and a sentence. The rest goes below.
[[nodiscard]] QVBoxLayout *frameDialog(QDialog &dialog, const Theme &theme, const DialogFrame &frame);

/// Cancel, which closes the dialog, then `ok` as the primary and default button.
void addButtons(QBoxLayout &row, QDialog &dialog, QPushButton &ok, const QString &cancelId, const QString &okId);

} // namespace paradox::ui
