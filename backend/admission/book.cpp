#include "admission/book.h"

#include "admission/state.h"
#include "domain/assert.h"

#include <algorithm>

namespace paradox::admission {

using storage::Transaction;

std::vector<OpenTrade> Book::cut(Transaction &transaction, const CutOptions &options)
{
    const std::vector<PublicKey> held = storage::batches::heldItems(transaction);
    const UnixSeconds now = toSeconds(transaction.now());
    std::vector<OpenTrade> result;
    std::vector<Seq> dead;
    for (const auto &[trade, seller] : m_state.openTrades(options.mint)) {
        if (result.size() == options.tradesMax)
            break;
        Half &buyer = *seller->partner;
        bool alive = true;
        for (const Half *const half : {seller, &buyer}) {
            const State::Life life = m_state.lifeOf(*half, now);
            alive = alive && life == State::Life::Alive;
            if (life == State::Life::Expired || life == State::Life::Revoked)
                dead.push_back(half->seq);
        }
        if (!alive || std::binary_search(held.begin(), held.end(), seller->intent.item))
            continue;
        result.push_back({.trade = {.seq = trade,
                                    .sellerIntent = seller->id,
                                    .buyerIntent = buyer.id,
                                    .item = seller->intent.item,
                                    .from = seller->intent.from,
                                    .to = buyer.intent.to,
                                    .amount = seller->intent.amount},
                          .sellerSeq = seller->seq,
                          .buyerSeq = buyer.seq,
                          .pairedAt = std::max(seller->admittedAt, buyer.admittedAt)});
    }
    for (const Seq seq : dead) {
        if (Half *const half = m_state.find(seq))
            m_state.leaveIfDead(transaction, *half);
    }
    return result;
}

std::vector<Seq> Book::stillOpen(std::span<const Seq> trades) const
{
    std::vector<Seq> result;
    for (const Seq trade : trades) {
        if (m_state.openTrade(trade))
            result.push_back(trade);
    }
    return result;
}

void Book::net(Transaction &transaction, BatchSeq batch, std::span<const Seq> trades)
{
    for (const Seq trade : trades) {
        Half *const seller = m_state.openTrade(trade);
        PARADOX_ASSERT(seller != nullptr);
        m_state.net(transaction, *seller, batch);
    }
    m_state.publishCounts();
}

void Book::reject(Transaction &transaction, BatchSeq batch, std::span<const RejectedTrade> trades)
{
    for (const RejectedTrade &rejected : trades) {
        PARADOX_ASSERT(rejected.verdict != Verdict::Accepted);
        PARADOX_ASSERT(rejected.verdict != Verdict::Deferred);
        Half *const seller = m_state.openTrade(rejected.trade);
        PARADOX_ASSERT(seller != nullptr);
        m_state.leaveTogether(transaction, *seller,
                              {.to = IntentState::Rejected, .reason = toText(rejected.verdict), .batch = batch});
    }
}

void Book::settle(Transaction &transaction, BatchSeq batch)
{
    m_state.settleBatch(transaction, batch);
}

void Book::giveBack(Transaction &transaction, BatchSeq batch, std::span<const PublicKey> refusedWallets,
                    std::string_view reason)
{
    const std::vector<Seq> seqs = m_state.nettedIn(batch);
    std::vector<Seq> refused;
    for (const Seq seq : seqs) {
        Half &half = *m_state.find(seq);
        m_state.giveBack(transaction, half);
        const auto isRefused = [&](const PublicKey &wallet) {
            return std::find(refusedWallets.begin(), refusedWallets.end(), wallet) != refusedWallets.end();
        };
        if (half.side() == Side::Seller && (isRefused(half.intent.from) || isRefused(half.partner->intent.to)))
            refused.push_back(*half.trade);
    }
    m_state.forgetBatch(batch);
    for (const Seq trade : refused)
        m_state.leaveTogether(transaction, *m_state.openTrade(trade),
                              {.to = IntentState::Rejected, .reason = reason, .batch = batch});
    for (const Seq seq : seqs) {
        if (Half *const half = m_state.find(seq))
            m_state.leaveIfDead(transaction, *half);
    }
    m_state.publishCounts();
}

OpenCounts Book::counts() const
{
    return m_state.counts();
}

} // namespace paradox::admission
