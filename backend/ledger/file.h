#pragma once

#include "domain/bytes.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace paradox::ledger {

/// A file descriptor that closes itself.
class File {
public:
    explicit File(int descriptor = -1) : m_descriptor(descriptor) {}
    File(File &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    File &operator=(File &&other) noexcept;
    ~File();
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] bool writeAll(ByteSpan bytes);

private:
    int m_descriptor;
};

/// Makes a directory entry durable.
[[nodiscard]] bool syncDirectory(const std::filesystem::path &directory);
[[nodiscard]] std::optional<Bytes> readFile(const std::filesystem::path &path);
/// Write, fsync, rename, fsync the directory; mode 0600.
[[nodiscard]] bool replaceFile(const std::filesystem::path &path, ByteSpan bytes);

} // namespace paradox::ledger
