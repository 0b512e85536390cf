#include "programs/toolchain/object.h"

#include <algorithm>

namespace paradox::sbpf {

namespace {

using Result = std::expected<void, LinkError>;

constexpr std::uint64_t alignmentMax = 4'096;
constexpr std::size_t nameSizeMax = 4'096;
/// As many as fit a file once: tables that lie on each other do not multiply.
constexpr std::size_t referencesMax = objectSizeMax / sizeof(elf::RelocationEntry);
constexpr std::uint64_t relocationTypeMask = 0xffffffff;

/// Reads one file; the object grows as its tables are read.
class ObjectReader {
public:
    explicit ObjectReader(const ObjectFile &file) : m_bytes(file.bytes) { m_object.name = file.name; }

    std::expected<Object, LinkError> read();

private:
    Result readHeader();
    Result readSectionHeaders();
    Result readSections();
    Result readSection(std::size_t index);
    Result readSymbols();
    Result readSymbol(const elf::SymbolEntry &entry, ByteSpan names);
    Result readReferences();
    Result readReferences(const elf::SectionHeader &header, Section &section);

    [[nodiscard]] std::expected<std::string_view, LinkError> text(ByteSpan table, std::uint64_t offset) const;
    [[nodiscard]] std::expected<ByteSpan, LinkError> contents(const elf::SectionHeader &header) const;
    [[nodiscard]] std::unexpected<LinkError> fail(LinkFault fault, std::string_view section = {},
                                                  std::string detail = {}) const
    {
        return std::unexpected(LinkError{
            .fault = fault, .object = m_object.name, .section = std::string(section), .detail = std::move(detail)});
    }

    ByteSpan m_bytes;
    Object m_object;
    elf::FileHeader m_header{};
    std::vector<elf::SectionHeader> m_headers;
    std::vector<std::string_view> m_names;
    std::size_t m_references = 0;
};

std::expected<Object, LinkError> ObjectReader::read()
{
    for (const auto step : {&ObjectReader::readHeader, &ObjectReader::readSectionHeaders, &ObjectReader::readSections,
                            &ObjectReader::readSymbols}) {
        if (const Result done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    if (const Result done = readReferences(); !done)
        return std::unexpected(done.error());
    return std::move(m_object);
}

Result ObjectReader::readHeader()
{
    if (m_bytes.size() > objectSizeMax)
        return fail(LinkFault::TooLarge, {}, std::to_string(m_bytes.size()) + " bytes");
    const auto header = elf::readAt<elf::FileHeader>(m_bytes, 0);
    if (!header || !std::ranges::equal(elf::magic, std::span(header->ident).first(std::size(elf::magic))) ||
        header->type != elf::typeRelocatable || header->machine != elf::machineBpf)
        return fail(LinkFault::NotAnObject);
    m_header = *header;
    if (m_header.sectionHeaderSize != sizeof(elf::SectionHeader) || m_header.sectionCount == 0 ||
        m_header.sectionNames >= m_header.sectionCount)
        return fail(LinkFault::Malformed, {}, "file header");
    return {};
}

Result ObjectReader::readSectionHeaders()
{
    for (std::size_t i = 0; i < m_header.sectionCount; ++i) {
        const std::uint64_t place = i * sizeof(elf::SectionHeader);
        if (m_header.sectionHeaders > m_bytes.size())
            return fail(LinkFault::Truncated, {}, "section headers");
        const auto header = elf::readAt<elf::SectionHeader>(m_bytes, m_header.sectionHeaders + place);
        if (!header)
            return fail(LinkFault::Truncated, {}, "section headers");
        m_headers.push_back(*header);
    }
    const auto names = contents(m_headers[m_header.sectionNames]);
    if (!names)
        return std::unexpected(names.error());
    for (const elf::SectionHeader &header : m_headers) {
        const auto name = text(*names, header.name);
        if (!name)
            return std::unexpected(name.error());
        m_names.push_back(*name);
    }
    return {};
}

std::expected<std::string_view, LinkError> ObjectReader::text(ByteSpan table, std::uint64_t offset) const
{
    if (offset >= table.size())
        return fail(LinkFault::Malformed, {}, "a name outside its table");
    const std::string_view rest = asText(table.subspan(offset)).substr(0, nameSizeMax);
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos)
        return fail(LinkFault::Malformed, {}, "a name without an end");
    return rest.substr(0, end);
}

std::expected<ByteSpan, LinkError> ObjectReader::contents(const elf::SectionHeader &header) const
{
    if (const auto bytes = elf::sliceAt(m_bytes, header.offset, header.size))
        return *bytes;
    return fail(LinkFault::Truncated, {}, "a section");
}

Result ObjectReader::readSections()
{
    m_object.sections.resize(m_headers.size());
    for (std::size_t i = 0; i < m_headers.size(); ++i) {
        if (const Result done = readSection(i); !done)
            return done;
    }
    return {};
}

Result ObjectReader::readSection(std::size_t index)
{
    const elf::SectionHeader &header = m_headers[index];
    const std::string_view name = m_names[index];
    if ((header.flags & elf::flagAlloc) == 0 || header.size == 0 || name == ".eh_frame")
        return {};
    const bool runsAtStart = header.type == elf::sectionInitArray || header.type == elf::sectionFiniArray ||
                             header.type == elf::sectionPreinitArray || name.starts_with(".init_array") ||
                             name.starts_with(".fini_array") || name.starts_with(".ctors") ||
                             name.starts_with(".dtors");
    if (runsAtStart)
        return fail(LinkFault::Constructor, name);
    if ((header.flags & elf::flagThreadLocal) != 0)
        return fail(LinkFault::UnsupportedSymbol, name, "thread-local");
    if (header.type == elf::sectionNoBits)
        return fail(LinkFault::ZeroedData, name);
    const bool isCode = (header.flags & elf::flagExecute) != 0;
    if ((header.flags & elf::flagWrite) != 0 && (isCode || !name.starts_with(".data.rel.ro")))
        return fail(LinkFault::WritableData, name);
    if (header.type != elf::sectionProgramBits)
        return fail(LinkFault::Malformed, name, "section type " + std::to_string(header.type));
    const std::uint64_t alignment = std::max<std::uint64_t>(header.alignment, 1);
    if (!std::has_single_bit(alignment) || alignment > alignmentMax)
        return fail(LinkFault::Malformed, name, "alignment " + std::to_string(alignment));
    const auto bytes = contents(header);
    if (!bytes)
        return std::unexpected(bytes.error());
    m_object.sections[index] = Section{.name = name,
                                       .kind = isCode ? SectionKind::Code : SectionKind::Data,
                                       .bytes = *bytes,
                                       .alignment = alignment,
                                       .references = {}};
    return {};
}

Result ObjectReader::readSymbols()
{
    const auto isTable = [](const elf::SectionHeader &header) { return header.type == elf::sectionSymbols; };
    if (std::ranges::count_if(m_headers, isTable) > 1)
        return fail(LinkFault::Malformed, {}, "two symbol tables");
    const auto table = std::ranges::find_if(m_headers, isTable);
    if (table == m_headers.end())
        return {};
    if (table->link >= m_headers.size() || table->size % sizeof(elf::SymbolEntry) != 0)
        return fail(LinkFault::Malformed, {}, "symbol table");
    const auto names = contents(m_headers[table->link]);
    if (!names)
        return std::unexpected(names.error());
    const auto bytes = contents(*table);
    if (!bytes)
        return std::unexpected(bytes.error());
    m_object.symbols.reserve(bytes->size() / sizeof(elf::SymbolEntry));
    for (std::uint64_t at = 0; at < bytes->size(); at += sizeof(elf::SymbolEntry)) {
        if (const Result done = readSymbol(*elf::readAt<elf::SymbolEntry>(*bytes, at), *names); !done)
            return done;
    }
    return {};
}

Result ObjectReader::readSymbol(const elf::SymbolEntry &entry, ByteSpan names)
{
    Symbol symbol;
    symbol.binding = entry.info >> 4;
    symbol.type = entry.info & 15;
    symbol.section = entry.section;
    symbol.value = entry.value;
    if (entry.name != 0) {
        const auto name = text(names, entry.name);
        if (!name)
            return std::unexpected(name.error());
        symbol.name = *name;
    }
    if (symbol.binding > elf::bindingWeak)
        return fail(LinkFault::UnsupportedSymbol, {}, std::string(symbol.name));
    const bool isPlaced = symbol.isDefined() && symbol.section < elf::sectionReserved;
    if (isPlaced) {
        if (symbol.section >= m_headers.size() || symbol.value > m_headers[symbol.section].size)
            return fail(LinkFault::Malformed, {}, "symbol " + std::string(symbol.name));
        if (symbol.type == elf::symbolSection)
            symbol.name = m_names[symbol.section];
    }
    m_object.symbols.push_back(symbol);
    return {};
}

Result ObjectReader::readReferences()
{
    for (const elf::SectionHeader &header : m_headers) {
        if (header.type != elf::sectionRel && header.type != elf::sectionRela)
            continue;
        if (header.info >= m_headers.size() || header.link >= m_headers.size() ||
            m_headers[header.link].type != elf::sectionSymbols)
            return fail(LinkFault::Malformed, {}, "relocation table");
        std::optional<Section> &section = m_object.sections[header.info];
        if (!section)
            continue;
        if (header.type == elf::sectionRela)
            return fail(LinkFault::RelocationWithAddend, section->name);
        if (const Result done = readReferences(header, *section); !done)
            return done;
    }
    return {};
}

Result ObjectReader::readReferences(const elf::SectionHeader &header, Section &section)
{
    const auto bytes = contents(header);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (bytes->size() % sizeof(elf::RelocationEntry) != 0 || !section.references.empty())
        return fail(LinkFault::Malformed, section.name, "relocation table");
    const std::size_t count = bytes->size() / sizeof(elf::RelocationEntry);
    if (count > referencesMax - m_references)
        return fail(LinkFault::TooLarge, section.name, "relocations");
    m_references += count;
    section.references.reserve(count);
    for (std::uint64_t at = 0; at < bytes->size(); at += sizeof(elf::RelocationEntry)) {
        const auto entry = *elf::readAt<elf::RelocationEntry>(*bytes, at);
        const auto symbol = static_cast<std::uint32_t>(entry.info >> 32);
        if (symbol >= m_object.symbols.size())
            return fail(LinkFault::Malformed, section.name, "relocation of an unknown symbol");
        section.references.push_back(
            {entry.offset, static_cast<std::uint32_t>(entry.info & relocationTypeMask), symbol});
    }
    std::ranges::sort(section.references, {}, &Reference::offset);
    const auto twice = std::ranges::adjacent_find(section.references, {}, &Reference::offset);
    if (twice == section.references.end())
        return {};
    return std::unexpected(LinkError{LinkFault::MisplacedRelocation, m_object.name, std::string(section.name),
                                     twice->offset, "two of them"});
}

} // namespace

std::expected<Object, LinkError> readObject(const ObjectFile &file)
{
    return ObjectReader(file).read();
}

} // namespace paradox::sbpf
