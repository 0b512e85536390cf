#pragma once

#include "ledger/bank.h"
#include "ledger/journal.h"

#include <filesystem>

namespace paradox::ledger {

/// The chain as of a final slot, taken under a lock and written without one. Shares the accounts, copies none.
struct SnapshotImage {
    Slot root;
    std::vector<Block> blocks; ///< recent ones up to the root
    std::vector<Bank::Remembered> statuses;
    std::vector<AccountWrite> accounts;
    std::uint64_t capitalisation = 0;
};

[[nodiscard]] SnapshotImage takeImage(const Bank &bank);
/// Atomically, as snapshot-<root>.bin; older ones go. False: the old state of affairs still holds.
[[nodiscard]] bool writeSnapshot(const std::filesystem::path &directory, const Hash &genesis,
                                 const SnapshotImage &image);
/// Restores the newest snapshot into a new bank and tells its root; slot 0 when there is none.
[[nodiscard]] std::expected<Slot, StoreError> loadSnapshot(const std::filesystem::path &directory, const Hash &genesis,
                                                           Bank &bank);

} // namespace paradox::ledger
