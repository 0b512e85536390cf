#include "ledger/precompile.h"

#include "solana/borsh.h"
#include "tests/ledger/bank_fixture.h"

#include <algorithm>

namespace paradox::ledger {
namespace {

constexpr std::size_t keyAt = 16;
constexpr std::size_t signatureAt = 48;
constexpr std::size_t messageAt = 112;

class PrecompileTest : public BankTest {
protected:
    /// One signature, everything in the instruction's own data, as the clients' libraries lay it out.
    Bytes data(std::string_view message = "hello") const
    {
        const solana::Keypair key = keypair(40);
        solana::BorshWriter writer;
        writer.put(std::uint8_t{1}).put(std::uint8_t{0});
        const auto own = std::uint16_t{0xffff};
        writer.put(static_cast<std::uint16_t>(signatureAt)).put(own).put(static_cast<std::uint16_t>(keyAt)).put(own);
        writer.put(static_cast<std::uint16_t>(messageAt)).put(static_cast<std::uint16_t>(message.size())).put(own);
        writer.put(key.publicKey()).put(key.sign(asBytes(message))).raw(asBytes(message));
        return writer.take();
    }
    static solana::Instruction check(Bytes data, const PublicKey &program = solana::ed25519Program)
    {
        return {.program = program, .accounts = {}, .data = std::move(data)};
    }
    static Bytes with16(Bytes data, std::size_t at, std::uint16_t value)
    {
        data[at] = static_cast<std::uint8_t>(value);
        data[at + 1] = static_cast<std::uint8_t>(value >> 8);
        return data;
    }
    std::string codeOf(Bytes bytes)
    {
        closeSlots(1);
        return errorOf({check(std::move(bytes))});
    }
    static std::string custom(int code)
    {
        return R"({"InstructionError":[0,{"Custom":)" + std::to_string(code) + "}]}";
    }
};

TEST_F(PrecompileTest, aGoodSignaturePassesSilentlyAndIsChargedLikeOneOfTheTransaction)
{
    const RecordRef record = mustRun({check(data())}, {&faucet});
    EXPECT_FALSE(record->execution.error);
    EXPECT_EQ(record->execution.fee, 10'000U);
    EXPECT_EQ(record->execution.computeUnits, 0U);
    EXPECT_TRUE(record->execution.logs.empty());
}

TEST_F(PrecompileTest, aBadOneFailsTheTransactionAfterItsFee)
{
    Bytes forged = data();
    forged.back() ^= 1;
    const RecordRef record =
        mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {1'000'000'000}), check(forged)}, {&faucet});
    EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[1,{"Custom":2}]})");
    EXPECT_EQ(record->execution.fee, 10'000U);
    EXPECT_EQ(balance(address(9)), 0U);
}

TEST_F(PrecompileTest, malformedDataHasTheClustersCodes)
{
    EXPECT_EQ(codeOf({}), custom(4));
    EXPECT_EQ(codeOf({0}), custom(4));
    EXPECT_EQ(codeOf({0, 0}), "null");
    EXPECT_EQ(codeOf({0, 0, 0}), custom(4));
    EXPECT_EQ(codeOf({1, 0}), custom(4));
    EXPECT_EQ(codeOf(with16(data(), 2, 60'000)), custom(3));
    EXPECT_EQ(codeOf(with16(data(), 4, 7)), custom(3));
    EXPECT_EQ(codeOf(with16(data(), 12, 6)), custom(3)) << "a message longer than the data";
    Bytes offCurve = data();
    std::fill_n(offCurve.begin() + keyAt, 32, 0);
    offCurve[keyAt] = 2;
    EXPECT_EQ(codeOf(offCurve), custom(0));
    Bytes smallOrder = data();
    std::fill_n(smallOrder.begin() + keyAt, 96, 0);
    smallOrder[keyAt] = 1;
    smallOrder[signatureAt] = 1;
    EXPECT_EQ(codeOf(smallOrder), custom(2));
}

TEST_F(PrecompileTest, partsMayLieInOtherInstructions)
{
    const std::string text = "said elsewhere";
    const solana::Instruction elsewhere = check(Bytes(text.begin(), text.end()), solana::computeBudgetProgram);
    Bytes pointing = with16(with16(data(text), 14, 1), 10, 0);
    pointing.resize(messageAt);
    // The second instruction is no compute-budget order: only what is checked before it counts here.
    solana::Message message;
    message.signatureCount = 1;
    message.staticKeys = {faucet.publicKey(), solana::ed25519Program, solana::computeBudgetProgram};
    message.instructions = {{1, {}, pointing}, {2, {}, elsewhere.data}};
    EXPECT_TRUE(verifyEd25519(message, 0).has_value());
    message.instructions[1].data.front() ^= 1;
    EXPECT_EQ(verifyEd25519(message, 0).error(), customError(2));
}

TEST_F(PrecompileTest, otherCurvesAreRefusedInWords)
{
    for (const PublicKey &program : {solana::secp256k1Program, solana::secp256r1Program}) {
        const RecordRef record = mustRun({check({1, 0}, program)}, {&faucet});
        EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[0,"UnsupportedProgramId"]})");
        EXPECT_TRUE(record->execution.logs.back().ends_with("only Ed25519 ones"));
        EXPECT_EQ(record->execution.fee, 10'000U);
    }
}

TEST_F(PrecompileTest, programsCannotBeDeployedAndTheLogSaysWhatToDo)
{
    for (const PublicKey &loader : {solana::upgradeableLoader, solana::loaderV2, solana::loaderV1, solana::loaderV4}) {
        const RecordRef record = mustRun({check({0, 0, 0, 0}, loader)}, {&faucet});
        EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[0,"UnsupportedProgramId"]})");
        EXPECT_TRUE(record->execution.logs.at(1).contains("deploys no others")) << record->execution.logs.at(1);
    }
}

} // namespace
} // namespace paradox::ledger
