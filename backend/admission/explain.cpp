#include "admission/explain.h"

#include "domain/assert.h"
#include "storage/batches.h"
#include "storage/sessions.h"

#include <algorithm>

namespace paradox::admission {

namespace {

constexpr std::size_t lifeMax = 256;

struct Wait {
    std::string_view code;
    std::string words;
};

Wait waitOfPending(storage::Connection &connection, const storage::StoredIntent &stored)
{
    const Intent intent = stored.intent();
    const std::optional<storage::Session> session = storage::sessions::byNumber(connection, stored.session);
    if (session && session->state == SessionState::Frozen)
        return {"SESSION_FROZEN", "It waits until the operator lifts the freeze of its session."};
    if (stored.tradeSeq) {
        const std::vector<PublicKey> held = storage::batches::heldItems(connection);
        if (std::binary_search(held.begin(), held.end(), intent.item))
            return {"ITEM_IN_BATCH", "Both halves are here; the item is in a batch that is still being settled."};
        return {"BATCH_CUT", "Both halves are here; it waits for the next batch."};
    }
    switch (intent.type) {
    case IntentType::Trade:
        return {"COUNTERPARTY", "It waits for the other side to sign the same item, parties, currency and amount."};
    case IntentType::Bid:
        return {"COUNTERPARTY", "It waits for the seller to sign the same item, parties, currency and amount."};
    case IntentType::BuyNow:
        return {"COUNTERPARTY", "It waits for the seller to list this item at or below the offered amount."};
    case IntentType::List:
        return {"COUNTERPARTY", "It waits for a buyer who offers the asked amount or more."};
    }
    PARADOX_ASSERT(false);
    return {};
}

std::string wordsOfEnd(const storage::StoredIntent &stored)
{
    if (stored.reason == "UNKNOWN_ITEM")
        return "Rejected: the chain does not know the item.";
    if (stored.reason == "SELF_TRADE")
        return "Rejected: seller and buyer are the same.";
    if (stored.reason == "NOT_OWNER")
        return "Rejected: the seller did not own the item when its turn came.";
    if (stored.reason == "INSOLVENT")
        return "Rejected: the buyer could not pay for it.";
    switch (stored.state) {
    case IntentState::Settled:
        return "Settled on chain.";
    case IntentState::Rejected:
        return "Rejected by the chain: " + stored.reason + ".";
    case IntentState::Expired:
        return "Its time ran out before it was settled.";
    case IntentState::Cancelled:
        return "Cancelled by its session.";
    case IntentState::Revoked:
        return "Its session was revoked before it was netted.";
    case IntentState::Pending:
    case IntentState::Netted:
        break;
    }
    return {};
}

Wait waitOf(storage::Connection &connection, const storage::StoredIntent &stored)
{
    if (stored.state == IntentState::Pending)
        return waitOfPending(connection, stored);
    if (stored.state != IntentState::Netted)
        return {"NOTHING", wordsOfEnd(stored)};
    const std::optional<storage::Batch> batch =
        stored.batchSeq ? storage::batches::bySeq(connection, *stored.batchSeq) : std::nullopt;
    if (!batch)
        return {"SETTLEMENT", "It waits for its batch to be settled on chain."};
    return {"SETTLEMENT", "It waits for batch " + std::to_string(batch->seq.value) + ", which is " +
                              std::string(toText(batch->state)) + ", to be final on chain."};
}

} // namespace

std::optional<Explanation> explain(storage::Connection &connection, const IntentId &id)
{
    std::optional<storage::StoredIntent> stored = storage::intents::byId(connection, id);
    if (!stored)
        return std::nullopt;
    Wait wait = waitOf(connection, *stored);
    std::vector<storage::Event> life =
        storage::events::of(connection, storage::Topic::Intents, stored->seq.value, lifeMax);
    return Explanation{.intent = *std::move(stored),
                       .life = std::move(life),
                       .waitsForCode = std::string(wait.code),
                       .waitsFor = std::move(wait.words)};
}

} // namespace paradox::admission
