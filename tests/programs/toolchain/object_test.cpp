#include "object_builder.h"

#include <gtest/gtest.h>

namespace paradox::sbpf::test {
namespace {

/// The smallest program: `return 0`.
ObjectBuilder smallest()
{
    ObjectBuilder builder;
    builder.function("entrypoint", {returnZero, exitNow});
    return builder;
}

template <class Field>
Bytes withHeader(Bytes object, Field elf::FileHeader::*field, Field value)
{
    elf::FileHeader header;
    std::memcpy(&header, object.data(), sizeof header);
    header.*field = value;
    std::memcpy(object.data(), &header, sizeof header);
    return object;
}

/// Changes a field of the section header at `index`.
template <class Field>
Bytes withSection(Bytes object, std::size_t index, Field elf::SectionHeader::*field, Field value)
{
    elf::FileHeader header;
    std::memcpy(&header, object.data(), sizeof header);
    std::uint8_t *place = object.data() + header.sectionHeaders + index * sizeof(elf::SectionHeader);
    elf::SectionHeader section;
    std::memcpy(&section, place, sizeof section);
    section.*field = value;
    std::memcpy(place, &section, sizeof section);
    return object;
}

TEST(SbpfObject, theSmallestProgramLinks)
{
    const auto image = linkOne(smallest().build());
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    EXPECT_EQ(image->codeBytes, 16U);
    EXPECT_EQ(image->dataBytes, 0U);
}

TEST(SbpfObject, onlyRelocatableBpfObjectsAreTaken)
{
    const Bytes sound = smallest().build();
    EXPECT_EQ(faultOf({}), LinkFault::NotAnObject);
    EXPECT_EQ(faultOf(asBytes("!<arch>\nnot an object but an archive, and longer than sixty-four bytes of header")),
              LinkFault::NotAnObject);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::machine, std::uint16_t{62})), LinkFault::NotAnObject);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::type, elf::typeShared)), LinkFault::NotAnObject);
    Bytes bigEndian = sound;
    bigEndian[5] = 2;
    EXPECT_EQ(faultOf(bigEndian), LinkFault::NotAnObject);
    Bytes narrow = sound;
    narrow[4] = 1;
    EXPECT_EQ(faultOf(narrow), LinkFault::NotAnObject);
}

TEST(SbpfObject, headersThatLieAreRefused)
{
    const Bytes sound = smallest().build();
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionHeaders, ~std::uint64_t{0})), LinkFault::Truncated);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionHeaders, std::uint64_t{sound.size()})),
              LinkFault::Truncated);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionCount, std::uint16_t{0xfff0})), LinkFault::Truncated);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionCount, std::uint16_t{0})), LinkFault::Malformed);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionNames, std::uint16_t{99})), LinkFault::Malformed);
    EXPECT_EQ(faultOf(withHeader(sound, &elf::FileHeader::sectionHeaderSize, std::uint16_t{63})), LinkFault::Malformed);
}

TEST(SbpfObject, sectionsThatReachOutsideAreRefused)
{
    const Bytes sound = smallest().build();
    for (const std::uint64_t offset : {~std::uint64_t{0}, ~std::uint64_t{0} - 15, std::uint64_t{sound.size()}})
        EXPECT_EQ(faultOf(withSection(sound, 1, &elf::SectionHeader::offset, offset)), LinkFault::Truncated);
    EXPECT_EQ(faultOf(withSection(sound, 1, &elf::SectionHeader::size, ~std::uint64_t{7})), LinkFault::Truncated);
    EXPECT_EQ(faultOf(withSection(sound, 1, &elf::SectionHeader::name, ~std::uint32_t{0})), LinkFault::Malformed);
    EXPECT_EQ(faultOf(withSection(sound, 1, &elf::SectionHeader::alignment, std::uint64_t{3})), LinkFault::Malformed);
    EXPECT_EQ(faultOf(withSection(sound, 1, &elf::SectionHeader::alignment, std::uint64_t{1} << 40)),
              LinkFault::Malformed);
}

TEST(SbpfObject, symbolsOutsideTheirSectionAreRefused)
{
    ObjectBuilder far = smallest();
    far.symbol({.name = "far", .section = 1, .value = 17});
    EXPECT_EQ(faultOf(far.build()), LinkFault::Malformed);
    ObjectBuilder nowhere = smallest();
    nowhere.symbol({.name = "nowhere", .section = 77});
    EXPECT_EQ(faultOf(nowhere.build()), LinkFault::Malformed);
    ObjectBuilder two = smallest();
    two.twoSymbolTables = true;
    EXPECT_EQ(faultOf(two.build()), LinkFault::Malformed);
}

TEST(SbpfObject, symbolsThatProgramsCannotHaveAreRefused)
{
    constexpr std::size_t common = 0xfff2;
    constexpr std::size_t absolute = 0xfff1;
    for (const std::size_t section : {common, absolute}) {
        ObjectBuilder builder = smallest();
        builder.symbol({.name = "odd", .type = elf::symbolObject, .section = section});
        EXPECT_EQ(faultOf(builder.build()), LinkFault::UnsupportedSymbol) << section;
    }
    ObjectBuilder unique = smallest();
    unique.symbol({.name = "unique", .binding = 10, .section = 1});
    EXPECT_EQ(faultOf(unique.build()), LinkFault::UnsupportedSymbol);
}

TEST(SbpfObject, writableGlobalsAreRefusedWhetherUsedOrNot)
{
    constexpr std::uint64_t writable = elf::flagAlloc | elf::flagWrite;
    ObjectBuilder data = smallest();
    data.section({.name = ".data.counter", .flags = writable, .bytes = {1, 0, 0, 0}});
    EXPECT_EQ(faultOf(data.build()), LinkFault::WritableData);
    ObjectBuilder zeroed = smallest();
    zeroed.section({.name = ".bss.counter", .type = elf::sectionNoBits, .flags = writable, .size = 8});
    EXPECT_EQ(faultOf(zeroed.build()), LinkFault::ZeroedData);
    ObjectBuilder code = smallest();
    code.section({.name = ".text.self", .flags = writable | elf::flagExecute, .bytes = Bytes(8)});
    EXPECT_EQ(faultOf(code.build()), LinkFault::WritableData);
    ObjectBuilder local = smallest();
    local.section({.name = ".tdata", .flags = writable | elf::flagThreadLocal, .bytes = Bytes(8)});
    EXPECT_EQ(faultOf(local.build()), LinkFault::UnsupportedSymbol);
    ObjectBuilder empty = smallest();
    empty.section({.name = ".bss", .type = elf::sectionNoBits, .flags = writable});
    EXPECT_TRUE(linkOne(empty.build()).has_value());
}

TEST(SbpfObject, constructorsAreRefusedByNameAndByType)
{
    for (const char *name : {".init_array", ".init_array.65535", ".ctors", ".fini_array", ".dtors.1"}) {
        ObjectBuilder builder = smallest();
        builder.section({.name = name, .bytes = Bytes(8)});
        EXPECT_EQ(faultOf(builder.build()), LinkFault::Constructor) << name;
    }
    for (const std::uint32_t type : {elf::sectionInitArray, elf::sectionFiniArray, elf::sectionPreinitArray}) {
        ObjectBuilder builder = smallest();
        builder.section({.name = ".odd", .type = type, .bytes = Bytes(8)});
        EXPECT_EQ(faultOf(builder.build()), LinkFault::Constructor) << type;
    }
}

TEST(SbpfObject, relocationTablesMustMakeSense)
{
    ObjectBuilder addends = smallest();
    addends.relocate({.section = 1, .offset = 0, .symbol = 1});
    addends.withAddends = true;
    EXPECT_EQ(faultOf(addends.build()), LinkFault::RelocationWithAddend);
    ObjectBuilder unknown = smallest();
    unknown.relocate({.section = 1, .offset = 0, .symbol = 50});
    EXPECT_EQ(faultOf(unknown.build()), LinkFault::Malformed);
    ObjectBuilder twice = smallest();
    twice.relocate({.section = 1, .offset = 0, .symbol = 1});
    twice.relocate({.section = 1, .offset = 0, .symbol = 1});
    EXPECT_EQ(faultOf(twice.build()), LinkFault::MisplacedRelocation);
}

TEST(SbpfObject, debugSectionsAndTheirRelocationsAreIgnored)
{
    ObjectBuilder builder = smallest();
    const std::size_t debug = builder.section({.name = ".debug_info", .flags = 0, .bytes = Bytes(16)});
    builder.relocate({.section = debug, .offset = 4, .type = 3, .symbol = 1});
    builder.section({.name = ".eh_frame", .bytes = Bytes(16)});
    const auto image = linkOne(builder.build());
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    EXPECT_EQ(image->file, linkOne(smallest().build())->file);
}

} // namespace
} // namespace paradox::sbpf::test
