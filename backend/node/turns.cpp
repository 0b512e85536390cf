#include "node/bootstrap.h"
#include "node/parts.h"
#include "storage/idempotency.h"

namespace paradox::node {
namespace {

constexpr std::int64_t pulseIntervalMs = 250;
constexpr std::int64_t sweepIntervalMs = 1000;
constexpr std::int64_t fundsIntervalMs = 60'000;
constexpr std::int64_t idempotencyKeptMs = 24 * 3600 * 1000; ///< an Idempotency-Key means the same request for a day

} // namespace

bool Node::Parts::indexTurn()
{
    hints->keepUp(clock.monotonicMs());
    const bool isMore = indexer->tick();
    pulse.isCaughtUp = !isMore && indexer->trouble().empty();
    return isMore;
}

/// What /health and the heartbeat say, and whether something does not move on.
void Node::Parts::pulseTurn()
{
    const std::int64_t now = clock.monotonicMs();
    if (now < m_nextPulseMs)
        return;
    m_nextPulseMs = now + pulseIntervalMs;
    const auto slot = chain->slot(chain::Commitment::Processed);
    const auto finalized = chain->slot(chain::Commitment::Finalized);
    const bool isFinalizing = !finalized || m_finality.isMoving(*finalized, now);
    pulse.isChainReachable = slot.has_value() && finalized.has_value() && isFinalizing;
    if (slot)
        pulse.slot = slot->value;
    if (finalized && pulse.isCaughtUp)
        pulse.finalizedSlot = finalized->value;
    std::string trouble = isFinalizing ? settler->alarm() : "the chain has finalized nothing for a minute";
    for (const std::string *other : {&batcher->trouble(), &indexer->trouble(), &courier->trouble()}) {
        if (trouble.empty())
            trouble = *other;
    }
    if (!trouble.empty() && trouble != m_loggedTrouble)
        log.warning("something does not move on", {{"words", trouble}});
    m_loggedTrouble = trouble;
    {
        const std::lock_guard lock(pulse.mutex);
        pulse.trouble = std::move(trouble);
    }
    lookupTableRent.set(static_cast<std::int64_t>(tables->rent().value));
    if (ledger && now >= m_nextFundsMs) {
        m_nextFundsMs = now + fundsIntervalMs;
        if (const auto funded = ensureFunds(*chain, authority->publicKey(), Where::OwnLedger); !funded)
            log.error("the settlement key has no funds", {{"words", funded.error()}});
    }
}

void Node::Parts::sweepTurn()
{
    const std::int64_t now = clock.monotonicMs();
    if (now < m_nextSweepMs)
        return;
    m_nextSweepMs = now + sweepIntervalMs;
    // A full queue is no loss: the next sweep finds the same.
    const UnixMillis answersFrom{clock.wall().value - idempotencyKeptMs};
    (void)writer->post({.run = [this, answersFrom](storage::Transaction &transaction) {
        (void)admission->sweep(transaction);
        storage::idempotency::prune(transaction, answersFrom);
    }});
}

api::NodeStatus Node::Parts::status()
{
    api::NodeStatus status{.slot = {pulse.slot.load()},
                           .finalizedSlot = {pulse.finalizedSlot.load()},
                           .isChainReachable = pulse.isChainReachable.load(),
                           .isIndexerCaughtUp = pulse.isCaughtUp.load(),
                           .isSettling = true,
                           .trouble = {}};
    const std::lock_guard lock(pulse.mutex);
    status.trouble = pulse.trouble;
    return status;
}

} // namespace paradox::node
