#pragma once

#include "programs/toolchain/elf.h"

namespace paradox::sbpf {

/// One BPF instruction as it lies in memory.
struct Instruction {
    std::uint8_t opcode;
    std::uint8_t registers; ///< source << 4 | destination
    std::int16_t offset;
    std::int32_t immediate;

    [[nodiscard]] std::uint8_t destination() const { return registers & 15; }
    [[nodiscard]] std::uint8_t source() const { return registers >> 4; }
};
static_assert(sizeof(Instruction) == 8);

inline constexpr std::uint64_t instructionSize = sizeof(Instruction);
inline constexpr std::uint8_t framePointer = 10;
inline constexpr std::int64_t frameSizeMax = 4'096; ///< bytes below the frame pointer

namespace opcode {
inline constexpr std::uint8_t load64 = 0x18; ///< an immediate of 64 bits in two instructions
inline constexpr std::uint8_t jump = 0x05;
inline constexpr std::uint8_t call = 0x85;
inline constexpr std::uint8_t callRegister = 0x8d;
inline constexpr std::uint8_t exit = 0x95;
inline constexpr std::uint8_t addImmediate = 0x07;
inline constexpr std::uint8_t moveRegister = 0xbf;
} // namespace opcode

/// A call within the program, as source register 1 says; 0 is a syscall.
inline constexpr std::uint8_t callRelative = 1;

/// Opcode = operation << 4 | usesRegister << 3 | class.
enum class InstructionClass : std::uint8_t {
    Load = 0, ///< the 64-bit immediate, and the socket filters' packet loads
    LoadMemory = 1,
    StoreImmediate = 2,
    StoreRegister = 3,
    Alu32 = 4,
    Jump64 = 5,
    Jump32 = 6,
    Alu64 = 7,
};
[[nodiscard]] constexpr InstructionClass classOf(std::uint8_t code)
{
    return static_cast<InstructionClass>(code & 7);
}

[[nodiscard]] inline Instruction instructionAt(ByteSpan code, std::uint64_t offset)
{
    return *elf::readAt<Instruction>(code, offset);
}

} // namespace paradox::sbpf
