#include "object_builder.h"

#include "tests/netting/seeded_random.h"
#include "tests/support/temp_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace paradox::sbpf::test {
namespace {

using netting::test::SeededRandom;
using netting::test::testSeed;

Bytes fileBytes(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

/// An object of the examples, as the build made it.
Bytes example(const std::string &name)
{
    const Bytes bytes = fileBytes(PARADOX_BINARY_DIR "/programs/examples/" + name + ".o");
    EXPECT_FALSE(bytes.empty()) << name;
    return bytes;
}

std::expected<Image, LinkError> linkExamples(ByteSpan entry, const LinkOptions &options = {})
{
    const Bytes constructs = example("constructs");
    const Bytes shapes = example("shapes");
    const ObjectFile files[] = {{"entry.o", entry}, {"constructs.o", constructs}, {"shapes.o", shapes}};
    return link(files, options);
}

/// Compiles a source with clang now.
class Compiled : public ::testing::Test {
protected:
    Bytes compile(const std::string &source, const std::string &flags = "-mcpu=v2")
    {
        const std::string path = m_directory.path() / "source.cpp";
        const std::string object = m_directory.path() / "source.o";
        std::ofstream(path) << "typedef unsigned long u64; typedef long i64;\n" << source;
        const std::string command =
            std::string(PARADOX_BPF_CLANG) + " -target bpf " + flags +
            " -std=c++17 -O2 -ffreestanding -fno-builtin -fno-exceptions -fno-rtti -fno-threadsafe-statics"
            " -ffunction-sections -fdata-sections -c " +
            path + " -o " + object;
        EXPECT_EQ(std::system(command.c_str()), 0) << source;
        return fileBytes(object);
    }
    std::optional<LinkFault> faultIn(const std::string &source, const std::string &flags = "-mcpu=v2")
    {
        SCOPED_TRACE(source);
        return faultOf(compile(source, flags));
    }

private:
    testing::TempDirectory m_directory;
};

TEST_F(Compiled, instructionsOfNewerTargetsAreRefused)
{
    EXPECT_EQ(faultIn(R"(extern "C" unsigned entrypoint(const unsigned *p) { return p[0] + p[1]; })", "-mcpu=v3"),
              LinkFault::Alu32);
    EXPECT_EQ(faultIn(R"(extern "C" u64 entrypoint(unsigned a, u64 b) { return a > 77u ? b : 3; })", "-mcpu=v3"),
              LinkFault::Jump32);
    EXPECT_EQ(faultIn(R"(extern "C" i64 entrypoint(i64 a, i64 b) { return a / b; })", "-mcpu=v4"),
              LinkFault::SignedDivision);
    EXPECT_EQ(faultIn(R"(extern "C" i64 entrypoint(i64 a, i64 b) { return a % b; })", "-mcpu=v4"),
              LinkFault::SignedDivision);
    EXPECT_EQ(faultIn(R"(extern "C" i64 entrypoint(i64 a) { return (signed char)a; })", "-mcpu=v4"),
              LinkFault::SignExtendingMove);
    EXPECT_EQ(faultIn(R"(extern "C" i64 entrypoint(const short *p) { return *p; })", "-mcpu=v4"),
              LinkFault::SignExtendingLoad);
    EXPECT_EQ(faultIn(R"(extern "C" u64 entrypoint(u64 a) { return __builtin_bswap64(a); })", "-mcpu=v4"),
              LinkFault::ByteSwap);
}

TEST_F(Compiled, theSameSourcesAreTakenFromMcpuV2)
{
    for (const char *source : {R"(extern "C" unsigned entrypoint(const unsigned *p) { return p[0] + p[1]; })",
                               R"(extern "C" u64 entrypoint(unsigned a, u64 b) { return a > 77u ? b : 3; })",
                               R"(extern "C" i64 entrypoint(i64 a) { return (signed char)a; })",
                               R"(extern "C" i64 entrypoint(const short *p) { return *p; })",
                               R"(extern "C" u64 entrypoint(u64 a) { return __builtin_bswap64(a); })"}) {
        const auto image = linkOne(compile(source));
        EXPECT_TRUE(image.has_value()) << source << (image ? "" : toText(image.error()));
    }
}

TEST_F(Compiled, atomicsAreRefused)
{
    EXPECT_EQ(faultIn(R"(extern "C" u64 entrypoint(u64 *p) { __sync_fetch_and_add(p, 1); return 0; })"),
              LinkFault::Atomic);
    EXPECT_EQ(
        faultIn(R"(extern "C" u64 entrypoint(u64 *p) { return __sync_val_compare_and_swap(p, 1, 2); })", "-mcpu=v3"),
        LinkFault::Atomic);
}

TEST_F(Compiled, stateOutsideOfAccountsIsRefused)
{
    EXPECT_EQ(faultIn(R"(u64 counter = 5; extern "C" u64 entrypoint() { return ++counter; })"),
              LinkFault::WritableData);
    EXPECT_EQ(faultIn(R"(u64 counter; extern "C" u64 entrypoint() { return ++counter; })"), LinkFault::ZeroedData);
    EXPECT_EQ(faultIn(R"(extern "C" u64 entrypoint() { static u64 counter; return ++counter; })"),
              LinkFault::ZeroedData);
    EXPECT_EQ(
        faultIn(
            R"(__attribute__((constructor)) void start() { asm volatile(""); } extern "C" u64 entrypoint() { return 0; })"),
        LinkFault::Constructor);
}

TEST_F(Compiled, whatNobodyDefinesIsRefusedWithAHint)
{
    const auto hint = [&](const char *source) {
        const auto image = linkOne(compile(source));
        return image ? std::string("linked") : toText(image.error());
    };
    EXPECT_THAT(hint(R"(extern "C" u64 helper(u64); extern "C" u64 entrypoint(u64 a) { return helper(a); })"),
                ::testing::HasSubstr("a.o: .text.entrypoint+0x0: unknown external symbol (helper)"));
    EXPECT_THAT(hint(R"(extern "C" u64 entrypoint(u64 a) { return (u64) new u64[a]; })"),
                ::testing::HasSubstr("there is no heap"));
    EXPECT_THAT(hint(R"(extern "C" void *memcpy(void *, const void *, u64);
                        extern "C" u64 entrypoint(u64 *a) { return (u64)(*(decltype(&memcpy))memcpy)(a, a + 9, a[0]); })"),
                ::testing::HasSubstr("use sol_memcpy_"));
    EXPECT_EQ(
        faultIn(R"(extern "C" __attribute__((weak)) u64 maybe(); extern "C" u64 entrypoint() { return maybe(); })"),
        LinkFault::UnsupportedSymbol);
}

TEST_F(Compiled, framesAboveTheMachinesAreRefused)
{
    const char *source = R"(extern "C" void sol_log_(const char *, u64);
        extern "C" u64 entrypoint() { char text[5000]; asm volatile("" : : "r"(text) : "memory"); sol_log_(text, 5000);
        return 0; })";
    EXPECT_EQ(faultIn(source, "-mcpu=v2 -mllvm -bpf-stack-size=8192"), LinkFault::FrameTooLarge);
}

TEST(ClangObjects, equalObjectsGiveEqualPrograms)
{
    const Bytes entry = example("entry");
    for (const Version version : {Version::V0, Version::V3})
        EXPECT_EQ(linkExamples(entry, {.version = version})->file, linkExamples(entry, {.version = version})->file);
}

/// Cut anywhere, an object is refused, or nothing that matters was cut.
TEST(ClangObjects, truncatedObjectsFailCleanly)
{
    const Bytes entry = example("entry");
    const Bytes whole = linkExamples(entry)->file;
    for (std::size_t size = 0; size < entry.size(); ++size) {
        const Bytes cut(entry.begin(), entry.begin() + static_cast<std::ptrdiff_t>(size));
        if (const auto image = linkExamples(cut))
            EXPECT_EQ(image->file, whole) << size;
        else
            EXPECT_FALSE(toText(image.error()).empty());
    }
}

TEST(ClangObjects, damagedObjectsAreAnswered)
{
    SeededRandom random(testSeed());
    const Bytes constructs = example("constructs");
    const Bytes entry = example("entry");
    const Bytes shapes = example("shapes");
    std::size_t linked = 0;
    for (int i = 0; i < 3'000; ++i) {
        Bytes damaged = constructs;
        for (std::uint64_t left = 1 + random.below(4); left > 0; --left)
            damaged[random.below(damaged.size())] = static_cast<std::uint8_t>(random.next());
        const ObjectFile files[] = {{"entry.o", entry}, {"constructs.o", damaged}, {"shapes.o", shapes}};
        linked += link(files, {.version = random.oneIn(2) ? Version::V3 : Version::V0}).has_value() ? 1U : 0U;
    }
    EXPECT_GT(linked, 0U);
    EXPECT_LT(linked, 3'000U);
}

} // namespace
} // namespace paradox::sbpf::test
