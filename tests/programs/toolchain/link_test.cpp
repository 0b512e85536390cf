#include "object_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace paradox::sbpf::test {
namespace {

using Code = std::vector<Instruction>;

std::expected<Image, LinkError> linkAll(const std::vector<Bytes> &objects, const LinkOptions &options = {})
{
    std::vector<ObjectFile> files;
    for (std::size_t i = 0; i < objects.size(); ++i)
        files.push_back({std::string(1, static_cast<char>('a' + i)) + ".o", objects[i]});
    return link(files, options);
}

/// The code of a v3 image without data: behind one program header.
Instruction codeAt(const Image &image, std::size_t index)
{
    const std::size_t start = image.file.size() - image.codeBytes;
    return instructionAt(image.file, start + index * instructionSize);
}

const LinkOptions v3{.version = Version::V3};

ObjectBuilder callerOf(std::size_t *code = nullptr, std::size_t *callee = nullptr)
{
    ObjectBuilder builder;
    const std::size_t section = builder.function("entrypoint", {callUnresolved, exitNow});
    const std::size_t symbol = builder.external("callee");
    builder.relocate({.section = section, .offset = 0, .symbol = symbol});
    if (code != nullptr)
        *code = section;
    if (callee != nullptr)
        *callee = symbol;
    return builder;
}

TEST(SbpfLink, callsBetweenObjectsBecomeDistances)
{
    ObjectBuilder other;
    other.function("callee", {returnZero, exitNow});
    const auto image = linkAll({callerOf().build(), other.build()}, v3);
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    EXPECT_EQ(codeAt(*image, 0).registers, callRelative << 4);
    EXPECT_EQ(codeAt(*image, 0).immediate, 1);
    EXPECT_EQ(codeAt(*image, 2).opcode, returnZero.opcode);
}

TEST(SbpfLink, aCallThroughASectionSymbolCountsFromItsImmediate)
{
    ObjectBuilder builder;
    const std::size_t code = builder.function("entrypoint", {{opcode::call, callRelative << 4, 0, 1}, exitNow});
    const std::size_t callees = builder.code(".text.callees", {returnZero, exitNow, returnZero, exitNow});
    const std::size_t symbol =
        builder.symbol({.name = "", .binding = elf::bindingLocal, .type = elf::symbolSection, .section = callees});
    builder.relocate({.section = code, .offset = 0, .symbol = symbol});
    const auto image = linkOne(builder.build(), v3);
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    EXPECT_EQ(codeAt(*image, 0).immediate, 3); // over exit and the first callee
}

TEST(SbpfLink, callsOfSomethingElseThanCodeAreRefused)
{
    std::size_t code = 0;
    ObjectBuilder toData = callerOf(&code);
    const std::size_t data = toData.readOnly(".rodata.callee", Bytes(8, 1));
    toData.symbol({.name = "callee", .type = elf::symbolObject, .section = data});
    EXPECT_EQ(faultOf(toData.build()), LinkFault::CallToData);

    ObjectBuilder intoLoad = callerOf();
    Code load = load64(1, 5);
    load.push_back(exitNow);
    const std::size_t target = intoLoad.code(".text.callee", load);
    intoLoad.symbol({.name = "callee", .section = target, .value = 8});
    EXPECT_EQ(faultOf(intoLoad.build()), LinkFault::CallToData);

    ObjectBuilder askew = callerOf();
    const std::size_t text = askew.code(".text.callee", {returnZero, exitNow});
    askew.symbol({.name = "callee", .section = text, .value = 4});
    EXPECT_EQ(faultOf(askew.build()), LinkFault::CallToData);

    ObjectBuilder behind = callerOf();
    const std::size_t small = behind.code(".text.callee", {exitNow});
    behind.symbol({.name = "callee", .section = small, .value = 8});
    EXPECT_EQ(faultOf(behind.build()), LinkFault::CallToData);
}

TEST(SbpfLink, aFunctionThatBeginsByCallingItselfIsRefused)
{
    ObjectBuilder builder;
    const std::size_t code = builder.function("entrypoint", {callUnresolved, exitNow});
    builder.relocate({.section = code, .offset = 0, .symbol = 1});
    EXPECT_EQ(faultOf(builder.build()), LinkFault::UnresolvedCall);
}

TEST(SbpfLink, addressesOfDataAndCodeAreThoseOfTheMachine)
{
    ObjectBuilder builder;
    Code entry = load64(1, 4);
    for (const Instruction &half : load64(2, 0))
        entry.push_back(half);
    entry.push_back(exitNow);
    const std::size_t code = builder.function("entrypoint", entry);
    const std::size_t data = builder.readOnly(".rodata.table", Bytes(16, 9));
    const std::size_t table = builder.symbol({.name = "table", .type = elf::symbolObject, .section = data});
    const std::size_t other = builder.symbol({.name = "other", .section = builder.code(".text.other", {exitNow})});
    builder.relocate({.section = code, .offset = 0, .type = elf::relocationLoad64, .symbol = table});
    builder.relocate({.section = code, .offset = 16, .type = elf::relocationLoad64, .symbol = other});
    const auto image = linkOne(builder.build(), v3);
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    EXPECT_EQ(codeAt(*image, 0).immediate, 16 + 4); // behind the padding at null
    EXPECT_EQ(codeAt(*image, 1).immediate, 0);
    EXPECT_EQ(codeAt(*image, 2).immediate, 40);
    EXPECT_EQ(codeAt(*image, 3).immediate, 1); // code starts at 2^32
}

TEST(SbpfLink, pointersInTablesAreFilledIn)
{
    ObjectBuilder builder;
    Code entry = load64(1, 0);
    entry.push_back(exitNow);
    const std::size_t code = builder.function("entrypoint", entry);
    const std::size_t text = builder.readOnly(".rodata.str", {'h', 'i', 0});
    Bytes words(16);
    words[8] = 1; // one byte into the text
    const std::size_t table =
        builder.section({.name = ".data.rel.ro.table", .flags = elf::flagAlloc | elf::flagWrite, .bytes = words});
    const std::size_t tableSymbol = builder.symbol({.name = "table", .type = elf::symbolObject, .section = table});
    const std::size_t textSymbol =
        builder.symbol({.name = "", .binding = elf::bindingLocal, .type = elf::symbolSection, .section = text});
    builder.relocate({.section = code, .offset = 0, .type = elf::relocationLoad64, .symbol = tableSymbol});
    builder.relocate({.section = table, .offset = 0, .type = elf::relocationWord64, .symbol = 1});
    builder.relocate({.section = table, .offset = 8, .type = elf::relocationWord64, .symbol = textSymbol});
    const auto image = linkOne(builder.build(), v3);
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    // Plain data first: padding 16, text 3 and 5, then the table.
    const std::size_t data = image->file.size() - image->codeBytes - image->dataBytes;
    EXPECT_EQ(image->dataBytes, 40U);
    EXPECT_EQ(elf::readAt<std::uint64_t>(image->file, data + 24), std::uint64_t{1} << 32);
    EXPECT_EQ(elf::readAt<std::uint64_t>(image->file, data + 32), 17U);
}

TEST(SbpfLink, relocationsThatDoNotFitTheirPlaceAreRefused)
{
    struct Case {
        std::uint64_t offset;
        std::uint32_t type;
        LinkFault fault;
    };
    const Case cases[] = {
        {8, elf::relocationCall, LinkFault::MisplacedRelocation},   // r0 = 0
        {8, elf::relocationLoad64, LinkFault::MisplacedRelocation}, // r0 = 0
        {0, elf::relocationWord64, LinkFault::MisplacedRelocation}, // data's, in code
        {4, elf::relocationCall, LinkFault::MisplacedRelocation},   // askew
        {24, elf::relocationCall, LinkFault::MisplacedRelocation},  // behind the end
        {~std::uint64_t{0} - 7, elf::relocationCall, LinkFault::MisplacedRelocation},
        {0, 0, LinkFault::UnknownRelocation},
        {0, 3, LinkFault::UnknownRelocation}, // R_BPF_64_ABS32
        {0, 4, LinkFault::UnknownRelocation}, // R_BPF_64_NODYLD32
        {0, 8, LinkFault::UnknownRelocation}, // R_BPF_64_RELATIVE, of the loader's
        {0, 99, LinkFault::UnknownRelocation},
    };
    for (const Case &one : cases) {
        ObjectBuilder builder;
        const std::size_t code = builder.function("entrypoint", {callUnresolved, returnZero, exitNow});
        builder.relocate({.section = code, .offset = 0, .symbol = builder.external("sol_log_")});
        const std::size_t callee =
            builder.symbol({.name = "callee", .section = builder.code(".text.callee", {exitNow})});
        ObjectBuilder broken = builder;
        if (one.offset == 0) { // instead of the sound one
            broken = ObjectBuilder();
            const std::size_t text = broken.function("entrypoint", {callUnresolved, returnZero, exitNow});
            broken.relocate({.section = text, .offset = 0, .type = one.type, .symbol = 1});
        } else {
            broken.relocate({.section = code, .offset = one.offset, .type = one.type, .symbol = callee});
        }
        EXPECT_EQ(faultOf(broken.build()), one.fault) << one.offset << " type " << one.type;
    }
}

TEST(SbpfLink, relocationsOfDataThatDoNotFitAreRefused)
{
    const auto withTable = [](std::uint64_t offset, std::uint32_t type, std::uint8_t addend) {
        ObjectBuilder builder;
        Code entry = load64(1, 0);
        entry.push_back(exitNow);
        const std::size_t code = builder.function("entrypoint", entry);
        Bytes words(16);
        words[0] = addend;
        const std::size_t data = builder.readOnly(".rodata.table", words);
        const std::size_t table = builder.symbol({.name = "table", .type = elf::symbolObject, .section = data});
        builder.relocate({.section = code, .offset = 0, .type = elf::relocationLoad64, .symbol = table});
        builder.relocate({.section = data, .offset = offset, .type = type, .symbol = table});
        return builder.build();
    };
    EXPECT_TRUE(linkOne(withTable(0, elf::relocationWord64, 16)).has_value());
    EXPECT_EQ(faultOf(withTable(0, elf::relocationWord64, 17)), LinkFault::TargetOutOfSection);
    EXPECT_EQ(faultOf(withTable(9, elf::relocationWord64, 0)), LinkFault::MisplacedRelocation);
    EXPECT_EQ(faultOf(withTable(0, elf::relocationCall, 0)), LinkFault::MisplacedRelocation);
    EXPECT_EQ(faultOf(withTable(0, elf::relocationLoad64, 0)), LinkFault::MisplacedRelocation);
    EXPECT_EQ(faultOf(withTable(0, 3, 0)), LinkFault::UnknownRelocation);
}

TEST(SbpfLink, onlySyscallsMayStayUndefined)
{
    for (const char *name :
         {"callee", "memcpy", "__multi3", "_Znwm", "sol_log", "sol_alloc_free_", "sol_get_fees_sysvar"}) {
        ObjectBuilder builder;
        const std::size_t code = builder.function("entrypoint", {callUnresolved, exitNow});
        builder.relocate({.section = code, .offset = 0, .symbol = builder.external(name)});
        const auto image = linkOne(builder.build());
        ASSERT_FALSE(image.has_value()) << name;
        EXPECT_EQ(image.error().fault, LinkFault::UnknownExternal);
        EXPECT_TRUE(image.error().detail.starts_with(name));
        EXPECT_EQ(image.error().offset, 0U);
    }
}

TEST(SbpfLink, theAddressOfASyscallCannotBeTaken)
{
    ObjectBuilder builder;
    Code entry = load64(1, 0);
    entry.push_back(exitNow);
    const std::size_t code = builder.function("entrypoint", entry);
    builder.relocate(
        {.section = code, .offset = 0, .type = elf::relocationLoad64, .symbol = builder.external("sol_log_")});
    EXPECT_EQ(faultOf(builder.build()), LinkFault::UnknownExternal);
}

TEST(SbpfLink, aSymbolIsDefinedOnceOrWeakly)
{
    const auto defining = [](std::uint8_t binding, std::int32_t answer) {
        ObjectBuilder builder;
        const std::size_t code = builder.code(".text.callee", {plain(0xb7, answer), exitNow});
        builder.symbol({.name = "callee", .binding = binding, .section = code});
        return builder.build();
    };
    const Bytes caller = callerOf().build();
    const auto answerOf = [&](const std::vector<Bytes> &objects) {
        const auto image = linkAll(objects, v3);
        EXPECT_TRUE(image.has_value()) << (image ? "" : toText(image.error()));
        return image ? codeAt(*image, 2).immediate : -1;
    };
    const auto twice = linkAll({caller, defining(elf::bindingGlobal, 1), defining(elf::bindingGlobal, 2)});
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(toText(twice.error()),
              "c.o: a symbol is defined twice (callee, also in b.o): keep one definition, or make it inline");
    EXPECT_EQ(answerOf({caller, defining(elf::bindingWeak, 1), defining(elf::bindingGlobal, 2)}), 2);
    EXPECT_EQ(answerOf({caller, defining(elf::bindingGlobal, 1), defining(elf::bindingWeak, 2)}), 1);
    EXPECT_EQ(answerOf({caller, defining(elf::bindingWeak, 1), defining(elf::bindingWeak, 2)}), 1);
}

TEST(SbpfLink, localSymbolsOfOneNameDoNotMeet)
{
    const auto object = [](const std::string &function, std::int32_t answer) {
        ObjectBuilder builder;
        const std::size_t local = builder.code(".text.local", {plain(0xb7, answer), exitNow});
        const std::size_t code = builder.function(function, {callUnresolved, exitNow});
        const std::size_t symbol = builder.symbol({.name = "local", .binding = elf::bindingLocal, .section = local});
        builder.relocate({.section = code, .offset = 0, .symbol = symbol});
        if (function == "entrypoint") {
            const std::size_t second = builder.function("unused", {exitNow});
            static_cast<void>(second);
        }
        return builder.build();
    };
    const auto image = linkAll({object("entrypoint", 1), object("other", 2)}, v3);
    ASSERT_TRUE(image.has_value());
    EXPECT_EQ(codeAt(*image, 2).immediate, 1);
    EXPECT_EQ(image->codeBytes, 32U);
}

TEST(SbpfLink, aWeakExternalIsRefused)
{
    ObjectBuilder builder;
    const std::size_t code = builder.function("entrypoint", {callUnresolved, exitNow});
    const std::size_t weak = builder.symbol({.name = "maybe", .binding = elf::bindingWeak, .type = elf::symbolNone});
    builder.relocate({.section = code, .offset = 0, .symbol = weak});
    EXPECT_EQ(faultOf(builder.build()), LinkFault::UnsupportedSymbol);
}

TEST(SbpfLink, referencesToWhatIsNotLoadedAreRefused)
{
    ObjectBuilder builder;
    const std::size_t code = builder.function("entrypoint", {callUnresolved, exitNow});
    const std::size_t dropped = builder.section({.name = ".note", .flags = 0, .bytes = Bytes(8)});
    const std::size_t local = builder.symbol({.name = "note", .binding = elf::bindingLocal, .section = dropped});
    builder.relocate({.section = code, .offset = 0, .symbol = local});
    EXPECT_EQ(faultOf(builder.build()), LinkFault::ReferenceToDropped);
}

TEST(SbpfLink, theEntryMustBeAFunctionOfTheProgram)
{
    ObjectBuilder none;
    none.function("main", {returnZero, exitNow});
    EXPECT_EQ(faultOf(none.build()), LinkFault::NoEntry);
    EXPECT_TRUE(linkOne(none.build(), {.entry = "main"}).has_value());
    ObjectBuilder data;
    data.symbol({.name = "entrypoint", .section = data.readOnly(".rodata", Bytes(8, 1))});
    EXPECT_EQ(faultOf(data.build()), LinkFault::CallToData);
    ObjectBuilder external;
    external.external("entrypoint");
    EXPECT_EQ(faultOf(external.build()), LinkFault::NoEntry);
    EXPECT_FALSE(link({}, {}).has_value());
}

TEST(SbpfLink, onlyWhatTheEntryReachesIsKept)
{
    ObjectBuilder builder = callerOf();
    builder.function("callee", {returnZero, exitNow});
    const auto before = linkOne(builder.build());
    builder.function("unused", {returnZero, returnZero, exitNow});
    builder.readOnly(".rodata.unused", Bytes(100));
    const auto after = linkOne(builder.build());
    ASSERT_TRUE(before.has_value() && after.has_value());
    EXPECT_EQ(before->file, after->file);
}

TEST(SbpfLink, programsThatAreTooLargeAreRefused)
{
    ObjectBuilder builder;
    Code code(1'000, returnZero);
    code.push_back(exitNow);
    builder.function("entrypoint", code);
    const Bytes object = builder.build();
    const std::size_t size = linkOne(object)->file.size();
    EXPECT_TRUE(linkOne(object, {.imageBytesMax = size}).has_value());
    EXPECT_EQ(faultOf(object, {.imageBytesMax = size - 1}), LinkFault::ImageTooLarge);
    EXPECT_EQ(faultOf(object, {.imageBytesMax = 4'000}), LinkFault::ImageTooLarge);
}

TEST(SbpfLink, manyObjectsHaveALimit)
{
    const Bytes object = callerOf().build();
    const std::vector<ObjectFile> files(objectsMax + 1, ObjectFile{"a.o", object});
    const auto image = link(files, {});
    ASSERT_FALSE(image.has_value());
    EXPECT_EQ(image.error().fault, LinkFault::TooLarge);
}

} // namespace
} // namespace paradox::sbpf::test
