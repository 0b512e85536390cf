#pragma once

#include "client/backend_client.h"

#include <memory>

namespace paradox::client {

/// A client that passes every call and every signal on to another: what a decorator overrides little of.
class ForwardingBackend : public BackendClient {
    Q_OBJECT

public:
    explicit ForwardingBackend(std::unique_ptr<BackendClient> inner, QObject *parent = nullptr);
    ~ForwardingBackend() override;

    void open() override;
    void close() override;
    [[nodiscard]] LinkState link() const override;
    void follow(FeedSeq from) override;
    [[nodiscard]] Reply<Health> health() override;
    [[nodiscard]] Reply<Challenge> challenge(const PublicKey &address) override;
    [[nodiscard]] Reply<Tokens> signIn(const SignedText &text) override;
    [[nodiscard]] Reply<Tokens> refresh() override;
    [[nodiscard]] Reply<OpenedSession> createSession(const SessionOffer &offer) override;
    [[nodiscard]] Reply<Page<SessionRecord>> sessions(const PageRequest &page) override;
    [[nodiscard]] Reply<SessionRecord> session(const PublicKey &session) override;
    [[nodiscard]] Reply<SessionRecord> revokeSession(const SignedRevocation &revocation) override;
    [[nodiscard]] Reply<std::uint64_t> revokeAllSessions(const SignedRevocation &revocation) override;
    [[nodiscard]] Reply<Admitted> submitIntent(const SignedIntent &intent) override;
    [[nodiscard]] Reply<AdmittedEach> submitIntents(const std::vector<SignedIntent> &intents) override;
    [[nodiscard]] Reply<IntentRecord> cancelIntent(const IntentId &id, const Signature &signature) override;
    [[nodiscard]] Reply<Page<IntentRecord>> intents(const IntentQuery &query) override;
    [[nodiscard]] Reply<IntentRecord> intent(const IntentId &id) override;
    [[nodiscard]] Reply<Explanation> explain(const IntentId &id) override;
    [[nodiscard]] Reply<std::string> receipt(const IntentId &id) override;
    [[nodiscard]] Reply<Page<BatchRecord>> batches(const PageRequest &page) override;
    [[nodiscard]] Reply<BatchDetail> batch(const BatchName &name) override;
    [[nodiscard]] Reply<std::vector<OperationRecord>> batchTransactions(const BatchName &name) override;
    [[nodiscard]] Reply<Bytes> batchCar(const BatchName &name) override;
    [[nodiscard]] Reply<std::optional<BatchSeq>> runBatch() override;
    [[nodiscard]] Reply<Page<OperationRecord>> operations(const OperationQuery &query) override;
    [[nodiscard]] Reply<OperationRecord> operation(const std::string &id) override;
    [[nodiscard]] Reply<Blockhash> blockhash() override;
    [[nodiscard]] Reply<Simulation> simulate(const Bytes &transaction) override;
    [[nodiscard]] Reply<Relayed> relay(const Bytes &transaction) override;
    [[nodiscard]] Reply<Signature> airdrop(const PublicKey &address, Lamports amount) override;
    [[nodiscard]] Reply<ChainAccount> account(const PublicKey &address) override;
    [[nodiscard]] Reply<ItemRecord> item(const PublicKey &item) override;
    [[nodiscard]] Reply<std::vector<HistoryEntry>> itemHistory(const PublicKey &item) override;
    [[nodiscard]] Reply<Page<ItemRecord>> itemsOf(const PublicKey &owner, const PageRequest &page) override;
    [[nodiscard]] Reply<Balances> balances(const PublicKey &address) override;
    [[nodiscard]] Reply<std::string> stats() override;
    [[nodiscard]] Reply<std::vector<LiveEvent>> events(FeedSeq from, int limit) override;

protected:
    [[nodiscard]] BackendClient &inner() { return *m_inner; }

private:
    std::unique_ptr<BackendClient> m_inner;
};

} // namespace paradox::client
