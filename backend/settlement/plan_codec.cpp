#include "settlement/netted_batch.h"

#include "solana/borsh.h"

namespace paradox::settlement {
namespace {

constexpr std::uint32_t entriesMax = 4096; ///< far above what one transaction can carry

void putCash(solana::BorshWriter &out, const std::vector<vault::CashLeg> &legs)
{
    out.put(static_cast<std::uint32_t>(legs.size()));
    for (const vault::CashLeg &leg : legs)
        out.put(leg.ledger).put(leg.amount.value);
}

std::vector<vault::CashLeg> takeCash(solana::BorshReader &in)
{
    std::vector<vault::CashLeg> legs;
    const auto count = in.take<std::uint32_t>();
    for (std::uint32_t i = 0; in.ok() && count <= entriesMax && i < count; ++i) {
        const auto ledger = in.take<PublicKey>();
        legs.push_back({ledger, {in.take<std::uint64_t>()}});
    }
    return legs;
}

} // namespace

Bytes encodePlan(const ChunkPlan &plan)
{
    solana::BorshWriter out;
    putCash(out, plan.legs.debits);
    putCash(out, plan.legs.credits);
    out.put(static_cast<std::uint32_t>(plan.legs.items.size()));
    for (const vault::ItemLeg &leg : plan.legs.items)
        out.put(leg.item).put(leg.sellerLedger).put(leg.newOwner);
    out.put(static_cast<std::uint32_t>(plan.wallets.size()));
    for (const PublicKey &wallet : plan.wallets)
        out.put(wallet);
    out.put(plan.chunkCount).put(plan.debitTotal.value).put(plan.creditTotal.value).put(plan.fees.value);
    out.text(plan.reason);
    out.put(static_cast<std::uint8_t>(plan.addressing)).put(plan.table);
    return out.take();
}

std::optional<ChunkPlan> decodePlan(ByteSpan bytes)
{
    solana::BorshReader in(bytes);
    ChunkPlan plan;
    plan.legs.debits = takeCash(in);
    plan.legs.credits = takeCash(in);
    const auto items = in.take<std::uint32_t>();
    for (std::uint32_t i = 0; in.ok() && items <= entriesMax && i < items; ++i) {
        const auto item = in.take<PublicKey>();
        const auto sellerLedger = in.take<PublicKey>();
        plan.legs.items.push_back({item, sellerLedger, in.take<PublicKey>()});
    }
    const auto wallets = in.take<std::uint32_t>();
    for (std::uint32_t i = 0; in.ok() && i < wallets; ++i)
        plan.wallets.push_back(in.take<PublicKey>());
    plan.chunkCount = in.take<std::uint16_t>();
    plan.debitTotal = {in.take<std::uint64_t>()};
    plan.creditTotal = {in.take<std::uint64_t>()};
    plan.fees = {in.take<std::uint64_t>()};
    plan.reason = in.text();
    if (in.atEnd())
        return plan; // written before there were tables
    const auto addressing = in.take<std::uint8_t>();
    if (addressing > static_cast<std::uint8_t>(vault::Addressing::LookupTable))
        return std::nullopt;
    plan.addressing = static_cast<vault::Addressing>(addressing);
    plan.table = in.take<PublicKey>();
    return in.atEnd() ? std::optional(std::move(plan)) : std::nullopt;
}

} // namespace paradox::settlement
