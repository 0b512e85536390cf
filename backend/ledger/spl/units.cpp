#include "ledger/spl/units.h"

#include <array>

namespace paradox::ledger::spl {

namespace {

constexpr std::array<std::uint16_t, 25> tokenTable{
    120, 170, 130, 160, 170, 140, 200, 170, 190, 170, 180, 190, 200,
    230, 220, 200, 180, 130, 150, 140, 120, 130, 100, 650, 820,
};
constexpr std::uint64_t tokenOther = 250;

constexpr std::array<std::uint16_t, 47> token2022Table{
    1450, 2450, 1250, 2170, 1680, 990,  1600, 2000, 1560, 1890, 1510, 1510, 2200, 1820, 1720, 1600,
    2120, 900,  1800, 1250, 1700, 1200, 780,  1500, 1600, 1120, 1920, 800,  1050, 4500, 1450, 4300,
    1300, 800,  1780, 930,  1200, 800,  1450, 1240, 1240, 1140, 800,  800,  1350, 1400, 800,
};
constexpr std::uint64_t token2022Other = 1250;     // metadata adds its own
constexpr std::uint64_t token2022PerAccount = 160; ///< that it reads in, needed or not, beyond the first

/// A multisig takes down its signers, account by account.
std::uint64_t perAccount(std::uint8_t instruction, std::size_t accounts, std::uint64_t units)
{
    return instruction == 2 || instruction == 19 ? units * accounts : 0;
}

} // namespace

std::uint64_t tokenUnits(std::uint8_t instruction, std::size_t accounts)
{
    const std::uint64_t base = instruction < tokenTable.size() ? tokenTable[instruction] : tokenOther;
    return base + perAccount(instruction, accounts, 25);
}

std::uint64_t token2022Units(std::uint8_t instruction, std::size_t accounts)
{
    const std::uint64_t base = instruction < token2022Table.size() ? token2022Table[instruction] : token2022Other;
    const std::size_t more = accounts > 0 ? accounts - 1 : 0;
    return base + perAccount(instruction, accounts, 210) + token2022PerAccount * more;
}

} // namespace paradox::ledger::spl
