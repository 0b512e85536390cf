#pragma once

#include "client/answers.h"
#include "client/live_event.h"

#include <QByteArray>
#include <QJsonObject>

// JSON of the node's API into values and back. Strict: a member that is missing or of another form refuses the whole
// object, with words that name it.
namespace paradox::client {

template <class T>
using Decoded = std::expected<T, std::string>;

[[nodiscard]] Decoded<QJsonObject> parseObject(const QByteArray &json);

[[nodiscard]] Decoded<IntentRecord> decodeIntentRecord(const QJsonObject &json);
[[nodiscard]] Decoded<BatchRecord> decodeBatch(const QJsonObject &json);
[[nodiscard]] Decoded<BatchDetail> decodeBatchDetail(const QJsonObject &json, const QByteArray &source);
[[nodiscard]] Decoded<OperationRecord> decodeOperation(const QJsonObject &json);
[[nodiscard]] Decoded<SessionRecord> decodeSession(const QJsonObject &json);
[[nodiscard]] Decoded<LiveEvent> decodeEvent(const QJsonObject &json);
[[nodiscard]] Decoded<Heartbeat> decodeHeartbeat(const QJsonObject &json);

[[nodiscard]] Decoded<Health> decodeHealth(const QJsonObject &json);
[[nodiscard]] Decoded<Challenge> decodeChallenge(const QJsonObject &json);
[[nodiscard]] Decoded<Tokens> decodeTokens(const QJsonObject &json);
[[nodiscard]] Decoded<OpenedSession> decodeOpenedSession(const QJsonObject &json);
[[nodiscard]] Decoded<Admitted> decodeAdmitted(const QJsonObject &json);
[[nodiscard]] Decoded<Explanation> decodeExplanation(const QJsonObject &json);
[[nodiscard]] Decoded<Blockhash> decodeBlockhash(const QJsonObject &json);
[[nodiscard]] Decoded<Simulation> decodeSimulation(const QJsonObject &json);
[[nodiscard]] Decoded<Relayed> decodeRelayed(const QJsonObject &json);
[[nodiscard]] Decoded<ChainAccount> decodeAccount(const QJsonObject &json);
[[nodiscard]] Decoded<ItemRecord> decodeItem(const QJsonObject &json);
[[nodiscard]] Decoded<HistoryEntry> decodeHistoryEntry(const QJsonObject &json);
[[nodiscard]] Decoded<Balances> decodeBalances(const QJsonObject &json);

/// The error in a problem document, or in one result of the batch route.
[[nodiscard]] Error decodeProblem(const QJsonObject &json, int httpStatus);

/// Back into JSON: for the command line, the fake, and tests. The same members as the node's.
[[nodiscard]] QJsonObject encode(const IntentRecord &intent);
[[nodiscard]] QJsonObject encode(const BatchRecord &batch);
[[nodiscard]] QJsonObject encode(const OperationRecord &operation);
[[nodiscard]] QJsonObject encode(const SessionRecord &session);
[[nodiscard]] QJsonObject encode(const Health &health);
[[nodiscard]] QJsonObject encode(const ItemRecord &item);
[[nodiscard]] QJsonObject encode(const Balances &balances);

/// Bodies of requests.
[[nodiscard]] QJsonObject encode(const SignedText &text);
[[nodiscard]] QJsonObject encode(const SessionOffer &offer);
[[nodiscard]] QJsonObject encode(const SignedIntent &intent);
[[nodiscard]] QJsonObject encode(const SignedRevocation &revocation);

} // namespace paradox::client
