#include "ledger/spl/units.h"

#include <array>

namespace paradox::ledger::spl {

namespace {

constexpr std::array<std::uint16_t, 25> token{
    120, 170, 130, 160, 170, 140, 200, 170, 190, 170, 180, 190, 200,
    230, 220, 200, 180, 130, 150, 140, 120, 130, 100, 650, 640,
};
constexpr std::uint64_t tokenOther = 250;

constexpr std::array<std::uint16_t, 47> token2022{
    1450, 2300, 1250, 1650, 1400, 920,  1300, 1320, 1560, 1540, 1160, 1160, 2200, 1700, 1420, 1600,
    2000, 900,  1740, 1250, 1400, 1200, 720,  1450, 1600, 920,  1320, 800,  1050, 4500, 1450, 4300,
    900,  800,  1400, 930,  1200, 800,  1450, 1100, 1100, 1000, 800,  800,  1350, 1350, 800,
};
constexpr std::uint64_t token2022Other = 1150; // metadata adds its own

/// A multisig takes down its signers, account by account.
std::uint64_t perAccount(std::uint8_t instruction, std::size_t accounts, std::uint64_t units)
{
    return instruction == 2 || instruction == 19 ? units * accounts : 0;
}

} // namespace

std::uint64_t tokenUnits(std::uint8_t instruction, std::size_t accounts)
{
    const std::uint64_t base = instruction < token.size() ? token[instruction] : tokenOther;
    return base + perAccount(instruction, accounts, 25);
}

std::uint64_t token2022Units(std::uint8_t instruction, std::size_t accounts)
{
    const std::uint64_t base = instruction < token2022.size() ? token2022[instruction] : token2022Other;
    return base + perAccount(instruction, accounts, 210);
}

} // namespace paradox::ledger::spl
