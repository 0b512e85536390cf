#include "ledger/frame_file.h"

#include "solana/borsh.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace paradox::ledger {

namespace {

constexpr std::size_t readBytesMin = 1024 * 1024;

} // namespace

std::expected<FrameFile, StoreError> FrameFile::open(const std::filesystem::path &path, const Heading &heading)
{
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.descriptor(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::unexpected(StoreError::Unusable);
    FrameFile frames(std::move(file), static_cast<std::uint64_t>(status.st_size));
    if (frames.m_size < heading.size())
        return std::unexpected(StoreError::Corrupt);
    if (!frames.fill(heading.size()))
        return std::unexpected(StoreError::Unreadable);
    const std::string_view magic = asText(frames.window().first(heading.magic.size()));
    const auto kindSize = heading.magic.size() - 1;
    if (magic.substr(0, kindSize) == heading.magic.substr(0, kindSize) && magic != heading.magic)
        return std::unexpected(StoreError::UnsupportedFormat);
    if (magic != heading.magic || Hash::from(frames.window().subspan(magic.size(), Hash::size)) != heading.genesis)
        return std::unexpected(StoreError::Corrupt);
    frames.m_offset = frames.m_begin = heading.size();
    return frames;
}

bool FrameFile::fill(std::size_t count)
{
    if (m_filled - m_begin >= count)
        return true;
    std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin),
              m_buffer.begin() + static_cast<std::ptrdiff_t>(m_filled), m_buffer.begin());
    m_filled -= std::exchange(m_begin, 0);
    m_buffer.resize(std::max({m_buffer.size(), count, readBytesMin}));
    while (m_filled < count) {
        const ssize_t got = ::read(m_file.descriptor(), m_buffer.data() + m_filled, m_buffer.size() - m_filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        m_filled += static_cast<std::size_t>(got);
    }
    return true;
}

std::expected<std::optional<StoredFrame>, StoreError> FrameFile::next()
{
    const std::uint64_t left = m_size - m_offset;
    if (left < frameHeaderSize)
        return std::nullopt;
    if (!fill(frameHeaderSize))
        return std::unexpected(StoreError::Unreadable);
    const std::uint64_t size = frameHeaderSize + solana::BorshReader(window()).take<std::uint32_t>();
    if (size > left || size > frameHeaderSize + frameSizeMax)
        return std::nullopt;
    if (!fill(size))
        return std::unexpected(StoreError::Unreadable);
    ByteSpan rest = window().first(size);
    const std::optional<StoredFrame> frame = takeFrame(rest);
    if (frame) {
        m_offset += size;
        m_begin += size;
    }
    return frame;
}

} // namespace paradox::ledger
