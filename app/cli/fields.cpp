#include "fields.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

namespace paradox::cli {
namespace {

Field text(const char *name, std::string_view value)
{
    return {name, fromView(value)};
}
Field key(const char *name, const PublicKey &value)
{
    return text(name, toBase58(value));
}
Field number(const char *name, std::uint64_t value)
{
    return {name, QString::number(value), Field::Kind::Number};
}
Field units(const char *name, std::uint64_t value)
{
    return {name, QString::number(value)};
}
Field amount(const char *name, Lamports value)
{
    return units(name, value.value);
}
Field time(const char *name, UnixMillis value)
{
    return text(name, formatRfc3339(value));
}
Field time(const char *name, UnixSeconds value)
{
    return text(name, formatRfc3339(value));
}
Field nothing(const char *name)
{
    return {name, QStringLiteral("null"), Field::Kind::Null};
}

template <class Fixed>
Field hash(const char *name, const std::optional<Fixed> &value)
{
    return value ? text(name, hexEncode(value->span())) : nothing(name);
}

Field optionalText(const char *name, const std::optional<std::string> &value)
{
    return value ? text(name, *value) : nothing(name);
}

Field optionalTime(const char *name, const std::optional<UnixMillis> &value)
{
    return value ? time(name, *value) : nothing(name);
}

Field optionalSignature(const char *name, const std::optional<Signature> &value)
{
    return value ? text(name, toBase58(*value)) : nothing(name);
}

Field actionList(std::uint16_t actions)
{
    QString list;
    for (const IntentType type : {IntentType::Trade, IntentType::Bid, IntentType::BuyNow, IntentType::List}) {
        if ((actions & actionBitOf(type)) != 0)
            list += (list.isEmpty() ? QString() : QStringLiteral(",")) + quoted(fromView(paradox::toText(type)));
    }
    return {"actions", QStringLiteral("[") + list + QStringLiteral("]"), Field::Kind::Json};
}

} // namespace

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString quoted(const QString &text)
{
    QString out = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            out += QLatin1Char('\\');
        if (c.unicode() < 0x20)
            out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            out += c;
    }
    return out + QStringLiteral("\"");
}

QString toJson(const Fields &fields)
{
    QString out = QStringLiteral("{");
    for (const Field &field : fields) {
        if (out.size() > 1)
            out += QLatin1Char(',');
        out += QStringLiteral("\"%1\":").arg(QLatin1String(field.name));
        out += field.kind == Field::Kind::Text ? quoted(field.value) : field.value;
    }
    return out + QStringLiteral("}");
}

QString toText(const Fields &fields)
{
    QString out;
    for (const Field &field : fields) {
        const QString value = field.kind == Field::Kind::Null ? QStringLiteral("—") : field.value;
        out += QStringLiteral("%1  %2\n").arg(QLatin1String(field.name), -20).arg(value);
    }
    return out;
}

Fields fieldsOf(const client::IntentRecord &intent)
{
    return {text("id", hexEncode(intent.id.span())),
            units("seq", intent.seq.value),
            text("status", paradox::toText(intent.status)),
            optionalText("reason", intent.reason),
            text("type", paradox::toText(intent.type)),
            text("side", intent.side == Side::Seller ? "seller" : "buyer"),
            key("itemId", intent.item),
            key("from", intent.from),
            key("to", intent.to),
            amount("amountLamports", intent.amount),
            key("currencyMint", intent.mint),
            key("ownerPubkey", intent.owner),
            key("sessionPubkey", intent.session),
            units("nonce", intent.nonce),
            time("createdAt", intent.createdAt),
            time("expiresAt", intent.expiresAt),
            time("admittedAt", intent.admittedAt),
            time("updatedAt", intent.updatedAt),
            hash("pairedWith", intent.pairedWith),
            intent.tradeAmount ? amount("tradeAmountLamports", *intent.tradeAmount) : nothing("tradeAmountLamports"),
            intent.batchSeq ? units("batchSeq", intent.batchSeq->value) : nothing("batchSeq"),
            hash("batchId", intent.batchId)};
}

Fields fieldsOf(const client::SessionRecord &session)
{
    return {key("sessionPubkey", session.session),
            key("ownerPubkey", session.owner),
            text("status", paradox::toText(session.status)),
            actionList(session.actions),
            amount("maxTotal", session.maxTotal),
            amount("maxPerIntent", session.maxPerIntent),
            number("maxIntents", session.maxIntents),
            amount("held", session.held),
            amount("spent", session.spent),
            amount("left", session.left),
            number("intents", session.intents),
            time("notBefore", session.notBefore),
            time("expiresAt", session.expiresAt),
            units("epoch", session.epoch)};
}

Fields fieldsOf(const client::BatchRecord &batch)
{
    return {hash("id", batch.id),
            units("seq", batch.seq.value),
            text("state", paradox::toText(batch.state)),
            optionalText("reason", batch.reason),
            optionalTime("openedAt", batch.openedAt),
            optionalTime("cutAt", batch.cutAt),
            optionalTime("nettedAt", batch.nettedAt),
            optionalTime("finalizedAt", batch.finalizedAt),
            units("readSlot", batch.readSlot.value),
            number("trades", batch.trades),
            number("accepted", batch.accepted),
            number("rejected", batch.rejected),
            number("items", batch.items),
            number("wallets", batch.wallets),
            amount("gross", batch.gross),
            amount("fees", batch.fees),
            amount("net", batch.net),
            number("ratioBps", batch.ratioBps),
            hash("headerHash", batch.headerHash),
            hash("intentsRoot", batch.intentsRoot),
            hash("ownersRoot", batch.ownersRoot),
            hash("deltasRoot", batch.deltasRoot),
            number("chunkCount", batch.chunkCount),
            number("chunksLocked", batch.chunksLocked),
            number("chunksCommitted", batch.chunksCommitted),
            number("attempts", batch.attempts)};
}

Fields fieldsOf(const client::OperationRecord &operation)
{
    return {text("operationId", operation.operationId),
            text("kind", operation.kind),
            text("status", paradox::toText(operation.status)),
            optionalSignature("signature", operation.signature),
            operation.slot ? units("slot", operation.slot->value) : nothing("slot"),
            optionalText("error", operation.error),
            number("attempts", operation.attempts.size()),
            time("createdAt", operation.createdAt),
            time("updatedAt", operation.updatedAt)};
}

Fields fieldsOf(const client::ItemRecord &item)
{
    return {key("itemId", item.item), key("owner", item.owner), units("slot", item.slot.value)};
}

Fields fieldsOf(const client::Balances &balances)
{
    return {key("address", balances.address),        units("slot", balances.slot.value),
            amount("available", balances.available), amount("held", balances.held),
            amount("allowance", balances.allowance), amount("wallet", balances.wallet)};
}

Fields fieldsOf(const client::Health &health)
{
    return {text("version", health.version),
            text("chainId", health.chainId),
            text("genesis", toBase58(health.genesis)),
            key("vaultProgram", health.vaultProgram),
            key("venue", health.engine),
            key("treasury", health.treasury),
            number("feeBps", health.feeBps),
            text("mode", paradox::toText(health.mode)),
            key("engineKey", health.engineKey),
            units("slot", health.slot.value),
            units("finalizedSlot", health.finalizedSlot.value),
            units("feedSeq", health.feedSeq.value),
            number("uptimeSeconds", health.uptimeSeconds)};
}

Fields fieldsOf(const client::Admitted &admitted)
{
    return {text("id", hexEncode(admitted.id.span())), text("status", paradox::toText(admitted.status)),
            admitted.seq ? units("seq", admitted.seq->value) : nothing("seq")};
}

Fields fieldsOf(const client::Relayed &relayed)
{
    return {text("operationId", relayed.operationId), optionalSignature("signature", relayed.signature)};
}

} // namespace paradox::cli
