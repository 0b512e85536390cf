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

/// A file's bytes as the system caches them, for reading once: no copy, and no fresh memory to fill. Nobody may
/// shorten the file below what is still read.
class MappedFile {
public:
    /// Nothing when it cannot be read or is no regular file.
    [[nodiscard]] static std::optional<MappedFile> open(const std::filesystem::path &path);
    MappedFile(MappedFile &&other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}
    MappedFile &operator=(MappedFile &&) = delete;
    ~MappedFile();
    [[nodiscard]] ByteSpan bytes() const { return m_bytes; }

private:
    explicit MappedFile(ByteSpan bytes) : m_bytes(bytes) {}

    ByteSpan m_bytes;
};

/// Makes a directory entry durable.
[[nodiscard]] bool syncDirectory(const std::filesystem::path &directory);
[[nodiscard]] std::optional<Bytes> readFile(const std::filesystem::path &path);
/// Write, fsync, rename, fsync the directory; mode 0600.
[[nodiscard]] bool replaceFile(const std::filesystem::path &path, ByteSpan bytes);

} // namespace paradox::ledger
