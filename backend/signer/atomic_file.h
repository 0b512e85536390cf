#pragma once

#include "domain/bytes.h"

#include <filesystem>
#include <optional>

namespace paradox::signer {

/// The file is either the old one or the new one, whatever happens: side file, mode 0600, flush, rename, flush of the
/// folder. The side file is created exclusively and never through a link.
[[nodiscard]] bool writeAtomically(const std::filesystem::path &path, ByteSpan bytes);
/// Like it, but never over an existing file.
[[nodiscard]] bool writeNew(const std::filesystem::path &path, ByteSpan bytes);
/// Nothing when it cannot be read or is larger than `sizeMax`.
[[nodiscard]] std::optional<Bytes> readFile(const std::filesystem::path &path, std::size_t sizeMax);
/// Flushes a folder, so that a rename or a new name in it lasts.
[[nodiscard]] bool flushFolder(const std::filesystem::path &folder);
/// All of it, or false.
[[nodiscard]] bool writeAll(int file, ByteSpan bytes);

} // namespace paradox::signer
