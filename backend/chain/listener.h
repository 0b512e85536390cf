#pragma once

#include "chain/chain.h"

#include <atomic>
#include <cstdint>

namespace paradox::chain {

/// Up to where the chain has been read: the newest transaction that was handed on. Kept by who folds it, in the same
/// database transaction as the fold. Zeros: nothing yet.
struct Cursor {
    Slot slot;
    Signature signature;
};

struct Heard {
    SignatureInfo info;
    LandedTransaction transaction;
};

/// Pushes nothing: says only that looking now is worth while. Any thread.
class Hint {
public:
    void raise() { m_raised.store(true, std::memory_order_release); }
    [[nodiscard]] bool take() { return m_raised.exchange(false, std::memory_order_acq_rel); }

private:
    std::atomic<bool> m_raised = false;
};

struct ListenerOptions {
    PublicKey program;
    std::size_t pageMax = 256;          ///< transactions handed on at once
    std::size_t backlogMax = 16'384;    ///< signatures kept while paging back through a long gap
    std::int64_t pollIntervalMs = 2000; ///< without a hint
    /// Slots left alone at the end of the chain. 1 where a slot that still takes transactions may be listed: its
    /// signatures have no lasting order yet, so a cursor among them would lose some.
    std::uint64_t slotsBehind = 0;
};

/// Reads every finalized transaction that names the program, failed ones included, oldest first, from the cursor on.
/// Subscriptions are hints only, so a dropped or doubled notification changes nothing: no gap, no double.
class Listener {
public:
    Listener(Chain &chain, ListenerOptions options) : m_chain(chain), m_options(options) {}

    [[nodiscard]] Hint &hint() { return m_hint; }
    /// Whether a look is due: a hint, the interval, or a page that was full.
    [[nodiscard]] bool due(std::int64_t nowMs);
    /// The next page after the cursor; empty when there is nothing new.
    [[nodiscard]] Result<std::vector<Heard>> next(const Cursor &cursor, std::int64_t nowMs);

private:
    [[nodiscard]] Result<std::vector<SignatureInfo>> oldestAfter(const Cursor &cursor);

    Chain &m_chain;
    ListenerOptions m_options;
    Hint m_hint;
    std::int64_t m_nextPollMs = 0;
    bool m_more = false;
};

} // namespace paradox::chain
