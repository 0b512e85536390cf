#include "programs/toolchain/syscall_names.h"
#include "solana/borsh.h"
#include "tests/netting/seeded_random.h"
#include "tests/programs/toolchain/examples/constructs.h"
#include "tests/programs/toolchain/object_builder.h"
#include "tests/support/svm_host.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace paradox::sbpf::test {
namespace {

using paradox::test::SvmHost;
using paradox::test::SvmResult;

Bytes fileBytes(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

/// What the linker makes, on the machine that executes it.
class ToolchainOnTheMachine : public ::testing::TestWithParam<Version> {
protected:
    void SetUp() override { machine.airdrop(payer.publicKey(), 1'000'000'000'000); }

    /// Installs a program under a new address.
    PublicKey install(ByteSpan image)
    {
        const std::filesystem::path path = m_directory.path() / "program.so";
        std::ofstream(path, std::ios::binary) << asText(image);
        PublicKey id;
        id.bytes.fill(77);
        id.bytes[0] = static_cast<std::uint8_t>(++m_installed);
        id.bytes[1] = static_cast<std::uint8_t>(m_installed >> 8);
        machine.addProgram(id, path);
        return id;
    }
    SvmResult call(const PublicKey &program, Bytes data = {})
    {
        const solana::Instruction instruction{.program = program, .accounts = {}, .data = std::move(data)};
        solana::Transaction transaction = solana::makeTransaction(*solana::compileMessage(
            std::span(&instruction, 1), {.feePayer = payer.publicKey(), .recentBlockhash = machine.blockhash()}));
        const solana::Keypair *signer = &payer;
        EXPECT_TRUE(solana::signTransaction(transaction, std::span(&signer, 1)));
        return machine.send(transaction);
    }
    /// Links and runs a program made of these instructions.
    SvmResult run(const std::vector<Instruction> &instructions)
    {
        ObjectBuilder builder;
        builder.function("entrypoint", instructions);
        const auto image = linkOne(builder.build(), {.version = GetParam()});
        EXPECT_TRUE(image.has_value()) << (image ? "" : toText(image.error()));
        return call(install(image->file));
    }
    Image examples()
    {
        std::vector<Bytes> bytes;
        std::vector<ObjectFile> files;
        for (const char *name : {"entry", "constructs", "shapes"})
            bytes.push_back(fileBytes(std::string(PARADOX_BINARY_DIR "/programs/examples/") + name + ".o"));
        for (const Bytes &object : bytes)
            files.push_back({"example.o", object});
        return link(files, {.version = GetParam()}).value();
    }

    SvmHost machine;
    const solana::Keypair payer = solana::Keypair::fromSeed(Bytes(32, 9));

private:
    paradox::testing::TempDirectory m_directory;
    unsigned m_installed = 0;
};

INSTANTIATE_TEST_SUITE_P(Versions, ToolchainOnTheMachine, ::testing::Values(Version::V0, Version::V3),
                         [](const auto &version) { return version.param == Version::V0 ? "v0" : "v3"; });

TEST_P(ToolchainOnTheMachine, everySupportedConstructAnswersAsNatively)
{
    const PublicKey program = install(examples().file);
    netting::test::SeededRandom random(netting::test::testSeed());
    for (std::uint64_t construct = 0; construct < examples::constructCount; ++construct) {
        for (const std::uint64_t value :
             {std::uint64_t{0}, std::uint64_t{5}, ~std::uint64_t{0}, random.next(), random.next(), random.next()}) {
            const SvmResult result = call(program, solana::BorshWriter().put(construct).put(value).take());
            ASSERT_TRUE(result.ok()) << construct << ' ' << value << result.errorText();
            EXPECT_EQ(result.returnData, solana::BorshWriter().put(examples::answer(construct, value)).take())
                << construct << ' ' << value;
        }
    }
}

/// Each operation with numbers on which a different meaning would show.
TEST_P(ToolchainOnTheMachine, everyArithmeticInstructionMeansWhatTheCompilerMeant)
{
    struct Case {
        Instruction instruction;
        std::uint64_t expected; ///< of r1 = 0x8000000200000003, r2 = 5
    };
    constexpr std::uint64_t a = 0x8000000200000003;
    const Case cases[] = {
        {{0x07, 1, 0, -9}, a - 9},
        {{0x0f, 0x21, 0, 0}, a + 5},
        {{0x17, 1, 0, 7}, a - 7},
        {{0x1f, 0x21, 0, 0}, a - 5},
        {{0x27, 1, 0, 3}, a * 3},
        {{0x2f, 0x21, 0, 0}, a * 5},
        {{0x37, 1, 0, 7}, a / 7},
        {{0x3f, 0x21, 0, 0}, a / 5},
        {{0x47, 1, 0, 12}, a | 12},
        {{0x4f, 0x21, 0, 0}, a | 5},
        {{0x57, 1, 0, -2}, a & ~std::uint64_t{1}},
        {{0x5f, 0x21, 0, 0}, a & 5},
        {{0x67, 1, 0, 33}, a << 33},
        {{0x6f, 0x21, 0, 0}, a << 5},
        {{0x77, 1, 0, 33}, a >> 33},
        {{0x7f, 0x21, 0, 0}, a >> 5},
        {{0x87, 1, 0, 0}, 0 - a},
        {{0x97, 1, 0, 1000}, a % 1000},
        {{0x9f, 0x21, 0, 0}, a % 5},
        {{0xa7, 1, 0, -1}, ~a},
        {{0xaf, 0x21, 0, 0}, a ^ 5},
        {{0xb7, 1, 0, -1}, ~std::uint64_t{0}},
        {{0xbf, 0x21, 0, 0}, 5},
        {{0xc7, 1, 0, 4}, static_cast<std::uint64_t>(static_cast<std::int64_t>(a) >> 4)},
        {{0xcf, 0x21, 0, 0}, static_cast<std::uint64_t>(static_cast<std::int64_t>(a) >> 5)},
        {{0xd4, 1, 0, 16}, 3},
        {{0xd4, 1, 0, 32}, 3},
        {{0xdc, 1, 0, 16}, 0x0300},
        {{0xdc, 1, 0, 32}, 0x03000000},
        {{0xdc, 1, 0, 64}, 0x0300000002000080},
    };
    for (const Case &one : cases) {
        std::vector<Instruction> code = load64(1, a);
        code.push_back({0xb7, 2, 0, 5});
        code.push_back(one.instruction);
        for (const Instruction &half : load64(3, one.expected))
            code.push_back(half);
        code.push_back(returnZero);
        code.push_back({0x1d, 0x31, 1, 0}); // if r1 == r3 skip
        code.push_back({0xb7, 0, 0, 1});
        code.push_back(exitNow);
        const SvmResult result = run(code);
        EXPECT_TRUE(result.ok()) << std::hex << int{one.instruction.opcode} << result.errorText()
                                 << ::testing::PrintToString(result.logs);
    }
}

TEST_P(ToolchainOnTheMachine, everyJumpIsTaken)
{
    struct Case {
        std::uint8_t operation;
        bool jumps; ///< with -2 on the left and 3 on the right
    };
    constexpr Case cases[] = {{0x1, false}, {0x2, true},  {0x3, true},  {0x4, true}, {0x5, true}, {0x6, false},
                              {0x7, false}, {0xa, false}, {0xb, false}, {0xc, true}, {0xd, true}};
    for (const Case &one : cases) {
        for (const bool usesRegister : {false, true}) {
            const auto code = static_cast<std::uint8_t>(one.operation << 4 | (usesRegister ? 8 : 0) | 5);
            const std::int32_t jumped = one.jumps ? 0 : 1;
            const SvmResult result =
                run({{0xb7, 1, 0, -2},
                     {0xb7, 2, 0, 3},
                     {code, static_cast<std::uint8_t>(usesRegister ? 0x21 : 1), 2, usesRegister ? 0 : 3},
                     {0xb7, 0, 0, 1 - jumped},
                     exitNow,
                     {0xb7, 0, 0, jumped},
                     exitNow});
            EXPECT_TRUE(result.ok()) << std::hex << int{code} << result.errorText();
        }
    }
}

TEST_P(ToolchainOnTheMachine, everyLoadAndStoreMovesItsWidth)
{
    struct Case {
        std::uint8_t width; ///< bits 3 and 4 of the opcode
        std::uint64_t mask;
    };
    constexpr Case cases[] = {{0x00, 0xffffffff}, {0x08, 0xffff}, {0x10, 0xff}, {0x18, ~std::uint64_t{0}}};
    for (const Case &one : cases) {
        std::vector<Instruction> code = load64(2, 0xf1f2f3f4f5f6f7f8);
        code.push_back({static_cast<std::uint8_t>(0x63 | one.width), 0x2a, -8, 0});
        code.push_back({static_cast<std::uint8_t>(0x61 | one.width), 0xa1, -8, 0});
        for (const Instruction &half : load64(3, 0xf1f2f3f4f5f6f7f8 & one.mask))
            code.push_back(half);
        code.push_back({0x5d, 0x31, 5, 0});
        code.push_back({static_cast<std::uint8_t>(0x62 | one.width), 0x0a, -16, 77});
        code.push_back({static_cast<std::uint8_t>(0x61 | one.width), 0xa0, -16, 0});
        code.push_back({0x07, 0, 0, -77});
        code.push_back(exitNow);
        code.push_back(exitNow);
        code.push_back({0xb7, 0, 0, 1});
        code.push_back(exitNow);
        const SvmResult result = run(code);
        EXPECT_TRUE(result.ok()) << std::hex << int{one.width} << result.errorText();
    }
}

/// A name that the machine does not know would fail here, not on a user's cluster.
TEST_P(ToolchainOnTheMachine, everySyscallTheLinkerLetsThroughExists)
{
    for (const std::string_view name : syscallNames()) {
        ObjectBuilder builder;
        const std::size_t code =
            builder.function("entrypoint", {returnZero, {0x15, 0, 1, 0}, callUnresolved, returnZero, exitNow});
        builder.relocate({.section = code, .offset = 16, .symbol = builder.external(std::string(name))});
        const auto image = linkOne(builder.build(), {.version = GetParam()});
        ASSERT_TRUE(image.has_value());
        const SvmResult result = call(install(image->file));
        EXPECT_TRUE(result.ok()) << name << result.errorText() << ::testing::PrintToString(result.logs);
    }
}

TEST_P(ToolchainOnTheMachine, functionsCallThroughRegistersAndDeeply)
{
    ObjectBuilder builder;
    std::vector<Instruction> entry = load64(3, 0);
    entry.insert(entry.end(), {{0xb7, 1, 0, 40}, {opcode::callRegister, 3, 0, 0}, {0x07, 0, 0, -41}, exitNow});
    const std::size_t code = builder.function("entrypoint", entry);
    // depth(n): n == 0 ? 1 : depth(n - 1) + 1, with a word on every frame.
    const std::size_t depth = builder.function("depth", {{0x7b, 0x1a, -8, 0},
                                                         {0xb7, 0, 0, 1},
                                                         {0x15, 1, 6, 0},
                                                         {0x07, 1, 0, -1},
                                                         callUnresolved,
                                                         {0x79, 0xa2, -8, 0},
                                                         {0x07, 0, 0, 1},
                                                         {0x15, 2, 1, 0},
                                                         exitNow,
                                                         exitNow});
    const std::size_t symbol = builder.symbol({.name = "depthAlias", .section = depth});
    builder.relocate({.section = code, .offset = 0, .type = elf::relocationLoad64, .symbol = symbol});
    builder.relocate({.section = depth, .offset = 32, .symbol = symbol});
    const auto image = linkOne(builder.build(), {.version = GetParam()});
    ASSERT_TRUE(image.has_value()) << toText(image.error());
    const SvmResult result = call(install(image->file));
    EXPECT_TRUE(result.ok()) << result.errorText() << ::testing::PrintToString(result.logs);
}

} // namespace
} // namespace paradox::sbpf::test
