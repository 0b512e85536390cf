#pragma once

#include "ledger/account.h"

#include <functional>
#include <optional>

namespace paradox::ledger::spl {

/// What a token account holds, as transactions report it before and after.
struct TokenBalance {
    std::uint8_t index = 0; ///< of the account within the transaction
    PublicKey mint;
    PublicKey owner;
    PublicKey program;
    std::uint64_t amount = 0;
    std::uint8_t decimals = 0;

    bool operator==(const TokenBalance &) const = default;
};

/// Finds a mint as of the moment that is asked about; null: there is none.
using MintSource = std::function<const Account *(const PublicKey &mint)>;

/// Nothing unless it is an initialised token account of a mint that is there. The index is the caller's matter.
[[nodiscard]] std::optional<TokenBalance> tokenBalanceOf(const Account &account, const MintSource &mints);
/// Nothing unless it is an initialised mint.
[[nodiscard]] std::optional<std::uint8_t> decimalsOf(const Account &mint);

} // namespace paradox::ledger::spl
