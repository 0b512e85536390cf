#pragma once

#include "client/backend_client.h"
#include "client/token_file.h"
#include "domain/clock.h"

#include <QByteArray>
#include <QUrl>

#include <memory>

namespace paradox::client {

/// Where a node is and what opens it.
struct NodeAddress {
    QUrl url;                      ///< http://127.0.0.1:4000, or https
    QByteArray token{};            ///< a node token (role admin), or empty until signed in
    std::optional<Hash> genesis{}; ///< the cluster this profile belongs to; none: taken from the first answer
};

struct RemoteOptions {
    int callTimeoutMs = 15'000;
    qint64 answerBytesMax = qint64{64} << 20;
    int heartbeatLateMs = 5'000; ///< then Stale; three times that, and the connection is made anew
    int backoffFirstMs = 250;    ///< doubled up to the last, each with full jitter
    int backoffLastMs = 30'000;
};

/// A node over HTTP and WebSocket.
class RemoteBackend : public BackendClient {
    Q_OBJECT

public:
    RemoteBackend(const NodeAddress &address, const Clock &clock, Random &random, QObject *parent = nullptr);
    RemoteBackend(const NodeAddress &address, const RemoteOptions &options, const Clock &clock, Random &random,
                  QObject *parent = nullptr);
    ~RemoteBackend() override;

    /// Another address for the same profile: a restarted local node. The link is made anew.
    void setAddress(const NodeAddress &address);
    /// Tokens kept from an earlier run; empty ones sign out.
    void setTokens(const Tokens &tokens);
    [[nodiscard]] std::optional<Tokens> tokens() const;
    /// From now on the tokens are shared with other processes through this file.
    void keepTokensIn(std::unique_ptr<TokenFile> file);

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
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace paradox::client
