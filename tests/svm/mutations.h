#pragma once

#include "tests/netting/seeded_random.h"
#include "tests/svm/twins.h"

namespace paradox::test {

/// What any transaction can be made wrong by. Keeps the addresses it has seen, so that it can confuse them.
class Mutations {
public:
    Mutations(Twins &twins, netting::test::SeededRandom &random) : m_twins(twins), m_random(random) {}

    void know(const PublicKey &key);
    void know(const Move &move);
    /// Changes the move in one to three ways; its name tells which.
    void apply(Move &move);

private:
    using Instruction = solana::Instruction;

    // Each changes one thing; false when there is nothing to change.
    bool dropAccount(Instruction &instruction);
    bool repeatAccount(Instruction &instruction);
    bool aliasAccount(Instruction &instruction);
    bool swapAccounts(Instruction &instruction);
    bool appendAccounts(Instruction &instruction);
    bool replaceAccount(Instruction &instruction);
    bool copyAccount(Instruction &instruction);
    bool fundAhead(Instruction &instruction);
    bool flipSigner(Instruction &instruction);
    bool flipWritable(Instruction &instruction);
    bool cutData(Instruction &instruction);
    bool growData(Instruction &instruction);
    bool flipBit(Instruction &instruction);
    bool setExtreme(Instruction &instruction);

    [[nodiscard]] std::size_t place(std::size_t count) { return m_random.below(count); }

    Twins &m_twins;
    netting::test::SeededRandom &m_random;
    std::vector<PublicKey> m_known;
    std::uint64_t m_copies = 0;
};

} // namespace paradox::test
