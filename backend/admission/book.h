#pragma once

#include "domain/trade.h"
#include "storage/batches.h"
#include "storage/intents.h"

#include <memory>
#include <span>
#include <unordered_set>
#include <vector>

namespace paradox::admission {

class State;

struct CutOptions {
    PublicKey mint; ///< zeros = lamports
    std::size_t tradesMax = 100'000;
};

/// A trade that may go into the next batch.
struct OpenTrade {
    Trade trade;
    Seq sellerSeq;
    Seq buyerSeq;
    UnixMillis pairedAt; ///< admission of the later half
};

/// What the cut rule looks at. Any thread.
struct OpenCounts {
    std::uint64_t trades = 0;
    UnixMillis oldestPairedAt; ///< 0 when there is none
    std::uint64_t pendingIntents = 0;
};

struct RejectedTrade {
    Seq trade;
    Verdict verdict = Verdict::UnknownItem; ///< never Accepted or Deferred: a deferred trade just stays open
};

/// The batcher's door to open trades: all calls inside a writer job, in that job's transaction, so that what a batch
/// takes and what cancel, revoke and expiry take never overlap. Between `cut` and `net` the batcher reads the chain;
/// a half may be taken back meanwhile, so the job that nets asks `stillOpen` first and nets what is left.
class Book {
public:
    explicit Book(State &state) : m_state(state) {}

    /// Open trades of one currency in sequence order, after checking session, grant and expiry of both halves again
    /// (who fails leaves as expired or revoked, the other half waits again). Leaves out items in unfinished batches.
    [[nodiscard]] std::vector<OpenTrade> cut(storage::Transaction &transaction, const CutOptions &options);
    /// Those of the given trades that are still open, in the given order.
    [[nodiscard]] std::vector<Seq> stillOpen(std::span<const Seq> trades) const;

    /// Both halves pending → netted, in this batch.
    void net(storage::Transaction &transaction, BatchSeq batch, std::span<const Seq> trades);
    /// Both halves pending → rejected with the verdict's word as reason; holds void.
    void reject(storage::Transaction &transaction, BatchSeq batch, std::span<const RejectedTrade> trades);
    /// The batch is final: every netted half → settled, holds → spent.
    void settle(storage::Transaction &transaction, BatchSeq batch);
    /// The batch was aborted: every netted half → pending under its old seq, trades stay paired; those past their
    /// end → expired. Then trades whose buyer or seller is refused by the chain → rejected with `reason`.
    void giveBack(storage::Transaction &transaction, BatchSeq batch, std::span<const PublicKey> refusedWallets,
                  std::string_view reason);

    [[nodiscard]] OpenCounts counts() const;

private:
    State &m_state;
};

} // namespace paradox::admission
