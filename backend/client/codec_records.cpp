#include "client/codec.h"

#include "client/codec_fields.h"

#include <QJsonDocument>

#include <algorithm>

namespace paradox::client {
namespace {

Side readSide(JsonReader &reader)
{
    const std::string side = reader.text("side");
    if (side != "seller" && side != "buyer")
        reader.fail("side", "is a word not known here");
    return side == "seller" ? Side::Seller : Side::Buyer;
}

NetMode readMode(JsonReader &reader)
{
    const std::string mode = reader.text("mode");
    if (mode != toText(NetMode::Net) && mode != toText(NetMode::Held))
        reader.fail("mode", "is a word not known here");
    return mode == toText(NetMode::Held) ? NetMode::Held : NetMode::Net;
}

/// Lamports of a sum that is only known once the batch is netted.
Lamports sumOrZero(JsonReader &reader, const char *name)
{
    return reader.has(name) ? reader.lamports(name) : Lamports{};
}
std::uint64_t countOrZero(JsonReader &reader, const char *name)
{
    return reader.has(name) ? reader.count(name) : 0;
}

template <class T, class Decode>
std::vector<T> readEach(JsonReader &reader, const char *name, Decode decode)
{
    std::vector<T> values;
    if (!reader.has(name))
        return values;
    const QJsonArray array = reader.array(name);
    values.reserve(static_cast<std::size_t>(array.size()));
    for (const QJsonValue &element : array) {
        Decoded<T> value = decode(element.toObject());
        if (!value) {
            reader.fail(name, value.error());
            break;
        }
        values.push_back(std::move(*value));
    }
    return values;
}

Decoded<TradeRecord> decodeTrade(const QJsonObject &json)
{
    JsonReader reader(json);
    TradeRecord trade{.seq = {reader.u64("seq")},
                      .sellerIntent = reader.hex<IntentId>("sellerIntent"),
                      .buyerIntent = reader.hex<IntentId>("buyerIntent"),
                      .item = reader.key("item"),
                      .from = reader.key("from"),
                      .to = reader.key("to"),
                      .amount = reader.lamports("amount"),
                      .verdict = reader.optional(
                          "verdict", [](JsonReader &r, const char *name) { return r.word(name, parseVerdict); })};
    return finish(reader, "trade", std::move(trade));
}

Decoded<OwnerMove> decodeOwnerMove(const QJsonObject &json)
{
    JsonReader reader(json);
    OwnerMove move{.item = reader.key("item"), .from = reader.key("from"), .to = reader.key("to")};
    return finish(reader, "owner move", std::move(move));
}

Decoded<DeltaRecord> decodeDelta(const QJsonObject &json)
{
    JsonReader reader(json);
    DeltaRecord delta{.wallet = reader.key("wallet"), .mint = reader.key("mint"), .delta = reader.i64("delta")};
    return finish(reader, "delta", std::move(delta));
}

Decoded<ChunkRecord> decodeChunk(const QJsonObject &json)
{
    JsonReader reader(json);
    ChunkRecord chunk{.index = reader.count("index"),
                      .phase = reader.text("phase"),
                      .state = reader.text("state"),
                      .attempts = reader.count("attempts")};
    return finish(reader, "chunk", std::move(chunk));
}

Decoded<AttemptRecord> decodeAttempt(const QJsonObject &json)
{
    JsonReader reader(json);
    AttemptRecord attempt{.n = reader.count("n"),
                          .signature = reader.optional("signature", asSignature),
                          .blockhash = reader.optional("blockhash", asHash58),
                          .lastValidBlockHeight = reader.optional("lastValidBlockHeight", asHeight),
                          .state = reader.text("state"),
                          .sentAt = reader.optional("sentAt", asMillis),
                          .slot = reader.optional("slot", asSlot),
                          .error = reader.optionalText("error")};
    return finish(reader, "attempt", std::move(attempt));
}

Decoded<Registration> decodeRegistration(const QJsonObject &json)
{
    JsonReader reader(json);
    Registration registration{.operationId = reader.text("operationId"),
                              .signature = reader.optional("signature", asSignature)};
    return finish(reader, "registration", std::move(registration));
}

std::uint16_t readActions(JsonReader &reader)
{
    std::uint16_t bits = 0;
    for (const QJsonValue &action : reader.array("actions")) {
        const std::optional<IntentType> type = parseIntentType(action.toString().toStdString());
        if (!type)
            reader.fail("actions", "has a word not known here");
        else
            bits = static_cast<std::uint16_t>(bits | actionBitOf(*type));
    }
    return bits;
}

std::optional<Registration> readRegistration(JsonReader &reader)
{
    if (!reader.has("registration"))
        return std::nullopt;
    Decoded<Registration> registration = decodeRegistration(reader.object("registration"));
    if (!registration) {
        reader.fail("registration", registration.error());
        return std::nullopt;
    }
    return std::move(*registration);
}

netting::HeaderBytes asHeader(JsonReader &reader, const char *name)
{
    netting::HeaderBytes header{};
    const Bytes bytes = reader.hexBytes(name, header.size());
    std::ranges::copy(bytes, header.begin());
    return header;
}

} // namespace

Decoded<QJsonObject> parseObject(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isObject())
        return std::unexpected("no JSON object: " + error.errorString().toStdString());
    return document.object();
}

Decoded<IntentRecord> decodeIntentRecord(const QJsonObject &json)
{
    JsonReader reader(json);
    IntentRecord intent{.id = reader.hex<IntentId>("id"),
                        .seq = {reader.u64("seq")},
                        .status = reader.word("status", parseIntentState),
                        .type = reader.word("type", parseIntentType),
                        .side = readSide(reader),
                        .session = reader.key("sessionPubkey"),
                        .owner = reader.key("ownerPubkey"),
                        .item = reader.key("itemId"),
                        .from = reader.key("from"),
                        .to = reader.optional("to", asKey).value_or(PublicKey{}),
                        .mint = reader.key("currencyMint"),
                        .amount = reader.lamports("amountLamports"),
                        .nonce = reader.u64("nonce"),
                        .createdAt = reader.seconds("createdAt"),
                        .expiresAt = reader.seconds("expiresAt"),
                        .terms = reader.optional("terms", asHash).value_or(Hash{}),
                        .admittedAt = reader.millis("admittedAt"),
                        .updatedAt = reader.millis("updatedAt"),
                        .reason = reader.optionalText("reason"),
                        .pairedWith = reader.optional("pairedWith", asIntentId),
                        .tradeSeq = reader.optional("tradeSeq", asSeq),
                        .tradeAmount = reader.optional("tradeAmountLamports", asLamports),
                        .batchSeq = reader.optional("batchSeq", asBatchSeq),
                        .batchId = reader.optional("batchId", asBatchId)};
    return finish(reader, "intent", std::move(intent));
}

Decoded<BatchRecord> decodeBatch(const QJsonObject &json)
{
    JsonReader reader(json);
    BatchRecord batch{.id = reader.optional("id", asBatchId),
                      .seq = {reader.u64("seq")},
                      .state = reader.word("state", parseBatchState),
                      .openedAt = reader.optional("openedAt", asMillis),
                      .cutAt = reader.optional("cutAt", asMillis),
                      .nettedAt = reader.optional("nettedAt", asMillis),
                      .finalizedAt = reader.optional("finalizedAt", asMillis),
                      .updatedAt = reader.millis("updatedAt"),
                      .readSlot = reader.optional("readSlot", asSlot).value_or(Slot{}),
                      .mode = readMode(reader),
                      .feeBps = static_cast<std::uint16_t>(reader.count("feeBps")),
                      .trades = countOrZero(reader, "trades"),
                      .accepted = countOrZero(reader, "accepted"),
                      .rejected = countOrZero(reader, "rejected"),
                      .items = countOrZero(reader, "items"),
                      .wallets = countOrZero(reader, "wallets"),
                      .gross = sumOrZero(reader, "gross"),
                      .fees = sumOrZero(reader, "fees"),
                      .net = sumOrZero(reader, "net"),
                      .ratioBps = countOrZero(reader, "ratioBps"),
                      .headerHash = reader.optional("headerHash", asHash),
                      .previousHeaderHash = reader.optional("previousHeaderHash", asHash),
                      .intentsRoot = reader.optional("intentsRoot", asHash),
                      .ownersRoot = reader.optional("ownersRoot", asHash),
                      .deltasRoot = reader.optional("deltasRoot", asHash),
                      .chunkCount = countOrZero(reader, "chunkCount"),
                      .chunksLocked = countOrZero(reader, "chunksLocked"),
                      .chunksCommitted = countOrZero(reader, "chunksCommitted"),
                      .attempts = countOrZero(reader, "attempts"),
                      .nextRetryAt = reader.optional("nextRetryAt", asMillis),
                      .reason = reader.optionalText("reason"),
                      .transactions = countOrZero(reader, "transactions")};
    return finish(reader, "batch", std::move(batch));
}

Decoded<BatchDetail> decodeBatchDetail(const QJsonObject &json, const QByteArray &source)
{
    Decoded<BatchRecord> batch = decodeBatch(json);
    if (!batch)
        return std::unexpected(batch.error());
    JsonReader reader(json);
    BatchDetail detail{.batch = std::move(*batch)};
    detail.trades = readEach<TradeRecord>(reader, "tradeList", decodeTrade);
    detail.ownerMoves = readEach<OwnerMove>(reader, "ownerMoves", decodeOwnerMove);
    detail.deltas = readEach<DeltaRecord>(reader, "deltas", decodeDelta);
    detail.chunks = readEach<ChunkRecord>(reader, "chunks", decodeChunk);
    detail.header = reader.optional("header", asHeader);
    detail.json = source.toStdString();
    return finish(reader, "batch", std::move(detail));
}

Decoded<OperationRecord> decodeOperation(const QJsonObject &json)
{
    JsonReader reader(json);
    OperationRecord operation{.operationId = reader.text("operationId"),
                              .kind = reader.text("kind"),
                              .status = reader.word("status", parseOperationState),
                              .owner = reader.optional("ownerPubkey", asKey),
                              .signature = reader.optional("signature", asSignature),
                              .slot = reader.optional("slot", asSlot),
                              .error = reader.optionalText("error"),
                              .fee = reader.optional("fee", asLamports),
                              .batchSeq = reader.optional("batchSeq", asBatchSeq),
                              .chunk = reader.optional("chunk", asCount),
                              .attempts = readEach<AttemptRecord>(reader, "attempts", decodeAttempt),
                              .createdAt = reader.millis("createdAt"),
                              .updatedAt = reader.millis("updatedAt")};
    return finish(reader, "operation", std::move(operation));
}

Decoded<SessionRecord> decodeSession(const QJsonObject &json)
{
    JsonReader reader(json);
    SessionRecord session{.session = reader.key("sessionPubkey"),
                          .owner = reader.key("ownerPubkey"),
                          .status = reader.word("status", parseSessionState),
                          .actions = readActions(reader),
                          .maxTotal = reader.lamports("maxTotal"),
                          .maxPerIntent = reader.lamports("maxPerIntent"),
                          .maxIntents = static_cast<std::uint32_t>(reader.count("maxIntents")),
                          .held = reader.lamports("held"),
                          .spent = reader.lamports("spent"),
                          .left = reader.lamports("left"),
                          .intents = reader.count("intents"),
                          .notBefore = reader.seconds("notBefore"),
                          .expiresAt = reader.seconds("expiresAt"),
                          .epoch = reader.u64("epoch"),
                          .scopeRoot = reader.optional("scopeRoot", asHash).value_or(Hash{}),
                          .grantHash = reader.optional("grantHash", asHash),
                          .registration = readRegistration(reader),
                          .createdAt = reader.millis("createdAt"),
                          .updatedAt = reader.millis("updatedAt")};
    return finish(reader, "session", std::move(session));
}

} // namespace paradox::client
