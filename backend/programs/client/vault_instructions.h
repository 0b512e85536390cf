#pragma once

#include "programs/client/vault_batch_calls.h"
#include "programs/client/vault_wallet_calls.h"
#include "solana/transaction.h"

#include <expected>
#include <optional>
#include <string_view>
#include <variant>

namespace paradox::vault {

using VaultInstruction =
    std::variant<InitConfig, CreateGame, OpenPlayerLedger, DepositCredits, WithdrawCredits, ClosePlayerLedger,
                 RegisterItem, TransferItem, CreateListing, CancelListing, RegisterSessionKey, RevokeSessionKey,
                 BumpSessionEpoch, SettleNetBatch, OpenNetBatch, LockNetChunk, CommitNetChunk, FinalizeNetBatch,
                 AbortNetBatch, SetPaused, WithdrawProtocolFees>;

/// Every alternative above builds: `build(addresses, DepositCredits{.game = g, .player = p, .amount = {5}})`.
[[nodiscard]] solana::Instruction build(const Addresses &addresses, const VaultInstruction &instruction);

/// Snake-case name as in the IDL and in an operation's `kind`: "deposit_credits".
[[nodiscard]] std::string_view nameOf(const VaultInstruction &instruction);

enum class InstructionError {
    OtherProgram,
    UnknownInstruction,
    BadData,      ///< truncated, overlong, or values no caller could mean
    BadAccounts,  ///< not the accounts, in the order and with the roles, that `build` gives
    UnknownBatch, ///< lock, commit, finalize and abort name their batch by account only: pass its id
};

/// Strict: succeeds only when `build` of the result gives the same bytes and the same accounts in the same order, so
/// that what the sign review shows is all there is. Roles may be wider than built: a transaction gives an account one
/// role for all its instructions, and its fee payer always the widest. `batch` is what a step of a chunked batch is
/// held against; no wallet ever signs one. Accounts to return in abort_net_batch all come back as `ledgers`: the bytes
/// do not tell.
[[nodiscard]] std::expected<VaultInstruction, InstructionError>
decodeInstruction(const Addresses &addresses, const solana::Instruction &instruction,
                  const std::optional<BatchId> &batch = std::nullopt);

} // namespace paradox::vault
