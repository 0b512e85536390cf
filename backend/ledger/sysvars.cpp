#include "ledger/sysvars.h"

#include "domain/amount.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <ranges>

namespace paradox::ledger {

namespace {

constexpr std::size_t slotHashesMax = 512;
constexpr std::size_t recentBlockhashesMax = 150;
constexpr std::uint64_t stakeHistoryMax = 512;
constexpr std::uint64_t slotHistoryMax = 1024 * 1024;
// Lists have the size of their longest.
constexpr std::size_t slotHashesSize = 8 + slotHashesMax * 40;
constexpr std::size_t recentBlockhashesSize = 8 + recentBlockhashesMax * 40;
constexpr std::size_t stakeHistorySize = 8 + stakeHistoryMax * 32;
constexpr std::size_t epochRewardsSize = 81;

/// The IEEE 754 bits of a small whole number, as the Rent sysvar holds it.
std::uint64_t doubleBits(std::uint64_t whole)
{
    if (whole == 0)
        return 0;
    const auto exponent = static_cast<std::uint64_t>(std::bit_width(whole) - 1);
    const std::uint64_t mantissa = (whole << (52 - exponent)) & ((std::uint64_t{1} << 52) - 1);
    return ((1023 + exponent) << 52) | mantissa;
}

Bytes padded(Bytes bytes, std::size_t size)
{
    bytes.resize(std::max(bytes.size(), size));
    return bytes;
}

Bytes clock(const ChainState &state)
{
    const std::uint64_t epoch = state.slot.value / slotsPerEpoch;
    solana::BorshWriter writer;
    return writer.put(state.slot.value).put(state.start.value).put(epoch).put(epoch + 1).put(state.time.value).take();
}

Bytes rent(const ChainState &state)
{
    solana::BorshWriter writer;
    writer.put(state.fees.rentLamportsPerByteYear).put(doubleBits(state.fees.rentExemptionYears));
    return writer.put(state.fees.rentBurnPercent).take();
}

/// Epochs of one length from the first one on.
Bytes epochSchedule(const ChainState &)
{
    constexpr std::uint8_t warmup = 0;
    solana::BorshWriter writer;
    writer.put(slotsPerEpoch).put(slotsPerEpoch).put(warmup);
    return writer.put(std::uint64_t{0}).put(std::uint64_t{0}).take();
}

/// Of no distribution under way: nobody is paid.
Bytes epochRewards(const ChainState &)
{
    return Bytes(epochRewardsSize);
}

Bytes lastRestartSlot(const ChainState &)
{
    return solana::BorshWriter().put(std::uint64_t{0}).take();
}

using BlockPlace = std::deque<Block>::const_iterator;

/// So many blocks before `end` at most, newest first.
auto newestBefore(BlockPlace end, const ChainState &state, std::size_t countMax)
{
    const std::ptrdiff_t count = std::min(end - state.blocks.begin(), static_cast<std::ptrdiff_t>(countMax));
    return std::views::reverse(std::ranges::subrange(end - count, end));
}

/// SlotHashes knows the slots before this one.
Bytes slotHashes(const ChainState &state)
{
    const BlockPlace end = std::ranges::lower_bound(state.blocks, state.slot, {}, &Block::slot);
    const auto blocks = newestBefore(end, state, slotHashesMax);
    solana::BorshWriter writer;
    writer.put(std::uint64_t{blocks.size()});
    for (const Block &block : blocks)
        writer.put(block.slot.value).put(block.hash);
    return padded(writer.take(), slotHashesSize);
}

/// RecentBlockhashes has what a transaction here may use, the slot's own hash included once it is closed.
Bytes recentBlockhashes(const ChainState &state)
{
    const BlockPlace end = std::ranges::upper_bound(state.blocks, state.slot, {}, &Block::slot);
    const auto blocks = newestBefore(end, state, recentBlockhashesMax);
    solana::BorshWriter writer;
    writer.put(std::uint64_t{blocks.size()});
    for (const Block &block : blocks)
        writer.put(block.hash).put(state.fees.lamportsPerSignature);
    return padded(writer.take(), recentBlockhashesSize);
}

/// The one node's stake, in every epoch that is over.
Bytes stakeHistory(const ChainState &state)
{
    const std::uint64_t epoch = state.slot.value / slotsPerEpoch;
    const std::uint64_t count = std::min(epoch, stakeHistoryMax);
    solana::BorshWriter writer;
    writer.put(count);
    for (std::uint64_t i = 1; i <= count; ++i)
        writer.put(epoch - i).put(lamportsPerSol).put(std::uint64_t{0}).put(std::uint64_t{0});
    return padded(writer.take(), stakeHistorySize);
}

/// A bit for each of the last slots, set where there was a block. Of slots older than the blocks that are kept, which
/// ones were skipped is no longer known: they count as used.
Bytes slotHistory(const ChainState &state)
{
    const auto stop = std::ranges::upper_bound(state.blocks, state.slot, {}, &Block::slot);
    const std::uint64_t end = stop == state.blocks.begin() ? 0 : std::prev(stop)->slot.value + 1;
    const std::uint64_t oldest = end - std::min(end, slotHistoryMax);
    std::vector<std::uint64_t> words(slotHistoryMax / 64);
    const auto mark = [&](std::uint64_t from, std::uint64_t to, bool isUsed) {
        for (std::uint64_t slot = std::max(from, oldest); slot < to; ++slot) {
            const std::uint64_t bit = std::uint64_t{1} << (slot % 64);
            std::uint64_t &word = words[slot % slotHistoryMax / 64];
            word = isUsed ? word | bit : word & ~bit;
        }
    };
    mark(oldest, end, true);
    for (auto block = state.blocks.begin(); block != stop && std::next(block) != stop; ++block)
        mark(block->slot.value + 1, std::next(block)->slot.value, false);
    constexpr std::uint8_t some = 1;
    solana::BorshWriter writer;
    writer.put(some).put(std::uint64_t{words.size()});
    for (const std::uint64_t word : words)
        writer.put(word);
    return writer.put(slotHistoryMax).put(end).take();
}

struct Sysvar {
    PublicKey key;
    Bytes (*make)(const ChainState &);
};

const std::array<Sysvar, 9> &sysvars()
{
    // Made when first asked for: the keys are variables of another file.
    static const std::array<Sysvar, 9> all{{
        {solana::clockSysvar, clock},
        {solana::rentSysvar, rent},
        {solana::recentBlockhashesSysvar, recentBlockhashes},
        {solana::slotHashesSysvar, slotHashes},
        {solana::epochScheduleSysvar, epochSchedule},
        {solana::epochRewardsSysvar, epochRewards},
        {solana::stakeHistorySysvar, stakeHistory},
        {solana::lastRestartSlotSysvar, lastRestartSlot},
        {solana::slotHistorySysvar, slotHistory},
    }};
    return all;
}

/// Sysvar ids share their first bytes: one comparison tells the others apart.
bool looksLikeSysvar(const PublicKey &key)
{
    return std::equal(key.bytes.begin(), key.bytes.begin() + 4, solana::sysvarOwner.bytes.begin());
}

} // namespace

bool isSysvar(const PublicKey &key)
{
    return looksLikeSysvar(key) &&
           (key == solana::instructionsSysvar || std::ranges::find(sysvars(), key, &Sysvar::key) != sysvars().end());
}

AccountRef makeSysvar(const PublicKey &key, const ChainState &state)
{
    const auto found = std::ranges::find(sysvars(), key, &Sysvar::key);
    if (found == sysvars().end())
        return nullptr;
    Account account;
    account.owner = solana::sysvarOwner;
    account.data = found->make(state);
    account.lamports = rentExemptMinimum(account.data.size(), state.fees);
    return std::make_shared<const Account>(std::move(account));
}

} // namespace paradox::ledger
