#include "domain/assert.h"
#include "programs/toolchain/elf.h"
#include "programs/toolchain/link.h"
#include "tests/fuzz/input.h"

using namespace paradox;

/// Objects are files that anyone may have made: whatever they hold, the linker answers, and always the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const sbpf::Version version = input.choice(2) == 0 ? sbpf::Version::V0 : sbpf::Version::V3;
    const sbpf::ObjectFile file{"fuzzed.o", input.bytes()};
    const auto image = sbpf::link(std::span(&file, 1), {.version = version});
    if (!image) {
        PARADOX_ASSERT(!toText(image.error()).empty());
        return 0;
    }
    PARADOX_ASSERT(image->file.size() <= sbpf::imageSizeMax);
    const auto header = sbpf::elf::readAt<sbpf::elf::FileHeader>(image->file, 0);
    PARADOX_ASSERT(header.has_value());
    PARADOX_ASSERT(header->machine == sbpf::elf::machineBpf);
    const auto again = sbpf::link(std::span(&file, 1), {.version = version});
    PARADOX_ASSERT(again.has_value());
    PARADOX_ASSERT(fuzz::areEqual(again->file, image->file));
    return 0;
}
