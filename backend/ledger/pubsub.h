#pragma once

#include "http/web_socket.h"
#include "ledger/account_filter.h"
#include "ledger/engine.h"
#include "ledger/rpc.h"
#include "ledger/rpc_json.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace paradox::ledger {

enum class Silence : std::uint8_t { Off, On };

/// Subscriptions of all PubSub connections. Listens to the chain on the engine's flusher thread; connections come and
/// go on I/O threads. A peer that reads too slowly is dropped: its queue is bounded.
class PubSub final : public ChainListener {
public:
    explicit PubSub(Engine &engine) : m_engine(engine) {}

    /// The listener of a new connection. The hub outlives it.
    [[nodiscard]] std::unique_ptr<http::WebSocketListener> connect();

    void onRecords(std::span<const RecordRef> records) override;
    void onSlotOpened(Slot slot, Slot parent, Slot root) override;
    void onConfirmed(Slot slot) override;
    void onFinalized(Slot slot) override;
    void onFork(const Fork &fork) override;
    void onRewrite(const Rewrite &rewrite) override;

    // Cheat-codes, any thread.
    void setSilence(Silence silence) { m_isSilent = silence == Silence::On; } ///< notifications get lost
    void cut(); ///< closes every connection that has a subscription

private:
    class Connection;

    enum class Kind : std::uint8_t { Account, Logs, Program, Signature, Slot, SlotUpdates, Root };
    struct Subscription {
        std::uint64_t id = 0;
        Kind kind = Kind::Slot;
        Commitment commitment = Commitment::Finalized;
        std::shared_ptr<http::WebSocket> socket;
        const void *owner = nullptr; ///< its connection
        PublicKey key{};             ///< account, program, or mentioned
        bool mentionsOnly = false;
        Signature signature{};
        bool wantsReceived = false; ///< also to be told that the signature was seen at all
        AccountForm form{};
        std::vector<AccountFilter> filters{}; ///< of a program subscription
    };
    /// What happened in a slot that is not yet final, to be told again when it is.
    struct SlotNews {
        Slot slot;
        std::vector<RecordRef> records;
        std::vector<AccountWrite> rewritten; ///< outside of transactions
    };

    void receive(std::string_view text, const std::shared_ptr<http::WebSocket> &socket, const void *owner);
    [[nodiscard]] RpcResult subscribe(std::string_view method, Arguments &arguments, Subscription subscription);
    [[nodiscard]] RpcResult unsubscribe(Arguments &arguments, const void *owner);
    void fill(Subscription &subscription, Arguments &arguments);
    void erase(std::uint64_t id);
    void forget(const void *owner);
    void tellSignatureIfKnown(std::uint64_t id);

    SlotNews &newsOf(Slot slot);
    void tellNews(Slot slot, Commitment commitment);
    void tellRecords(std::span<const RecordRef> records, Slot slot, Commitment commitment);
    void tellSignatures(std::span<const RecordRef> records, Slot slot, Commitment commitment);
    void tellSlot(Slot slot, Slot parent);
    void tellUpdate(std::string_view type, Slot slot, std::string_view more = {});
    void tellRecord(const Subscription &subscription, const TransactionRecord &record);
    [[nodiscard]] ShownAccount show(const AccountWrite &one, const AccountForm &form) const;
    void tellAccounts(const Subscription &subscription, Slot slot, const std::vector<AccountWrite> &accounts);
    void tellSignature(std::uint64_t id, Slot slot, const std::optional<TransactionError> &error);
    void send(const Subscription &subscription, std::string_view notification, std::string_view result);

    Engine &m_engine;
    std::atomic<bool> m_isSilent{false};
    std::mutex m_mutex; ///< never held while the chain is read
    std::uint64_t m_nextId = 1;
    std::unordered_map<std::uint64_t, Subscription> m_subscriptions;
    std::unordered_map<Signature, std::vector<std::uint64_t>> m_signatures; ///< one-shot ones, by what they wait for
    std::unordered_map<const void *, std::size_t> m_counts;                 ///< by connection
    std::deque<SlotNews> m_news;
    Slot m_root;
};

} // namespace paradox::ledger
