#include "ledger/bank.h"

#include "domain/assert.h"
#include "ledger/sysvars.h"

#include <algorithm>

namespace paradox::ledger {

Slot Bank::slotAt(Commitment commitment) const
{
    switch (commitment) {
    case Commitment::Processed:
        return m_working;
    case Commitment::Confirmed:
        return m_confirmed;
    case Commitment::Finalized:
        return m_finalized;
    }
    return m_finalized;
}

Slot Bank::slotBehind(Slot slot, std::uint32_t blocks) const
{
    const auto at = std::ranges::lower_bound(m_blocks, slot, {}, &Block::slot);
    const auto index = static_cast<std::size_t>(at - m_blocks.begin());
    return blocks == 0 ? slot : m_blocks[index - std::min<std::size_t>(blocks, index)].slot;
}

Slot Bank::slotAt(Commitment commitment, std::uint32_t lag) const
{
    return slotBehind(slotAt(commitment), std::min(lag, m_options.lagMax));
}

Commitment Bank::commitmentOf(Slot slot) const
{
    if (slot <= m_finalized)
        return Commitment::Finalized;
    return slot <= m_confirmed ? Commitment::Confirmed : Commitment::Processed;
}

const Block *Bank::recentBlock(Slot slot) const
{
    const auto at = std::ranges::lower_bound(m_blocks, slot, {}, &Block::slot);
    return at == m_blocks.end() || at->slot != slot ? nullptr : &*at;
}

BlockHeight Bank::heightAt(Slot slot) const
{
    if (slot >= m_working)
        return m_height;
    const Block *block = recentBlock(slot);
    PARADOX_ASSERT(block != nullptr);
    return block->height;
}

UnixSeconds Bank::timeAt(Slot slot) const
{
    const Block *block = slot < m_working ? recentBlock(slot) : nullptr;
    return block ? block->time : m_time;
}

std::uint64_t Bank::transactionCount(Slot slot) const
{
    const Block *block = recentBlock(slot);
    return block ? block->transactions : m_transactions;
}

AccountRef Bank::account(const PublicKey &key, Slot slot) const
{
    if (isSysvar(key)) {
        const ChainState state{slot, timeAt(slot), m_options.genesis.time, m_options.fees, m_blocks};
        if (AccountRef made = makeSysvar(key, state))
            return made;
    }
    return slot >= m_working ? m_store.current(key) : m_store.at(key, slot);
}

std::vector<PublicKey> Bank::programAccounts(const PublicKey &owner) const
{
    return m_store.candidatesOf(owner);
}

Bank::Blockhash Bank::latestBlockhash(Slot slot) const
{
    const Block *block = slot >= m_working ? &m_blocks.back() : recentBlock(slot);
    PARADOX_ASSERT(block != nullptr);
    return {block->hash, {block->height.value + blockhashLife - 1}};
}

bool Bank::isBlockhashValid(const Hash &hash, Slot slot) const
{
    const auto at = m_hashes.find(hash);
    if (at == m_hashes.end())
        return false;
    // A closed block at this height may carry transactions of the next one's view: its own hash counts there.
    const std::uint64_t height = slot >= m_working ? m_height.value - 1 : heightAt(slot).value;
    return at->second.value <= height && height - at->second.value < blockhashLife;
}

std::optional<SignatureStatus> Bank::status(const Signature &signature) const
{
    const auto at = m_statuses.find(signature);
    return at == m_statuses.end() ? std::nullopt : std::optional(at->second);
}

} // namespace paradox::ledger
