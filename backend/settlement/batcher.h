#pragma once

#include "admission/book.h"
#include "chain/chain.h"
#include "domain/clock.h"
#include "settlement/block_folder.h"
#include "settlement/netted_batch.h"
#include "settlement/venue.h"
#include "storage/batches.h"
#include "storage/writer.h"

#include <atomic>
#include <optional>
#include <string>

namespace paradox::settlement {

/// When a batch is cut: `intervalMs` after it opened, at `tradesMax`, or when the oldest trade is `ageMsMax` old,
/// whichever is first; never with fewer than `tradesMin`.
struct CutRule {
    std::int64_t intervalMs = 30'000;
    std::int64_t ageMsMax = 30'000;
    std::size_t tradesMax = 10'000;
    std::size_t tradesMin = 1;
};

struct BatcherOptions {
    CutRule rule;
    NetMode mode = NetMode::Net;
    vault::Addressing addressing = vault::Addressing::Static; ///< of batches too large for one transaction
    /// Grants that end within this time count as ended: the chain looks when the legs arrive there, not now.
    std::int64_t grantMarginSeconds = 15;
};

/// Collects open trades into batches: cut, opening state at one finalized slot, netting, commitment, archive, plan. One
/// batch is under way at a time, because each header chains to the one before and the venue escrows one batch at a
/// time. Lives on the back-office thread; `cutNow` from any.
class Batcher {
public:
    Batcher(const Venue &venue, chain::Chain &chain, storage::Database &database, storage::Writer &writer,
            admission::Book &book, BlockFolder &blocks, Clock &clock, BatcherOptions options);

    void tick();
    /// The operator's word: cut at the next turn, if there is at least one trade.
    void cutNow() { m_cutNow.store(true); }
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }

private:
    /// Whose word cuts the open batch now; nobody's as long as it is not due.
    [[nodiscard]] std::optional<storage::Actor> cutterOf(const storage::Batch &open);
    void open();
    void cut(storage::Batch batch, storage::Actor cutter);
    void net(storage::Batch batch);
    [[nodiscard]] std::optional<NettedBatch> prepare(const storage::Batch &batch,
                                                     std::vector<admission::OpenTrade> trades);
    /// The trades that are still open when some have gone meanwhile; nothing when all was written.
    [[nodiscard]] std::optional<std::vector<admission::OpenTrade>> keep(const NettedBatch &netted,
                                                                        std::vector<admission::OpenTrade> trades);
    [[nodiscard]] static std::vector<netting::SignedIntent> halvesOf(storage::Connection &connection,
                                                                     std::span<const admission::OpenTrade> trades);

    const Venue &m_venue;
    chain::Chain &m_chain;
    storage::Database &m_database;
    storage::Writer &m_writer;
    admission::Book &m_book;
    BlockFolder &m_blocks;
    Clock &m_clock;
    BatcherOptions m_options;
    std::atomic<bool> m_cutNow = false;
    std::int64_t m_retryAtMs = 0;
    std::string m_trouble;
};

} // namespace paradox::settlement
