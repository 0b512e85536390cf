#pragma once

#include "ledger/file.h"
#include "ledger/journal.h"

#include <expected>

namespace paradox::ledger {

/// A file of frames, read from front to back in little memory. What the disk cannot give is an error like any other,
/// which it would not be in a mapped file.
class FrameFile {
public:
    /// How such a file begins: seven letters for its kind and one digit for its format, then the ledger it belongs to.
    struct Heading {
        std::string_view magic;
        const Hash &genesis;
        [[nodiscard]] std::size_t size() const { return magic.size() + Hash::size; }
    };
    [[nodiscard]] static std::expected<FrameFile, StoreError> open(const std::filesystem::path &path,
                                                                   const Heading &heading);

    /// The next whole frame, good until the one after it; nothing at the end, and where what follows is torn or
    /// damaged.
    [[nodiscard]] std::expected<std::optional<StoredFrame>, StoreError> next();
    [[nodiscard]] std::uint64_t offset() const { return m_offset; } ///< behind the heading and the frames so far
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] bool atEnd() const { return m_offset == m_size; }

private:
    FrameFile(File file, std::uint64_t size) : m_file(std::move(file)), m_size(size) {}
    /// Makes so many bytes behind the offset ready; false: the disk fails, or somebody shortened the file.
    [[nodiscard]] bool fill(std::size_t count);
    [[nodiscard]] ByteSpan window() const { return ByteSpan(m_buffer).subspan(m_begin, m_filled - m_begin); }

    File m_file;
    std::uint64_t m_size;
    std::uint64_t m_offset = 0;
    Bytes m_buffer;
    std::size_t m_begin = 0; ///< of what has not been given out, in the buffer
    std::size_t m_filled = 0;
};

} // namespace paradox::ledger
