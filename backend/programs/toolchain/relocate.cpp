#include "programs/toolchain/relocate.h"

#include "programs/toolchain/audit.h"
#include "programs/toolchain/instruction.h"
#include "programs/toolchain/syscall_names.h"

#include <algorithm>

namespace paradox::sbpf {

namespace {

using Result = std::expected<void, LinkError>;

void put(Bytes &bytes, std::uint64_t at, const auto &value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// What compilers call behind a program's back, and what to write instead.
std::string hintFor(std::string_view name)
{
    if (name == "memcpy" || name == "memset" || name == "memmove" || name == "memcmp")
        return ": the compiler's own for a large copy; use sol_" + std::string(name) + "_";
    if (name.starts_with("__") && (name.ends_with("ti3") || name.ends_with("di3")))
        return ": arithmetic the machine lacks; split it into 64-bit steps";
    if (name.starts_with("__") && (name.contains("sf") || name.contains("df")))
        return ": floating point; use integers";
    if (name.starts_with("_Zn") || name.starts_with("_Zd") || name == "malloc" || name == "free")
        return ": there is no heap; use local variables";
    return {};
}

class Relocator {
public:
    Relocator(const Program &program, const Layout &layout, Version version)
        : m_program(program),
          m_layout(layout),
          m_version(version)
    {
        m_segments.code.resize(layout.codeSize);
        m_segments.data.resize(layout.dataSize);
    }

    Result add(SectionId id);
    Segments take()
    {
        std::ranges::sort(m_segments.syscalls, {}, &SyscallUse::offset);
        return std::move(m_segments);
    }

private:
    Result apply(SectionId id, const Reference &reference);
    Result applyCall(SectionId id, const Reference &reference, const Meaning &meaning);
    Result applyLoad(SectionId id, const Reference &reference, const Meaning &meaning);
    Result applyWord(SectionId id, const Reference &reference, const Meaning &meaning);
    [[nodiscard]] std::expected<std::uint64_t, LinkError> addressOf(SectionId id, const Reference &reference,
                                                                    const Meaning &meaning, std::uint64_t addend) const;
    void encodeRegisterCalls(SectionId id);
    [[nodiscard]] std::unexpected<LinkError> fail(SectionId id, LinkFault fault, const Reference &reference,
                                                  std::string detail = {}) const
    {
        return std::unexpected(m_program.errorAt(id, fault, reference.offset, std::move(detail)));
    }

    const Program &m_program;
    const Layout &m_layout;
    Version m_version;
    Segments m_segments;
};

Result Relocator::add(SectionId id)
{
    const Section &section = m_program.section(id);
    Bytes &segment = section.kind == SectionKind::Code ? m_segments.code : m_segments.data;
    std::ranges::copy(section.bytes, segment.begin() + static_cast<std::ptrdiff_t>(m_layout.places.at(id)));
    for (const Reference &reference : section.references) {
        if (const Result done = apply(id, reference); !done)
            return done;
    }
    if (section.kind == SectionKind::Code)
        encodeRegisterCalls(id);
    return {};
}

Result Relocator::apply(SectionId id, const Reference &reference)
{
    const auto meaning = m_program.resolve(id, reference);
    if (!meaning)
        return std::unexpected(meaning.error());
    const bool isCode = m_program.section(id).kind == SectionKind::Code;
    if (reference.type == elf::relocationWord64)
        return isCode ? fail(id, LinkFault::MisplacedRelocation, reference) : applyWord(id, reference, *meaning);
    if (reference.type != elf::relocationCall && reference.type != elf::relocationLoad64)
        return fail(id, LinkFault::UnknownRelocation, reference, "type " + std::to_string(reference.type));
    if (!isCode || !isInstruction(m_program.section(id), reference.offset))
        return fail(id, LinkFault::MisplacedRelocation, reference);
    return reference.type == elf::relocationCall ? applyCall(id, reference, *meaning)
                                                 : applyLoad(id, reference, *meaning);
}

Result Relocator::applyCall(SectionId id, const Reference &reference, const Meaning &meaning)
{
    Instruction call = instructionAt(m_program.section(id).bytes, reference.offset);
    if (call.opcode != opcode::call)
        return fail(id, LinkFault::MisplacedRelocation, reference, "not a call");
    const std::uint64_t at = m_layout.places.at(id) + reference.offset;
    if (const auto *name = std::get_if<std::string_view>(&meaning)) {
        if (!isSyscall(*name))
            return fail(id, LinkFault::UnknownExternal, reference, std::string(*name) + hintFor(*name));
        m_segments.syscalls.push_back({at, *name});
        return {};
    }
    Target target = std::get<Target>(meaning);
    // The immediate counts instructions from the symbol, less one.
    const std::int64_t addend = (std::int64_t{call.immediate} + 1) * static_cast<std::int64_t>(instructionSize);
    target.value += static_cast<std::uint64_t>(addend);
    if (!isInstruction(m_program.section(target.section), target.value))
        return fail(id, LinkFault::CallToData, reference, std::string(m_program.section(target.section).name));
    const auto to = static_cast<std::int64_t>(m_layout.codePlaceOf(target) / instructionSize);
    const std::int64_t distance = to - static_cast<std::int64_t>(at / instructionSize) - 1;
    if (distance == -1) // what the loader takes for a syscall
        return fail(id, LinkFault::UnresolvedCall, reference);
    call.immediate = static_cast<std::int32_t>(distance);
    call.registers = callRelative << 4;
    put(m_segments.code, at, call);
    return {};
}

std::expected<std::uint64_t, LinkError> Relocator::addressOf(SectionId id, const Reference &reference,
                                                             const Meaning &meaning, std::uint64_t addend) const
{
    if (const auto *name = std::get_if<std::string_view>(&meaning))
        return fail(id, LinkFault::UnknownExternal, reference, std::string(*name) + ": its address is taken");
    Target target = std::get<Target>(meaning);
    target.value += addend;
    const Section &section = m_program.section(target.section);
    if (target.value > section.bytes.size())
        return fail(id, LinkFault::TargetOutOfSection, reference, std::string(section.name));
    if (section.kind == SectionKind::Code && !isInstruction(section, target.value))
        return fail(id, LinkFault::CallToData, reference, std::string(section.name));
    return m_layout.addressOf(m_program, target);
}

Result Relocator::applyLoad(SectionId id, const Reference &reference, const Meaning &meaning)
{
    const Section &section = m_program.section(id);
    Instruction first = instructionAt(section.bytes, reference.offset);
    if (first.opcode != opcode::load64)
        return fail(id, LinkFault::MisplacedRelocation, reference, "not a 64-bit load");
    // The audit has seen both halves.
    Instruction second = instructionAt(section.bytes, reference.offset + instructionSize);
    const std::uint64_t low = static_cast<std::uint32_t>(first.immediate);
    const std::uint64_t high = static_cast<std::uint32_t>(second.immediate);
    const auto address = addressOf(id, reference, meaning, high << 32 | low);
    if (!address)
        return std::unexpected(address.error());
    first.immediate = static_cast<std::int32_t>(*address);
    second.immediate = static_cast<std::int32_t>(*address >> 32);
    const std::uint64_t at = m_layout.places.at(id) + reference.offset;
    put(m_segments.code, at, first);
    put(m_segments.code, at + instructionSize, second);
    return {};
}

Result Relocator::applyWord(SectionId id, const Reference &reference, const Meaning &meaning)
{
    const auto addend = elf::readAt<std::uint64_t>(m_program.section(id).bytes, reference.offset);
    if (!addend)
        return fail(id, LinkFault::MisplacedRelocation, reference);
    const auto address = addressOf(id, reference, meaning, *addend);
    if (!address)
        return std::unexpected(address.error());
    put(m_segments.data, m_layout.places.at(id) + reference.offset, *address);
    return {};
}

/// v0 reads the register of `callx` from the immediate, v3 where clang puts it.
void Relocator::encodeRegisterCalls(SectionId id)
{
    if (m_version != Version::V0)
        return;
    const ByteSpan bytes = m_program.section(id).bytes;
    for (std::uint64_t at = 0; at < bytes.size(); at += instructionSize) {
        Instruction instruction = instructionAt(bytes, at);
        if (instruction.opcode == opcode::load64)
            at += instructionSize;
        if (instruction.opcode != opcode::callRegister)
            continue;
        instruction.immediate = instruction.destination();
        instruction.registers = 0;
        put(m_segments.code, m_layout.places.at(id) + at, instruction);
    }
}

} // namespace

std::expected<Segments, LinkError> relocate(const Program &program, const LiveSections &live, const Layout &layout,
                                            Version version)
{
    Relocator relocator(program, layout, version);
    for (const auto *sections : {&live.code, &live.data}) {
        for (const SectionId id : *sections) {
            if (const Result done = relocator.add(id); !done)
                return std::unexpected(done.error());
        }
    }
    return relocator.take();
}

} // namespace paradox::sbpf
