#pragma once

#include "ledger/record.h"

#include <deque>

namespace paradox::ledger {

/// The chain as of a slot, as far as sysvars tell of it. Borrowed for the call.
struct ChainState {
    Slot slot;
    UnixSeconds time;
    UnixSeconds start; ///< when the chain was born
    const FeeParameters &fees;
    const std::deque<Block> &blocks; ///< closed ones, oldest first; the genesis block is slot 0
};

/// Whether the cluster keeps something at this address itself: no transaction writes there.
[[nodiscard]] bool isSysvar(const PublicKey &key);
/// Null: no sysvar, or one that exists within a transaction only.
[[nodiscard]] AccountRef makeSysvar(const PublicKey &key, const ChainState &state);

} // namespace paradox::ledger
