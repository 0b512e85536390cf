#include "client/codec.h"

#include "client/wire_text.h"

#include <QJsonArray>

namespace paradox::client {
namespace {

template <class T, class Write>
QJsonValue orNull(const std::optional<T> &value, Write write)
{
    return value ? QJsonValue(write(*value)) : QJsonValue(QJsonValue::Null);
}

const auto asHex = [](const auto &value) { return hex(value); };
const auto asBase58 = [](const auto &value) { return base58(value); };
const auto asText = [](const auto &value) { return text(value); };
const auto asNumber = [](const auto &value) { return text(value.value); };

qint64 number(std::uint64_t value)
{
    return static_cast<qint64>(value);
}

QJsonArray actionsOf(std::uint16_t bits)
{
    QJsonArray actions;
    for (const IntentType type : {IntentType::Trade, IntentType::Bid, IntentType::BuyNow, IntentType::List}) {
        if ((bits & actionBitOf(type)) != 0)
            actions.append(text(toText(type)));
    }
    return actions;
}

QJsonObject encodeAttempt(const AttemptRecord &attempt)
{
    return {{QStringLiteral("n"), number(attempt.n)},
            {QStringLiteral("signature"), orNull(attempt.signature, asBase58)},
            {QStringLiteral("blockhash"), orNull(attempt.blockhash, asBase58)},
            {QStringLiteral("lastValidBlockHeight"), orNull(attempt.lastValidBlockHeight, asNumber)},
            {QStringLiteral("state"), text(attempt.state)},
            {QStringLiteral("sentAt"), orNull(attempt.sentAt, asText)},
            {QStringLiteral("slot"), orNull(attempt.slot, asNumber)},
            {QStringLiteral("error"), orNull(attempt.error, asText)}};
}

} // namespace

QJsonObject encode(const IntentRecord &intent)
{
    return {{QStringLiteral("id"), hex(intent.id)},
            {QStringLiteral("seq"), text(intent.seq.value)},
            {QStringLiteral("status"), text(toText(intent.status))},
            {QStringLiteral("type"), text(toText(intent.type))},
            {QStringLiteral("side"), intent.side == Side::Seller ? QStringLiteral("seller") : QStringLiteral("buyer")},
            {QStringLiteral("sessionPubkey"), base58(intent.session)},
            {QStringLiteral("ownerPubkey"), base58(intent.owner)},
            {QStringLiteral("itemId"), base58(intent.item)},
            {QStringLiteral("from"), base58(intent.from)},
            {QStringLiteral("to"), base58(intent.to)},
            {QStringLiteral("currencyMint"), base58(intent.mint)},
            {QStringLiteral("amountLamports"), text(intent.amount)},
            {QStringLiteral("nonce"), text(intent.nonce)},
            {QStringLiteral("createdAt"), text(intent.createdAt)},
            {QStringLiteral("expiresAt"), text(intent.expiresAt)},
            {QStringLiteral("terms"), hex(intent.terms)},
            {QStringLiteral("admittedAt"), text(intent.admittedAt)},
            {QStringLiteral("updatedAt"), text(intent.updatedAt)},
            {QStringLiteral("reason"), orNull(intent.reason, asText)},
            {QStringLiteral("pairedWith"), orNull(intent.pairedWith, asHex)},
            {QStringLiteral("tradeSeq"), orNull(intent.tradeSeq, asNumber)},
            {QStringLiteral("tradeAmountLamports"), orNull(intent.tradeAmount, asNumber)},
            {QStringLiteral("batchSeq"), orNull(intent.batchSeq, asNumber)},
            {QStringLiteral("batchId"), orNull(intent.batchId, asHex)}};
}

QJsonObject encode(const BatchRecord &batch)
{
    return {{QStringLiteral("id"), orNull(batch.id, asHex)},
            {QStringLiteral("seq"), text(batch.seq.value)},
            {QStringLiteral("state"), text(toText(batch.state))},
            {QStringLiteral("openedAt"), orNull(batch.openedAt, asText)},
            {QStringLiteral("cutAt"), orNull(batch.cutAt, asText)},
            {QStringLiteral("nettedAt"), orNull(batch.nettedAt, asText)},
            {QStringLiteral("finalizedAt"), orNull(batch.finalizedAt, asText)},
            {QStringLiteral("updatedAt"), text(batch.updatedAt)},
            {QStringLiteral("readSlot"), text(batch.readSlot.value)},
            {QStringLiteral("mode"), text(toText(batch.mode))},
            {QStringLiteral("feeBps"), batch.feeBps},
            {QStringLiteral("trades"), number(batch.trades)},
            {QStringLiteral("accepted"), number(batch.accepted)},
            {QStringLiteral("rejected"), number(batch.rejected)},
            {QStringLiteral("items"), number(batch.items)},
            {QStringLiteral("wallets"), number(batch.wallets)},
            {QStringLiteral("gross"), text(batch.gross)},
            {QStringLiteral("fees"), text(batch.fees)},
            {QStringLiteral("net"), text(batch.net)},
            {QStringLiteral("ratioBps"), number(batch.ratioBps)},
            {QStringLiteral("headerHash"), orNull(batch.headerHash, asHex)},
            {QStringLiteral("previousHeaderHash"), orNull(batch.previousHeaderHash, asHex)},
            {QStringLiteral("intentsRoot"), orNull(batch.intentsRoot, asHex)},
            {QStringLiteral("ownersRoot"), orNull(batch.ownersRoot, asHex)},
            {QStringLiteral("deltasRoot"), orNull(batch.deltasRoot, asHex)},
            {QStringLiteral("chunkCount"), number(batch.chunkCount)},
            {QStringLiteral("chunksLocked"), number(batch.chunksLocked)},
            {QStringLiteral("chunksCommitted"), number(batch.chunksCommitted)},
            {QStringLiteral("attempts"), number(batch.attempts)},
            {QStringLiteral("nextRetryAt"), orNull(batch.nextRetryAt, asText)},
            {QStringLiteral("reason"), orNull(batch.reason, asText)},
            {QStringLiteral("transactions"), number(batch.transactions)}};
}

QJsonObject encode(const OperationRecord &operation)
{
    QJsonArray attempts;
    for (const AttemptRecord &attempt : operation.attempts)
        attempts.append(encodeAttempt(attempt));
    return {{QStringLiteral("operationId"), text(operation.operationId)},
            {QStringLiteral("kind"), text(operation.kind)},
            {QStringLiteral("status"), text(toText(operation.status))},
            {QStringLiteral("ownerPubkey"), orNull(operation.owner, asBase58)},
            {QStringLiteral("signature"), orNull(operation.signature, asBase58)},
            {QStringLiteral("slot"), orNull(operation.slot, asNumber)},
            {QStringLiteral("error"), orNull(operation.error, asText)},
            {QStringLiteral("fee"), orNull(operation.fee, asText)},
            {QStringLiteral("batchSeq"), orNull(operation.batchSeq, asNumber)},
            {QStringLiteral("chunk"), orNull(operation.chunk, number)},
            {QStringLiteral("attempts"), attempts},
            {QStringLiteral("createdAt"), text(operation.createdAt)},
            {QStringLiteral("updatedAt"), text(operation.updatedAt)}};
}

QJsonObject encode(const SessionRecord &session)
{
    QJsonObject registration;
    if (session.registration)
        registration = {{QStringLiteral("operationId"), text(session.registration->operationId)},
                        {QStringLiteral("signature"), orNull(session.registration->signature, asBase58)}};
    return {{QStringLiteral("sessionPubkey"), base58(session.session)},
            {QStringLiteral("ownerPubkey"), base58(session.owner)},
            {QStringLiteral("status"), text(toText(session.status))},
            {QStringLiteral("actions"), actionsOf(session.actions)},
            {QStringLiteral("maxTotal"), text(session.maxTotal)},
            {QStringLiteral("maxPerIntent"), text(session.maxPerIntent)},
            {QStringLiteral("maxIntents"), number(session.maxIntents)},
            {QStringLiteral("held"), text(session.held)},
            {QStringLiteral("spent"), text(session.spent)},
            {QStringLiteral("left"), text(session.left)},
            {QStringLiteral("intents"), number(session.intents)},
            {QStringLiteral("notBefore"), text(session.notBefore)},
            {QStringLiteral("expiresAt"), text(session.expiresAt)},
            {QStringLiteral("epoch"), text(session.epoch)},
            {QStringLiteral("scopeRoot"), hex(session.scopeRoot)},
            {QStringLiteral("grantHash"), orNull(session.grantHash, asHex)},
            {QStringLiteral("registration"), session.registration ? QJsonValue(registration) : QJsonValue()},
            {QStringLiteral("createdAt"), text(session.createdAt)},
            {QStringLiteral("updatedAt"), text(session.updatedAt)}};
}

QJsonObject encode(const Health &health)
{
    const QJsonObject venue{{QStringLiteral("id"), number(health.gameId.value)},
                            {QStringLiteral("address"), base58(health.engine)},
                            {QStringLiteral("treasury"), base58(health.treasury)},
                            {QStringLiteral("feeBps"), health.feeBps},
                            {QStringLiteral("mode"), text(toText(health.mode))}};
    return {{QStringLiteral("status"), QStringLiteral("ok")},
            {QStringLiteral("version"), text(health.version)},
            {QStringLiteral("genesis"), base58(health.genesis)},
            {QStringLiteral("chainId"), text(health.chainId)},
            {QStringLiteral("programs"), QJsonObject{{QStringLiteral("vault"), base58(health.vaultProgram)}}},
            {QStringLiteral("venue"), venue},
            {QStringLiteral("engineKey"), base58(health.engineKey)},
            {QStringLiteral("slot"), text(health.slot.value)},
            {QStringLiteral("finalizedSlot"), text(health.finalizedSlot.value)},
            {QStringLiteral("feedSeq"), text(health.feedSeq.value)},
            {QStringLiteral("uptimeSeconds"), number(health.uptimeSeconds)}};
}

QJsonObject encode(const ItemRecord &item)
{
    return {{QStringLiteral("itemId"), base58(item.item)},
            {QStringLiteral("owner"), base58(item.owner)},
            {QStringLiteral("slot"), text(item.slot.value)},
            {QStringLiteral("updatedAt"), orNull(item.updatedAt, asText)}};
}

QJsonObject encode(const Balances &balances)
{
    return {
        {QStringLiteral("address"), base58(balances.address)},   {QStringLiteral("slot"), text(balances.slot.value)},
        {QStringLiteral("available"), text(balances.available)}, {QStringLiteral("held"), text(balances.held)},
        {QStringLiteral("allowance"), text(balances.allowance)}, {QStringLiteral("wallet"), text(balances.wallet)}};
}

QJsonObject encode(const SignedText &signedText)
{
    return {{QStringLiteral("message"), text(signedText.message)},
            {QStringLiteral("signature"), base58(signedText.signature)},
            {QStringLiteral("publicKey"), base58(signedText.publicKey)}};
}

QJsonObject encode(const SessionOffer &offer)
{
    QJsonObject json = encode(offer.text);
    json[QStringLiteral("grant")] = text(base64Encode(encodeGrant(offer.grant)));
    if (!offer.transaction.empty())
        json[QStringLiteral("transaction")] = text(base64Encode(offer.transaction));
    return json;
}

QJsonObject encode(const SignedIntent &signedIntent)
{
    const Intent &intent = signedIntent.intent;
    QJsonObject json{{QStringLiteral("type"), text(toText(intent.type))},
                     {QStringLiteral("sessionPubkey"), base58(intent.session)},
                     {QStringLiteral("ownerPubkey"), base58(intent.owner)},
                     {QStringLiteral("itemId"), base58(intent.item)},
                     {QStringLiteral("from"), base58(intent.from)},
                     {QStringLiteral("to"), base58(intent.to)},
                     {QStringLiteral("currencyMint"), base58(intent.mint)},
                     {QStringLiteral("amountLamports"), text(intent.amount)},
                     {QStringLiteral("nonce"), text(intent.nonce)},
                     {QStringLiteral("createdAt"), QString::number(intent.createdAt.value)},
                     {QStringLiteral("expiresAt"), QString::number(intent.expiresAt.value)},
                     {QStringLiteral("signature"), base58(signedIntent.signature)}};
    if (!intent.terms.isZero())
        json[QStringLiteral("terms")] = hex(intent.terms);
    return json;
}

QJsonObject encode(const SignedRevocation &revocation)
{
    return {{QStringLiteral("signature"), base58(revocation.signature)},
            {QStringLiteral("publicKey"), base58(revocation.signer)},
            {QStringLiteral("issuedAt"), QString::number(revocation.issuedAt.value)}};
}

} // namespace paradox::client
