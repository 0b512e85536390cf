#pragma once

#include "models/key_names.h"

namespace paradox::ui {

/// Why `wanted` cannot be the name of `key`, or of a key that is yet to be made; empty when it can. A second key of one
/// name could be taken for the first.
[[nodiscard]] QString nameProblem(const models::KeyNames &names, const QString &wanted, const QString &key = {});

} // namespace paradox::ui
