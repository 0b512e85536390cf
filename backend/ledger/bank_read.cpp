#include "ledger/bank.h"

#include "domain/assert.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <bit>

namespace paradox::ledger {

namespace {

constexpr std::uint64_t slotHashesCount = 512;
constexpr std::uint64_t recentBlockhashesCount = 150;

/// Sysvar ids share their first bytes: one comparison tells the others apart.
bool looksLikeSysvar(const PublicKey &key)
{
    return std::equal(key.bytes.begin(), key.bytes.begin() + 4, solana::sysvarOwner.bytes.begin());
}

/// The IEEE 754 bits of a small whole number, as the Rent sysvar holds it.
std::uint64_t doubleBits(std::uint64_t whole)
{
    if (whole == 0)
        return 0;
    const auto exponent = static_cast<std::uint64_t>(std::bit_width(whole) - 1);
    const std::uint64_t mantissa = (whole << (52 - exponent)) & ((std::uint64_t{1} << 52) - 1);
    return ((1023 + exponent) << 52) | mantissa;
}

} // namespace

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
    if (looksLikeSysvar(key)) {
        if (AccountRef account = sysvar(key, slot))
            return account;
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

AccountRef Bank::sysvar(const PublicKey &key, Slot slot) const
{
    solana::BorshWriter writer;
    if (key == solana::clockSysvar) {
        const std::uint64_t epoch = slot.value / slotsPerEpoch;
        writer.put(slot.value).put(m_options.genesis.time.value).put(epoch).put(epoch + 1).put(timeAt(slot).value);
    } else if (key == solana::rentSysvar) {
        writer.put(m_options.fees.rentLamportsPerByteYear).put(doubleBits(m_options.fees.rentExemptionYears));
        writer.put(m_options.fees.rentBurnPercent);
    } else if (key == solana::slotHashesSysvar || key == solana::recentBlockhashesSysvar) {
        const bool slots = key == solana::slotHashesSysvar;
        std::vector<const Block *> blocks;
        for (auto block = m_blocks.rbegin(); block != m_blocks.rend(); ++block) {
            // SlotHashes knows the slots before this one; RecentBlockhashes what a transaction here may use.
            if (block->slot < slot || (!slots && block->slot == slot))
                blocks.push_back(&*block);
            if (blocks.size() == (slots ? slotHashesCount : recentBlockhashesCount))
                break;
        }
        writer.put(std::uint64_t{blocks.size()});
        for (const Block *block : blocks) {
            if (slots)
                writer.put(block->slot.value).put(block->hash);
            else
                writer.put(block->hash).put(m_options.fees.lamportsPerSignature);
        }
    } else {
        return nullptr;
    }
    Account account;
    account.owner = solana::sysvarOwner;
    account.data = writer.take();
    account.lamports = rentExemptMinimum(account.data.size(), m_options.fees);
    return std::make_shared<const Account>(std::move(account));
}

} // namespace paradox::ledger
