#pragma once

#include "tests/svm/differential.h"

namespace paradox::test {

/// A bank of mints, accounts, multisigs and wrapped lamports of one token program, under random instructions. What
/// SPL Token and Token-2022 have in common; a program's own things are added by its scenario.
class TokenWorld : public Scenario {
public:
    explicit TokenWorld(const PublicKey &program) : m_program(program) {}
    std::vector<Twins::Program> programs() const override { return {}; }
    void setUp(Twins &twins) override;
    std::vector<Generator> generators() override;
    std::vector<PublicKey> strangers() override;

protected:
    using Random = SeededRandom;
    using Meta = solana::AccountMeta;
    using Instruction = solana::Instruction;

    /// The size a token account of this mint needs; a base account's unless the program has extensions.
    [[nodiscard]] virtual std::size_t accountSizeFor(const PublicKey &mint) const;

    [[nodiscard]] Instruction call(std::vector<Meta> accounts, Bytes data) const
    {
        return {m_program, std::move(accounts), std::move(data)};
    }
    [[nodiscard]] Move move(Instruction instruction) const { return {"", {std::move(instruction)}, m_payer}; }
    [[nodiscard]] Instruction create(Random &random, const PublicKey &key, std::size_t size) const;
    /// An account that can hold the mint's tokens.
    [[nodiscard]] Move newAccount(Random &random, const PublicKey &key, const PublicKey &mint) const;

    [[nodiscard]] const PublicKey &someWallet(Random &random) const { return oneOf(random, m_wallets); }
    [[nodiscard]] const PublicKey &someMint(Random &random) const { return oneOf(random, m_mints); }
    [[nodiscard]] const PublicKey &someAccount(Random &random) const { return oneOf(random, m_accounts); }
    /// A wallet or, now and then, a multisig.
    [[nodiscard]] PublicKey someAuthority(Random &random) const;
    /// Two accounts of one mint, if there are any.
    [[nodiscard]] std::pair<PublicKey, PublicKey> somePair(Random &random) const;
    [[nodiscard]] std::uint64_t someAmount(Random &random, std::uint64_t most) const;

    // What the accounts say; zeros when there are none.
    [[nodiscard]] PublicKey keyIn(const PublicKey &account, std::size_t offset) const;
    [[nodiscard]] PublicKey mintOf(const PublicKey &account) const { return keyIn(account, 0); }
    [[nodiscard]] PublicKey ownerOf(const PublicKey &account) const { return keyIn(account, 32); }
    [[nodiscard]] std::uint64_t amountOf(const PublicKey &account) const;
    [[nodiscard]] std::uint8_t decimalsOf(const PublicKey &mint) const;

    [[nodiscard]] Move transfer(Random &random);

    /// Adds the authority and, for a multisig, its signers.
    void sign(std::vector<Meta> &accounts, const PublicKey &authority) const;
    template <class T>
    [[nodiscard]] const T &oneOf(Random &random, const std::vector<T> &list) const
    {
        return list[random.below(list.size())];
    }

    const PublicKey m_program;
    Twins *m_twins = nullptr;
    PublicKey m_payer;
    PublicKey m_nativeMint;
    std::vector<PublicKey> m_wallets;
    std::vector<PublicKey> m_mints;
    std::vector<PublicKey> m_accounts;
    std::vector<PublicKey> m_multisigs;
    std::uint64_t m_newKeys = 5'000;

private:
    struct Checked {
        std::uint8_t plain;
        std::uint8_t checked;
    };
    [[nodiscard]] Bytes quantity(Random &random, const Checked &numbers, std::uint64_t amount, const PublicKey &mint,
                                 bool &isChecked) const;
    void found(Twins &twins);
    void addCreations(std::vector<Generator> &list);
    void addMovements(std::vector<Generator> &list);
    void addAuthorities(std::vector<Generator> &list);
    void addLamports(std::vector<Generator> &list);
    void addQueries(std::vector<Generator> &list);
    void addAssociated(std::vector<Generator> &list);
    [[nodiscard]] Move setAuthority(Random &random);
    [[nodiscard]] Move batch(Random &random);
    [[nodiscard]] Move associated(Random &random, std::uint8_t number);
    [[nodiscard]] Move recoverNested(Random &random);
    [[nodiscard]] PublicKey associatedKey(const PublicKey &wallet, const PublicKey &mint) const;
};

inline constexpr std::uint64_t tokenRentExempt(std::size_t size)
{
    return (128 + size) * 6'960;
}

} // namespace paradox::test
