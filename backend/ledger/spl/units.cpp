#include "ledger/spl/units.h"

#include <array>

namespace paradox::ledger::spl {

namespace {

constexpr std::array<std::uint16_t, 25> token{
    100, 170, 130, 160, 170, 140, 190, 170, 190, 170, 180,  180, 200,
    230, 220, 200, 180, 110, 150, 140, 110, 120, 60,  1000, 700,
};

} // namespace

std::uint64_t tokenUnits(std::uint8_t instruction, std::size_t accounts)
{
    constexpr std::uint64_t perAccount = 25; // a multisig takes down its signers
    const bool multisig = instruction == 2 || instruction == 19;
    const std::uint64_t base = instruction < token.size() ? token[instruction] : 250;
    return base + (multisig ? perAccount * accounts : 0);
}

std::uint64_t token2022Units(std::uint8_t instruction, std::size_t accounts)
{
    constexpr std::uint64_t base = 1'500;
    constexpr std::uint64_t perAccount = 30;
    (void)instruction;
    return base + perAccount * accounts;
}

} // namespace paradox::ledger::spl
