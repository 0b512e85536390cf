#pragma once

#include "client/backend_client.h"

#include <functional>
#include <map>
#include <memory>

namespace paradox::client {

/// A node made of values, for tests: intents and batches are kept as told, every other call answers what was scripted.
/// Answers come later, through the event loop. Nothing leaves the process.
class FakeBackend : public BackendClient {
    Q_OBJECT

public:
    explicit FakeBackend(QObject *parent = nullptr);
    ~FakeBackend() override;

    /// How the next call of any kind fails; one use. The change may be made all the same, as when an answer is lost.
    enum class Change { NotMade, Made };
    void failNext(const Error &error, Change change);

    void setHealth(const Health &health);
    void putIntent(const IntentRecord &intent);
    void putBatch(const BatchDetail &batch);
    void putSession(const SessionRecord &session);
    void putOperation(const OperationRecord &operation);
    void putReceipt(const IntentId &id, const std::string &json);
    void putItem(const ItemRecord &item);
    void putBalances(const Balances &balances);
    void putAccount(const ChainAccount &account);
    void setTokens(const Tokens &tokens);
    /// The feed's next event; its sequence number is given here.
    void emitEvent(LiveEvent event);
    void setLink(const LinkState &link);

    [[nodiscard]] std::uint64_t submissions() const; ///< posts of intents that arrived

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

private:
    struct World;
    template <class T>
    [[nodiscard]] Reply<T> answer(std::function<Result<T>()> make);

    std::unique_ptr<World> m_world;
};

} // namespace paradox::client
