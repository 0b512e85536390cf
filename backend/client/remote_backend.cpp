#include "client/remote_backend.h"

#include "client/remote_impl.h"
#include "client/wire_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

namespace paradox::client {
namespace {

Error badAnswer(const std::string &detail)
{
    return {.code = ErrorCode::BadAnswer, .detail = detail};
}

template <class T>
Reply<T> answerOf(const Decoded<T> &decoded)
{
    return decoded ? Reply<T>::ready(*decoded) : Reply<T>::failed(badAnswer(decoded.error()));
}

/// The answer's object through a decoder.
template <class T>
Reply<T> read(const Reply<HttpAnswer> &answer, Decoded<T> (*decode)(const QJsonObject &))
{
    return answer.then([decode](const HttpAnswer &http) {
        const Decoded<QJsonObject> json = parseObject(http.body);
        return json ? answerOf(decode(*json)) : Reply<T>::failed(badAnswer(json.error()));
    });
}

/// The list in an answer: the document itself, or its one array.
QJsonArray listIn(const QJsonDocument &document)
{
    if (document.isArray())
        return document.array();
    const QJsonObject object = document.object();
    if (object.value(QLatin1String("items")).isArray())
        return object.value(QLatin1String("items")).toArray();
    for (const QJsonValue &value : object) {
        if (value.isArray())
            return value.toArray();
    }
    return {};
}

template <class T>
Decoded<std::vector<T>> decodeEach(const QJsonDocument &document, Decoded<T> (*decode)(const QJsonObject &))
{
    std::vector<T> values;
    for (const QJsonValue &value : listIn(document)) {
        Decoded<T> one = decode(value.toObject());
        if (!one)
            return std::unexpected(one.error());
        values.push_back(std::move(*one));
    }
    return values;
}

template <class T>
Reply<std::vector<T>> readList(const Reply<HttpAnswer> &answer, Decoded<T> (*decode)(const QJsonObject &))
{
    return answer.then([decode](const HttpAnswer &http) {
        const QJsonDocument document = QJsonDocument::fromJson(http.body);
        if (document.isNull())
            return Reply<std::vector<T>>::failed(badAnswer("no JSON"));
        return answerOf(decodeEach(document, decode));
    });
}

template <class T>
Reply<Page<T>> readPage(const Reply<HttpAnswer> &answer, Decoded<T> (*decode)(const QJsonObject &))
{
    return answer.then([decode](const HttpAnswer &http) {
        const QJsonDocument document = QJsonDocument::fromJson(http.body);
        if (document.isNull())
            return Reply<Page<T>>::failed(badAnswer("no JSON"));
        Decoded<std::vector<T>> items = decodeEach(document, decode);
        if (!items)
            return Reply<Page<T>>::failed(badAnswer(items.error()));
        Page<T> page{.items = std::move(*items)};
        const QJsonValue next = document.object().value(QLatin1String("next"));
        if (next.isString() && !next.toString().isEmpty())
            page.next = next.toString().toStdString();
        return Reply<Page<T>>::ready(std::move(page));
    });
}

QString nameOf(const BatchName &name)
{
    if (const auto *seq = std::get_if<BatchSeq>(&name))
        return QString::number(seq->value);
    return text(hexEncode(std::get<BatchId>(name).bytes));
}

QString intentPath(const IntentId &id, const QString &tail = {})
{
    return QStringLiteral("/api/intents/") + text(hexEncode(id.bytes)) + tail;
}

QString withPage(const QString &path, const PageRequest &page, QUrlQuery query = {})
{
    query.addQueryItem(QStringLiteral("limit"), QString::number(page.limit));
    if (page.cursor)
        query.addQueryItem(QStringLiteral("cursor"), text(*page.cursor));
    return path + QLatin1Char('?') + query.toString(QUrl::FullyEncoded);
}

QJsonObject transactionBody(const Bytes &transaction)
{
    return {{QStringLiteral("transaction"), text(base64Encode(transaction))}};
}

AdmittedEach decodeAdmittedEach(const QJsonArray &results)
{
    AdmittedEach each;
    for (const QJsonValue &value : results) {
        const QJsonObject result = value.toObject();
        const int status = result.value(QLatin1String("status")).toInt(202);
        if (result.value(QLatin1String("code")).isString() || status >= 400) {
            each.push_back(std::unexpected(decodeProblem(result, status >= 400 ? status : 422)));
            continue;
        }
        Decoded<Admitted> admitted = decodeAdmitted(result);
        if (admitted)
            each.push_back(std::move(*admitted));
        else
            each.push_back(std::unexpected(badAnswer(admitted.error())));
    }
    return each;
}

} // namespace

RemoteBackend::RemoteBackend(const NodeAddress &address, const Clock &clock, Random &random, QObject *parent)
    : RemoteBackend(address, RemoteOptions(), clock, random, parent)
{
}

RemoteBackend::RemoteBackend(const NodeAddress &address, const RemoteOptions &options, const Clock &clock,
                             Random &random, QObject *parent)
    : BackendClient(parent),
      m_impl(std::make_unique<Impl>(*this, address, options, clock, random))
{
}

RemoteBackend::~RemoteBackend()
{
    m_impl->close();
}

void RemoteBackend::setAddress(const NodeAddress &address)
{
    m_impl->setAddress(address);
}
void RemoteBackend::setTokens(const Tokens &tokens)
{
    m_impl->setTokens(tokens);
}
std::optional<Tokens> RemoteBackend::tokens() const
{
    return m_impl->tokens();
}
void RemoteBackend::keepTokensIn(std::unique_ptr<TokenFile> file)
{
    m_impl->keepTokensIn(std::move(file));
}
void RemoteBackend::open()
{
    m_impl->open();
}
void RemoteBackend::close()
{
    m_impl->close();
}
LinkState RemoteBackend::link() const
{
    return m_impl->link();
}
void RemoteBackend::follow(FeedSeq from)
{
    m_impl->follow(from);
}

Reply<Health> RemoteBackend::Impl::health()
{
    return read(get(QStringLiteral("/health")), decodeHealth);
}

Reply<Health> RemoteBackend::health()
{
    return m_impl->health();
}

Reply<Challenge> RemoteBackend::challenge(const PublicKey &address)
{
    return read(m_impl->get(QStringLiteral("/api/user/nonce?address=") + base58(address)), decodeChallenge);
}

Reply<Tokens> RemoteBackend::signIn(const SignedText &signedText)
{
    return read(m_impl->post(QStringLiteral("/api/auth/siws"), encode(signedText)), decodeTokens)
        .then([impl = QPointer<Impl>(m_impl.get())](const Tokens &tokens) {
            return impl ? impl->signedIn(tokens) : Reply<Tokens>::ready(tokens);
        });
}

Reply<Tokens> RemoteBackend::refresh()
{
    return m_impl->refresh();
}

Reply<OpenedSession> RemoteBackend::createSession(const SessionOffer &offer)
{
    return read(m_impl->post(QStringLiteral("/api/session-keys/create"), encode(offer)), decodeOpenedSession)
        .then([impl = QPointer<Impl>(m_impl.get())](const OpenedSession &opened) {
            if (!impl || !opened.tokens)
                return Reply<OpenedSession>::ready(opened);
            return impl->signedIn(*opened.tokens).map([opened](const Tokens &) { return opened; });
        });
}

Reply<Page<SessionRecord>> RemoteBackend::sessions(const PageRequest &page)
{
    return readPage(m_impl->get(withPage(QStringLiteral("/api/session-keys"), page)), decodeSession);
}

Reply<SessionRecord> RemoteBackend::session(const PublicKey &session)
{
    return read(m_impl->get(QStringLiteral("/api/session-keys/") + base58(session)), decodeSession);
}

Reply<SessionRecord> RemoteBackend::revokeSession(const SignedRevocation &revocation)
{
    const QString path = QStringLiteral("/api/session-keys/") + base58(revocation.session) + QStringLiteral("/revoke");
    return read(m_impl->post(path, encode(revocation)), decodeSession);
}

Reply<std::uint64_t> RemoteBackend::revokeAllSessions(const SignedRevocation &revocation)
{
    return m_impl->post(QStringLiteral("/api/session-keys/revoke-all"), encode(revocation))
        .map([](const HttpAnswer &http) {
            const QJsonDocument document = QJsonDocument::fromJson(http.body);
            const QJsonValue count = document.object().value(QLatin1String("revoked"));
            if (count.isDouble())
                return static_cast<std::uint64_t>(count.toInteger());
            if (count.isString())
                return static_cast<std::uint64_t>(count.toString().toULongLong());
            return static_cast<std::uint64_t>(listIn(document).size());
        });
}

Reply<Admitted> RemoteBackend::submitIntent(const SignedIntent &intent)
{
    return read(m_impl->postIntents(QStringLiteral("/api/intents"), QJsonDocument(encode(intent))), decodeAdmitted);
}

Reply<AdmittedEach> RemoteBackend::submitIntents(const std::vector<SignedIntent> &intents)
{
    QJsonArray array;
    for (const SignedIntent &intent : intents)
        array.append(encode(intent));
    const Reply<HttpAnswer> answer = m_impl->postIntents(QStringLiteral("/api/intents/batch"), QJsonDocument(array));
    return answer.then([count = intents.size()](const HttpAnswer &http) {
        AdmittedEach each = decodeAdmittedEach(listIn(QJsonDocument::fromJson(http.body)));
        if (each.size() != count)
            return Reply<AdmittedEach>::failed(badAnswer("not one result for each intent"));
        return Reply<AdmittedEach>::ready(std::move(each));
    });
}

Reply<IntentRecord> RemoteBackend::cancelIntent(const IntentId &id, const Signature &signature)
{
    const QJsonObject body{{QStringLiteral("signature"), base58(signature)}};
    return read(m_impl->post(intentPath(id, QStringLiteral("/cancel")), body), decodeIntentRecord);
}

Reply<Page<IntentRecord>> RemoteBackend::intents(const IntentQuery &question)
{
    QUrlQuery query;
    if (question.status)
        query.addQueryItem(QStringLiteral("status"), text(toText(*question.status)));
    if (question.owner)
        query.addQueryItem(QStringLiteral("owner"), base58(*question.owner));
    if (question.session)
        query.addQueryItem(QStringLiteral("session"), base58(*question.session));
    if (question.item)
        query.addQueryItem(QStringLiteral("item"), base58(*question.item));
    return readPage(m_impl->get(withPage(QStringLiteral("/api/intents"), question.page, query)), decodeIntentRecord);
}

Reply<IntentRecord> RemoteBackend::intent(const IntentId &id)
{
    return read(m_impl->get(intentPath(id)), decodeIntentRecord);
}

Reply<Explanation> RemoteBackend::explain(const IntentId &id)
{
    return read(m_impl->get(intentPath(id, QStringLiteral("/explain"))), decodeExplanation);
}

Reply<std::string> RemoteBackend::receipt(const IntentId &id)
{
    return m_impl->get(intentPath(id, QStringLiteral("/receipt"))).map([](const HttpAnswer &http) {
        return http.body.toStdString();
    });
}

Reply<Page<BatchRecord>> RemoteBackend::batches(const PageRequest &page)
{
    return readPage(m_impl->get(withPage(QStringLiteral("/api/batches"), page)), decodeBatch);
}

Reply<BatchDetail> RemoteBackend::batch(const BatchName &name)
{
    return m_impl->get(QStringLiteral("/api/batches/") + nameOf(name)).then([](const HttpAnswer &http) {
        const Decoded<QJsonObject> json = parseObject(http.body);
        return json ? answerOf(decodeBatchDetail(*json, http.body))
                    : Reply<BatchDetail>::failed(badAnswer(json.error()));
    });
}

Reply<std::vector<OperationRecord>> RemoteBackend::batchTransactions(const BatchName &name)
{
    return readList(m_impl->get(QStringLiteral("/api/batches/") + nameOf(name) + QStringLiteral("/transactions")),
                    decodeOperation);
}

Reply<Bytes> RemoteBackend::batchCar(const BatchName &name)
{
    return m_impl->get(QStringLiteral("/api/batches/") + nameOf(name) + QStringLiteral("/car"))
        .map([](const HttpAnswer &http) { return Bytes(http.body.begin(), http.body.end()); });
}

Reply<std::optional<BatchSeq>> RemoteBackend::runBatch()
{
    return m_impl->post(QStringLiteral("/api/batches/run"), {})
        .map([](const HttpAnswer &http) -> std::optional<BatchSeq> {
            const QJsonObject json = QJsonDocument::fromJson(http.body).object();
            for (const char *name : {"seq", "batchSeq"}) {
                const QJsonValue value = json.value(QLatin1String(name));
                if (value.isString())
                    return BatchSeq{value.toString().toULongLong()};
            }
            return std::nullopt;
        });
}

Reply<Page<OperationRecord>> RemoteBackend::operations(const OperationQuery &question)
{
    QUrlQuery query;
    if (question.status)
        query.addQueryItem(QStringLiteral("status"), text(toText(*question.status)));
    if (question.owner)
        query.addQueryItem(QStringLiteral("owner"), base58(*question.owner));
    return readPage(m_impl->get(withPage(QStringLiteral("/api/chain/transactions"), question.page, query)),
                    decodeOperation);
}

Reply<OperationRecord> RemoteBackend::operation(const std::string &id)
{
    return read(m_impl->get(QStringLiteral("/api/chain/transactions/") + text(id)), decodeOperation);
}

Reply<Blockhash> RemoteBackend::blockhash()
{
    return read(m_impl->get(QStringLiteral("/api/chain/blockhash")), decodeBlockhash);
}

Reply<Simulation> RemoteBackend::simulate(const Bytes &transaction)
{
    return read(m_impl->post(QStringLiteral("/api/chain/simulate"), transactionBody(transaction)), decodeSimulation);
}

Reply<Relayed> RemoteBackend::relay(const Bytes &transaction)
{
    return read(m_impl->post(QStringLiteral("/api/chain/transactions"), transactionBody(transaction)), decodeRelayed);
}

Reply<Signature> RemoteBackend::airdrop(const PublicKey &address, Lamports amount)
{
    const QJsonObject body{{QStringLiteral("address"), base58(address)},
                           {QStringLiteral("lamports"), QString::number(amount.value)}};
    return m_impl->post(QStringLiteral("/api/chain/airdrop"), body).then([](const HttpAnswer &http) {
        const QJsonValue value = QJsonDocument::fromJson(http.body).object().value(QLatin1String("signature"));
        const auto signature = fromBase58<Signature>(value.toString().toStdString());
        return signature ? Reply<Signature>::ready(*signature)
                         : Reply<Signature>::failed(badAnswer("the airdrop has no signature"));
    });
}

Reply<ChainAccount> RemoteBackend::account(const PublicKey &address)
{
    return read(m_impl->get(QStringLiteral("/api/chain/accounts/") + base58(address)), decodeAccount);
}

Reply<ItemRecord> RemoteBackend::item(const PublicKey &item)
{
    return read(m_impl->get(QStringLiteral("/api/items/") + base58(item)), decodeItem);
}

Reply<std::vector<HistoryEntry>> RemoteBackend::itemHistory(const PublicKey &item)
{
    return readList(m_impl->get(QStringLiteral("/api/items/") + base58(item) + QStringLiteral("/history")),
                    decodeHistoryEntry);
}

Reply<Page<ItemRecord>> RemoteBackend::itemsOf(const PublicKey &owner, const PageRequest &page)
{
    return readPage(
        m_impl->get(withPage(QStringLiteral("/api/wallets/") + base58(owner) + QStringLiteral("/items"), page)),
        decodeItem);
}

Reply<Balances> RemoteBackend::balances(const PublicKey &address)
{
    return read(m_impl->get(QStringLiteral("/api/wallets/") + base58(address) + QStringLiteral("/balances")),
                decodeBalances);
}

Reply<std::string> RemoteBackend::stats()
{
    return m_impl->get(QStringLiteral("/api/stats")).map([](const HttpAnswer &http) {
        return http.body.toStdString();
    });
}

Reply<std::vector<LiveEvent>> RemoteBackend::events(FeedSeq from, int limit)
{
    return readList(m_impl->get(QStringLiteral("/api/events?from=") + QString::number(from.value) +
                                QStringLiteral("&limit=") + QString::number(limit)),
                    decodeEvent);
}

} // namespace paradox::client
