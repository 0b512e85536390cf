#include "client/fake_backend.h"

#include "domain/encoding.h"

#include <QTimer>

#include <algorithm>
#include <optional>
#include <span>

namespace paradox::client {
namespace {

constexpr std::int64_t challengeSeconds = 300;
const std::string challengeIssued = "2026-01-01T00:00:00Z";
const std::string challengeExpires = "2026-01-01T00:05:00Z";

std::unexpected<Error> missing()
{
    return std::unexpected(Error{
        .code = ErrorCode::Refused, .problem = "NOT_FOUND", .detail = "There is no such thing", .httpStatus = 404});
}

IntentRecord recordOf(const SignedIntent &signedIntent, const IntentId &id, Seq seq)
{
    const Intent &intent = signedIntent.intent;
    return {.id = id,
            .seq = seq,
            .type = intent.type,
            .side = sideOf(intent),
            .session = intent.session,
            .owner = intent.owner,
            .item = intent.item,
            .from = intent.from,
            .to = intent.to,
            .mint = intent.mint,
            .amount = intent.amount,
            .nonce = intent.nonce,
            .createdAt = intent.createdAt,
            .expiresAt = intent.expiresAt,
            .terms = intent.terms};
}

} // namespace

struct FakeBackend::World {
    Health health;
    LinkState link;
    std::map<IntentId, IntentRecord> intents;
    std::map<BatchSeq, BatchDetail> batches;
    std::map<IntentId, std::string> receipts;
    std::map<PublicKey, SessionRecord> sessions;
    std::map<std::string, OperationRecord> operations;
    std::map<PublicKey, ItemRecord> items;
    std::map<PublicKey, Balances> balances;
    std::map<PublicKey, ChainAccount> accounts;
    std::vector<LiveEvent> feed;
    std::optional<Tokens> tokens;
    std::optional<std::pair<Error, Change>> failure;
    std::optional<FeedSeq> following;
    std::uint64_t submissions = 0;
    std::uint64_t operationCount = 0;
    bool isOpen = false;

    [[nodiscard]] const BatchDetail *find(const BatchName &name) const
    {
        for (const auto &[seq, batch] : batches) {
            const auto *id = std::get_if<BatchId>(&name);
            if (id != nullptr ? batch.batch.id == *id : seq == std::get<BatchSeq>(name))
                return &batch;
        }
        return nullptr;
    }
};

namespace {

template <class Key, class Value>
Result<Value> valueIn(const std::map<Key, Value> &map, const Key &key)
{
    const auto found = map.find(key);
    if (found == map.end())
        return missing();
    return found->second;
}

template <class Key, class Value, class Wanted>
Page<Value> pageOf(const std::map<Key, Value> &map, Wanted wanted)
{
    Page<Value> page;
    for (const auto &[key, value] : map) {
        if (wanted(value))
            page.items.push_back(value);
    }
    return page;
}

} // namespace

FakeBackend::FakeBackend(QObject *parent) : BackendClient(parent), m_world(std::make_unique<World>())
{
}
FakeBackend::~FakeBackend() = default;

/// The change is made inside the call; only the answer comes later.
template <class T>
Reply<T> FakeBackend::answer(std::function<Result<T>()> make)
{
    Promise<T> promise;
    const auto failure = std::exchange(m_world->failure, std::nullopt);
    std::optional<Result<T>> result;
    if (!failure || failure->second == Change::Made)
        result.emplace(make());
    if (failure)
        result.emplace(std::unexpected(failure->first));
    QTimer::singleShot(0, this,
                       [promise, result = std::move(*result)]() mutable { promise.finish(std::move(result)); });
    return promise.reply();
}

void FakeBackend::failNext(const Error &error, Change change)
{
    m_world->failure.emplace(error, change);
}
void FakeBackend::setHealth(const Health &health)
{
    m_world->health = health;
}
void FakeBackend::putIntent(const IntentRecord &intent)
{
    m_world->intents[intent.id] = intent;
}
void FakeBackend::putReceipt(const IntentId &id, const std::string &json)
{
    m_world->receipts[id] = json;
}

void FakeBackend::putBatch(const BatchDetail &batch)
{
    m_world->batches[batch.batch.seq] = batch;
}
void FakeBackend::putSession(const SessionRecord &session)
{
    m_world->sessions[session.session] = session;
}
void FakeBackend::putOperation(const OperationRecord &operation)
{
    m_world->operations[operation.operationId] = operation;
}
void FakeBackend::putItem(const ItemRecord &item)
{
    m_world->items[item.item] = item;
}
void FakeBackend::putBalances(const Balances &balances)
{
    m_world->balances[balances.address] = balances;
}
void FakeBackend::putAccount(const ChainAccount &account)
{
    m_world->accounts[account.address] = account;
}
void FakeBackend::setTokens(const Tokens &tokens)
{
    m_world->tokens = tokens;
}
std::uint64_t FakeBackend::submissions() const
{
    return m_world->submissions;
}
LinkState FakeBackend::link() const
{
    return m_world->link;
}

void FakeBackend::setLink(const LinkState &link)
{
    m_world->link = link;
    if (m_world->isOpen)
        Q_EMIT linkChanged(link);
}

void FakeBackend::emitEvent(LiveEvent event)
{
    event.seq = {m_world->feed.size() + 1};
    m_world->feed.push_back(event);
    if (m_world->isOpen && m_world->following)
        Q_EMIT eventsArrived({event});
}

void FakeBackend::open()
{
    m_world->isOpen = true;
    LinkState live = m_world->link;
    live.phase = LinkPhase::Live;
    QTimer::singleShot(0, this, [this, live] {
        setLink(live);
        if (m_world->isOpen)
            Q_EMIT healthChanged(m_world->health);
    });
}

void FakeBackend::close()
{
    m_world->isOpen = false;
    m_world->link.phase = LinkPhase::Closed;
}

void FakeBackend::follow(FeedSeq from)
{
    m_world->following = from;
    QList<LiveEvent> missed;
    for (const LiveEvent &event : m_world->feed) {
        if (event.seq > from)
            missed.append(event);
    }
    if (!missed.isEmpty())
        QTimer::singleShot(0, this, [this, missed] { Q_EMIT eventsArrived(missed); });
}

Reply<Health> FakeBackend::health()
{
    return answer<Health>([this] { return m_world->health; });
}

Reply<Challenge> FakeBackend::challenge(const PublicKey &)
{
    return answer<Challenge>([this] {
        return Challenge{.nonce = "Fake0123456789Abcdef",
                         .domain = "127.0.0.1:4000",
                         .uri = "http://127.0.0.1:4000",
                         .chainId = m_world->health.chainId,
                         .version = "1",
                         .issuedAt = challengeIssued,
                         .expirationTime = challengeExpires};
    });
}

Reply<Tokens> FakeBackend::signIn(const SignedText &text)
{
    return answer<Tokens>([this, text] {
        m_world->tokens = Tokens{.accessToken = "access",
                                 .refreshToken = "refresh",
                                 .expiresInSeconds = challengeSeconds,
                                 .address = text.publicKey,
                                 .roles = {"trader"}};
        return *m_world->tokens;
    });
}

Reply<Tokens> FakeBackend::refresh()
{
    return answer<Tokens>([this]() -> Result<Tokens> {
        if (!m_world->tokens)
            return std::unexpected(
                Error{.code = ErrorCode::Unauthorised, .detail = "not signed in", .httpStatus = 401});
        return *m_world->tokens;
    });
}

Reply<OpenedSession> FakeBackend::createSession(const SessionOffer &offer)
{
    return answer<OpenedSession>([this, offer] {
        const Grant &grant = offer.grant;
        m_world->sessions[grant.session] = {.session = grant.session,
                                            .owner = grant.owner,
                                            .status = offer.transaction.empty() ? SessionState::Unregistered
                                                                                : SessionState::Active,
                                            .actions = grant.actions,
                                            .maxTotal = grant.maxTotal,
                                            .maxPerIntent = grant.maxPerIntent,
                                            .maxIntents = grant.maxIntents,
                                            .left = grant.maxTotal,
                                            .notBefore = grant.notBefore,
                                            .expiresAt = grant.expiresAt,
                                            .epoch = grant.epoch};
        return OpenedSession{.session = grant.session, .status = m_world->sessions[grant.session].status};
    });
}

Reply<Page<SessionRecord>> FakeBackend::sessions(const PageRequest &)
{
    return answer<Page<SessionRecord>>([this] { return pageOf(m_world->sessions, [](const auto &) { return true; }); });
}

Reply<SessionRecord> FakeBackend::session(const PublicKey &session)
{
    return answer<SessionRecord>([this, session] { return valueIn(m_world->sessions, session); });
}

Reply<SessionRecord> FakeBackend::revokeSession(const SignedRevocation &revocation)
{
    return answer<SessionRecord>([this, key = revocation.session]() -> Result<SessionRecord> {
        if (!m_world->sessions.contains(key))
            return missing();
        m_world->sessions[key].status = SessionState::Revoked;
        return m_world->sessions[key];
    });
}

Reply<std::uint64_t> FakeBackend::revokeAllSessions(const SignedRevocation &revocation)
{
    return answer<std::uint64_t>([this, owner = revocation.owner] {
        std::uint64_t ended = 0;
        for (auto &[key, session] : m_world->sessions) {
            if (session.owner != owner || session.status == SessionState::Revoked)
                continue;
            session.status = SessionState::Revoked;
            ++ended;
        }
        return ended;
    });
}

Reply<Admitted> FakeBackend::submitIntent(const SignedIntent &intent)
{
    return answer<Admitted>([this, intent] {
        ++m_world->submissions;
        const IntentId id = intentIdOf(encodeIntent(intent.intent));
        const auto [place, isNew] = m_world->intents.try_emplace(id);
        if (isNew)
            place->second = recordOf(intent, id, {m_world->intents.size()});
        return Admitted{.id = id, .status = place->second.status, .seq = place->second.seq};
    });
}

Reply<AdmittedEach> FakeBackend::submitIntents(const std::vector<SignedIntent> &intents)
{
    return answer<AdmittedEach>([this, intents] {
        AdmittedEach each;
        for (const SignedIntent &intent : intents) {
            ++m_world->submissions;
            const IntentId id = intentIdOf(encodeIntent(intent.intent));
            const auto [place, isNew] = m_world->intents.try_emplace(id);
            if (isNew)
                place->second = recordOf(intent, id, {m_world->intents.size()});
            each.push_back(Admitted{.id = id, .status = place->second.status, .seq = place->second.seq});
        }
        return each;
    });
}

Reply<IntentRecord> FakeBackend::cancelIntent(const IntentId &id, const Signature &)
{
    return answer<IntentRecord>([this, id]() -> Result<IntentRecord> {
        const auto found = m_world->intents.find(id);
        if (found == m_world->intents.end())
            return missing();
        if (found->second.status != IntentState::Pending && found->second.status != IntentState::Cancelled)
            return std::unexpected(Error{.code = ErrorCode::Refused, .problem = "NOT_PENDING", .httpStatus = 409});
        found->second.status = IntentState::Cancelled;
        return found->second;
    });
}

Reply<Page<IntentRecord>> FakeBackend::intents(const IntentQuery &query)
{
    return answer<Page<IntentRecord>>([this, query] {
        std::optional<Seq> before;
        if (query.page.cursor)
            before = Seq{std::stoull(*query.page.cursor)};
        std::vector<const IntentRecord *> found;
        for (const auto &[id, intent] : m_world->intents) {
            if ((!query.status || *query.status == intent.status) && (!query.owner || *query.owner == intent.owner) &&
                (!query.session || *query.session == intent.session) && (!query.item || *query.item == intent.item) &&
                (!before || intent.seq < *before))
                found.push_back(&intent);
        }
        const std::size_t count = std::min(found.size(), static_cast<std::size_t>(query.page.limit));
        std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(count), std::ranges::greater{},
                                  &IntentRecord::seq);
        Page<IntentRecord> page;
        for (const IntentRecord *const intent : std::span(found).first(count))
            page.items.push_back(*intent);
        if (found.size() > count)
            page.next = std::to_string(page.items.back().seq.value);
        return page;
    });
}

Reply<IntentRecord> FakeBackend::intent(const IntentId &id)
{
    return answer<IntentRecord>([this, id] { return valueIn(m_world->intents, id); });
}

Reply<Explanation> FakeBackend::explain(const IntentId &id)
{
    return answer<Explanation>([this, id]() -> Result<Explanation> {
        if (!m_world->intents.contains(id))
            return missing();
        return Explanation{
            .id = id, .code = "NO_COUNTERPART", .words = "Nobody has taken the other side yet.", .json = "{}"};
    });
}

Reply<std::string> FakeBackend::receipt(const IntentId &id)
{
    return answer<std::string>([this, id]() -> Result<std::string> {
        const auto found = m_world->receipts.find(id);
        return found == m_world->receipts.end() ? missing() : Result<std::string>(found->second);
    });
}

Reply<Page<BatchRecord>> FakeBackend::batches(const PageRequest &)
{
    return answer<Page<BatchRecord>>([this] {
        Page<BatchRecord> page;
        for (const auto &[seq, batch] : m_world->batches)
            page.items.push_back(batch.batch);
        return page;
    });
}

Reply<BatchDetail> FakeBackend::batch(const BatchName &name)
{
    return answer<BatchDetail>([this, name]() -> Result<BatchDetail> {
        const BatchDetail *found = m_world->find(name);
        if (found == nullptr)
            return missing();
        return *found;
    });
}

Reply<std::vector<OperationRecord>> FakeBackend::batchTransactions(const BatchName &name)
{
    return answer<std::vector<OperationRecord>>([this, name]() -> Result<std::vector<OperationRecord>> {
        const BatchDetail *batch = m_world->find(name);
        if (batch == nullptr)
            return missing();
        return pageOf(m_world->operations, [&](const auto &it) { return it.batchSeq == batch->batch.seq; }).items;
    });
}

Reply<Bytes> FakeBackend::batchCar(const BatchName &)
{
    return answer<Bytes>([]() -> Result<Bytes> { return missing(); });
}

Reply<std::optional<BatchSeq>> FakeBackend::runBatch()
{
    return answer<std::optional<BatchSeq>>([] { return std::optional<BatchSeq>(); });
}

Reply<Page<OperationRecord>> FakeBackend::operations(const OperationQuery &query)
{
    return answer<Page<OperationRecord>>([this, query] {
        return pageOf(m_world->operations, [&](const OperationRecord &operation) {
            return (!query.status || *query.status == operation.status) &&
                   (!query.owner || query.owner == operation.owner);
        });
    });
}

Reply<OperationRecord> FakeBackend::operation(const std::string &id)
{
    return answer<OperationRecord>([this, id] { return valueIn(m_world->operations, id); });
}

Reply<Blockhash> FakeBackend::blockhash()
{
    return answer<Blockhash>([this] {
        return Blockhash{
            .blockhash = m_world->health.genesis, .lastValidBlockHeight = {150}, .slot = m_world->health.slot};
    });
}

Reply<Simulation> FakeBackend::simulate(const Bytes &)
{
    return answer<Simulation>([] { return Simulation{.succeeds = true}; });
}

Reply<Relayed> FakeBackend::relay(const Bytes &)
{
    return answer<Relayed>([this] {
        const std::string id = "operation-" + std::to_string(++m_world->operationCount);
        m_world->operations[id] = {.operationId = id, .kind = "other", .status = OperationState::Settled};
        return Relayed{.operationId = id};
    });
}

Reply<Signature> FakeBackend::airdrop(const PublicKey &address, Lamports amount)
{
    return answer<Signature>([this, address, amount] {
        m_world->balances[address].address = address;
        m_world->balances[address].wallet.value += amount.value;
        return Signature{};
    });
}

Reply<ChainAccount> FakeBackend::account(const PublicKey &address)
{
    return answer<ChainAccount>([this, address] { return valueIn(m_world->accounts, address); });
}

Reply<ItemRecord> FakeBackend::item(const PublicKey &item)
{
    return answer<ItemRecord>([this, item] { return valueIn(m_world->items, item); });
}

Reply<std::vector<HistoryEntry>> FakeBackend::itemHistory(const PublicKey &)
{
    return answer<std::vector<HistoryEntry>>([] { return std::vector<HistoryEntry>(); });
}

Reply<Page<ItemRecord>> FakeBackend::itemsOf(const PublicKey &owner, const PageRequest &)
{
    return answer<Page<ItemRecord>>(
        [this, owner] { return pageOf(m_world->items, [&](const ItemRecord &item) { return item.owner == owner; }); });
}

Reply<Balances> FakeBackend::balances(const PublicKey &address)
{
    return answer<Balances>([this, address] { return valueIn(m_world->balances, address); });
}

Reply<std::string> FakeBackend::stats()
{
    return answer<std::string>([] { return std::string("{}"); });
}

Reply<std::vector<LiveEvent>> FakeBackend::events(FeedSeq from, int limit)
{
    return answer<std::vector<LiveEvent>>([this, from, limit] {
        std::vector<LiveEvent> events;
        for (const LiveEvent &event : m_world->feed) {
            if (event.seq > from && std::cmp_less(events.size(), limit))
                events.push_back(event);
        }
        return events;
    });
}

} // namespace paradox::client
