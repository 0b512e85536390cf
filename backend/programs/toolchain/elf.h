#pragma once

#include "domain/bytes.h"

#include <bit>
#include <optional>
#include <type_traits>

/// The parts of ELF (System V gABI, 64 bits, little-endian) that objects for BPF and programs for Solana are made of.
namespace paradox::sbpf::elf {

static_assert(std::endian::native == std::endian::little, "structures are read and written as they lie in the file");

inline constexpr std::uint8_t magic[] = {0x7f, 'E', 'L', 'F', 2, 1, 1}; ///< 64 bits, little-endian, version 1
inline constexpr std::uint16_t machineBpf = 247;
inline constexpr std::uint16_t typeRelocatable = 1;
inline constexpr std::uint16_t typeShared = 3;

struct FileHeader {
    std::uint8_t ident[16];
    std::uint16_t type;
    std::uint16_t machine;
    std::uint32_t version;
    std::uint64_t entry;
    std::uint64_t programHeaders; ///< file offset
    std::uint64_t sectionHeaders; ///< file offset
    std::uint32_t flags;          ///< of a program: the SBPF version
    std::uint16_t headerSize;
    std::uint16_t programHeaderSize;
    std::uint16_t programHeaderCount;
    std::uint16_t sectionHeaderSize;
    std::uint16_t sectionCount;
    std::uint16_t sectionNames; ///< index of the section that holds them
};
static_assert(sizeof(FileHeader) == 64);

struct ProgramHeader {
    std::uint32_t type;
    std::uint32_t flags;
    std::uint64_t offset;
    std::uint64_t address;
    std::uint64_t physicalAddress;
    std::uint64_t fileSize;
    std::uint64_t memorySize;
    std::uint64_t alignment;
};
static_assert(sizeof(ProgramHeader) == 56);

struct SectionHeader {
    std::uint32_t name; ///< offset in the names' section
    std::uint32_t type;
    std::uint64_t flags;
    std::uint64_t address;
    std::uint64_t offset;
    std::uint64_t size;
    std::uint32_t link;
    std::uint32_t info;
    std::uint64_t alignment;
    std::uint64_t entrySize;
};
static_assert(sizeof(SectionHeader) == 64);

struct SymbolEntry {
    std::uint32_t name;
    std::uint8_t info; ///< binding << 4 | type
    std::uint8_t visibility;
    std::uint16_t section;
    std::uint64_t value;
    std::uint64_t size;
};
static_assert(sizeof(SymbolEntry) == 24);

struct RelocationEntry {
    std::uint64_t offset;
    std::uint64_t info; ///< symbol << 32 | type
};
static_assert(sizeof(RelocationEntry) == 16);

struct DynamicEntry {
    std::uint64_t tag;
    std::uint64_t value;
};

enum SectionType : std::uint32_t {
    sectionProgramBits = 1,
    sectionSymbols = 2,
    sectionStrings = 3,
    sectionRela = 4,
    sectionDynamic = 6,
    sectionNoBits = 8,
    sectionRel = 9,
    sectionDynamicSymbols = 11,
    sectionInitArray = 14,
    sectionFiniArray = 15,
    sectionPreinitArray = 16,
};
enum SectionFlag : std::uint64_t { flagWrite = 1, flagAlloc = 2, flagExecute = 4, flagThreadLocal = 0x400 };
enum SegmentType : std::uint32_t { segmentNull = 0, segmentLoad = 1, segmentDynamic = 2 };
enum SegmentFlag : std::uint32_t { segmentExecute = 1, segmentRead = 4 };
enum SymbolBinding : std::uint8_t { bindingLocal = 0, bindingGlobal = 1, bindingWeak = 2 };
enum SymbolType : std::uint8_t {
    symbolNone = 0,
    symbolObject = 1,
    symbolFunction = 2,
    symbolSection = 3,
    symbolFile = 4
};
inline constexpr std::uint16_t sectionUndefined = 0;
inline constexpr std::uint16_t sectionReserved = 0xff00; ///< from here on: absolute, common, extended

/// Relocations of LLVM's BPF target.
enum RelocationType : std::uint32_t {
    relocationLoad64 = 1, ///< R_BPF_64_64: both halves of a 64-bit load
    relocationWord64 = 2, ///< R_BPF_64_ABS64: eight bytes of data
    relocationCall = 10,  ///< R_BPF_64_32: a call's immediate
};

/// A structure that lies at `offset`; nothing when it does not lie inside.
template <class T>
    requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::optional<T> readAt(ByteSpan bytes, std::uint64_t offset)
{
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
        return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

[[nodiscard]] inline std::optional<ByteSpan> sliceAt(ByteSpan bytes, std::uint64_t offset, std::uint64_t size)
{
    if (offset > bytes.size() || bytes.size() - offset < size)
        return std::nullopt;
    return bytes.subspan(offset, size);
}

} // namespace paradox::sbpf::elf
