#pragma once

#include "ledger/bank.h"
#include "ledger/file.h"

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace paradox::ledger {

/// Frames of journal and snapshot files: length, CRC-32C, kind, payload.
enum class FrameKind : std::uint8_t {
    Transaction = 1, ///< record and its writes
    Block = 2,
    Writes = 3, ///< of a slot, outside transactions
    SnapshotRoot = 4,
    SnapshotStatus = 5,
    SnapshotEnd = 6,
    Reopen = 7, ///< parent and working slot: what came after the parent is undone
    Placed = 8, ///< writes that hold at every slot: what a chain is born with
};

inline constexpr std::size_t frameHeaderSize = 9;
inline constexpr std::uint32_t frameSizeMax = 256 * 1024 * 1024;

[[nodiscard]] std::uint32_t crc32c(ByteSpan bytes);
void putFrame(Bytes &out, FrameKind kind, std::initializer_list<ByteSpan> parts);

struct StoredFrame {
    FrameKind kind;
    ByteSpan payload;
};
/// Takes one whole frame off the front; nothing when it is torn or damaged.
[[nodiscard]] std::optional<StoredFrame> takeFrame(ByteSpan &rest);

/// Why a ledger cannot go on from its files.
enum class StoreError : std::uint8_t {
    Unusable,          ///< cannot be created, opened or written
    Unreadable,        ///< the disk does not give back what the file should hold
    Corrupt,           ///< damaged other than by a torn tail, or of another ledger
    UnsupportedFormat, ///< of a format that this version does not read
};

/// The append-only log of one ledger: everything the chain did, in order, as effects. A transaction counts as accepted
/// when its frame is on disk. Segments start at a snapshot; the torn tail of the last one is cut off when it is opened.
/// What was handed in stays in memory until a sync has succeeded: when the disk fails, all of that is written again
/// from the last sound byte on, so that a segment never has a gap or half a frame in its middle.
class Journal {
public:
    struct Options {
        std::filesystem::path directory;
        Hash genesis;
        bool syncToDisk = true;
    };

    explicit Journal(Options options) : m_options(std::move(options)) {}

    /// Feeds every frame of every segment, in order, and opens the last one (or a first one) for appending.
    [[nodiscard]] std::expected<void, StoreError> open(const std::function<bool(const StoredFrame &)> &onFrame);
    /// False: the disk fails. The frames are kept; repair(), or the next write or sync, tries again.
    [[nodiscard]] bool write(ByteSpan frames);
    [[nodiscard]] bool sync();
    /// Cuts off what a failure left behind, writes again what is not known to be on disk, and syncs.
    [[nodiscard]] bool repair();
    /// Begins a new segment, first block `slot`. False: the old one goes on.
    [[nodiscard]] bool rotate(Slot slot);
    /// Removes the segments before the one that begins at `slot` or is the last to begin before it.
    void dropBefore(Slot slot);
    [[nodiscard]] std::uint64_t segmentBytes() const { return m_segmentBytes; }

private:
    [[nodiscard]] std::vector<std::filesystem::path> segments() const;
    [[nodiscard]] std::filesystem::path segmentPath(Slot slot) const;

    Options m_options;
    File m_file;
    std::uint64_t m_segmentBytes = 0; ///< with everything handed in
    Bytes m_unsynced;                 ///< the last of them, not known to be on disk
    bool m_isDamaged = false;         ///< the file ends in something else than m_unsynced
};

} // namespace paradox::ledger
