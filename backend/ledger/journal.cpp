#include "ledger/journal.h"

#include "domain/assert.h"
#include "ledger/frame_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace paradox::ledger {

namespace {

constexpr std::string_view segmentMagic = "PDXJRNL1";
constexpr std::size_t segmentHeaderSize = 8 + Hash::size;
constexpr const char *unfinishedSegment = "journal.new";
constexpr std::size_t unsyncedBytesMax = 1024 * 1024; ///< of empty slots, before they are synced, too

/// Table k tells what a byte does to the checksum k bytes later: eight bytes can be taken at once.
constexpr std::array<std::array<std::uint32_t, 256>, 8> crcTables = [] {
    std::array<std::array<std::uint32_t, 256>, 8> tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78U : 0U);
        tables[0][i] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t i = 0; i < 256; ++i)
            tables[k][i] = (tables[k - 1][i] >> 8) ^ tables[0][tables[k - 1][i] & 0xff];
    }
    return tables;
}();

std::uint32_t crcUpdate(std::uint32_t crc, ByteSpan bytes)
{
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
        std::uint32_t next = 0;
        for (unsigned i = 0; i < 8; ++i) {
            const std::uint8_t byte = static_cast<std::uint8_t>(bytes[i] ^ (i < 4 ? crc >> (8 * i) : 0U));
            next ^= crcTables[7 - i][byte];
        }
        crc = next;
    }
    for (const std::uint8_t byte : bytes)
        crc = (crc >> 8) ^ crcTables[0][(crc ^ byte) & 0xff];
    return crc;
}

void store32(std::uint8_t *to, std::uint32_t value)
{
    for (unsigned i = 0; i < 4; ++i)
        to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t load32(const std::uint8_t *from)
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= static_cast<std::uint32_t>(from[i]) << (8 * i);
    return value;
}

} // namespace

std::uint32_t crc32c(ByteSpan bytes)
{
    return ~crcUpdate(~0U, bytes);
}

void putFrame(Bytes &out, FrameKind kind, std::initializer_list<ByteSpan> parts)
{
    const std::size_t start = out.size();
    out.resize(start + frameHeaderSize);
    out[start + 8] = static_cast<std::uint8_t>(kind);
    for (const ByteSpan part : parts)
        out.insert(out.end(), part.begin(), part.end());
    const std::size_t size = out.size() - start - frameHeaderSize;
    PARADOX_ASSERT(size <= frameSizeMax);
    store32(&out[start], static_cast<std::uint32_t>(size));
    store32(&out[start + 4], crc32c(ByteSpan(out).subspan(start + 8)));
}

std::optional<StoredFrame> takeFrame(ByteSpan &rest)
{
    if (rest.size() < frameHeaderSize)
        return std::nullopt;
    const std::uint32_t size = load32(rest.data());
    if (size > frameSizeMax || rest.size() - frameHeaderSize < size)
        return std::nullopt;
    if (crc32c(rest.subspan(8, size + 1)) != load32(rest.data() + 4))
        return std::nullopt;
    const StoredFrame frame{static_cast<FrameKind>(rest[8]), rest.subspan(frameHeaderSize, size)};
    rest = rest.subspan(frameHeaderSize + size);
    return frame;
}

std::filesystem::path Journal::segmentPath(Slot slot) const
{
    char name[48];
    std::snprintf(name, sizeof name, "journal-%020llu.log", static_cast<unsigned long long>(slot.value));
    return m_options.directory / name;
}

std::vector<std::filesystem::path> Journal::segments() const
{
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(m_options.directory, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("journal-") && name.ends_with(".log"))
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

std::expected<void, StoreError> Journal::open(const std::function<bool(const StoredFrame &)> &onFrame)
{
    std::vector<std::filesystem::path> paths = segments();
    std::error_code error;
    if (!paths.empty() && std::filesystem::file_size(paths.back(), error) < segmentHeaderSize) {
        ::unlink(paths.back().c_str()); // killed, or out of space, while it was being created: the one before goes on
        paths.pop_back();
    }
    for (const std::filesystem::path &path : paths) {
        const bool last = path == paths.back();
        auto file = FrameFile::open(path, {segmentMagic, m_options.genesis});
        if (!file)
            return std::unexpected(file.error());
        auto frame = file->next();
        for (; frame && *frame; frame = file->next()) {
            if (!onFrame(**frame))
                return std::unexpected(StoreError::Corrupt);
        }
        if (!frame)
            return std::unexpected(frame.error());
        if (!last && !file->atEnd())
            return std::unexpected(StoreError::Corrupt);
        if (!last)
            continue;
        m_segmentBytes = file->offset();
        m_file = File(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
        if (!m_file.isOpen() || ::ftruncate(m_file.descriptor(), static_cast<off_t>(m_segmentBytes)) != 0)
            return std::unexpected(StoreError::Unusable);
    }
    if (!m_file.isOpen() && !rotate({0}))
        return std::unexpected(StoreError::Unusable);
    return {};
}

bool Journal::write(ByteSpan frames)
{
    m_segmentBytes += frames.size();
    m_unsynced.insert(m_unsynced.end(), frames.begin(), frames.end());
    if (m_isDamaged)
        return repair();
    m_isDamaged = !m_file.writeAll(frames);
    return !m_isDamaged && (m_unsynced.size() <= unsyncedBytesMax || sync());
}

bool Journal::sync()
{
    if (m_isDamaged)
        return repair();
    if (m_unsynced.empty())
        return true;
    // After a failed sync nobody knows what reached the disk, and a second one need not tell.
    m_isDamaged = m_options.syncToDisk && ::fdatasync(m_file.descriptor()) != 0;
    if (m_isDamaged)
        return false;
    m_unsynced.clear();
    return true;
}

bool Journal::repair()
{
    const auto sound = static_cast<off_t>(m_segmentBytes - m_unsynced.size());
    m_isDamaged = ::ftruncate(m_file.descriptor(), sound) != 0 || !m_file.writeAll(m_unsynced) ||
                  !syncDirectory(m_options.directory);
    return !m_isDamaged && sync();
}

bool Journal::rotate(Slot slot)
{
    const std::filesystem::path unfinished = m_options.directory / unfinishedSegment;
    ::unlink(unfinished.c_str());
    File next(::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    const bool isMade = next.isOpen() && next.writeAll(asBytes(segmentMagic)) &&
                        next.writeAll(m_options.genesis.span()) && ::fsync(next.descriptor()) == 0;
    if (!isMade || (m_file.isOpen() && !sync()) || ::rename(unfinished.c_str(), segmentPath(slot).c_str()) != 0) {
        ::unlink(unfinished.c_str());
        return false;
    }
    m_file = std::move(next);
    m_segmentBytes = segmentHeaderSize;
    m_isDamaged = !syncDirectory(m_options.directory);
    return !m_isDamaged;
}

void Journal::dropBefore(Slot slot)
{
    const std::vector<std::filesystem::path> paths = segments();
    const std::filesystem::path limit = segmentPath(slot);
    for (std::size_t i = 0; i + 1 < paths.size() && paths[i + 1] <= limit; ++i)
        ::unlink(paths[i].c_str());
}

} // namespace paradox::ledger
