#pragma once

#include "programs/vault/admin.h"
#include "programs/vault/credits.h"
#include "programs/vault/errors.h"
#include "programs/vault/items.h"
#include "programs/vault/sessions.h"
#include "programs/vault/settlement.h"

namespace paradox::program::vault {

/// Every instruction, in the order of the IDL.
using Instructions =
    InstructionSet<InitConfig, CreateGame, SetPaused, WithdrawProtocolFees, OpenPlayerLedger, DepositCredits,
                   WithdrawCredits, ClosePlayerLedger, RegisterItem, TransferItem, CreateListing, CancelListing,
                   RegisterSessionKey, RevokeSessionKey, BumpSessionEpoch, SettleNetBatch, OpenNetBatch, LockNetChunk,
                   CommitNetChunk, FinalizeNetBatch, AbortNetBatch>;

Status handle(Call<InitConfig> &call);
Status handle(Call<CreateGame> &call);
Status handle(Call<SetPaused> &call);
Status handle(Call<WithdrawProtocolFees> &call);

Status handle(Call<OpenPlayerLedger> &call);
Status handle(Call<DepositCredits> &call);
Status handle(Call<WithdrawCredits> &call);
Status handle(Call<ClosePlayerLedger> &call);

Status handle(Call<RegisterItem> &call);
Status handle(Call<TransferItem> &call);
Status handle(Call<CreateListing> &call);
Status handle(Call<CancelListing> &call);

Status handle(Call<RegisterSessionKey> &call);
Status handle(Call<RevokeSessionKey> &call);
Status handle(Call<BumpSessionEpoch> &call);

Status handle(Call<SettleNetBatch> &call);
Status handle(Call<OpenNetBatch> &call);
Status handle(Call<LockNetChunk> &call);
Status handle(Call<CommitNetChunk> &call);
Status handle(Call<FinalizeNetBatch> &call);
Status handle(Call<AbortNetBatch> &call);

struct Program {
    using Instructions = vault::Instructions;
    static ErrorList errors() { return {errorTexts, countOf(errorTexts)}; }
};

} // namespace paradox::program::vault
