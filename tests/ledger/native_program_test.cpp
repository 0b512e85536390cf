#include "tests/ledger/bank_fixture.h"

#include "domain/base58.h"
#include "programs/sdk/syscalls.h"
#include "solana/borsh.h"
#include "solana/pda.h"

#include <algorithm>
#include <cstring>

namespace paradox::ledger {
namespace {

using namespace paradox::program;

/// What the test program's one byte of data asks for.
enum class Act : std::uint8_t {
    Log,
    FailCustom,
    StealLamports,
    WriteForeign,
    MintLamports,
    CreateDerived,
    Recurse,
    Panic,
    SpendUnits,
    Grow,
    EscalateSigner,
    ReturnData,
    ReturnAccount,
};

struct InputAccount {
    std::uint8_t *base;
    [[nodiscard]] std::uint64_t *lamports() const { return reinterpret_cast<std::uint64_t *>(base + 72); }
    [[nodiscard]] std::uint64_t *size() const { return reinterpret_cast<std::uint64_t *>(base + 80); }
    [[nodiscard]] std::uint8_t *data() const { return base + 88; }
    [[nodiscard]] const Pubkey *key() const { return reinterpret_cast<const Pubkey *>(base + 8); }
    [[nodiscard]] const Pubkey *owner() const { return reinterpret_cast<const Pubkey *>(base + 40); }
    [[nodiscard]] CpiAccount info() const
    {
        return {key(), lamports(), *size(), data(), owner(), 0, base[1] != 0, base[2] != 0, base[3] != 0};
    }
};

struct Input {
    InputAccount accounts[8]{};
    std::uint64_t count = 0;
    const std::uint8_t *data = nullptr;
    const Pubkey *program = nullptr;
};

void parse(std::uint8_t *raw, Input &input)
{
    std::memcpy(&input.count, raw, 8);
    std::uint8_t *at = raw + 8;
    for (std::uint64_t i = 0; i < input.count; ++i) {
        if (at[0] != 0xff) {
            input.accounts[i] = input.accounts[at[0]];
            at += 8;
            continue;
        }
        input.accounts[i] = {at};
        at += (88 + *input.accounts[i].size() + 10'240 + 7) / 8 * 8 + 8;
    }
    std::uint64_t size = 0;
    std::memcpy(&size, at, 8);
    input.data = at + 8;
    input.program = reinterpret_cast<const Pubkey *>(at + 8 + size);
}

constexpr char seedText[] = "vault";

std::uint64_t createDerived(const Input &input)
{
    Pubkey derived;
    std::uint8_t bump = 0;
    const Slice seed{reinterpret_cast<const std::uint8_t *>(seedText), 5};
    if (sol_try_find_program_address(&seed, 1, input.program, &derived, &bump) != 0)
        return 14ULL << 32;
    std::uint8_t data[52] = {};
    const std::uint64_t lamports = 2'000'000;
    const std::uint64_t space = 16;
    std::memcpy(data + 4, &lamports, 8);
    std::memcpy(data + 12, &space, 8);
    std::copy_n(reinterpret_cast<const std::uint8_t *>(input.program), 32, data + 20);
    const CpiMeta metas[] = {{input.accounts[0].key(), true, true}, {input.accounts[1].key(), true, true}};
    const Pubkey system{};
    const CpiInstruction create{&system, metas, 2, data, sizeof data};
    const CpiAccount infos[] = {input.accounts[0].info(), input.accounts[1].info()};
    const Slice seeds[] = {seed, {&bump, 1}};
    const SignerSeeds signer{seeds, 2};
    (void)sol_invoke_signed_c(&create, infos, 2, &signer, 1);
    if (*input.accounts[1].lamports() != lamports || *input.accounts[1].size() != space)
        return 99;
    input.accounts[1].data()[0] = 42;
    return 0;
}

std::uint64_t recurse(const Input &input)
{
    const std::uint8_t data = static_cast<std::uint8_t>(Act::Recurse);
    const InputAccount self = input.accounts[input.count - 1]; // a program that is called must be handed on as well
    const CpiMeta meta{self.key(), false, false};
    const CpiInstruction again{input.program, &meta, 1, &data, 1};
    const CpiAccount info = self.info();
    return sol_invoke_signed_c(&again, &info, 1, nullptr, 0);
}

std::uint64_t escalate(const Input &input)
{
    const CpiMeta metas[] = {{input.accounts[1].key(), true, true}, {input.accounts[0].key(), true, false}};
    std::uint8_t data[12] = {2};
    const Pubkey system{};
    const CpiInstruction transfer{&system, metas, 2, data, sizeof data};
    const CpiAccount infos[] = {input.accounts[0].info(), input.accounts[1].info()};
    return sol_invoke_signed_c(&transfer, infos, 2, nullptr, 0);
}

std::uint64_t testProgram(std::uint8_t *raw)
{
    Input input;
    parse(raw, input);
    const std::uint8_t answer[] = {1, 2, 3};
    switch (static_cast<Act>(input.data[0])) {
    case Act::Log:
        sol_log_("hello", 5);
        return 0;
    case Act::FailCustom:
        return 6'001;
    case Act::StealLamports:
        *input.accounts[1].lamports() -= 1;
        *input.accounts[0].lamports() += 1;
        return 0;
    case Act::WriteForeign:
        input.accounts[1].data()[0] ^= 1;
        return 0;
    case Act::MintLamports:
        *input.accounts[0].lamports() += 1;
        return 0;
    case Act::CreateDerived:
        return createDerived(input);
    case Act::Recurse:
        return recurse(input);
    case Act::Panic:
        sol_panic_("test.rs", 7, 1, 2);
    case Act::SpendUnits:
        for (;;)
            sol_log_compute_units_();
    case Act::Grow:
        *input.accounts[1].size() += 10'241;
        return 0;
    case Act::EscalateSigner:
        return escalate(input);
    case Act::ReturnData:
        sol_set_return_data(answer, sizeof answer);
        return 0;
    case Act::ReturnAccount:
        sol_set_return_data(input.accounts[1].data(), *input.accounts[1].size());
        return 0;
    }
    return 1;
}

const PublicKey programId = address(200);

Bank::Options withProgram()
{
    Bank::Options options = bankOptions();
    options.programs = {{programId, testProgram}};
    return options;
}

class NativeProgramTest : public BankTest {
protected:
    NativeProgramTest() : BankTest(withProgram()) {}

    solana::Instruction act(Act what, std::vector<solana::AccountMeta> others = {}) const
    {
        std::vector<solana::AccountMeta> accounts{{faucet.publicKey(), true, true}};
        accounts.insert(accounts.end(), others.begin(), others.end());
        return {.program = programId, .accounts = std::move(accounts), .data = {static_cast<std::uint8_t>(what)}};
    }
    std::string errorOf(Act what, std::vector<solana::AccountMeta> others = {})
    {
        closeSlots(1);
        const RecordRef record = mustRun({act(what, std::move(others))}, {&faucet});
        return toJson(record->execution.error);
    }
};

TEST_F(NativeProgramTest, logsReadAsTheRuntimeWritesThem)
{
    const RecordRef record = mustRun({act(Act::Log)}, {&faucet});
    const std::string name = "Program " + toBase58(programId);
    const std::vector<std::string> expected{name + " invoke [1]", "Program log: hello",
                                            name + " consumed 1458 of 200000 compute units", name + " success"};
    EXPECT_EQ(record->execution.logs, expected);
    EXPECT_EQ(record->execution.computeUnits, 1458U);
}

TEST_F(NativeProgramTest, aLargerHeapCostsItsPagesAtEachStart)
{
    const std::uint64_t usual = mustRun({act(Act::Log)}, {&faucet})->execution.computeUnits;
    closeSlots(1);
    const auto unitsWith = [&](std::uint32_t heapBytes) {
        const solana::Instruction request{.program = solana::computeBudgetProgram,
                                          .accounts = {},
                                          .data = solana::BorshWriter().put(std::uint8_t{1}).put(heapBytes).take()};
        const RecordRef record = mustRun({request, act(Act::Log), act(Act::Log)}, {&faucet});
        return record->execution.error ? 0 : record->execution.computeUnits - 150 - 2 * usual;
    };
    EXPECT_EQ(unitsWith(32 * 1024), 0U);
    EXPECT_EQ(unitsWith(33 * 1024), 2 * 8U);
    EXPECT_EQ(unitsWith(256 * 1024), 2 * 7 * 8U);
}

TEST_F(NativeProgramTest, aBudgetThatDoesNotLetAProgramStartEndsAsInTheVirtualMachine)
{
    const RecordRef record = mustRun({solana::setComputeUnitLimit(200), act(Act::Log)}, {&faucet});
    EXPECT_EQ(toJson(record->execution.error), R"({"InstructionError":[1,"ProgramFailedToComplete"]})");
    EXPECT_EQ(record->execution.logs.back(),
              "Program " + toBase58(programId) + " failed: exceeded CUs meter at BPF instruction");
    EXPECT_EQ(record->execution.computeUnits, 200U);
}

TEST_F(NativeProgramTest, aProgramSeesItsNeighboursInTheInstructionsSysvar)
{
    const solana::AccountMeta sysvar{solana::instructionsSysvar, false, false};
    const RecordRef record = mustRun({act(Act::Log), act(Act::ReturnAccount, {sysvar})}, {&faucet});
    ASSERT_FALSE(record->execution.error) << toJson(record->execution.error);
    ASSERT_TRUE(record->execution.returnData);
    solana::BorshReader reader(record->execution.returnData->data);
    EXPECT_EQ(reader.take<std::uint16_t>(), 2U);
    EXPECT_EQ(reader.take<std::uint16_t>(), 6U);
    EXPECT_EQ(reader.take<std::uint16_t>(), 6U + 2 + 33 + 32 + 2 + 1);
    EXPECT_EQ(reader.take<std::uint16_t>(), 1U);
    EXPECT_EQ(reader.take<std::uint8_t>(), 3U) << "signer and writable";
    EXPECT_EQ(reader.take<PublicKey>(), faucet.publicKey());
    EXPECT_EQ(reader.take<PublicKey>(), programId);
    EXPECT_EQ(reader.take<std::uint16_t>(), 1U);
    EXPECT_EQ(reader.take<std::uint8_t>(), static_cast<std::uint8_t>(Act::Log));
    EXPECT_EQ(reader.take<std::uint16_t>(), 2U);
    EXPECT_EQ(reader.rest().last(2)[0], 1U) << "the second of them is running";
    EXPECT_EQ(bank.account(solana::instructionsSysvar, bank.slotAt(Commitment::Processed)), nullptr);
}

TEST_F(NativeProgramTest, aCustomErrorIsReported)
{
    EXPECT_EQ(errorOf(Act::FailCustom), R"({"InstructionError":[0,{"Custom":6001}]})");
}

TEST_F(NativeProgramTest, aProgramCannotTouchWhatItDoesNotOwn)
{
    mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {2'000'000})}, {&faucet});
    const std::vector<solana::AccountMeta> victim{{address(9), false, true}};
    EXPECT_EQ(errorOf(Act::StealLamports, victim), R"({"InstructionError":[0,"ExternalAccountLamportSpend"]})");
    EXPECT_EQ(errorOf(Act::Grow, victim), R"({"InstructionError":[0,"InvalidRealloc"]})");
    const solana::Keypair foreign = keypair(12);
    mustRun({solana::systemCreateAccount({.payer = faucet.publicKey(),
                                          .account = foreign.publicKey(),
                                          .lamports = {2'000'000},
                                          .space = 8,
                                          .owner = address(77)})},
            {&faucet, &foreign});
    EXPECT_EQ(errorOf(Act::WriteForeign, {{foreign.publicKey(), false, true}}),
              R"({"InstructionError":[0,"ExternalAccountDataModified"]})");
    EXPECT_EQ(errorOf(Act::WriteForeign, {{foreign.publicKey(), false, false}}),
              R"({"InstructionError":[0,"ReadonlyDataModified"]})");
}

TEST_F(NativeProgramTest, lamportsCannotBeMade)
{
    EXPECT_EQ(errorOf(Act::MintLamports), R"({"InstructionError":[0,"UnbalancedInstruction"]})");
}

TEST_F(NativeProgramTest, aCallCreatesADerivedAccount)
{
    const std::array<ByteSpan, 1> seeds{asBytes("vault")};
    const PublicKey derived = solana::findProgramAddress(seeds, programId)->key;
    const RecordRef record =
        mustRun({act(Act::CreateDerived, {{derived, false, true}, {solana::systemProgram, false, false}})}, {&faucet});
    ASSERT_FALSE(record->execution.error) << toJson(record->execution.error) << record->execution.logs.back();
    const AccountRef account = bank.account(derived, bank.slotAt(Commitment::Processed));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->owner, programId);
    EXPECT_EQ(account->lamports, 2'000'000U);
    EXPECT_EQ(account->data.size(), 16U);
    EXPECT_EQ(account->data.front(), 42);
    ASSERT_EQ(record->execution.inner.size(), 1U);
    EXPECT_EQ(record->execution.inner[0].instructions[0].stackHeight, 2);
}

TEST_F(NativeProgramTest, callsHaveADepthAndABudget)
{
    EXPECT_EQ(errorOf(Act::Recurse, {{programId, false, false}}), R"({"InstructionError":[0,"CallDepth"]})");
    EXPECT_EQ(errorOf(Act::SpendUnits), R"({"InstructionError":[0,"ComputationalBudgetExceeded"]})");
    EXPECT_EQ(errorOf(Act::Panic), R"({"InstructionError":[0,"ProgramFailedToComplete"]})");
}

TEST_F(NativeProgramTest, aCallCannotClaimASignature)
{
    mustRun({solana::systemTransfer(faucet.publicKey(), address(9), {2'000'000})}, {&faucet});
    EXPECT_EQ(errorOf(Act::EscalateSigner, {{address(9), false, true}, {solana::systemProgram, false, false}}),
              R"({"InstructionError":[0,"PrivilegeEscalation"]})");
}

TEST_F(NativeProgramTest, returnDataIsKept)
{
    const RecordRef record = mustRun({act(Act::ReturnData)}, {&faucet});
    ASSERT_TRUE(record->execution.returnData);
    EXPECT_EQ(record->execution.returnData->program, programId);
    EXPECT_EQ(record->execution.returnData->data, (Bytes{1, 2, 3}));
    EXPECT_EQ(*(record->execution.logs.end() - 2), "Program return: " + toBase58(programId) + " AQID");
}

} // namespace
} // namespace paradox::ledger
