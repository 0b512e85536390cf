#pragma once

#include "programs/energy_token/admin.h"
#include "programs/energy_token/errors.h"
#include "programs/energy_token/supply.h"

namespace paradox::program::energy_token {

/// Every instruction, in the order of the IDL.
using Instructions =
    InstructionSet<Initialize, CreateTokenMint, MintToWallet, InitializeToken, AddRecValidator, RemoveRecValidator,
                   TransferTokens, BurnTokens, MintTokensDirect, MintGridTokens, SyncTotalSupply>;

Status handle(Call<Initialize> &call);
Status handle(Call<InitializeToken> &call);
Status handle(Call<AddRecValidator> &call);
Status handle(Call<RemoveRecValidator> &call);

Status handle(Call<CreateTokenMint> &call);
Status handle(Call<MintToWallet> &call);
Status handle(Call<TransferTokens> &call);
Status handle(Call<BurnTokens> &call);
Status handle(Call<MintTokensDirect> &call);
Status handle(Call<MintGridTokens> &call);
Status handle(Call<SyncTotalSupply> &call);

struct Program {
    using Instructions = energy_token::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::energy_token
