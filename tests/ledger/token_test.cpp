#include "tests/ledger/bank_fixture.h"

#include "ledger/compute_budget.h"
#include "ledger/spl/amount_text.h"
#include "ledger/spl/native_mint.h"
#include "ledger/spl/program.h"
#include "solana/borsh.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {
namespace {

using solana::AccountMeta;
using solana::BorshWriter;
using solana::Instruction;

constexpr std::size_t mintSize = 82;
constexpr std::size_t accountSize = 165;

/// A mint of two decimals and two accounts of one owner, with money in the first.
class TokenTest : public BankTest {
protected:
    Instruction create(const solana::Keypair &account, std::size_t size) const
    {
        return solana::systemCreateAccount(
            {faucet.publicKey(), account.publicKey(), {rentExemptMinimum(size, bank.fees())}, size, program});
    }
    Instruction call(std::vector<AccountMeta> accounts, Bytes data) const
    {
        return {program, std::move(accounts), std::move(data)};
    }
    Instruction initialiseMint(const PublicKey &authority) const
    {
        return call(
            {{mint.publicKey(), false, true}},
            BorshWriter().put(std::uint8_t{20}).put(std::uint8_t{2}).put(authority).put(true).put(authority).take());
    }
    Instruction initialiseAccount(const solana::Keypair &account) const
    {
        return call({{account.publicKey(), false, true}, {mint.publicKey(), false, false}},
                    BorshWriter().put(std::uint8_t{18}).put(owner.publicKey()).take());
    }
    Instruction mintTo(std::uint64_t amount) const
    {
        return call(
            {{mint.publicKey(), false, true}, {from.publicKey(), false, true}, {faucet.publicKey(), true, false}},
            BorshWriter().put(std::uint8_t{7}).put(amount).take());
    }
    Instruction transfer(std::uint64_t amount, const PublicKey &authority) const
    {
        return call({{from.publicKey(), false, true},
                     {mint.publicKey(), false, false},
                     {to.publicKey(), false, true},
                     {authority, true, false}},
                    BorshWriter().put(std::uint8_t{12}).put(amount).put(std::uint8_t{2}).take());
    }
    void found(std::size_t mintBytes = mintSize, std::size_t accountBytes = accountSize,
               std::initializer_list<Instruction> extensions = {})
    {
        std::vector<Instruction> all{create(mint, mintBytes)};
        all.insert(all.end(), extensions);
        all.push_back(initialiseMint(faucet.publicKey()));
        for (const Instruction &one : all)
            ok({one}, {&faucet, &mint});
        for (const solana::Keypair *account : {&from, &to})
            ok({create(*account, accountBytes), initialiseAccount(*account)}, {&faucet, account});
        ok({mintTo(1'000)}, {&faucet});
    }
    RecordRef run(std::initializer_list<Instruction> instructions, std::vector<const solana::Keypair *> signers)
    {
        closeSlots(1); // the same instruction may come again
        std::vector<const solana::Keypair *> needed;
        for (const solana::Keypair *signer : signers) {
            const bool named = std::ranges::any_of(instructions, [&](const Instruction &one) {
                return std::ranges::any_of(one.accounts, [&](const AccountMeta &meta) {
                    return meta.isSigner && meta.key == signer->publicKey();
                });
            });
            if (signer == &faucet || named)
                needed.push_back(signer);
        }
        auto message = solana::compileMessage(std::span(instructions.begin(), instructions.size()),
                                              {.feePayer = faucet.publicKey(), .recentBlockhash = latest()});
        EXPECT_TRUE(message.has_value());
        solana::Transaction transaction = solana::makeTransaction(std::move(*message));
        EXPECT_TRUE(solana::signTransaction(transaction, needed));
        const auto record = bank.process(transaction);
        EXPECT_TRUE(record.has_value());
        return record ? *record : nullptr;
    }
    void ok(std::initializer_list<Instruction> instructions, std::vector<const solana::Keypair *> signers)
    {
        const RecordRef record = run(instructions, std::move(signers));
        EXPECT_FALSE(record->execution.error) << toText(*record->execution.error);
    }
    std::uint32_t codeOf(std::initializer_list<Instruction> instructions, std::vector<const solana::Keypair *> signers)
    {
        const RecordRef record = run(instructions, std::move(signers));
        EXPECT_TRUE(record->execution.error.has_value());
        return record->execution.error ? record->execution.error->instruction.custom : 0;
    }
    std::uint64_t amountOf(const solana::Keypair &account) const
    {
        const AccountRef held = bank.account(account.publicKey(), bank.slotAt(Commitment::Processed));
        std::uint64_t amount = 0;
        std::memcpy(&amount, held->data.data() + 64, sizeof amount);
        return amount;
    }

    PublicKey program = solana::tokenProgram;
    const solana::Keypair mint = keypair(21);
    const solana::Keypair from = keypair(22);
    const solana::Keypair to = keypair(23);
    const solana::Keypair owner = keypair(24);
};

TEST_F(TokenTest, programsAreThereAsOnACluster)
{
    for (const spl::Program &one : spl::programs()) {
        const AccountRef account = bank.account(one.id, bank.slotAt(Commitment::Processed));
        ASSERT_TRUE(account);
        EXPECT_TRUE(account->executable);
        EXPECT_EQ(account->owner, one.loader);
        EXPECT_FALSE(isBuiltin(one.id));
    }
    const AccountRef native = bank.account(spl::nativeMint, bank.slotAt(Commitment::Processed));
    ASSERT_TRUE(native);
    EXPECT_EQ(native->owner, solana::tokenProgram);
}

TEST_F(TokenTest, tokensMoveOnlyForTheirOwner)
{
    found();
    ok({transfer(400, owner.publicKey())}, {&faucet, &owner});
    EXPECT_EQ(amountOf(from), 600U);
    EXPECT_EQ(amountOf(to), 400U);
    EXPECT_EQ(codeOf({transfer(1, faucet.publicKey())}, {&faucet}), 4U);
    EXPECT_EQ(codeOf({transfer(601, owner.publicKey())}, {&faucet, &owner}), 1U);
}

TEST_F(TokenTest, aTransactionReportsTokensBeforeAndAfter)
{
    found();
    const RecordRef record = run({transfer(400, owner.publicKey())}, {&faucet, &owner});
    const auto amounts = [](const std::vector<spl::TokenBalance> &balances) {
        std::vector<std::uint64_t> list;
        for (const spl::TokenBalance &balance : balances)
            list.push_back(balance.amount);
        std::ranges::sort(list);
        return list;
    };
    EXPECT_EQ(amounts(record->execution.preTokenBalances), (std::vector<std::uint64_t>{0, 1'000}));
    EXPECT_EQ(amounts(record->execution.postTokenBalances), (std::vector<std::uint64_t>{400, 600}));
    const auto again = decodeRecord(encodeRecord(*record));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->execution.postTokenBalances, record->execution.postTokenBalances);
}

TEST_F(TokenTest, aFailedInstructionOfABatchUndoesTheOthers)
{
    found();
    Bytes data{255};
    std::vector<AccountMeta> accounts;
    for (const std::uint64_t amount : {400U, 601U}) {
        const Instruction one = transfer(amount, owner.publicKey());
        data.push_back(static_cast<std::uint8_t>(one.accounts.size()));
        data.push_back(static_cast<std::uint8_t>(one.data.size()));
        data.insert(data.end(), one.data.begin(), one.data.end());
        accounts.insert(accounts.end(), one.accounts.begin(), one.accounts.end());
    }
    EXPECT_EQ(codeOf({call(accounts, data)}, {&faucet, &owner}), 1U);
    EXPECT_EQ(amountOf(from), 1'000U);
}

TEST_F(TokenTest, aReadOnlyAccountIsNotWritten)
{
    found();
    Instruction move = transfer(400, owner.publicKey());
    move.accounts[2].isWritable = false;
    const RecordRef record = run({move}, {&faucet, &owner});
    ASSERT_TRUE(record->execution.error.has_value());
    EXPECT_EQ(record->execution.error->instruction.kind, InstructionErrorKind::ReadonlyDataModified);
}

class Token2022Test : public TokenTest {
protected:
    Token2022Test() { program = solana::token2022Program; }
    Instruction onMint(Bytes data) const { return call({{mint.publicKey(), false, true}}, std::move(data)); }
};

TEST_F(Token2022Test, aFeeIsWithheldFromEveryTransfer)
{
    const Instruction fee = onMint(BorshWriter()
                                       .put(std::uint8_t{26})
                                       .put(std::uint8_t{0})
                                       .put(false)
                                       .put(false)
                                       .put(std::uint16_t{250})
                                       .put(std::uint64_t{8})
                                       .take());
    found(166 + 4 + 108, 166 + 4 + 8, {fee});
    ok({transfer(101, owner.publicKey())}, {&faucet, &owner});
    EXPECT_EQ(amountOf(to), 98U); // 2.5 % of 101, rounded up
    ok({transfer(800, owner.publicKey())}, {&faucet, &owner});
    EXPECT_EQ(amountOf(to), 98U + 792U); // never more than 8
}

TEST_F(Token2022Test, thePermanentDelegateMovesWhatItWants)
{
    found(166 + 4 + 32, accountSize, {onMint(BorshWriter().put(std::uint8_t{35}).put(faucet.publicKey()).take())});
    ok({transfer(1'000, faucet.publicKey())}, {&faucet});
    EXPECT_EQ(amountOf(to), 1'000U);
}

TEST_F(Token2022Test, whatTheLedgerDoesNotHaveIsRefusedAndSaidSo)
{
    ok({create(mint, 166 + 4 + 52)}, {&faucet, &mint});
    const RecordRef record = run({onMint({33, 0})}, {&faucet});
    ASSERT_TRUE(record->execution.error.has_value());
    EXPECT_EQ(record->execution.error->instruction.custom, 12U);
    EXPECT_NE(std::ranges::find(record->execution.logs,
                                "Program log: Error: this ledger does not have this extension of Token-2022"),
              record->execution.logs.end());
}

TEST_F(Token2022Test, aTransferThatWouldCallAHookIsRefused)
{
    found(166 + 4 + 64, 166 + 4 + 1,
          {onMint(BorshWriter().put(std::uint8_t{36}).put(std::uint8_t{0}).put(PublicKey{}).put(address(9)).take())});
    EXPECT_EQ(codeOf({transfer(1, owner.publicKey())}, {&faucet, &owner}), 12U);
    EXPECT_EQ(amountOf(from), 1'000U);
}

TEST(TokenAmounts, readAsDecimalTextAndBack)
{
    EXPECT_EQ(spl::amountText(1'500, 2), "15");
    EXPECT_EQ(spl::amountText(5, 3), "0.005");
    EXPECT_EQ(spl::amountText(0, 9), "0");
    EXPECT_EQ(spl::amountText(~std::uint64_t{0}, 19), "1.8446744073709551615");
    EXPECT_EQ(spl::parseAmount("15.00", 2), 1'500U);
    EXPECT_EQ(spl::parseAmount(".5", 1), 5U);
    for (const char *text : {"", ".", "1.2.3", "0.001", "-1", "1e3", "184467440737095516.16"})
        EXPECT_FALSE(spl::parseAmount(text, 2)) << text;
}

} // namespace
} // namespace paradox::ledger
