#include "api/objects.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

namespace paradox::api {

using nlohmann::json;

namespace {

template <class Fixed>
std::string hex(const Fixed &value)
{
    return hexEncode(value.bytes);
}

template <class Fixed>
json base58OrNull(const Fixed &value)
{
    return value.isZero() ? json() : json(toBase58(value));
}

template <class Id>
json decimalOrNull(const std::optional<Id> &value)
{
    return value ? json(decimal(*value)) : json();
}

/// The seller's half names the price: a BUY_NOW may have offered more.
Lamports tradeAmount(const Intent &half, const Intent &other)
{
    return sideOf(half) == Side::Seller ? half.amount : other.amount;
}

json actionsJson(std::uint16_t bits)
{
    json actions = json::array();
    for (const IntentType type : {IntentType::Trade, IntentType::Bid, IntentType::BuyNow, IntentType::List}) {
        if ((bits & actionBitOf(type)) != 0)
            actions.push_back(toText(type));
    }
    return actions;
}

json attemptJson(const storage::Attempt &attempt)
{
    return {{"n", attempt.number},
            {"signature", toBase58(attempt.signature)},
            {"blockhash", toBase58(attempt.blockhash)},
            {"lastValidBlockHeight", decimal(attempt.lastValidBlockHeight)},
            {"state", toText(attempt.state)},
            {"sentAt", timeOrNull(attempt.sentAt)},
            {"slot", attempt.slot.value == 0 ? json() : json(decimal(attempt.slot))},
            {"error", textOrNull(attempt.error)}};
}

json tradesJson(const storage::BatchContents &contents)
{
    json trades = json::array();
    for (const storage::BatchTrade &trade : contents.trades) {
        trades.push_back({{"seq", decimal(trade.trade)},
                          {"sellerIntent", hex(trade.sellerIntent)},
                          {"buyerIntent", hex(trade.buyerIntent)},
                          {"item", toBase58(trade.item)},
                          {"from", toBase58(trade.from)},
                          {"to", toBase58(trade.to)},
                          {"amount", decimal(trade.amount)},
                          {"verdict", toText(trade.verdict)}});
    }
    return trades;
}

} // namespace

json timeOrNull(UnixMillis time)
{
    return time.value == 0 ? json() : json(formatRfc3339(time));
}

json textOrNull(const std::string &text)
{
    return text.empty() ? json() : json(text);
}

json toJson(const storage::StoredIntent &stored, storage::Connection &connection)
{
    const Intent intent = stored.intent();
    const auto partner = stored.pairedWith ? storage::intents::bySeq(connection, *stored.pairedWith) : std::nullopt;
    const auto batch = stored.batchSeq ? storage::batches::bySeq(connection, *stored.batchSeq) : std::nullopt;
    return {{"id", hex(stored.id)},
            {"seq", decimal(stored.seq)},
            {"status", toText(stored.state)},
            {"type", toText(intent.type)},
            {"side", sideOf(intent) == Side::Seller ? "seller" : "buyer"},
            {"sessionPubkey", toBase58(intent.session)},
            {"ownerPubkey", toBase58(intent.owner)},
            {"itemId", toBase58(intent.item)},
            {"from", toBase58(intent.from)},
            {"to", toBase58(intent.to)},
            {"currencyMint", toBase58(intent.mint)},
            {"amountLamports", decimal(intent.amount)},
            {"nonce", std::to_string(intent.nonce)},
            {"createdAt", formatRfc3339(intent.createdAt)},
            {"expiresAt", formatRfc3339(intent.expiresAt)},
            {"terms", hex(intent.terms)},
            {"admittedAt", formatRfc3339(stored.admittedAt)},
            {"updatedAt", formatRfc3339(stored.updatedAt)},
            {"reason", textOrNull(stored.reason)},
            {"pairedWith", partner ? json(hex(partner->id)) : json()},
            {"tradeSeq", decimalOrNull(stored.tradeSeq)},
            {"tradeAmountLamports", partner ? json(decimal(tradeAmount(intent, partner->intent()))) : json()},
            {"batchSeq", decimalOrNull(stored.batchSeq)},
            {"batchId", batch && batch->id ? json(hex(*batch->id)) : json()}};
}

json toJson(const storage::Session &session, storage::Connection &connection)
{
    const Grant &grant = session.grant;
    json registration;
    if (!session.registrationOperation.empty()) {
        const auto operation = storage::operations::byId(connection, session.registrationOperation);
        registration = {{"operationId", session.registrationOperation},
                        {"signature", operation ? base58OrNull(operation->signature) : json()}};
    }
    return {{"sessionPubkey", toBase58(grant.session)},
            {"ownerPubkey", toBase58(grant.owner)},
            {"status", toText(session.state)},
            {"actions", actionsJson(grant.actions)},
            {"maxTotal", decimal(grant.maxTotal)},
            {"maxPerIntent", decimal(grant.maxPerIntent)},
            {"maxIntents", grant.maxIntents},
            {"held", decimal(session.held)},
            {"spent", decimal(session.spent)},
            {"left", decimal(session.left())},
            {"intents", session.intents},
            {"notBefore", formatRfc3339(grant.notBefore)},
            {"expiresAt", formatRfc3339(grant.expiresAt)},
            {"epoch", std::to_string(grant.epoch)},
            {"scopeRoot", hex(grant.scopeRoot)},
            {"grantHash", hex(session.grantHash)},
            {"registration", registration},
            {"reason", textOrNull(session.reason)},
            {"createdAt", formatRfc3339(session.createdAt)},
            {"updatedAt", formatRfc3339(session.updatedAt)}};
}

json toJson(const storage::Batch &batch, storage::Connection &connection)
{
    const std::size_t transactions =
        storage::operations::list(connection, {.batchSeq = batch.seq, .limit = 10'000}).size();
    return {{"id", batch.id ? json(hex(*batch.id)) : json()},
            {"seq", decimal(batch.seq)},
            {"state", toText(batch.state)},
            {"openedAt", timeOrNull(batch.openedAt)},
            {"cutAt", timeOrNull(batch.cutAt)},
            {"nettedAt", timeOrNull(batch.nettedAt)},
            {"finalizedAt", timeOrNull(batch.finalizedAt)},
            {"updatedAt", formatRfc3339(batch.updatedAt)},
            {"readSlot", decimal(batch.readSlot)},
            {"mode", toText(batch.mode)},
            {"feeBps", batch.feeBps},
            {"trades", batch.trades},
            {"accepted", batch.accepted},
            {"rejected", batch.rejected},
            {"items", batch.items},
            {"wallets", batch.wallets},
            {"gross", decimal(batch.gross)},
            {"fees", decimal(batch.fees)},
            {"net", decimal(batch.net)},
            {"ratioBps", batch.ratioBps},
            {"headerHash", batch.id ? json(hex(batch.headerHash)) : json()},
            {"previousHeaderHash", batch.id ? json(hex(batch.previousHeaderHash)) : json()},
            {"intentsRoot", batch.id ? json(hex(batch.intentsRoot)) : json()},
            {"ownersRoot", batch.id ? json(hex(batch.ownersRoot)) : json()},
            {"deltasRoot", batch.id ? json(hex(batch.deltasRoot)) : json()},
            {"chunkCount", batch.chunkCount},
            {"chunksLocked", batch.chunksLocked},
            {"chunksCommitted", batch.chunksCommitted},
            {"attempts", batch.attempts},
            {"nextRetryAt", timeOrNull(batch.nextRetryAt)},
            {"reason", textOrNull(batch.reason)},
            {"transactions", transactions}};
}

json detailJson(const storage::Batch &batch, storage::Connection &connection, const PublicKey &treasury)
{
    json detail = toJson(batch, connection);
    const storage::BatchContents contents = storage::batches::contents(connection, batch.seq);
    json moves = json::array();
    for (const storage::OwnerMove &move : contents.ownerMoves)
        moves.push_back({{"item", toBase58(move.item)}, {"from", toBase58(move.from)}, {"to", toBase58(move.to)}});
    json deltas = json::array();
    for (const storage::BatchDelta &delta : contents.deltas) {
        deltas.push_back({{"wallet", toBase58(delta.wallet)},
                          {"mint", toBase58(delta.mint)},
                          {"delta", std::to_string(delta.delta)}});
    }
    json owners = json::object();
    for (const auto &[item, wallet] : contents.openingOwners)
        owners[toBase58(item)] = toBase58(wallet);
    json available = json::object();
    for (const auto &[wallet, amount] : contents.openingAvailable)
        available[toBase58(wallet)] = decimal(amount);
    json chunks = json::array();
    for (const storage::Chunk &chunk : storage::batches::chunks(connection, batch.seq)) {
        chunks.push_back({{"index", chunk.index},
                          {"phase", toText(chunk.phase)},
                          {"state", toText(chunk.state)},
                          {"attempts", chunk.attempts}});
    }
    detail["header"] = batch.header.empty() ? json() : json(hexEncode(batch.header));
    detail["treasury"] = toBase58(treasury);
    detail["tradeList"] = tradesJson(contents);
    detail["ownerMoves"] = std::move(moves);
    detail["deltas"] = std::move(deltas);
    detail["opening"] = {{"owners", std::move(owners)}, {"available", std::move(available)}};
    detail["chunks"] = std::move(chunks);
    return detail;
}

json toJson(const storage::Operation &operation)
{
    json attempts = json::array();
    for (const storage::Attempt &attempt : operation.attempts)
        attempts.push_back(attemptJson(attempt));
    return {{"operationId", operation.id},
            {"kind", toText(operation.kind)},
            {"status", toText(operation.state)},
            {"ownerPubkey", base58OrNull(operation.owner)},
            {"signature", base58OrNull(operation.signature)},
            {"slot", operation.slot.value == 0 ? json() : json(decimal(operation.slot))},
            {"error", textOrNull(operation.error)},
            {"fee", operation.fee ? json(decimal(*operation.fee)) : json()},
            {"batchSeq", decimalOrNull(operation.batchSeq)},
            {"chunk", operation.chunk ? json(*operation.chunk) : json()},
            {"session", operation.session ? json(toBase58(*operation.session)) : json()},
            {"attempts", std::move(attempts)},
            {"createdAt", formatRfc3339(operation.createdAt)},
            {"updatedAt", formatRfc3339(operation.updatedAt)}};
}

json toJson(const storage::ItemOwner &owner)
{
    return {{"itemId", toBase58(owner.item)},
            {"owner", toBase58(owner.owner)},
            {"slot", decimal(owner.slot)},
            {"updatedAt", timeOrNull(owner.updatedAt)}};
}

json toJson(const storage::ItemMove &move)
{
    return {{"from", base58OrNull(move.from)},
            {"to", toBase58(move.to)},
            {"batchId", move.batch ? json(hex(*move.batch)) : json()},
            {"signature", base58OrNull(move.signature)},
            {"slot", decimal(move.slot)},
            {"at", timeOrNull(move.at)}};
}

} // namespace paradox::api
