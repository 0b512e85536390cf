#include "ledger/precompile.h"

#include "domain/encoding.h"
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
    EXPECT_TRUE(runPrecompile(message, 0).has_value());
    message.instructions[1].data.front() ^= 1;
    EXPECT_EQ(runPrecompile(message, 0).error(), customError(2));
}

/// As web3.js lays it out: address, signature and recovery id, message, all in the instruction itself.
class Secp256k1PrecompileTest : public PrecompileTest {
protected:
    std::string codeOf(Bytes bytes)
    {
        closeSlots(1);
        return errorOf({check(std::move(bytes), solana::secp256k1Program)});
    }
    static Bytes with(Bytes bytes, std::size_t at, std::uint8_t value)
    {
        bytes[at] = value;
        return bytes;
    }

    const Bytes good = *hexDecode("012000000c000061000e0000"
                                  "4a62316623ad457f02cdc5d997ded67a383ec569"
                                  "aa49bb0314a217d7f697211e77862bed573f0c77fcbfd99d499c5a72680dae04"
                                  "64f90c8aa6964a02744bec080002938f1a9325869c6e49cb1d56669592bb482d01"
                                  "7061792074686520626561726572");
};

TEST_F(Secp256k1PrecompileTest, aGoodSignaturePassesSilentlyAndIsCharged)
{
    const RecordRef record = mustRun({check(good, solana::secp256k1Program)}, {&faucet});
    EXPECT_FALSE(record->execution.error);
    EXPECT_EQ(record->execution.fee, 10'000U);
    EXPECT_TRUE(record->execution.logs.empty());
}

TEST_F(Secp256k1PrecompileTest, whatIsWrongHasTheClustersCode)
{
    EXPECT_EQ(codeOf({}), custom(4));
    EXPECT_EQ(codeOf({0}), "null");
    EXPECT_EQ(codeOf({0, 0}), custom(4));
    EXPECT_EQ(codeOf({1}), custom(4));
    EXPECT_EQ(codeOf(with(good, good.size() - 1, 'x')), custom(2)) << "another message";
    EXPECT_EQ(codeOf(with(good, 12, 0)), custom(2)) << "another address";
    EXPECT_EQ(codeOf(with(good, 96, 4)), custom(1));
    EXPECT_EQ(codeOf(with(good, 3, 7)), custom(4)) << "no such instruction has the signature";
    EXPECT_EQ(codeOf(with(good, 6, 7)), custom(3)) << "no such instruction has the address";
    EXPECT_EQ(codeOf(with(good, 11, 7)), custom(3)) << "no such instruction has the message";
    EXPECT_EQ(codeOf(with(good, 9, 200)), custom(2)) << "a message longer than the data";
}

class Secp256r1PrecompileTest : public PrecompileTest {
protected:
    /// RFC 6979, A.2.5, with the lower s; everything in the instruction itself.
    Bytes good() const
    {
        solana::BorshWriter writer;
        const auto own = std::uint16_t{0xffff};
        writer.put(std::uint8_t{1}).put(std::uint8_t{0});
        writer.put(std::uint16_t{49}).put(own).put(std::uint16_t{16}).put(own);
        writer.put(std::uint16_t{113}).put(std::uint16_t{6}).put(own);
        writer.raw(*hexDecode("0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"));
        writer.raw(*hexDecode("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"));
        writer.raw(*hexDecode("0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9"));
        return writer.raw(asBytes("sample")).take();
    }
    std::string codeOf(Bytes bytes)
    {
        closeSlots(1);
        return errorOf({check(std::move(bytes), solana::secp256r1Program)});
    }
};

TEST_F(Secp256r1PrecompileTest, whatIsWrongHasTheClustersCode)
{
    EXPECT_EQ(codeOf(good()), "null");
    EXPECT_EQ(codeOf({}), custom(4));
    EXPECT_EQ(codeOf({0, 0}), custom(4)) << "this one must check something";
    EXPECT_EQ(codeOf({1, 0}), custom(4));
    Bytes many(2 + 9 * 14 + 200);
    many[0] = 9;
    EXPECT_EQ(codeOf(many), custom(4)) << "eight at most";
    Bytes other = good();
    other.back() ^= 1;
    EXPECT_EQ(codeOf(other), custom(2));
    Bytes badKey = good();
    badKey[16] = 5;
    EXPECT_EQ(codeOf(badKey), custom(0));
    EXPECT_EQ(codeOf(with16(good(), 2, 60'000)), custom(3));
    EXPECT_EQ(codeOf(with16(good(), 4, 7)), custom(3));
    EXPECT_EQ(codeOf(with16(good(), 12, 7)), custom(3)) << "a message longer than the data";
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
