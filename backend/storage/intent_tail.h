#pragma once

#include "storage/connection.h"
#include "storage/key_run.h"

#include <array>
#include <compare>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

namespace paradox::storage {

class Transaction;

/// Nonces are unsigned, SQLite's integers are not: with the top bit turned over their order is the same.
[[nodiscard]] inline std::int64_t nonceKey(std::uint64_t nonce)
{
    return static_cast<std::int64_t>(nonce ^ 0x8000'0000'0000'0000ULL);
}

[[nodiscard]] std::int64_t headOf(ByteSpan key);

/// The newest intents' keys, which are not yet in the tables intents_by_id, _by_owner, _by_item and nonces. Keys come
/// in no order, so every insert into those tables would dirty another page; kept here and written sorted, tens of
/// thousands at a time, many share one. A crash loses nothing: what the tables lack is read again from the intents
/// themselves, which carry every key.
///
/// Lookups from any thread, before the tables are asked: what is not here any more is there. Changes: writer thread.
class IntentTail {
public:
    static constexpr std::size_t idleFlushRows = 16'384; ///< with less, an idle writer rests
    static constexpr std::size_t rowsMax = 65'536;       ///< with more, a busy writer flushes beside its work
    /// Rows of an idle writer's slice: a millisecond or two, because whoever comes meanwhile waits for it.
    static constexpr std::size_t idleSliceRows = 512;

    void load(Connection &connection);
    void append(Seq seq, const IntentKeys &keys);

    [[nodiscard]] std::vector<Seq> byId(std::int64_t head) const;
    [[nodiscard]] std::optional<Seq> byNonce(std::int64_t session, std::int64_t nonce) const;
    [[nodiscard]] std::optional<std::int64_t> highestNonce(std::int64_t session) const; ///< as a nonceKey()
    struct Match {
        std::vector<Seq> seqs; ///< newest first
        Seq first;             ///< the tables hold everything below, and nothing else need be taken from them
    };
    [[nodiscard]] Match byOwner(std::int64_t head, Seq before) const;
    [[nodiscard]] Match byItem(std::int64_t head, Seq before) const;
    [[nodiscard]] std::size_t size() const;

    /// Rows of a busy writer's slice: always more than the open transaction brings, of which each intent is a row of
    /// four tables.
    [[nodiscard]] std::size_t busySliceRows() const;
    /// Writes the next `rows` into the tables, if `rowsLeast` are kept here. False when there is nothing to write.
    bool flushSlice(Transaction &transaction, std::size_t rowsLeast, std::size_t rows);
    void committed();
    /// Forgets what the database does not have after all.
    void rolledBack(Connection &connection);

private:
    enum class Table { ById, ByOwner, ByItem, Nonces };
    static constexpr std::size_t tables = 4;
    struct Row {
        std::int64_t first;
        std::int64_t second; ///< the nonce, or the seq again
        Seq seq;
        auto operator<=>(const Row &) const = default;
    };
    struct Flush {
        std::size_t table = 0;
        std::vector<Row> heap; ///< what is left of that table; the lowest row on top, so that no sort holds up a commit
        bool written = false;
    };
    [[nodiscard]] Match matching(std::int64_t IntentKeys::*member, std::int64_t head, Seq before) const;
    void beginFlush();
    void fillHeap(Flush &flush) const;
    static void writeRow(Connection &connection, Table table, const Row &row);
    void truncateAfter(Seq last);
    [[nodiscard]] Seq first() const { return m_flush ? m_flushing.first() : m_fresh.first(); }

    mutable std::shared_mutex m_mutex;
    KeyRun m_flushing{Seq{1}};      ///< what the flush writes, looked up until all of it is in the tables
    KeyRun m_fresh{Seq{1}};         ///< what came since
    std::size_t m_appended = 0;     ///< in the open transaction
    std::unique_ptr<Flush> m_flush; ///< a flush under way
};

} // namespace paradox::storage
