#include "object_builder.h"

#include "programs/toolchain/syscall_names.h"

#include <gtest/gtest.h>

namespace paradox::sbpf::test {
namespace {

/// Two logs, a function pointer call, a table with a pointer.
Bytes sample()
{
    ObjectBuilder builder;
    std::vector<Instruction> entry{callUnresolved, callUnresolved};
    for (const Instruction &half : load64(3, 0))
        entry.push_back(half);
    entry.push_back({opcode::callRegister, 3, 0, 0});
    entry.push_back(exitNow);
    const std::size_t code = builder.function("entrypoint", entry);
    const std::size_t table = builder.readOnly(".rodata.table", Bytes(8));
    builder.relocate({.section = code, .offset = 0, .symbol = builder.external("sol_log_")});
    builder.relocate({.section = code, .offset = 8, .symbol = builder.external("sol_log_64_")});
    builder.relocate({.section = code,
                      .offset = 16,
                      .type = elf::relocationLoad64,
                      .symbol = builder.symbol({.name = "table", .type = elf::symbolObject, .section = table})});
    builder.relocate({.section = table, .offset = 0, .type = elf::relocationWord64, .symbol = 1});
    return builder.build();
}

template <class T>
T at(const Image &image, std::uint64_t offset)
{
    return elf::readAt<T>(image.file, offset).value();
}

std::string textAt(const Image &image, std::uint64_t offset)
{
    return reinterpret_cast<const char *>(image.file.data() + offset);
}

class ImageV0 : public ::testing::Test {
protected:
    Image image = linkOne(sample(), {}).value();
    elf::FileHeader header = at<elf::FileHeader>(image, 0);

    elf::SectionHeader section(std::size_t index)
    {
        return at<elf::SectionHeader>(image, header.sectionHeaders + index * sizeof(elf::SectionHeader));
    }
    elf::SectionHeader section(const std::string &name)
    {
        for (std::size_t i = 0; i < header.sectionCount; ++i) {
            if (textAt(image, section(header.sectionNames).offset + section(i).name) == name)
                return section(i);
        }
        ADD_FAILURE() << "no section " << name;
        return {};
    }
    elf::ProgramHeader segment(std::size_t index)
    {
        return at<elf::ProgramHeader>(image, header.programHeaders + index * sizeof(elf::ProgramHeader));
    }
};

constexpr std::uint64_t textOffset = 288; // 64 + 4 * 56
constexpr std::uint64_t programStart = std::uint64_t{1} << 32;

TEST_F(ImageV0, theHeaderIsThatOfASharedObject)
{
    EXPECT_EQ(header.type, elf::typeShared);
    EXPECT_EQ(header.machine, elf::machineBpf);
    EXPECT_EQ(header.version, 1U);
    EXPECT_EQ(header.flags, 0U);
    EXPECT_EQ(header.entry, textOffset);
    EXPECT_EQ(header.programHeaders, 64U);
    EXPECT_EQ(header.programHeaderCount, 4U);
    EXPECT_EQ(header.sectionCount, 8U);
    EXPECT_EQ(header.sectionHeaders + 8U * 64U, image.file.size());
    EXPECT_EQ(header.sectionHeaders % 8, 0U);
}

TEST_F(ImageV0, sectionsLieAtTheAddressesOfTheirOffsets)
{
    for (const char *name : {".text", ".rodata", ".dynamic", ".dynsym", ".dynstr", ".rel.dyn"}) {
        EXPECT_EQ(section(name).address, section(name).offset) << name;
        EXPECT_EQ(section(name).flags & elf::flagAlloc, elf::flagAlloc) << name;
        EXPECT_EQ(section(name).flags & elf::flagWrite, 0U) << name;
    }
    EXPECT_EQ(section(".text").offset, textOffset);
    EXPECT_EQ(section(".text").size, 48U);
    EXPECT_EQ(section(".rodata").offset, 336U);
    EXPECT_EQ(section(".rodata").size, 8U);
    EXPECT_EQ(section(".dynsym").link, 5U);  // .dynstr
    EXPECT_EQ(section(".rel.dyn").link, 4U); // .dynsym
}

TEST_F(ImageV0, segmentsCoverCodeDataAndTables)
{
    EXPECT_EQ(segment(0).type, elf::segmentLoad);
    EXPECT_EQ(segment(0).flags, elf::segmentRead | elf::segmentExecute);
    EXPECT_EQ(segment(0).offset, textOffset);
    EXPECT_EQ(segment(0).fileSize, 48U);
    EXPECT_EQ(segment(1).type, elf::segmentLoad);
    EXPECT_EQ(segment(1).flags, elf::segmentRead);
    EXPECT_EQ(segment(1).offset, section(".rodata").offset);
    EXPECT_EQ(segment(2).offset, section(".dynsym").offset);
    EXPECT_EQ(segment(2).offset + segment(2).fileSize, section(".rel.dyn").offset + section(".rel.dyn").size);
    EXPECT_EQ(segment(3).type, elf::segmentDynamic);
    EXPECT_EQ(segment(3).offset, section(".dynamic").offset);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(segment(i).address, segment(i).offset);
        EXPECT_EQ(segment(i).memorySize, segment(i).fileSize);
    }
}

TEST_F(ImageV0, theDynamicTableNamesTheTables)
{
    const auto entry = [&](std::uint64_t tag) {
        for (std::uint64_t place = section(".dynamic").offset;; place += sizeof(elf::DynamicEntry)) {
            const auto one = at<elf::DynamicEntry>(image, place);
            if (one.tag == tag || one.tag == 0)
                return one.value;
        }
    };
    EXPECT_EQ(entry(30), 4U); // relocations change the text
    EXPECT_EQ(entry(17), section(".rel.dyn").offset);
    EXPECT_EQ(entry(18), section(".rel.dyn").size);
    EXPECT_EQ(entry(19), 16U);
    EXPECT_EQ(entry(6), section(".dynsym").offset);
    EXPECT_EQ(entry(11), 24U);
    EXPECT_EQ(entry(5), section(".dynstr").offset);
    EXPECT_EQ(entry(10), section(".dynstr").size);
}

TEST_F(ImageV0, onlySyscallsAreLeftToRelocate)
{
    EXPECT_EQ(image.syscalls, (std::set<std::string>{"sol_log_", "sol_log_64_"}));
    EXPECT_EQ(section(".rel.dyn").size, 2 * sizeof(elf::RelocationEntry));
    for (std::size_t i = 0; i < 2; ++i) {
        const auto relocation =
            at<elf::RelocationEntry>(image, section(".rel.dyn").offset + i * sizeof(elf::RelocationEntry));
        EXPECT_EQ(relocation.offset, textOffset + 8 * i);
        EXPECT_EQ(relocation.info & 0xffffffff, elf::relocationCall);
        const auto symbol =
            at<elf::SymbolEntry>(image, section(".dynsym").offset + (relocation.info >> 32) * sizeof(elf::SymbolEntry));
        EXPECT_EQ(textAt(image, section(".dynstr").offset + symbol.name), i == 0 ? "sol_log_" : "sol_log_64_");
        EXPECT_EQ(symbol.section, elf::sectionUndefined);
        const auto call = at<Instruction>(image, textOffset + 8 * i);
        EXPECT_EQ(call.immediate, -1);
        EXPECT_EQ(call.registers, 0);
    }
}

TEST_F(ImageV0, addressesAreThoseOfTheMappedFile)
{
    const std::uint64_t table = programStart + section(".rodata").offset;
    EXPECT_EQ(static_cast<std::uint32_t>(at<Instruction>(image, textOffset + 16).immediate),
              static_cast<std::uint32_t>(table));
    EXPECT_EQ(at<Instruction>(image, textOffset + 24).immediate, 1);
    EXPECT_EQ(at<std::uint64_t>(image, section(".rodata").offset), programStart + textOffset);
}

TEST_F(ImageV0, callsThroughARegisterNameItInTheImmediate)
{
    const auto call = at<Instruction>(image, textOffset + 32);
    EXPECT_EQ(call.opcode, opcode::callRegister);
    EXPECT_EQ(call.registers, 0);
    EXPECT_EQ(call.immediate, 3);
}

TEST_F(ImageV0, aProgramWithoutSyscallsAndDataHasNoTables)
{
    ObjectBuilder builder;
    builder.function("entrypoint", {returnZero, exitNow});
    image = linkOne(builder.build(), {}).value();
    header = at<elf::FileHeader>(image, 0);
    EXPECT_EQ(header.sectionCount, 3U); // null, .text, .shstrtab
    EXPECT_EQ(segment(0).type, elf::segmentLoad);
    for (std::size_t i = 1; i < 4; ++i)
        EXPECT_EQ(segment(i).type, elf::segmentNull);
}

TEST(ImageV3, theFileIsHeadersDataAndCode)
{
    const Image image = linkOne(sample(), {.version = Version::V3}).value();
    const auto header = at<elf::FileHeader>(image, 0);
    EXPECT_EQ(header.type, elf::typeShared);
    EXPECT_EQ(header.machine, elf::machineBpf);
    EXPECT_EQ(header.flags, 3U);
    EXPECT_EQ(header.entry, programStart);
    EXPECT_EQ(header.programHeaders, 64U);
    EXPECT_EQ(header.programHeaderCount, 2U);
    EXPECT_EQ(header.sectionCount, 0U);
    const auto data = at<elf::ProgramHeader>(image, 64);
    EXPECT_EQ(data.type, elf::segmentLoad);
    EXPECT_EQ(data.flags, elf::segmentRead);
    EXPECT_EQ(data.offset, 64U + 2 * 56U);
    EXPECT_EQ(data.address, 0U);
    EXPECT_EQ(data.physicalAddress, 0U);
    EXPECT_EQ(data.fileSize, 24U); // nothing lies at null
    const auto code = at<elf::ProgramHeader>(image, 64 + 56);
    EXPECT_EQ(code.type, elf::segmentLoad);
    EXPECT_EQ(code.flags, elf::segmentExecute);
    EXPECT_EQ(code.offset, data.offset + data.fileSize);
    EXPECT_EQ(code.address, programStart);
    EXPECT_EQ(code.physicalAddress, programStart);
    EXPECT_EQ(code.fileSize, 48U);
    EXPECT_EQ(code.offset + code.fileSize, image.file.size());
}

TEST(ImageV3, syscallsAreNumbersAndRegisterCallsStayAsTheyAre)
{
    const Image image = linkOne(sample(), {.version = Version::V3}).value();
    const std::uint64_t code = image.file.size() - image.codeBytes;
    EXPECT_EQ(static_cast<std::uint32_t>(at<Instruction>(image, code).immediate), 0x207559bdU); // sol_log_
    EXPECT_EQ(at<Instruction>(image, code).registers, 0);
    EXPECT_EQ(static_cast<std::uint32_t>(at<Instruction>(image, code + 8).immediate), syscallNumber("sol_log_64_"));
    EXPECT_EQ(at<Instruction>(image, code + 16).immediate, 16);
    EXPECT_EQ(at<Instruction>(image, code + 32).registers, 3);
    EXPECT_EQ(at<Instruction>(image, code + 32).immediate, 0);
}

TEST(ImageV3, aProgramWithoutDataHasOneSegment)
{
    ObjectBuilder builder;
    builder.function("entrypoint", {returnZero, exitNow});
    const Image image = linkOne(builder.build(), {.version = Version::V3}).value();
    EXPECT_EQ(at<elf::FileHeader>(image, 0).programHeaderCount, 1U);
    EXPECT_EQ(image.file.size(), 64U + 56U + 16U);
}

TEST(SyscallNumbers, followMurmurHash3)
{
    EXPECT_EQ(syscallNumber(""), 0U);
    EXPECT_EQ(syscallNumber("abort"), 0xb6fc1a11U);
    EXPECT_EQ(syscallNumber("sol_log_"), 0x207559bdU);
    EXPECT_EQ(syscallNumber("entrypoint"), 0x71e3cf81U);
}

} // namespace
} // namespace paradox::sbpf::test
