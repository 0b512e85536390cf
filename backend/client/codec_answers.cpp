#include "client/codec.h"

#include "client/codec_fields.h"
#include "domain/encoding.h"

#include <nlohmann/json.hpp>

#include <QJsonDocument>

namespace paradox::client {
namespace {

std::string compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

void readPrograms(JsonReader &reader, Health &health)
{
    JsonReader programs(reader.object("programs"));
    health.vaultProgram = programs.key("vault");
    JsonReader venue(reader.object("venue"));
    health.gameId = {venue.count("id")};
    health.engine = venue.key("address");
    health.treasury = venue.key("treasury");
    health.feeBps = static_cast<std::uint16_t>(venue.count("feeBps"));
    health.mode = venue.text("mode") == toText(NetMode::Held) ? NetMode::Held : NetMode::Net;
    if (!programs.ok())
        reader.fail("programs", programs.error());
    if (!venue.ok())
        reader.fail("venue", venue.error());
}

std::vector<std::string> readTexts(JsonReader &reader, const char *name)
{
    std::vector<std::string> texts;
    if (!reader.has(name))
        return texts;
    for (const QJsonValue &value : reader.array(name))
        texts.push_back(value.toString().toStdString());
    return texts;
}

std::string textOr(const QJsonObject &json, const char *name, const std::string &fallback)
{
    const QJsonValue value = json.value(QLatin1String(name));
    return value.isString() ? value.toString().toStdString() : fallback;
}

} // namespace

Decoded<LiveEvent> decodeEvent(const QJsonObject &json)
{
    JsonReader reader(json);
    LiveEvent event{.seq = {reader.u64("seq")},
                    .topic = reader.text("topic"),
                    .at = reader.millis("at"),
                    .from = reader.optionalText("from").value_or(std::string()),
                    .to = reader.optionalText("to").value_or(std::string()),
                    .reason = reader.optionalText("reason")};
    const QJsonObject data = reader.object("data");
    const auto take = [&](auto &&decoded) {
        if (decoded)
            event.data = std::move(*decoded);
        else
            reader.fail("data", decoded.error());
    };
    if (event.topic == "intents")
        take(decodeIntentRecord(data));
    else if (event.topic == "batches")
        take(decodeBatch(data));
    else if (event.topic == "transactions")
        take(decodeOperation(data));
    else if (event.topic == "sessions")
        take(decodeSession(data));
    else // topics of later versions are words too: the sequence must go on
        event.data = NodeNote{compact(data)};
    return finish(reader, "event", std::move(event));
}

Decoded<Heartbeat> decodeHeartbeat(const QJsonObject &json)
{
    JsonReader reader(json);
    Heartbeat beat{.seq = {}, .at = reader.millis("at"), .slot = {}, .finalizedSlot = {}};
    if (reader.has("seq"))
        beat.seq = FeedSeq{reader.u64("seq")};
    if (reader.has("slot"))
        beat.slot = {reader.u64("slot")};
    if (reader.has("finalizedSlot"))
        beat.finalizedSlot = {reader.u64("finalizedSlot")};
    return finish(reader, "heartbeat", std::move(beat));
}

Decoded<Health> decodeHealth(const QJsonObject &json)
{
    JsonReader reader(json);
    Health health{.version = reader.text("version"),
                  .genesis = reader.hash58("genesis"),
                  .chainId = reader.text("chainId"),
                  .vaultProgram = {},
                  .engine = {},
                  .treasury = {},
                  .engineKey = reader.key("engineKey"),
                  .slot = {reader.u64("slot")},
                  .finalizedSlot = {reader.u64("finalizedSlot")},
                  .feedSeq = {reader.u64("feedSeq")},
                  .uptimeSeconds = reader.count("uptimeSeconds")};
    readPrograms(reader, health);
    return finish(reader, "health", std::move(health));
}

Decoded<Challenge> decodeChallenge(const QJsonObject &json)
{
    JsonReader reader(json);
    Challenge challenge{.nonce = reader.text("nonce"),
                        .domain = reader.text("domain"),
                        .uri = reader.text("uri"),
                        .chainId = reader.text("chainId"),
                        .version = reader.text("version"),
                        .issuedAt = reader.text("issuedAt"),
                        .expirationTime = reader.text("expirationTime"),
                        .statement = reader.optionalText("statement")};
    return finish(reader, "challenge", std::move(challenge));
}

Decoded<Tokens> decodeTokens(const QJsonObject &json)
{
    JsonReader reader(json);
    Tokens tokens{.accessToken = reader.text("accessToken"),
                  .refreshToken = reader.optionalText("refreshToken").value_or(std::string()),
                  .expiresInSeconds = static_cast<std::int64_t>(reader.count("expiresIn")),
                  .address = reader.optional("address", asKey).value_or(PublicKey{}),
                  .roles = readTexts(reader, "roles")};
    return finish(reader, "tokens", std::move(tokens));
}

Decoded<OpenedSession> decodeOpenedSession(const QJsonObject &json)
{
    JsonReader reader(json);
    OpenedSession opened{.session = reader.key("sessionPubkey"), .status = reader.word("status", parseSessionState)};
    if (reader.has("registration")) {
        JsonReader registration(reader.object("registration"));
        opened.registration = Registration{.operationId = registration.text("operationId"),
                                           .signature = registration.optional("signature", asSignature)};
        if (!registration.ok())
            reader.fail("registration", registration.error());
    }
    if (reader.has("accessToken")) {
        Decoded<Tokens> tokens = decodeTokens(json);
        if (tokens)
            opened.tokens = std::move(*tokens);
        else
            reader.fail("accessToken", tokens.error());
    }
    return finish(reader, "session", std::move(opened));
}

Decoded<Admitted> decodeAdmitted(const QJsonObject &json)
{
    JsonReader reader(json);
    Admitted admitted{.id = reader.hex<IntentId>("id"),
                      .status = reader.word("status", parseIntentState),
                      .seq = reader.optional("seq", asSeq)};
    if (reader.has("receipt")) {
        const auto parsed = nlohmann::json::parse(compact(reader.object("receipt")), nullptr, false);
        auto receipt = netting::parseAdmissionReceipt(parsed);
        if (receipt)
            admitted.receipt = std::move(*receipt);
        else
            reader.fail("receipt", receipt.error());
    }
    return finish(reader, "admission", std::move(admitted));
}

Decoded<Explanation> decodeExplanation(const QJsonObject &json)
{
    JsonReader reader(json);
    Explanation explanation{.id = {}, .code = textOr(json, "code", {}), .words = {}, .json = compact(json)};
    for (const char *name : {"words", "detail", "explanation", "message"}) {
        if (explanation.words.empty())
            explanation.words = textOr(json, name, {});
    }
    for (const char *name : {"intentId", "id"}) {
        const auto bytes = hexDecode(textOr(json, name, {}));
        if (const auto id = bytes ? IntentId::from(*bytes) : std::nullopt)
            explanation.id = *id;
    }
    return finish(reader, "explanation", std::move(explanation));
}

Decoded<Blockhash> decodeBlockhash(const QJsonObject &json)
{
    JsonReader reader(json);
    Blockhash blockhash{.blockhash = reader.hash58("blockhash"),
                        .lastValidBlockHeight = {reader.u64("lastValidBlockHeight")},
                        .slot = {reader.u64("slot")}};
    return finish(reader, "blockhash", std::move(blockhash));
}

Decoded<Simulation> decodeSimulation(const QJsonObject &json)
{
    JsonReader reader(json);
    Simulation simulation{.succeeds = reader.boolean("ok")};
    if (reader.has("error")) {
        const QJsonValue error = json.value(QLatin1String("error"));
        simulation.error = error.isString() ? error.toString().toStdString() : compact(error.toObject());
    }
    simulation.logs = readTexts(reader, "logs");
    if (reader.has("unitsConsumed"))
        simulation.unitsConsumed = reader.count("unitsConsumed");
    if (reader.has("slot"))
        simulation.slot = {reader.u64("slot")};
    if (reader.has("balances")) {
        for (const QJsonValue &entry : reader.array("balances")) {
            JsonReader change(entry.toObject());
            simulation.balances.push_back({.address = change.key("address"),
                                           .before = change.optional("before", asLamports),
                                           .after = change.optional("after", asLamports)});
            if (!change.ok())
                reader.fail("balances", change.error());
        }
    }
    return finish(reader, "simulation", std::move(simulation));
}

Decoded<Relayed> decodeRelayed(const QJsonObject &json)
{
    JsonReader reader(json);
    Relayed relayed{.operationId = reader.text("operationId"), .signature = reader.optional("signature", asSignature)};
    return finish(reader, "relay", std::move(relayed));
}

Decoded<ChainAccount> decodeAccount(const QJsonObject &json)
{
    JsonReader reader(json);
    ChainAccount account{.address = reader.key("address"),
                         .lamports = reader.lamports("lamports"),
                         .owner = reader.key("owner"),
                         .slot = {reader.u64("slot")}};
    std::optional<Bytes> data = base64Decode(reader.text("data"));
    if (!data)
        reader.fail("data", "is not base64");
    else
        account.data = std::move(*data);
    return finish(reader, "account", std::move(account));
}

Decoded<ItemRecord> decodeItem(const QJsonObject &json)
{
    JsonReader reader(json);
    ItemRecord item{.item = reader.key("itemId"),
                    .owner = reader.key("owner"),
                    .slot = {reader.u64("slot")},
                    .updatedAt = reader.optional("updatedAt", asMillis)};
    return finish(reader, "item", std::move(item));
}

Decoded<HistoryEntry> decodeHistoryEntry(const QJsonObject &json)
{
    JsonReader reader(json);
    HistoryEntry entry{.from = reader.optional("from", asKey),
                       .to = reader.key("to"),
                       .batchId = reader.optional("batchId", asBatchId),
                       .signature = reader.optional("signature", asSignature),
                       .slot = {reader.u64("slot")},
                       .at = reader.optional("at", asMillis)};
    return finish(reader, "history", std::move(entry));
}

Decoded<Balances> decodeBalances(const QJsonObject &json)
{
    JsonReader reader(json);
    const auto sum = [&](const char *name) { return reader.has(name) ? reader.lamports(name) : Lamports{}; };
    Balances balances{.address = reader.key("address"),
                      .slot = {reader.u64("slot")},
                      .available = reader.lamports("available"),
                      .held = sum("held"),
                      .allowance = sum("allowance"),
                      .wallet = sum("wallet")};
    return finish(reader, "balances", std::move(balances));
}

Error decodeProblem(const QJsonObject &json, int httpStatus)
{
    Error error{.code = ErrorCode::Refused, .httpStatus = httpStatus};
    error.problem = textOr(json, "code", {});
    error.detail = textOr(json, "detail", textOr(json, "title", {}));
    error.isRetryable = json.value(QLatin1String("retryable")).toBool(httpStatus == 429);
    if (httpStatus == 401)
        error.code = ErrorCode::Unauthorised;
    else if (httpStatus == 503 || (httpStatus == 429 && error.isRetryable)) // else patience alone does not help
        error.code = ErrorCode::Throttled;
    else if (httpStatus >= 500)
        error.code = ErrorCode::NodeFailed;
    return error;
}

} // namespace paradox::client
