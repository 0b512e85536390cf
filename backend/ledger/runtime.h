#pragma once

#include "domain/ids.h"
#include "ledger/account.h"
#include "ledger/errors.h"
#include "ledger/ledger.h"
#include "ledger/spl/token_balance.h"
#include "solana/transaction.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace paradox::ledger {

using ProgramTable = std::unordered_map<PublicKey, NativeEntry>;

inline constexpr std::uint64_t slotsPerEpoch = 432'000;

/// What a transaction sees of the slot it runs in. Borrowed for the call.
struct SlotView {
    const AccountSource &accounts; ///< sysvars included
    const ProgramTable &programs;
    const FeeParameters &fees;
    Slot slot;
    UnixSeconds time;
    Hash blockhash; ///< of the newest block: what a durable nonce moves on to
};

struct InnerInstruction {
    solana::CompiledInstruction instruction;
    std::uint8_t stackHeight = 2;

    bool operator==(const InnerInstruction &) const = default;
};

struct InnerInstructions {
    std::uint8_t index = 0; ///< of the instruction that called
    std::vector<InnerInstruction> instructions;

    bool operator==(const InnerInstructions &) const = default;
};

struct ReturnData {
    PublicKey program;
    Bytes data;

    bool operator==(const ReturnData &) const = default;
};

/// What a transaction did. Kept with it in the history, apart from the writes, which become state.
struct Execution {
    std::optional<TransactionError> error;
    bool charged = false; ///< the fee is taken and the transaction recorded; false: refused, nothing happened
    std::uint64_t fee = 0;
    std::uint64_t computeUnits = 0;
    std::vector<std::string> logs;
    std::vector<InnerInstructions> inner;
    std::optional<ReturnData> returnData;
    std::vector<PublicKey> loadedWritable; ///< from address lookup tables
    std::vector<PublicKey> loadedReadonly;
    std::vector<std::uint64_t> preBalances; ///< of every account of the message, in its order
    std::vector<std::uint64_t> postBalances;
    std::vector<spl::TokenBalance> preTokenBalances; ///< of the message's token accounts, when it names a token program
    std::vector<spl::TokenBalance> postTokenBalances;
    std::vector<AccountWrite> writes; ///< of changed accounts only
};

/// The nonce account that stands in for the transaction's blockhash, moved on: it stays so when the transaction fails.
using NonceAdvance = std::optional<AccountWrite>;

/// Runs a transaction whose signatures, blockhash or nonce, and novelty the caller has checked: locks, lookup tables,
/// fee, instructions, rent. Deterministic; changes nothing but the result. Any thread, no shared state.
[[nodiscard]] Execution execute(const solana::Transaction &transaction, const SlotView &view,
                                const NonceAdvance &nonce);

/// What the message would be charged; nothing when its compute-budget instructions are malformed.
[[nodiscard]] std::optional<std::uint64_t> feeOf(const solana::Message &message, const FeeParameters &fees);

/// The smallest balance at which an account of this size pays no rent.
[[nodiscard]] std::uint64_t rentExemptMinimum(std::uint64_t dataSize, const FeeParameters &fees);

} // namespace paradox::ledger
