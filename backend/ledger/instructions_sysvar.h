#pragma once

#include "ledger/account.h"
#include "solana/transaction.h"

#include <span>

namespace paradox::ledger {

/// The Instructions sysvar of one transaction: every top-level instruction with its accounts, for programs that look at
/// their neighbours. Its last two bytes are the index of the running one; see setCurrentInstruction.
[[nodiscard]] Account makeInstructionsSysvar(const solana::Message &message,
                                             std::span<const solana::AccountMeta> accounts);
void setCurrentInstruction(Account &sysvar, std::uint16_t index);

} // namespace paradox::ledger
