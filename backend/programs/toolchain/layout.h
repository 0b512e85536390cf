#pragma once

#include "programs/toolchain/symbols.h"

#include <map>

namespace paradox::sbpf {

/// The sections the entry reaches, in the order they are met; relocated data behind plain data.
struct LiveSections {
    std::vector<SectionId> code;
    std::vector<SectionId> data;
};

/// Follows the references from the entry. Refuses references to what cannot be loaded, and more bytes than `bytesMax`.
[[nodiscard]] std::expected<LiveSections, LinkError> reach(const Program &program, const Target &entry,
                                                           std::size_t bytesMax);

/// Where each live section lies in its segment, and where the segments lie in the file and in the machine.
struct Layout {
    std::map<SectionId, std::uint64_t> places; ///< offsets in the segment of the section's kind
    std::uint64_t codeSize = 0;
    std::uint64_t dataSize = 0;
    std::uint64_t codeOffset = 0; ///< in the file
    std::uint64_t dataOffset = 0;
    std::uint64_t codeAddress = 0; ///< in the machine
    std::uint64_t dataAddress = 0;

    [[nodiscard]] std::uint64_t addressOf(const Program &program, const Target &target) const;
    /// Of a place in code, in the code segment.
    [[nodiscard]] std::uint64_t codePlaceOf(const Target &target) const
    {
        return places.at(target.section) + target.value;
    }
};

[[nodiscard]] Layout layOut(const Program &program, const LiveSections &live, Version version);

[[nodiscard]] constexpr std::uint64_t alignUp(std::uint64_t value, std::uint64_t alignment)
{
    return (value + alignment - 1) / alignment * alignment;
}

} // namespace paradox::sbpf
