#include "programs/toolchain/layout.h"

#include <algorithm>
#include <deque>
#include <set>

namespace paradox::sbpf {

namespace {

/// Where the machine maps a program: all of a v0 file, or the code of a v3 one.
constexpr std::uint64_t programStart = std::uint64_t{1} << 32;
constexpr std::uint64_t v0HeaderCount = 4;
constexpr std::uint64_t segmentAlignment = 16;
/// v3 maps data at address zero; with this in front no object of the program is at a null pointer.
constexpr std::uint64_t v3NullPadding = 16;

std::uint64_t place(const Program &program, std::span<const SectionId> sections, std::uint64_t start, Layout &layout)
{
    std::uint64_t at = start;
    for (const SectionId id : sections) {
        const Section &section = program.section(id);
        at = alignUp(at, std::max<std::uint64_t>(section.alignment, 8));
        layout.places.emplace(id, at);
        at += section.bytes.size();
    }
    return alignUp(at, 8);
}

} // namespace

std::expected<LiveSections, LinkError> reach(const Program &program, const Target &entry, std::size_t bytesMax)
{
    LiveSections live;
    std::set<SectionId> seen{entry.section};
    std::deque<SectionId> work{entry.section};
    std::size_t bytes = 0;
    for (; !work.empty(); work.pop_front()) {
        const SectionId id = work.front();
        const Section &section = program.section(id);
        bytes += section.bytes.size();
        if (bytes > bytesMax)
            return std::unexpected(LinkError{.fault = LinkFault::ImageTooLarge,
                                             .object = program.object(id).name,
                                             .section = std::string(section.name),
                                             .detail = "more than " + std::to_string(bytesMax) + " bytes"});
        (section.kind == SectionKind::Code ? live.code : live.data).push_back(id);
        for (const Reference &reference : section.references) {
            const auto meaning = program.resolve(id, reference);
            if (!meaning)
                return std::unexpected(meaning.error());
            const Target *target = std::get_if<Target>(&*meaning);
            if (target != nullptr && seen.insert(target->section).second)
                work.push_back(target->section);
        }
    }
    std::ranges::stable_partition(live.data,
                                  [&](const SectionId id) { return program.section(id).references.empty(); });
    return live;
}

Layout layOut(const Program &program, const LiveSections &live, Version version)
{
    Layout layout;
    const bool padded = version == Version::V3 && !live.data.empty();
    layout.codeSize = place(program, live.code, 0, layout);
    layout.dataSize = place(program, live.data, padded ? v3NullPadding : 0, layout);
    switch (version) {
    case Version::V0:
        layout.codeOffset =
            alignUp(sizeof(elf::FileHeader) + v0HeaderCount * sizeof(elf::ProgramHeader), segmentAlignment);
        layout.dataOffset = alignUp(layout.codeOffset + layout.codeSize, segmentAlignment);
        layout.codeAddress = programStart + layout.codeOffset;
        layout.dataAddress = programStart + layout.dataOffset;
        break;
    case Version::V3:
        layout.dataOffset = sizeof(elf::FileHeader) + (live.data.empty() ? 1 : 2) * sizeof(elf::ProgramHeader);
        layout.codeOffset = layout.dataOffset + layout.dataSize;
        layout.codeAddress = programStart;
        layout.dataAddress = 0;
        break;
    }
    return layout;
}

std::uint64_t Layout::addressOf(const Program &program, const Target &target) const
{
    const bool isCode = program.section(target.section).kind == SectionKind::Code;
    return (isCode ? codeAddress : dataAddress) + places.at(target.section) + target.value;
}

} // namespace paradox::sbpf
