#include "client/forwarding_backend.h"

namespace paradox::client {

ForwardingBackend::ForwardingBackend(std::unique_ptr<BackendClient> inner, QObject *parent)
    : BackendClient(parent),
      m_inner(std::move(inner))
{
    connect(m_inner.get(), &BackendClient::linkChanged, this, &BackendClient::linkChanged);
    connect(m_inner.get(), &BackendClient::eventsArrived, this, &BackendClient::eventsArrived);
    connect(m_inner.get(), &BackendClient::resnapshotNeeded, this, &BackendClient::resnapshotNeeded);
    connect(m_inner.get(), &BackendClient::heartbeat, this, &BackendClient::heartbeat);
    connect(m_inner.get(), &BackendClient::healthChanged, this, &BackendClient::healthChanged);
    connect(m_inner.get(), &BackendClient::signedOut, this, &BackendClient::signedOut);
}

ForwardingBackend::~ForwardingBackend() = default;

void ForwardingBackend::open()
{
    m_inner->open();
}
void ForwardingBackend::close()
{
    m_inner->close();
}
LinkState ForwardingBackend::link() const
{
    return m_inner->link();
}
void ForwardingBackend::follow(FeedSeq from)
{
    m_inner->follow(from);
}

Reply<Health> ForwardingBackend::health()
{
    return m_inner->health();
}

Reply<Challenge> ForwardingBackend::challenge(const PublicKey &address)
{
    return m_inner->challenge(address);
}

Reply<Tokens> ForwardingBackend::signIn(const SignedText &text)
{
    return m_inner->signIn(text);
}

Reply<Tokens> ForwardingBackend::refresh()
{
    return m_inner->refresh();
}

Reply<OpenedSession> ForwardingBackend::createSession(const SessionOffer &offer)
{
    return m_inner->createSession(offer);
}

Reply<Page<SessionRecord>> ForwardingBackend::sessions(const PageRequest &page)
{
    return m_inner->sessions(page);
}

Reply<SessionRecord> ForwardingBackend::session(const PublicKey &session)
{
    return m_inner->session(session);
}

Reply<SessionRecord> ForwardingBackend::revokeSession(const SignedRevocation &revocation)
{
    return m_inner->revokeSession(revocation);
}

Reply<std::uint64_t> ForwardingBackend::revokeAllSessions(const SignedRevocation &revocation)
{
    return m_inner->revokeAllSessions(revocation);
}

Reply<Admitted> ForwardingBackend::submitIntent(const SignedIntent &intent)
{
    return m_inner->submitIntent(intent);
}

Reply<AdmittedEach> ForwardingBackend::submitIntents(const std::vector<SignedIntent> &intents)
{
    return m_inner->submitIntents(intents);
}

Reply<IntentRecord> ForwardingBackend::cancelIntent(const IntentId &id, const Signature &signature)
{
    return m_inner->cancelIntent(id, signature);
}

Reply<Page<IntentRecord>> ForwardingBackend::intents(const IntentQuery &query)
{
    return m_inner->intents(query);
}

Reply<IntentRecord> ForwardingBackend::intent(const IntentId &id)
{
    return m_inner->intent(id);
}

Reply<Explanation> ForwardingBackend::explain(const IntentId &id)
{
    return m_inner->explain(id);
}

Reply<std::string> ForwardingBackend::receipt(const IntentId &id)
{
    return m_inner->receipt(id);
}

Reply<Page<BatchRecord>> ForwardingBackend::batches(const PageRequest &page)
{
    return m_inner->batches(page);
}

Reply<BatchDetail> ForwardingBackend::batch(const BatchName &name)
{
    return m_inner->batch(name);
}

Reply<std::vector<OperationRecord>> ForwardingBackend::batchTransactions(const BatchName &name)
{
    return m_inner->batchTransactions(name);
}

Reply<Bytes> ForwardingBackend::batchCar(const BatchName &name)
{
    return m_inner->batchCar(name);
}

Reply<std::optional<BatchSeq>> ForwardingBackend::runBatch()
{
    return m_inner->runBatch();
}

Reply<Page<OperationRecord>> ForwardingBackend::operations(const OperationQuery &query)
{
    return m_inner->operations(query);
}

Reply<OperationRecord> ForwardingBackend::operation(const std::string &id)
{
    return m_inner->operation(id);
}

Reply<Blockhash> ForwardingBackend::blockhash()
{
    return m_inner->blockhash();
}

Reply<Simulation> ForwardingBackend::simulate(const Bytes &transaction)
{
    return m_inner->simulate(transaction);
}

Reply<Relayed> ForwardingBackend::relay(const Bytes &transaction)
{
    return m_inner->relay(transaction);
}

Reply<Signature> ForwardingBackend::airdrop(const PublicKey &address, Lamports amount)
{
    return m_inner->airdrop(address, amount);
}

Reply<ChainAccount> ForwardingBackend::account(const PublicKey &address)
{
    return m_inner->account(address);
}

Reply<ItemRecord> ForwardingBackend::item(const PublicKey &item)
{
    return m_inner->item(item);
}

Reply<std::vector<HistoryEntry>> ForwardingBackend::itemHistory(const PublicKey &item)
{
    return m_inner->itemHistory(item);
}

Reply<Page<ItemRecord>> ForwardingBackend::itemsOf(const PublicKey &owner, const PageRequest &page)
{
    return m_inner->itemsOf(owner, page);
}

Reply<Balances> ForwardingBackend::balances(const PublicKey &address)
{
    return m_inner->balances(address);
}

Reply<std::string> ForwardingBackend::stats()
{
    return m_inner->stats();
}

Reply<std::vector<LiveEvent>> ForwardingBackend::events(FeedSeq from, int limit)
{
    return m_inner->events(from, limit);
}

} // namespace paradox::client
