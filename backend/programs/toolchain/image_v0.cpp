#include "programs/toolchain/image.h"

#include "domain/assert.h"
#include "programs/toolchain/instruction.h"

#include <map>
#include <string>

// SBPF v0: a shared object. Sections lie at the addresses of their file offsets, the loader maps the file at 2^32 and
// replaces the immediates that R_BPF_64_32 relocations name by the numbers of the syscalls.
namespace paradox::sbpf {

namespace {

enum DynamicTag : std::uint64_t {
    tagStrings = 5,
    tagSymbols = 6,
    tagStringsSize = 10,
    tagSymbolSize = 11,
    tagRelocations = 17,
    tagRelocationsSize = 18,
    tagRelocationSize = 19,
    tagFlags = 30,
};
constexpr std::uint64_t flagTextRelocations = 4;
constexpr std::size_t dynamicEntries = 9;
constexpr std::uint8_t globalSymbol = elf::bindingGlobal << 4;
constexpr std::int32_t unresolved = -1;
constexpr std::uint16_t headerCount = 4;

/// Symbols, names and relocations of the syscalls.
struct DynamicTables {
    std::vector<elf::SymbolEntry> symbols{elf::SymbolEntry{}};
    std::string names{'\0'};
    std::vector<elf::RelocationEntry> relocations;

    DynamicTables(const Layout &layout, const Segments &segments)
    {
        std::map<std::string_view, std::uint64_t> numbers;
        for (const SyscallUse &use : segments.syscalls) {
            const auto [at, isNew] = numbers.try_emplace(use.name, symbols.size());
            if (isNew) {
                symbols.push_back({.name = static_cast<std::uint32_t>(names.size()),
                                   .info = globalSymbol,
                                   .visibility = 0,
                                   .section = elf::sectionUndefined,
                                   .value = 0,
                                   .size = 0});
                names.append(use.name).push_back('\0');
            }
            relocations.push_back({layout.codeOffset + use.offset, at->second << 32 | elf::relocationCall});
        }
    }

    [[nodiscard]] std::uint64_t symbolsSize() const { return symbols.size() * sizeof(elf::SymbolEntry); }
    [[nodiscard]] std::uint64_t relocationsSize() const { return relocations.size() * sizeof(elf::RelocationEntry); }
};

class WriterV0 {
public:
    WriterV0(const Layout &layout, const Segments &segments)
        : m_layout(layout),
          m_segments(segments),
          m_tables(layout, segments)
    {
    }

    Bytes write(std::uint64_t entry);

private:
    struct Extent {
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
    };

    void place();
    void writeProgramHeaders();
    void writeSegments();
    void writeDynamic();
    void writeSectionHeaders();
    void segment(std::uint32_t type, std::uint32_t flags, const Extent &extent);
    void section(std::string_view name, elf::SectionHeader header, const Extent &extent);
    [[nodiscard]] bool hasDynamic() const { return !m_segments.syscalls.empty(); }

    const Layout &m_layout;
    const Segments &m_segments;
    DynamicTables m_tables;
    FileWriter m_file;
    Extent m_code;
    Extent m_data;
    Extent m_dynamic;
    Extent m_symbols;
    Extent m_names;
    Extent m_relocations;
    std::vector<elf::SectionHeader> m_headers{elf::SectionHeader{}};
    std::string m_sectionNames{'\0'};
};

void WriterV0::place()
{
    m_code = {m_layout.codeOffset, m_layout.codeSize};
    m_data = {m_layout.dataOffset, m_layout.dataSize};
    const std::uint64_t end = m_data.size > 0 ? m_data.offset + m_data.size : m_code.offset + m_code.size;
    if (!hasDynamic())
        return;
    m_dynamic = {end, dynamicEntries * sizeof(elf::DynamicEntry)};
    m_symbols = {m_dynamic.offset + m_dynamic.size, m_tables.symbolsSize()};
    m_names = {m_symbols.offset + m_symbols.size, m_tables.names.size()};
    m_relocations = {alignUp(m_names.offset + m_names.size, 8), m_tables.relocationsSize()};
}

Bytes WriterV0::write(std::uint64_t entry)
{
    place();
    elf::FileHeader header = programHeader(headerCount);
    header.entry = m_layout.codeOffset + entry;
    m_file.structure(header);
    writeProgramHeaders();
    writeSegments();
    if (hasDynamic())
        writeDynamic();
    writeSectionHeaders();
    header.sectionHeaders = m_file.size() - m_headers.size() * sizeof(elf::SectionHeader);
    header.sectionCount = static_cast<std::uint16_t>(m_headers.size());
    header.sectionNames = static_cast<std::uint16_t>(m_headers.size() - 1);
    Bytes file = m_file.take();
    std::memcpy(file.data(), &header, sizeof header);
    return file;
}

void WriterV0::segment(std::uint32_t type, std::uint32_t flags, const Extent &extent)
{
    // An empty one keeps its place in the table.
    m_file.structure(elf::ProgramHeader{.type = extent.size > 0 ? type : elf::segmentNull,
                                        .flags = flags,
                                        .offset = extent.size > 0 ? extent.offset : 0,
                                        .address = extent.size > 0 ? extent.offset : 0,
                                        .physicalAddress = extent.size > 0 ? extent.offset : 0,
                                        .fileSize = extent.size,
                                        .memorySize = extent.size,
                                        .alignment = 8});
}

void WriterV0::writeProgramHeaders()
{
    const std::uint64_t tables = hasDynamic() ? m_relocations.offset + m_relocations.size - m_symbols.offset : 0;
    segment(elf::segmentLoad, elf::segmentRead | elf::segmentExecute, m_code);
    segment(elf::segmentLoad, elf::segmentRead, m_data);
    segment(elf::segmentLoad, elf::segmentRead, {m_symbols.offset, tables});
    segment(elf::segmentDynamic, elf::segmentRead, m_dynamic);
}

void WriterV0::writeSegments()
{
    Bytes code = m_segments.code;
    for (const SyscallUse &use : m_segments.syscalls) {
        Instruction call = instructionAt(code, use.offset);
        call.registers = 0;
        call.immediate = unresolved;
        std::memcpy(code.data() + use.offset, &call, sizeof call);
    }
    m_file.alignTo(16);
    PARADOX_ASSERT(m_file.size() == m_code.offset);
    m_file.bytes(code);
    if (m_data.size == 0)
        return;
    m_file.alignTo(16);
    PARADOX_ASSERT(m_file.size() == m_data.offset);
    m_file.bytes(m_segments.data);
}

void WriterV0::writeDynamic()
{
    const elf::DynamicEntry entries[dynamicEntries] = {{tagFlags, flagTextRelocations},
                                                       {tagRelocations, m_relocations.offset},
                                                       {tagRelocationsSize, m_relocations.size},
                                                       {tagRelocationSize, sizeof(elf::RelocationEntry)},
                                                       {tagSymbols, m_symbols.offset},
                                                       {tagSymbolSize, sizeof(elf::SymbolEntry)},
                                                       {tagStrings, m_names.offset},
                                                       {tagStringsSize, m_names.size},
                                                       {0, 0}};
    PARADOX_ASSERT(m_file.size() == m_dynamic.offset);
    m_file.structure(entries);
    for (const elf::SymbolEntry &symbol : m_tables.symbols)
        m_file.structure(symbol);
    m_file.bytes(asBytes(m_tables.names));
    m_file.alignTo(8);
    PARADOX_ASSERT(m_file.size() == m_relocations.offset);
    for (const elf::RelocationEntry &relocation : m_tables.relocations)
        m_file.structure(relocation);
}

void WriterV0::section(std::string_view name, elf::SectionHeader header, const Extent &extent)
{
    header.name = static_cast<std::uint32_t>(m_sectionNames.size());
    header.offset = extent.offset;
    header.size = extent.size;
    header.address = (header.flags & elf::flagAlloc) != 0 ? extent.offset : 0;
    m_headers.push_back(header);
    m_sectionNames.append(name).push_back('\0');
}

void WriterV0::writeSectionHeaders()
{
    section(".text", {.type = elf::sectionProgramBits, .flags = elf::flagAlloc | elf::flagExecute, .alignment = 8},
            m_code);
    if (m_data.size > 0)
        section(".rodata", {.type = elf::sectionProgramBits, .flags = elf::flagAlloc, .alignment = 8}, m_data);
    if (hasDynamic()) {
        const auto symbols = static_cast<std::uint32_t>(m_headers.size() + 1);
        const std::uint32_t names = symbols + 1;
        section(".dynamic",
                {.type = elf::sectionDynamic,
                 .flags = elf::flagAlloc,
                 .link = names,
                 .alignment = 8,
                 .entrySize = sizeof(elf::DynamicEntry)},
                m_dynamic);
        section(".dynsym",
                {.type = elf::sectionDynamicSymbols,
                 .flags = elf::flagAlloc,
                 .link = names,
                 .info = 1, // the first that is not local
                 .alignment = 8,
                 .entrySize = sizeof(elf::SymbolEntry)},
                m_symbols);
        section(".dynstr", {.type = elf::sectionStrings, .flags = elf::flagAlloc, .alignment = 1}, m_names);
        section(".rel.dyn",
                {.type = elf::sectionRel,
                 .flags = elf::flagAlloc,
                 .link = symbols,
                 .alignment = 8,
                 .entrySize = sizeof(elf::RelocationEntry)},
                m_relocations);
    }
    constexpr std::string_view last = ".shstrtab";
    section(last, {.type = elf::sectionStrings, .alignment = 1},
            {m_file.size(), m_sectionNames.size() + last.size() + 1});
    m_file.bytes(asBytes(m_sectionNames));
    m_file.alignTo(8);
    for (const elf::SectionHeader &header : m_headers)
        m_file.structure(header);
}

} // namespace

elf::FileHeader programHeader(std::uint16_t programHeaderCount)
{
    elf::FileHeader header{};
    std::memcpy(header.ident, elf::magic, sizeof elf::magic);
    header.type = elf::typeShared;
    header.machine = elf::machineBpf;
    header.version = 1;
    header.programHeaders = sizeof(elf::FileHeader);
    header.headerSize = sizeof(elf::FileHeader);
    header.programHeaderSize = sizeof(elf::ProgramHeader);
    header.programHeaderCount = programHeaderCount;
    header.sectionHeaderSize = sizeof(elf::SectionHeader);
    return header;
}

Bytes writeImageV0(const Layout &layout, const Segments &segments, std::uint64_t entry)
{
    return WriterV0(layout, segments).write(entry);
}

} // namespace paradox::sbpf
