#pragma once

#include "programs/toolchain/relocate.h"

namespace paradox::sbpf {

/// The file of a program. `entry` is the offset of its first instruction in the code segment.
[[nodiscard]] Bytes writeImageV0(const Layout &layout, const Segments &segments, std::uint64_t entry);
[[nodiscard]] Bytes writeImageV3(const Layout &layout, const Segments &segments, std::uint64_t entry);

/// Grows a file piece by piece.
class FileWriter {
public:
    [[nodiscard]] std::uint64_t size() const { return m_bytes.size(); }
    void bytes(ByteSpan bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    template <class T>
        requires std::is_trivially_copyable_v<T>
    void structure(const T &value)
    {
        bytes({reinterpret_cast<const std::uint8_t *>(&value), sizeof value});
    }
    void alignTo(std::uint64_t alignment) { m_bytes.resize(alignUp(m_bytes.size(), alignment)); }
    [[nodiscard]] Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

/// The header both versions share.
[[nodiscard]] elf::FileHeader programHeader(std::uint16_t programHeaderCount);

} // namespace paradox::sbpf
