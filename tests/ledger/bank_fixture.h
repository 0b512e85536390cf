#pragma once

#include "domain/amount.h"
#include "ledger/bank.h"
#include "solana/keypair.h"
#include "solana/programs.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace paradox::ledger {

inline constexpr std::uint64_t sol = lamportsPerSol;

inline solana::Keypair keypair(std::uint8_t number)
{
    Bytes seed(32, number);
    return solana::Keypair::fromSeed(seed);
}

inline PublicKey address(std::uint8_t number)
{
    PublicKey key;
    key.bytes.fill(number);
    return key;
}

inline Bank::Options bankOptions()
{
    Bank::Options options;
    options.genesis.hash.bytes.fill(7);
    options.genesis.faucet = keypair(1).publicKey();
    options.genesis.time = {1'000};
    return options;
}

inline solana::Transaction signedTransaction(std::initializer_list<solana::Instruction> instructions,
                                             const Hash &blockhash,
                                             std::initializer_list<const solana::Keypair *> signers)
{
    auto message = solana::compileMessage(std::span(instructions.begin(), instructions.size()),
                                          {.feePayer = (*signers.begin())->publicKey(), .recentBlockhash = blockhash});
    EXPECT_TRUE(message.has_value());
    solana::Transaction transaction = solana::makeTransaction(std::move(*message));
    EXPECT_TRUE(solana::signTransaction(transaction, std::span(signers.begin(), signers.size())));
    return transaction;
}

/// A bank whose slots the test closes; everything is durable at once.
class BankTest : public ::testing::Test {
protected:
    explicit BankTest(Bank::Options options = bankOptions()) : bank(std::move(options)) { (void)bank.install(); }

    Hash latest() const { return bank.latestBlockhash(bank.slotAt(Commitment::Processed)).hash; }
    void closeSlots(unsigned count)
    {
        for (unsigned i = 0; i < count; ++i)
            bank.setDurable(bank.closeSlot({++m_now}).slot);
    }
    std::string errorOf(std::initializer_list<solana::Instruction> instructions)
    {
        const RecordRef record = mustRun(instructions, {&faucet});
        return record ? toJson(record->execution.error) : "refused";
    }
    std::uint64_t balance(const PublicKey &key, Commitment commitment = Commitment::Processed) const
    {
        const AccountRef account = bank.account(key, bank.slotAt(commitment));
        return account ? account->lamports : 0;
    }
    RecordRef mustRun(std::initializer_list<solana::Instruction> instructions,
                      std::initializer_list<const solana::Keypair *> signers)
    {
        auto record = bank.process(signedTransaction(instructions, latest(), signers));
        EXPECT_TRUE(record.has_value());
        return record ? *record : nullptr;
    }

    Bank bank;
    const solana::Keypair faucet = keypair(1);

private:
    std::int64_t m_now = 1'000;
};

} // namespace paradox::ledger
