#pragma once

#include "netting/net_json.h"

#include <QString>

#include <expected>

namespace paradox::cli {

/// More is refused, wherever it comes from: as much as netting takes.
inline constexpr auto inputBytesMax = static_cast<qint64>(netting::netJsonSizeMax);

/// A whole file, or standard input for "-". Error: words for a person.
[[nodiscard]] std::expected<netting::JsonText, QString> readInput(const QString &path, qint64 bytesMax = inputBytesMax);

} // namespace paradox::cli
