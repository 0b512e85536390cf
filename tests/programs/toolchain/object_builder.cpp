#include "object_builder.h"

#include "programs/toolchain/image.h"

#include <gtest/gtest.h>

#include <map>

namespace paradox::sbpf::test {

namespace {

Bytes bytesOf(const std::vector<Instruction> &instructions)
{
    FileWriter writer;
    for (const Instruction &instruction : instructions)
        writer.structure(instruction);
    return writer.take();
}

/// A string table under construction.
struct Names {
    std::string text{'\0'};

    std::uint32_t add(const std::string &name)
    {
        if (name.empty())
            return 0;
        const auto at = static_cast<std::uint32_t>(text.size());
        text += name + '\0';
        return at;
    }
};

} // namespace

std::vector<Instruction> load64(std::uint8_t to, std::uint64_t value)
{
    return {{opcode::load64, to, 0, static_cast<std::int32_t>(value)},
            {0, 0, 0, static_cast<std::int32_t>(value >> 32)}};
}

std::size_t ObjectBuilder::section(SectionSpec spec)
{
    m_sections.push_back(std::move(spec));
    return m_sections.size() - 1;
}

std::size_t ObjectBuilder::code(const std::string &name, const std::vector<Instruction> &instructions)
{
    return section({.name = name, .flags = elf::flagAlloc | elf::flagExecute, .bytes = bytesOf(instructions)});
}

std::size_t ObjectBuilder::function(const std::string &name, const std::vector<Instruction> &instructions)
{
    const std::size_t index = code(".text." + name, instructions);
    symbol({.name = name, .section = index});
    return index;
}

std::size_t ObjectBuilder::readOnly(const std::string &name, Bytes bytes)
{
    return section({.name = name, .bytes = std::move(bytes)});
}

std::size_t ObjectBuilder::symbol(SymbolSpec spec)
{
    m_symbols.push_back(std::move(spec));
    return m_symbols.size() - 1;
}

Bytes ObjectBuilder::build() const
{
    std::vector<SectionSpec> sections = m_sections;
    std::vector<elf::SectionHeader> headers(sections.size());
    Names symbolNames;
    FileWriter symbols;
    for (const SymbolSpec &spec : m_symbols)
        symbols.structure(elf::SymbolEntry{.name = symbolNames.add(spec.name),
                                           .info = static_cast<std::uint8_t>(spec.binding << 4 | spec.type),
                                           .visibility = 0,
                                           .section = static_cast<std::uint16_t>(spec.section),
                                           .value = spec.value,
                                           .size = 0});
    const auto add = [&](SectionSpec spec, elf::SectionHeader header) {
        sections.push_back(std::move(spec));
        headers.push_back(header);
        return static_cast<std::uint32_t>(sections.size() - 1);
    };
    std::map<std::size_t, FileWriter> tables;
    for (const RelocationSpec &spec : m_relocations) {
        tables[spec.section].structure(elf::RelocationEntry{spec.offset, std::uint64_t{spec.symbol} << 32 | spec.type});
        if (withAddends)
            tables[spec.section].structure(std::uint64_t{0});
    }
    const auto symbolTable = static_cast<std::uint32_t>(sections.size());
    add({.name = ".symtab", .type = elf::sectionSymbols, .flags = 0, .bytes = symbols.take()},
        {.link = symbolTable + 1, .entrySize = sizeof(elf::SymbolEntry)});
    add({.name = ".strtab",
         .type = elf::sectionStrings,
         .flags = 0,
         .bytes = Bytes(symbolNames.text.begin(), symbolNames.text.end())},
        {});
    if (twoSymbolTables)
        add({.name = ".symtab2", .type = elf::sectionSymbols, .flags = 0}, {.link = symbolTable + 1});
    for (auto &[target, table] : tables)
        add({.name = ".rel" + sections[target].name,
             .type = withAddends ? elf::sectionRela : elf::sectionRel,
             .flags = 0,
             .bytes = table.take()},
            {.link = symbolTable,
             .info = static_cast<std::uint32_t>(target),
             .entrySize = sizeof(elf::RelocationEntry)});
    Names sectionNames;
    for (std::size_t i = 0; i < sections.size(); ++i)
        headers[i].name = sectionNames.add(sections[i].name);
    const std::uint32_t nameOfNames = sectionNames.add(".shstrtab");
    const std::uint32_t nameTable = add({.name = ".shstrtab",
                                         .type = elf::sectionStrings,
                                         .flags = 0,
                                         .bytes = Bytes(sectionNames.text.begin(), sectionNames.text.end())},
                                        {.name = nameOfNames});
    elf::FileHeader header = programHeader(0);
    header.type = elf::typeRelocatable;
    FileWriter file;
    file.structure(header);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        file.alignTo(8);
        headers[i].type = sections[i].type;
        headers[i].flags = sections[i].flags;
        headers[i].offset = file.size();
        headers[i].size = sections[i].bytes.empty() ? sections[i].size : sections[i].bytes.size();
        headers[i].alignment = sections[i].alignment;
        file.bytes(sections[i].bytes);
    }
    file.alignTo(8);
    header.sectionHeaders = file.size();
    header.sectionCount = static_cast<std::uint16_t>(sections.size());
    header.sectionNames = static_cast<std::uint16_t>(nameTable);
    for (const elf::SectionHeader &one : headers)
        file.structure(one);
    Bytes bytes = file.take();
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
}

std::expected<Image, LinkError> linkOne(ByteSpan object, const LinkOptions &options)
{
    const ObjectFile file{"a.o", object};
    return link(std::span(&file, 1), options);
}

std::optional<LinkFault> faultOf(ByteSpan object, const LinkOptions &options)
{
    const auto image = linkOne(object, options);
    if (!image)
        return image.error().fault;
    ADD_FAILURE() << "linked, though it must not";
    return std::nullopt;
}

} // namespace paradox::sbpf::test
