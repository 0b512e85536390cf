#include "programs/toolchain/audit.h"

#include "domain/assert.h"
#include "programs/toolchain/instruction.h"

#include <algorithm>

namespace paradox::sbpf {

namespace {

// Operations of the ALU classes, the opcode's upper half.
constexpr std::uint8_t aluDivide = 0x3;
constexpr std::uint8_t aluShiftLeft = 0x6;
constexpr std::uint8_t aluShiftRight = 0x7;
constexpr std::uint8_t aluNegate = 0x8;
constexpr std::uint8_t aluModulo = 0x9;
constexpr std::uint8_t aluMove = 0xb;
constexpr std::uint8_t aluShiftRightSigned = 0xc;
constexpr std::uint8_t aluSwap = 0xd;

// Modes of the memory classes, the opcode's upper three bits.
constexpr std::uint8_t modeMemory = 0x60;
constexpr std::uint8_t modeMemorySigned = 0x80;
constexpr std::uint8_t modeAtomic = 0xc0;

constexpr std::uint8_t registerForm = 0x08;

std::int64_t accessSize(std::uint8_t code)
{
    constexpr std::int64_t sizes[] = {4, 2, 1, 8};
    return sizes[code >> 3 & 3];
}

class Audit {
public:
    Audit(const Program &program, SectionId id) : m_program(program), m_id(id), m_section(program.section(id)) {}

    std::expected<void, LinkError> run();

private:
    using Finding = std::optional<LinkFault>;

    [[nodiscard]] Finding check(std::uint64_t at) const;
    [[nodiscard]] Finding checkLoad64(std::uint64_t at) const;
    [[nodiscard]] Finding checkMemory(const Instruction &instruction) const;
    [[nodiscard]] Finding checkAlu(std::uint64_t at, const Instruction &instruction) const;
    [[nodiscard]] Finding checkJump(std::uint64_t at, const Instruction &instruction) const;
    [[nodiscard]] Finding checkCall(std::uint64_t at, const Instruction &instruction) const;
    [[nodiscard]] Finding checkFrame(std::uint64_t at, const Instruction &instruction) const;
    [[nodiscard]] bool isTarget(std::uint64_t at, std::int64_t distance) const;

    const Program &m_program;
    SectionId m_id;
    const Section &m_section;
};

std::expected<void, LinkError> Audit::run()
{
    const std::uint64_t size = m_section.bytes.size();
    const auto fail = [&](LinkFault fault, std::uint64_t at) {
        char code[8];
        std::snprintf(code, sizeof code, "0x%02x", m_section.bytes[at]);
        return std::unexpected(m_program.errorAt(m_id, fault, at, std::string("opcode ") + code));
    };
    if (size % instructionSize != 0)
        return std::unexpected(m_program.errorAt(m_id, LinkFault::Malformed, size, "half an instruction"));
    std::uint64_t last = 0;
    for (std::uint64_t at = 0; at < size; at += instructionSize) {
        if (const Finding fault = check(at))
            return fail(*fault, at);
        last = at;
        at += m_section.bytes[at] == opcode::load64 ? instructionSize : 0;
    }
    // A call may be last: of a function that does not return.
    const std::uint8_t end = m_section.bytes[last];
    if (end != opcode::exit && end != opcode::jump && end != opcode::call)
        return fail(LinkFault::RunsOffTheEnd, last);
    return {};
}

Audit::Finding Audit::check(std::uint64_t at) const
{
    const Instruction instruction = instructionAt(m_section.bytes, at);
    if (instruction.destination() > framePointer || instruction.source() > framePointer)
        return LinkFault::BadRegister;
    switch (classOf(instruction.opcode)) {
    case InstructionClass::Load:
        return instruction.opcode == opcode::load64 ? checkLoad64(at) : LinkFault::UnknownInstruction;
    case InstructionClass::LoadMemory:
    case InstructionClass::StoreImmediate:
    case InstructionClass::StoreRegister:
        return checkMemory(instruction);
    case InstructionClass::Alu32:
        // The byte swaps of -mcpu=v2 are in this class.
        return instruction.opcode >> 4 == aluSwap ? checkAlu(at, instruction) : LinkFault::Alu32;
    case InstructionClass::Jump32:
        return LinkFault::Jump32;
    case InstructionClass::Jump64:
        return checkJump(at, instruction);
    case InstructionClass::Alu64:
        return checkAlu(at, instruction);
    }
    return LinkFault::UnknownInstruction;
}

Audit::Finding Audit::checkLoad64(std::uint64_t at) const
{
    const Instruction first = instructionAt(m_section.bytes, at);
    if (at + instructionSize >= m_section.bytes.size())
        return LinkFault::IncompleteLoad;
    const Instruction second = instructionAt(m_section.bytes, at + instructionSize);
    if (second.opcode != 0 || second.registers != 0 || second.offset != 0)
        return LinkFault::IncompleteLoad;
    if (first.source() != 0 || first.offset != 0)
        return LinkFault::BadRegister;
    return first.destination() == framePointer ? Finding(LinkFault::WritesFramePointer) : std::nullopt;
}

Audit::Finding Audit::checkMemory(const Instruction &instruction) const
{
    const InstructionClass kind = classOf(instruction.opcode);
    const std::uint8_t mode = instruction.opcode & 0xe0;
    if (kind == InstructionClass::LoadMemory && mode == modeMemorySigned)
        return LinkFault::SignExtendingLoad;
    if (kind == InstructionClass::StoreRegister && mode == modeAtomic)
        return LinkFault::Atomic;
    if (mode != modeMemory)
        return LinkFault::UnknownInstruction;
    const bool isLoad = kind == InstructionClass::LoadMemory;
    if (isLoad && instruction.destination() == framePointer)
        return LinkFault::WritesFramePointer;
    const std::uint8_t base = isLoad ? instruction.source() : instruction.destination();
    const std::int64_t start = instruction.offset;
    if (base == framePointer && (start < -frameSizeMax || start + accessSize(instruction.opcode) > 0))
        return LinkFault::FrameTooLarge;
    return std::nullopt;
}

Audit::Finding Audit::checkAlu(std::uint64_t at, const Instruction &instruction) const
{
    const std::uint8_t operation = instruction.opcode >> 4;
    const bool usesRegister = (instruction.opcode & registerForm) != 0;
    if (operation == aluSwap) {
        if (classOf(instruction.opcode) == InstructionClass::Alu64)
            return LinkFault::ByteSwap;
        const std::int32_t bits = instruction.immediate;
        if (bits != 16 && bits != 32 && bits != 64)
            return LinkFault::BadSwapWidth;
    }
    if (operation > aluSwap || (operation == aluNegate && usesRegister))
        return LinkFault::UnknownInstruction;
    const bool divides = operation == aluDivide || operation == aluModulo;
    if (instruction.offset != 0) {
        if (divides)
            return LinkFault::SignedDivision;
        return operation == aluMove ? LinkFault::SignExtendingMove : LinkFault::BadRegister;
    }
    if (instruction.destination() == framePointer)
        return LinkFault::WritesFramePointer;
    if (divides && !usesRegister && instruction.immediate == 0)
        return LinkFault::DivisionByZero;
    const bool shifts = operation == aluShiftLeft || operation == aluShiftRight || operation == aluShiftRightSigned;
    if (shifts && !usesRegister && (instruction.immediate < 0 || instruction.immediate > 63))
        return LinkFault::ShiftTooFar;
    return checkFrame(at, instruction);
}

/// Addresses of local variables: the compiler copies the frame pointer and adds a constant.
Audit::Finding Audit::checkFrame(std::uint64_t at, const Instruction &instruction) const
{
    if (instruction.opcode != opcode::addImmediate || at == 0)
        return std::nullopt;
    const Instruction before = instructionAt(m_section.bytes, at - instructionSize);
    const bool copies = before.opcode == opcode::moveRegister && before.source() == framePointer &&
                        before.destination() == instruction.destination();
    if (copies && instruction.immediate < -frameSizeMax)
        return LinkFault::FrameTooLarge;
    return std::nullopt;
}

Audit::Finding Audit::checkJump(std::uint64_t at, const Instruction &instruction) const
{
    if (instruction.opcode == opcode::exit)
        return std::nullopt;
    if (instruction.opcode == opcode::call)
        return checkCall(at, instruction);
    if (instruction.opcode == opcode::callRegister) {
        const bool isPlain = instruction.source() == 0 && instruction.offset == 0 && instruction.immediate == 0 &&
                             instruction.destination() < framePointer;
        return isPlain ? std::nullopt : Finding(LinkFault::BadRegister);
    }
    const std::uint8_t operation = instruction.opcode >> 4;
    const bool isConditional = operation >= 0x1 && operation <= 0xd && operation != 0x8 && operation != 0x9;
    if (instruction.opcode != opcode::jump && !isConditional)
        return LinkFault::UnknownInstruction;
    return isTarget(at, instruction.offset) ? std::nullopt : Finding(LinkFault::JumpOutOfSection);
}

Audit::Finding Audit::checkCall(std::uint64_t at, const Instruction &instruction) const
{
    if (instruction.destination() != 0 || instruction.offset != 0 || instruction.source() > callRelative)
        return LinkFault::BadRegister;
    if (std::ranges::binary_search(m_section.references, at, {}, &Reference::offset))
        return std::nullopt;
    // -1 is what the loader takes for a syscall yet to be named, also where a function means itself.
    if (instruction.source() != callRelative || instruction.immediate == -1)
        return LinkFault::UnresolvedCall;
    return isTarget(at, instruction.immediate) ? std::nullopt : Finding(LinkFault::JumpOutOfSection);
}

bool Audit::isTarget(std::uint64_t at, std::int64_t distance) const
{
    const std::int64_t target =
        static_cast<std::int64_t>(at) + (distance + 1) * static_cast<std::int64_t>(instructionSize);
    return target >= 0 && isInstruction(m_section, static_cast<std::uint64_t>(target));
}

} // namespace

std::expected<void, LinkError> audit(const Program &program, SectionId id)
{
    PARADOX_ASSERT(program.section(id).kind == SectionKind::Code);
    return Audit(program, id).run();
}

bool isInstruction(const Section &section, std::uint64_t offset)
{
    // No instruction has opcode zero; the second half of a 64-bit load has.
    return section.kind == SectionKind::Code && offset % instructionSize == 0 && offset < section.bytes.size() &&
           section.bytes[offset] != 0;
}

} // namespace paradox::sbpf
