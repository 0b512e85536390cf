#pragma once

#include "ledger/record.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace paradox::ledger {

/// Final slots that had transactions, for as long as the ledger lives. SQLite, because it answers by signature and by
/// address from disk in little memory; it is written off the hot path, many slots in one transaction. Not the truth:
/// the journal keeps what is not yet synced here. Blocks without transactions are not kept. Any thread.
class History {
public:
    struct SlotRecords {
        Block block;
        std::vector<RecordRef> records;
    };

    [[nodiscard]] static std::unique_ptr<History> open(const std::filesystem::path &file, const Hash &genesis);
    ~History();
    History(const History &) = delete;
    History &operator=(const History &) = delete;

    /// Slots in order; what is there already is skipped.
    [[nodiscard]] bool append(std::span<const SlotRecords> slots);
    /// Moves everything appended to the disk itself.
    [[nodiscard]] bool checkpoint();
    [[nodiscard]] Slot lastSlot() const;

    [[nodiscard]] std::optional<TransactionRecord> bySignature(const Signature &signature) const;
    /// Place of a transaction: slot and index.
    struct Place {
        Slot slot;
        std::uint32_t index = 0;
        auto operator<=>(const Place &) const = default;
    };
    /// Newest first, strictly before `before` and after `until`.
    struct AddressQuery {
        PublicKey address;
        std::optional<Place> before;
        std::optional<Place> until;
        std::size_t limit = 1000;
    };
    [[nodiscard]] std::vector<TransactionRecord> byAddress(const AddressQuery &query) const;
    [[nodiscard]] std::optional<SlotRecords> block(Slot slot) const;
    /// Slots with transactions, ascending.
    [[nodiscard]] std::vector<Slot> slots(Slot first, Slot last, std::size_t limit) const;

private:
    class Statement;
    explicit History(sqlite3 *database);
    [[nodiscard]] bool prepare(const Hash &genesis);
    [[nodiscard]] bool execute(const char *sql) const;
    [[nodiscard]] bool insert(const SlotRecords &slot);

    mutable std::mutex m_mutex;
    sqlite3 *m_database;
    mutable std::vector<std::unique_ptr<Statement>> m_statements;
    Slot m_lastSlot;
};

} // namespace paradox::ledger
