#include "programs/toolchain/link_error.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace paradox::sbpf {

namespace {

struct Wording {
    std::string_view what;
    std::string_view advice;
};

constexpr std::string_view damaged = "the file is damaged; compile it again";
constexpr std::string_view mcpu = "compile with -mcpu=v2";

/// In the order of LinkFault.
constexpr std::array wordings = std::to_array<Wording>({
    {"not a little-endian 64-bit relocatable BPF object", "make it with clang -target bpf -c"},
    {"a table or section reaches past the end of the file", damaged},
    {"a field has a value that no compiler writes", damaged},
    {"more than the linker takes", "split the program, or leave debug information out"},
    {"the program is larger than allowed", "make it smaller, compile with -Os, or raise --max-bytes"},
    {"the entry symbol is not defined", "define it as extern \"C\" with default visibility"},
    {"a symbol is defined twice", "keep one definition, or make it inline"},
    {"unknown external symbol", "only syscalls may stay undefined"},
    {"a symbol of a kind that programs cannot have", "no thread-local, common or absolute symbols, no weak externals"},
    {"writable data", "programs have no writable globals; make it const or constexpr"},
    {"zero-initialised writable data", "programs have no writable globals; make it const, or a local variable"},
    {"a global constructor or destructor", "nothing would call it; make the object constexpr"},
    {"a reference to a section that is not loaded", "keep what the program uses in read-only sections"},
    {"relocations with addends", "make the object with clang, which writes none for BPF"},
    {"a relocation of a kind that is unknown here", "make the object with clang -target bpf"},
    {"a relocation in a place where it makes no sense", damaged},
    {"an address outside the symbol's section", "do not point outside an object"},
    {"a call to something that is not the start of an instruction", "call functions only"},
    {"32-bit arithmetic, which the machine extends by sign", mcpu},
    {"a 32-bit jump", mcpu},
    {"an atomic instruction", "programs run alone; use plain variables"},
    {"signed division", "divide unsigned numbers and set the sign by hand"},
    {"a sign-extending move", mcpu},
    {"a sign-extending load", mcpu},
    {"a byte swap of -mcpu=v4", mcpu},
    {"an instruction that the machine does not have", mcpu},
    {"a register that does not exist, or a field that must be zero", damaged},
    {"a write to the frame pointer", "only the machine moves it"},
    {"division by a constant zero", "the machine refuses it; test the divisor"},
    {"a shift by a constant that is too large", "the machine refuses it; shift by less than 64"},
    {"a byte swap of an unknown width", damaged},
    {"half of a 64-bit load", damaged},
    {"a jump out of its section or into a 64-bit load", damaged},
    {"a call without a target, or a function that begins by calling itself", "call a function or a syscall by name"},
    {"the code runs off the end of its section", "end every path with a return"},
    {"a stack frame above 4096 bytes", "use smaller local variables; compile with -mllvm -bpf-stack-size=4096"},
});
static_assert(wordings.size() == static_cast<std::size_t>(LinkFault::FrameTooLarge) + 1);

} // namespace

std::string toText(const LinkError &error)
{
    std::string text = error.object;
    if (!error.section.empty())
        text += (text.empty() ? "" : ": ") + error.section;
    if (error.offset) {
        char place[24];
        std::snprintf(place, sizeof place, "+0x%llx", static_cast<unsigned long long>(*error.offset));
        text += place;
    }
    const Wording &words = wordings.at(static_cast<std::size_t>(error.fault));
    text += (text.empty() ? "" : ": ") + std::string(words.what);
    if (!error.detail.empty())
        text += " (" + error.detail + ')';
    return text + ": " + std::string(words.advice);
}

} // namespace paradox::sbpf
