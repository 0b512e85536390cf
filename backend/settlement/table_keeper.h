#pragma once

#include "chain/chain.h"
#include "domain/clock.h"
#include "settlement/courier.h"
#include "solana/keypair.h"
#include "solana/programs.h"
#include "storage/database.h"
#include "storage/lookup_tables.h"

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace paradox::settlement {

struct TableKeeperOptions {
    std::size_t tablesMax = 64;          ///< live at once; a batch that needs more is addressed statically
    std::size_t tablesKept = 16;         ///< more than these retire, the longest unused first
    std::size_t ordersMax = 32;          ///< transactions for tables under way at once
    unsigned refusalsMax = 3;            ///< in a row, before the cluster is taken to refuse tables
    std::int64_t tidyIntervalMs = 5'000; ///< between looks for tables to retire or close
};

/// The accounts that one chunk names, and the table that has been chosen to hold them all.
struct TableNeed {
    std::vector<PublicKey> addresses;
    PublicKey table; ///< zeros until chosen
};

/// The address lookup tables of the settlement key. Makes and extends them by attempts like any other transaction of
/// the node, uses what they hold again in later batches, and retires and closes those no longer used, so that their
/// rent comes back. What a table holds is read from the chain; the database knows which tables are ours and what is
/// under way, so that a crash makes nothing twice. Lives on the back-office thread.
class TableKeeper {
public:
    TableKeeper(chain::Chain &chain, Courier &courier, storage::Database &database, storage::Writer &writer,
                const solana::Keypair &authority, Random &random, Clock &clock, TableKeeperOptions options = {})
        : m_chain(chain),
          m_courier(courier),
          m_database(database),
          m_writer(writer),
          m_authority(authority),
          m_random(random),
          m_clock(clock),
          m_options(options)
    {
    }

    enum class Readiness {
        Ready,   ///< every need's table holds its addresses, and they can be used
        Waiting, ///< something is under way, or the chain does not answer
        Refused, ///< the cluster has no such tables, or the batch needs too many: do without
    };
    /// Chooses tables for needs that have none, which the caller keeps with his own rows, and has them made.
    [[nodiscard]] Readiness prepare(BatchSeq batch, std::span<TableNeed> needs);
    /// Reads the tables again; false when the chain does not answer.
    [[nodiscard]] bool refresh();
    /// What of it is final, as last read; null when nothing is.
    [[nodiscard]] const solana::LookupTable *find(const PublicKey &table) const;
    /// Retires and closes what is not used. To be called while no batch is under way.
    void tidy();

    [[nodiscard]] const std::string &trouble() const { return m_trouble; }
    [[nodiscard]] Lamports rent() const; ///< what lies in all tables, as last read

private:
    /// A table as the chain tells, at two depths. A transaction names its accounts by their place in the table, and a
    /// fork may have them in other places: only what is final is named.
    struct Seen {
        std::optional<solana::LookupTableAccount> confirmed{};
        std::optional<solana::LookupTableAccount> finalized{};
        std::unordered_set<PublicKey> addresses{}; ///< finalized
        solana::LookupTable table{};               ///< finalized, for the builder
    };
    struct Order {
        storage::LookupTableOrder order;
        Launch launch;
    };
    using Contents = std::unordered_map<PublicKey, std::unordered_set<PublicKey>>; ///< by table
    using Instructions = std::vector<solana::Instruction>;

    bool load();
    bool dropFinished();
    [[nodiscard]] bool isUnderWay(const PublicKey &table) const;
    [[nodiscard]] Contents expectedContents() const;
    [[nodiscard]] bool choose(BatchSeq batch, std::span<TableNeed> needs);
    [[nodiscard]] bool makeTable();
    [[nodiscard]] std::vector<PublicKey> missingOf(const PublicKey &table, std::span<const TableNeed> needs) const;
    void extend(std::span<const TableNeed> needs);
    void orderParts(const storage::LookupTable &table, std::span<const PublicKey> missing, std::vector<Order> &orders);
    [[nodiscard]] bool isReady(const TableNeed &need) const;

    enum class OnRefusal { Count, Wait };
    [[nodiscard]] std::optional<Order> build(const PublicKey &table, Instructions instructions, OnRefusal onRefusal);
    [[nodiscard]] std::optional<Bytes> sign(const Instructions &instructions, const Hash &blockhash) const;
    void send(std::vector<Order> orders);
    void retire();
    void forgetIfUnmade(const PublicKey &table);
    bool write();

    chain::Chain &m_chain;
    Courier &m_courier;
    storage::Database &m_database;
    storage::Writer &m_writer;
    const solana::Keypair &m_authority;
    Random &m_random;
    Clock &m_clock;
    TableKeeperOptions m_options;
    bool m_isLoaded = false;
    std::vector<storage::LookupTable> m_tables;
    std::vector<storage::LookupTableOrder> m_orders;
    std::unordered_map<PublicKey, Seen> m_seen;
    unsigned m_refusals = 0;
    std::int64_t m_nextTidyMs = 0;
    std::string m_trouble;
};

} // namespace paradox::settlement
