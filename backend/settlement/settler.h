#pragma once

#include "admission/book.h"
#include "chain/chain.h"
#include "domain/clock.h"
#include "settlement/courier.h"
#include "settlement/netted_batch.h"
#include "settlement/table_keeper.h"
#include "settlement/venue.h"
#include "solana/keypair.h"
#include "storage/batches.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paradox::settlement {

struct SettlerOptions {
    std::size_t inFlightMax = 32;
    std::int64_t pollIntervalMs = 100;
    unsigned refusalsMax = 5; ///< of an error that names no leg, before the chunk's wallets are held to account
    std::int64_t retryAfterMs = 500;
    std::int64_t retryAfterMsMax = 30'000;
};

/// Brings a netted batch to the chain: one transaction, or open, lock, commit, finalize in chunks with several in
/// flight. What may be sent next is read from the batch's own account, so that after a crash the loop simply goes on.
/// Locking may turn into an abort, which gives the trades back; committing never does: it tries again and raises an
/// alarm. Lives on the back-office thread.
class Settler {
public:
    Settler(const Venue &venue, chain::Chain &chain, Courier &courier, TableKeeper &tables, storage::Database &database,
            storage::Writer &writer, admission::Book &book, const solana::Keypair &authority, Random &random,
            Clock &clock, SettlerOptions options = {})
        : m_venue(venue),
          m_chain(chain),
          m_courier(courier),
          m_tables(tables),
          m_database(database),
          m_writer(writer),
          m_book(book),
          m_authority(authority),
          m_random(random),
          m_clock(clock),
          m_options(options)
    {
    }

    void tick();
    /// Why the batch under way does not move on, for a person; empty when it does.
    [[nodiscard]] const std::string &alarm() const { return m_blindness.empty() ? m_alarm : m_blindness; }
    [[nodiscard]] bool hasWork() const { return m_active.has_value(); }

private:
    struct Run {
        storage::Chunk chunk;
        ChunkPlan plan;
        unsigned refusals = 0;
        std::int64_t retryAtMs = 0;
    };
    struct Active {
        storage::Batch batch;
        std::vector<Run> runs;
    };
    /// The batch's account, and which ledgers exist, at one commitment.
    struct View {
        Slot slot;
        std::optional<vault::Batch> batch;
        std::vector<PublicKey> missingLedgers; ///< of wallets that the plan opens ledgers for
    };
    struct Refusal {
        std::string code;
        std::vector<PublicKey> wallets;
    };

    enum class Loaded { Batch, Nothing, Unreadable };
    Loaded load();
    [[nodiscard]] chain::Result<View> look(chain::Commitment commitment);
    [[nodiscard]] bool isCurrent(const View &view) const;
    [[nodiscard]] bool canSee(const chain::Result<View> &finalized, const chain::Result<View> &confirmed);
    bool syncState(const View &confirmed);
    bool keepApplied(const View &finalized);
    [[nodiscard]] bool isIndexed() const;
    void finish(const View &finalized);
    [[nodiscard]] bool areTablesReady();
    [[nodiscard]] bool keepTables(std::span<Run *const> runs, std::span<const TableNeed> needs);
    void planWithoutTables();
    void send(const View &confirmed, const View &finalized);
    [[nodiscard]] bool isFree(const Run &run) const;
    [[nodiscard]] static bool isApplied(const Run &run, const View &view);
    [[nodiscard]] static bool isNext(const Run &run, const View &view, const Active &active);
    [[nodiscard]] std::vector<solana::Instruction> instructionsFor(const Run &run) const;
    [[nodiscard]] std::optional<Launch> build(Run &run, const chain::LatestBlockhash &blockhash);
    [[nodiscard]] std::optional<Bytes> sign(const Run &run, const std::vector<solana::Instruction> &instructions,
                                            const Hash &blockhash) const;
    void launch(std::vector<Launch> launches, const std::vector<Run *> &runs);
    void refused(Run &run, const std::string &transactionError, const std::string &words);
    void pause(Run &run);

    enum class Blame { Offenders, Everyone };
    [[nodiscard]] std::map<PublicKey, PublicKey> walletsByLedger();
    [[nodiscard]] std::vector<PublicKey> walletsAtFault(const vault::Legs &legs, Blame blame);
    void beginAbort(const Refusal &refusal);
    void tickAbort();
    void endAbort();
    void endOperations(storage::Transaction &transaction, const Active &active);

    const Venue &m_venue;
    chain::Chain &m_chain;
    Courier &m_courier;
    TableKeeper &m_tables;
    storage::Database &m_database;
    storage::Writer &m_writer;
    admission::Book &m_book;
    const solana::Keypair &m_authority;
    Random &m_random;
    Clock &m_clock;
    SettlerOptions m_options;
    std::optional<Active> m_active;
    std::int64_t m_nextLookMs = 0;
    std::string m_alarm;
    std::string m_blindness; ///< why the last look showed nothing
};

} // namespace paradox::settlement
