#pragma once

#include "domain/bytes.h"

#include <expected>
#include <optional>
#include <string>

namespace paradox::sbpf {

inline constexpr std::size_t objectsMax = 1'024;
inline constexpr std::size_t objectSizeMax = 16 * 1024 * 1024;
inline constexpr std::size_t imageSizeMax = 10 * 1024 * 1024; ///< the largest account

enum class LinkFault : std::uint8_t {
    NotAnObject,
    Truncated,
    Malformed,
    TooLarge,
    ImageTooLarge,
    NoEntry,
    DuplicateSymbol,
    UnknownExternal,
    UnsupportedSymbol,
    WritableData,
    ZeroedData,
    Constructor,
    ReferenceToDropped,
    RelocationWithAddend,
    UnknownRelocation,
    MisplacedRelocation,
    TargetOutOfSection,
    CallToData,
    Alu32,
    Jump32,
    Atomic,
    SignedDivision,
    SignExtendingMove,
    SignExtendingLoad,
    ByteSwap,
    UnknownInstruction,
    BadRegister,
    WritesFramePointer,
    DivisionByZero,
    ShiftTooFar,
    BadSwapWidth,
    IncompleteLoad,
    JumpOutOfSection,
    UnresolvedCall,
    RunsOffTheEnd,
    FrameTooLarge,
};

/// Where and why linking ended. Empty or absent: not known, or the whole of the part before.
struct LinkError {
    LinkFault fault = LinkFault::Malformed;
    std::string object{};
    std::string section{};
    std::optional<std::uint64_t> offset{}; ///< in the section, bytes
    std::string detail{};                  ///< the symbol, the number, the field

    bool operator==(const LinkError &) const = default;
};

/// "vault.o: .text.handle+0x18: 32-bit arithmetic ('w1'): compile with -mcpu=v2".
[[nodiscard]] std::string toText(const LinkError &error);

} // namespace paradox::sbpf
