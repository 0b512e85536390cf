#include "ledger/spl/token_balance.h"

#include "ledger/spl/extension.h"
#include "ledger/spl/program.h"

namespace paradox::ledger::spl {

std::optional<TokenBalance> tokenBalanceOf(const Account &account, const MintSource &mints)
{
    if (!isTokenProgram(account.owner) || account.data.size() < tokenAccountSize)
        return std::nullopt;
    Bytes data = account.data;
    const Read<Extended> unpacked = unpack(data, AccountKind::Account);
    if (!unpacked)
        return std::nullopt;
    const TokenAccount tokens(unpacked->base);
    const Account *mint = mints(tokens.mint());
    const std::optional<std::uint8_t> decimals = mint ? decimalsOf(*mint) : std::nullopt;
    if (!decimals)
        return std::nullopt;
    return TokenBalance{0, tokens.mint(), tokens.owner(), account.owner, tokens.amount(), *decimals};
}

std::optional<std::uint8_t> decimalsOf(const Account &mint)
{
    if (!isTokenProgram(mint.owner) || mint.data.size() < mintSize)
        return std::nullopt;
    Bytes data = mint.data;
    const Read<Extended> unpacked = unpack(data, AccountKind::Mint);
    return unpacked ? std::optional(Mint(unpacked->base).decimals()) : std::nullopt;
}

} // namespace paradox::ledger::spl
