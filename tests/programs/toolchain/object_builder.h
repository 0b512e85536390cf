#pragma once

#include "programs/toolchain/instruction.h"
#include "programs/toolchain/link.h"

#include <string>
#include <vector>

namespace paradox::sbpf::test {

// Instructions by hand.
[[nodiscard]] inline Instruction plain(std::uint8_t code, std::int32_t immediate = 0)
{
    return {code, 0, 0, immediate};
}
inline const Instruction exitNow = plain(opcode::exit);
inline const Instruction returnZero = plain(0xb7); ///< r0 = 0
/// As clang writes it before relocation: within the program, at -1.
inline const Instruction callUnresolved{opcode::call, callRelative << 4, 0, -1};

/// Both halves of `r<to> = value`.
[[nodiscard]] std::vector<Instruction> load64(std::uint8_t to, std::uint64_t value);

/// Makes relocatable objects byte by byte, sound ones and others.
class ObjectBuilder {
public:
    struct SectionSpec {
        std::string name;
        std::uint32_t type = elf::sectionProgramBits;
        std::uint64_t flags = elf::flagAlloc;
        Bytes bytes{};
        std::uint64_t alignment = 8;
        std::uint64_t size = 0; ///< of one without bytes (.bss)
    };
    struct SymbolSpec {
        std::string name;
        std::uint8_t binding = elf::bindingGlobal;
        std::uint8_t type = elf::symbolFunction;
        std::size_t section = elf::sectionUndefined;
        std::uint64_t value = 0;
    };
    struct RelocationSpec {
        std::size_t section = 0;
        std::uint64_t offset = 0;
        std::uint32_t type = elf::relocationCall;
        std::size_t symbol = 0;
    };

    /// Index of the new section.
    std::size_t section(SectionSpec spec);
    std::size_t code(const std::string &name, const std::vector<Instruction> &instructions);
    /// A code section and a global function that is all of it; the section's index.
    std::size_t function(const std::string &name, const std::vector<Instruction> &instructions);
    std::size_t readOnly(const std::string &name, Bytes bytes);
    std::size_t symbol(SymbolSpec spec); ///< index of the new symbol
    /// An undefined one.
    std::size_t external(const std::string &name) { return symbol({.name = name, .type = elf::symbolNone}); }
    void relocate(const RelocationSpec &spec) { m_relocations.push_back(spec); }

    bool withAddends = false; ///< relocation tables of type RELA
    bool twoSymbolTables = false;

    [[nodiscard]] Bytes build() const;

private:
    std::vector<SectionSpec> m_sections{SectionSpec{.name = "", .type = 0, .flags = 0, .alignment = 0}};
    std::vector<SymbolSpec> m_symbols{SymbolSpec{.name = "", .binding = 0, .type = 0}};
    std::vector<RelocationSpec> m_relocations;
};

/// Links one object, as "a.o".
[[nodiscard]] std::expected<Image, LinkError> linkOne(ByteSpan object, const LinkOptions &options = {});
/// The fault of an object that must be refused; a test failure and no fault otherwise.
[[nodiscard]] std::optional<LinkFault> faultOf(ByteSpan object, const LinkOptions &options = {});

} // namespace paradox::sbpf::test
