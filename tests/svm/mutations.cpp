#include "tests/svm/mutations.h"

#include "domain/sha256.h"
#include "solana/borsh.h"

#include <algorithm>
#include <array>

namespace paradox::test {

namespace {

constexpr std::size_t knownMax = 512;

} // namespace

void Mutations::know(const PublicKey &key)
{
    if (std::ranges::find(m_known, key) != m_known.end())
        return;
    if (m_known.size() < knownMax)
        m_known.push_back(key);
    else
        m_known[place(knownMax)] = key;
}

void Mutations::know(const Move &move)
{
    for (const Instruction &instruction : move.instructions) {
        know(instruction.program);
        for (const solana::AccountMeta &meta : instruction.accounts)
            know(meta.key);
    }
}

void Mutations::apply(Move &move)
{
    struct Kind {
        const char *name;
        bool (Mutations::*change)(Instruction &);
    };
    static constexpr std::array kinds = std::to_array<Kind>({{"drop account", &Mutations::dropAccount},
                                                             {"repeat account", &Mutations::repeatAccount},
                                                             {"alias account", &Mutations::aliasAccount},
                                                             {"swap accounts", &Mutations::swapAccounts},
                                                             {"append accounts", &Mutations::appendAccounts},
                                                             {"replace account", &Mutations::replaceAccount},
                                                             {"replace account", &Mutations::replaceAccount},
                                                             {"foreign copy", &Mutations::copyAccount},
                                                             {"fund ahead", &Mutations::fundAhead},
                                                             {"flip signer", &Mutations::flipSigner},
                                                             {"flip writable", &Mutations::flipWritable},
                                                             {"cut data", &Mutations::cutData},
                                                             {"grow data", &Mutations::growData},
                                                             {"flip bit", &Mutations::flipBit},
                                                             {"extreme number", &Mutations::setExtreme}});
    if (move.instructions.empty())
        return;
    const std::uint64_t changes = 1 + (m_random.oneIn(4) ? m_random.below(3) : 0);
    for (std::uint64_t i = 0; i < changes; ++i) {
        const Kind &kind = kinds[place(kinds.size())];
        if ((this->*kind.change)(move.instructions[place(move.instructions.size())]))
            move.name += std::string(" + ") + kind.name;
    }
    if (m_random.oneIn(12)) {
        move.instructions.push_back(move.instructions[place(move.instructions.size())]);
        move.name += " + instruction twice";
    }
}

bool Mutations::dropAccount(Instruction &instruction)
{
    if (instruction.accounts.empty())
        return false;
    instruction.accounts.erase(instruction.accounts.begin() +
                               static_cast<std::ptrdiff_t>(place(instruction.accounts.size())));
    return true;
}

bool Mutations::repeatAccount(Instruction &instruction)
{
    if (instruction.accounts.empty())
        return false;
    const solana::AccountMeta meta = instruction.accounts[place(instruction.accounts.size())];
    instruction.accounts.insert(
        instruction.accounts.begin() + static_cast<std::ptrdiff_t>(place(instruction.accounts.size() + 1)), meta);
    return true;
}

bool Mutations::aliasAccount(Instruction &instruction)
{
    if (instruction.accounts.size() < 2)
        return false;
    const PublicKey key = instruction.accounts[place(instruction.accounts.size())].key;
    instruction.accounts[place(instruction.accounts.size())].key = key;
    return true;
}

bool Mutations::swapAccounts(Instruction &instruction)
{
    if (instruction.accounts.size() < 2)
        return false;
    std::swap(instruction.accounts[place(instruction.accounts.size())],
              instruction.accounts[place(instruction.accounts.size())]);
    return true;
}

bool Mutations::appendAccounts(Instruction &instruction)
{
    if (m_known.empty())
        return false;
    for (std::uint64_t left = 1 + m_random.below(3); left > 0; --left)
        instruction.accounts.push_back(
            {.key = m_known[place(m_known.size())], .isSigner = false, .isWritable = m_random.oneIn(2)});
    return true;
}

bool Mutations::replaceAccount(Instruction &instruction)
{
    if (instruction.accounts.empty() || m_known.empty())
        return false;
    instruction.accounts[place(instruction.accounts.size())].key = m_known[place(m_known.size())];
    return true;
}

/// The same bytes at another address, owned by someone else.
bool Mutations::copyAccount(Instruction &instruction)
{
    if (instruction.accounts.empty())
        return false;
    solana::AccountMeta &meta = instruction.accounts[place(instruction.accounts.size())];
    auto account = m_twins.account(meta.key);
    if (!account || account->executable || account->data.empty())
        return false;
    const Bytes number = solana::BorshWriter().put(++m_copies).take();
    meta.key = *PublicKey::from(sha256({asBytes("foreign copy"), number}).span());
    account->owner = m_known[place(m_known.size())];
    m_twins.put(meta.key, *account);
    return true;
}

/// Money at an address before its account exists: it must block nothing.
bool Mutations::fundAhead(Instruction &instruction)
{
    for (const solana::AccountMeta &meta : instruction.accounts) {
        if (m_twins.account(meta.key) || !meta.isWritable)
            continue;
        m_twins.put(meta.key, {.lamports = m_random.oneIn(2) ? 890'880U : 1 + m_random.below(10'000'000),
                               .owner = {},
                               .executable = false,
                               .data = {}});
        return true;
    }
    return false;
}

bool Mutations::flipSigner(Instruction &instruction)
{
    if (instruction.accounts.empty())
        return false;
    solana::AccountMeta &meta = instruction.accounts[place(instruction.accounts.size())];
    meta.isSigner = !meta.isSigner;
    return true;
}

bool Mutations::flipWritable(Instruction &instruction)
{
    if (instruction.accounts.empty())
        return false;
    solana::AccountMeta &meta = instruction.accounts[place(instruction.accounts.size())];
    meta.isWritable = !meta.isWritable;
    return true;
}

bool Mutations::cutData(Instruction &instruction)
{
    if (instruction.data.empty())
        return false;
    instruction.data.resize(m_random.oneIn(2) ? instruction.data.size() - 1 : place(instruction.data.size()));
    return true;
}

bool Mutations::growData(Instruction &instruction)
{
    for (std::uint64_t left = 1 + m_random.below(9); left > 0; --left)
        instruction.data.push_back(static_cast<std::uint8_t>(m_random.next()));
    return true;
}

bool Mutations::flipBit(Instruction &instruction)
{
    if (instruction.data.empty())
        return false;
    instruction.data[place(instruction.data.size())] ^= static_cast<std::uint8_t>(1U << m_random.below(8));
    return true;
}

/// Numbers at their limits, wherever eight bytes are.
bool Mutations::setExtreme(Instruction &instruction)
{
    constexpr std::uint64_t extremes[] = {
        0, 1, (std::uint64_t{1} << 63) - 1, std::uint64_t{1} << 63, ~std::uint64_t{0} - 1, ~std::uint64_t{0}};
    constexpr std::size_t discriminator = 8;
    if (instruction.data.size() < discriminator + 8)
        return false;
    const std::size_t at = discriminator + place(instruction.data.size() - discriminator - 7);
    const std::uint64_t value = extremes[place(std::size(extremes))];
    std::memcpy(instruction.data.data() + at, &value, sizeof value);
    return true;
}

} // namespace paradox::test
