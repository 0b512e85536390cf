#pragma once

#include "client/error.h"

#include <QString>

namespace paradox::ui {

struct ErrorText {
    QString title;
    QString sentence; ///< why, and what the desk does or a person can do about it
    QString code;
};

/// Words for every error there is; the code of the node where it gave one.
[[nodiscard]] ErrorText errorText(const client::Error &error);

} // namespace paradox::ui
