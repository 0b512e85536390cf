#include "domain/assert.h"
#include "ledger/engine.h"
#include "solana/borsh.h"

// The cheat-codes' way into a running chain. Each waits on the bank thread until the flusher has told everything so
// far, so that what it does comes after that, in the journal and for every listener.

namespace paradox::ledger {

namespace {

constexpr std::size_t writesFrameBytesMax = 16 * 1024 * 1024;

} // namespace

void Engine::post(std::function<void()> control)
{
    const std::scoped_lock lock(m_bankMutex);
    m_controls.push_back(std::move(control));
    m_bankWake.notify_one();
}

bool Engine::drainFlusher()
{
    std::unique_lock lock(m_flushMutex);
    const auto isDone = [&] { return m_toFlush.empty() && !m_isFlushing; };
    m_flushed.wait(lock, [&] { return m_diskFailed || isDone(); });
    return isDone();
}

std::size_t Engine::dropRecentAfter(Slot slot)
{
    std::size_t dropped = 0;
    for (; !m_recent.empty() && m_recent.back().block.slot > slot; m_recent.pop_back()) {
        for (const RecordRef &record : m_recent.back().records)
            m_bySignature.erase(record->signature());
        dropped += m_recent.back().records.size();
    }
    m_backlog -= dropped;
    return dropped;
}

/// Behind drainFlusher().
Fork Engine::reopen(Slot parent, Slot working)
{
    Fork fork{.parent = parent, .working = working, .confirmed = {}, .dead = {}};
    {
        const std::unique_lock lock(m_stateMutex);
        fork.confirmed = m_bank->slotAt(Commitment::Confirmed);
        for (const Block &block : m_bank->recentBlocks()) {
            if (block.slot > parent)
                fork.dead.push_back(block.slot);
        }
        fork.accounts = m_bank->reopen(parent, working).accounts;
        fork.transactions = dropRecentAfter(parent);
        openRecent();
    }
    const std::scoped_lock lock(m_flushMutex);
    putFrame(m_toFlush.frames, FrameKind::Reopen, {solana::BorshWriter().put(parent.value).put(working.value).take()});
    m_toFlush.hasTransactions = true;
    m_toFlush.first.emplace_back([fork](ChainListener &listener) { listener.onFork(fork); });
    return fork;
}

std::expected<Fork, Engine::ControlError> Engine::forkNow(std::uint32_t blocks)
{
    PARADOX_ASSERT(blocks >= 1);
    if (!drainFlusher())
        return std::unexpected(ControlError::Unavailable);
    Slot parent;
    Slot working;
    {
        const Reader reader = read();
        const std::deque<Block> &recent = reader.bank().recentBlocks();
        if (blocks >= recent.size())
            return std::unexpected(ControlError::NotThatDeep);
        parent = recent[recent.size() - 1 - blocks].slot;
        working = {reader.bank().slotAt(Commitment::Processed).value + 1};
        if (parent < reader.bank().slotAt(Commitment::Finalized))
            return std::unexpected(ControlError::NotThatDeep);
    }
    return reopen(parent, working);
}

void Engine::tellWhenDurable(std::function<void(Controlled &&)> done)
{
    const Slot working = read().bank().slotAt(Commitment::Processed);
    const std::scoped_lock lock(m_flushMutex);
    m_toFlush.controlled.emplace_back([done = std::move(done), working](bool durable) {
        done(durable ? Controlled(working) : std::unexpected(ControlError::Unavailable));
    });
    m_flushWake.notify_one();
}

void Engine::fork(std::uint32_t blocks, std::function<void(std::expected<Fork, ControlError> &&)> done)
{
    post([this, blocks, done = std::move(done)]() mutable {
        auto forked = forkNow(blocks);
        if (!forked)
            return done(std::move(forked));
        tellWhenDurable([done = std::move(done), forked = std::move(forked)](Controlled &&working) mutable {
            done(working ? std::move(forked) : std::unexpected(working.error()));
        });
    });
}

void Engine::produce(std::uint32_t blocks, std::function<void(Controlled &&)> done)
{
    PARADOX_ASSERT(blocks <= emptyBlocksMax);
    post([this, blocks, done = std::move(done)]() mutable {
        if (m_diskFailed)
            return done(std::unexpected(ControlError::Unavailable));
        for (std::uint32_t i = 0; i < blocks; ++i)
            closeSlot();
        tellWhenDurable(std::move(done));
    });
}

void Engine::skip(std::uint64_t slots, std::function<void(Controlled &&)> done)
{
    PARADOX_ASSERT(slots >= 1);
    PARADOX_ASSERT(slots <= skippedSlotsMax);
    post([this, slots, done = std::move(done)]() mutable {
        closeSlot();
        if (!drainFlusher())
            return done(std::unexpected(ControlError::Unavailable));
        Slot parent;
        Slot working;
        {
            const Reader reader = read();
            parent = reader.bank().recentBlocks().back().slot;
            working = {reader.bank().slotAt(Commitment::Processed).value + slots};
        }
        (void)reopen(parent, working);
        tellWhenDurable(std::move(done));
    });
}

void Engine::rewrite(std::function<std::vector<AccountWrite>(const Bank &)> writes,
                     std::function<void(Controlled &&)> done)
{
    post([this, writes = std::move(writes), done = std::move(done)]() mutable {
        if (!drainFlusher())
            return done(std::unexpected(ControlError::Unavailable));
        Rewrite rewrite;
        {
            const std::unique_lock lock(m_stateMutex);
            rewrite.slot = m_bank->slotAt(Commitment::Processed);
            rewrite.writes = writes(*m_bank);
            m_bank->rewrite(rewrite.writes);
        }
        {
            const std::scoped_lock lock(m_flushMutex);
            const Bytes slot = solana::BorshWriter().put(rewrite.slot.value).take();
            std::vector<AccountWrite> part;
            std::size_t bytes = 0;
            for (std::size_t i = 0; i < rewrite.writes.size(); ++i) {
                part.push_back(rewrite.writes[i]);
                bytes += accountOverheadBytes + (part.back().account ? part.back().account->data.size() : 0);
                if (bytes < writesFrameBytesMax && i + 1 < rewrite.writes.size())
                    continue;
                putFrame(m_toFlush.frames, FrameKind::Writes, {slot, encodeWrites(part)});
                part.clear();
                bytes = 0;
            }
            m_toFlush.hasTransactions = true;
            m_toFlush.first.emplace_back(
                [rewrite = std::move(rewrite)](ChainListener &listener) { listener.onRewrite(rewrite); });
        }
        tellWhenDurable(std::move(done));
    });
}

} // namespace paradox::ledger
