#include "ledger/zstd_frame.h"

#include "solana/borsh.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

constexpr std::uint32_t zstdMagic = 0xFD2FB528U;
constexpr std::uint8_t singleSegmentWith8ByteSize = 0xE0; ///< no window, no checksum, no dictionary
constexpr std::size_t blockSizeMax = 128 * 1024;
constexpr std::uint32_t lastBlock = 1;

} // namespace

Bytes zstdStore(ByteSpan bytes)
{
    solana::BorshWriter writer;
    writer.put(zstdMagic).put(singleSegmentWith8ByteSize).put(std::uint64_t{bytes.size()});
    do {
        const std::size_t size = std::min(bytes.size(), blockSizeMax);
        // Three bytes: last or not, type raw (0), size.
        const std::uint32_t header = static_cast<std::uint32_t>(size << 3) | (size == bytes.size() ? lastBlock : 0U);
        writer.put(static_cast<std::uint16_t>(header)).put(static_cast<std::uint8_t>(header >> 16));
        writer.raw(bytes.first(size));
        bytes = bytes.subspan(size);
    } while (!bytes.empty());
    return writer.take();
}

} // namespace paradox::ledger
