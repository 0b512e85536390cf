#pragma once

#include "ledger/bank.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace paradox::test {

/// What a transaction came to.
struct LedgerResult {
    std::optional<ledger::TransactionError> error;
    std::vector<std::string> logs;
    std::optional<ledger::ReturnData> returnData;
    std::uint64_t computeUnits = 0;

    [[nodiscard]] bool ok() const { return !error.has_value(); }
    [[nodiscard]] std::string errorText() const { return ledger::toJson(error); }
    /// The custom code of a failed instruction; nothing after any other end.
    [[nodiscard]] std::optional<std::uint32_t> code() const;
};

/// A wallet, a mint or a hash that is told apart by its number.
template <class Fixed = PublicKey>
Fixed numbered(std::uint8_t number, std::uint8_t kind = 0)
{
    Fixed result;
    result.bytes[0] = number;
    result.bytes[1] = kind;
    result.bytes[31] = 0x77;
    return result;
}

/// The programs in a bank of the local ledger, with the token programs they call. Signatures are not made and not
/// checked: that is the matter of who submits to a bank.
class LedgerWorld : public ::testing::Test {
protected:
    /// Programs of natives.h at their default ids, and further ones of the test's own.
    explicit LedgerWorld(std::vector<ledger::NativeProgram> more = {});

    LedgerResult run(const std::vector<solana::Instruction> &instructions);
    LedgerResult run(const solana::Instruction &instruction) { return run(std::vector{instruction}); }
    LedgerResult mustRun(const std::vector<solana::Instruction> &instructions);
    LedgerResult mustRun(const solana::Instruction &instruction) { return mustRun(std::vector{instruction}); }
    /// Refused with this custom code.
    void mustFail(const solana::Instruction &instruction, std::uint32_t code);

    [[nodiscard]] Bytes data(const PublicKey &key) const;
    [[nodiscard]] std::uint64_t lamports(const PublicKey &key) const;
    [[nodiscard]] PublicKey ownerOf(const PublicKey &key) const;
    [[nodiscard]] bool exists(const PublicKey &key) const { return account(key) != nullptr; }
    [[nodiscard]] ledger::AccountRef account(const PublicKey &key) const;
    [[nodiscard]] std::vector<PublicKey> accountsOf(const PublicKey &program) const;
    /// Writes an account as no transaction could.
    void put(const PublicKey &key, ledger::Account account);
    void give(const PublicKey &key, std::uint64_t lamports);
    [[nodiscard]] std::int64_t now() const { return m_now; }
    void advance(std::int64_t seconds);
    [[nodiscard]] std::uint64_t rent(std::size_t size) const { return ledger::rentExemptMinimum(size, m_bank.fees()); }

private:
    std::int64_t m_now = 1'760'000'000;
    std::uint64_t m_transactions = 0;
    const PublicKey m_feePayer = numbered(1, 0xfe);
    ledger::Bank m_bank;
};

} // namespace paradox::test
