#pragma once

#include "programs/toolchain/elf.h"
#include "programs/toolchain/link.h"

#include <vector>

namespace paradox::sbpf {

/// One relocation of an object.
struct Reference {
    std::uint64_t offset = 0; ///< in its section
    std::uint32_t type = 0;   ///< elf::RelocationType, or one that is refused when its section is used
    std::uint32_t symbol = 0;
};

enum class SectionKind : std::uint8_t { Code, Data };

/// A section that a program may load: code, or data that nobody writes.
struct Section {
    std::string_view name;
    SectionKind kind = SectionKind::Data;
    ByteSpan bytes;
    std::uint64_t alignment = 1;
    std::vector<Reference> references; ///< by offset, none twice
};

struct Symbol {
    std::string_view name;
    std::uint8_t binding = elf::bindingLocal;
    std::uint8_t type = elf::symbolNone;
    std::uint16_t section = elf::sectionUndefined;
    std::uint64_t value = 0; ///< in its section

    [[nodiscard]] bool isDefined() const { return section != elf::sectionUndefined; }
};

/// A parsed object. Views point into its file.
struct Object {
    std::string name;
    std::vector<std::optional<Section>> sections; ///< by ELF index; nothing where a section is not loaded
    std::vector<Symbol> symbols;

    [[nodiscard]] const Section *section(std::size_t index) const
    {
        return index < sections.size() && sections[index] ? &*sections[index] : nullptr;
    }
};

/// Reads and checks one object: bounds, kinds of sections, relocations' places. Refuses what no program may have,
/// reached or not: writable data, constructors.
[[nodiscard]] std::expected<Object, LinkError> readObject(const ObjectFile &file);

} // namespace paradox::sbpf
