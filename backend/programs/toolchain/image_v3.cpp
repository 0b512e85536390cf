#include "programs/toolchain/image.h"

#include "domain/assert.h"
#include "programs/toolchain/instruction.h"
#include "programs/toolchain/syscall_names.h"

// SBPF v3: program headers only. Data, if any, is mapped at 0, code at 2^32, one behind the other in the file; syscalls
// are numbers in the instructions, so nothing is left to relocate.
namespace paradox::sbpf {

namespace {

constexpr std::uint32_t versionFlags = 3;

elf::ProgramHeader segment(std::uint32_t flags, std::uint64_t offset, std::uint64_t address, std::uint64_t size)
{
    return {.type = elf::segmentLoad,
            .flags = flags,
            .offset = offset,
            .address = address,
            .physicalAddress = address,
            .fileSize = size,
            .memorySize = size,
            .alignment = 8};
}

} // namespace

Bytes writeImageV3(const Layout &layout, const Segments &segments, std::uint64_t entry)
{
    Bytes code = segments.code;
    for (const SyscallUse &use : segments.syscalls) {
        Instruction call = instructionAt(code, use.offset);
        call.registers = 0;
        call.immediate = static_cast<std::int32_t>(syscallNumber(use.name));
        std::memcpy(code.data() + use.offset, &call, sizeof call);
    }
    FileWriter file;
    elf::FileHeader header = programHeader(segments.data.empty() ? 1 : 2);
    header.flags = versionFlags;
    header.entry = layout.codeAddress + entry;
    file.structure(header);
    if (!segments.data.empty())
        file.structure(segment(elf::segmentRead, layout.dataOffset, layout.dataAddress, layout.dataSize));
    file.structure(segment(elf::segmentExecute, layout.codeOffset, layout.codeAddress, layout.codeSize));
    PARADOX_ASSERT(file.size() == layout.dataOffset);
    file.bytes(segments.data);
    PARADOX_ASSERT(file.size() == layout.codeOffset);
    file.bytes(code);
    return file.take();
}

} // namespace paradox::sbpf
