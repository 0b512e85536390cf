#pragma once

#include "chain/chain.h"
#include "domain/clock.h"
#include "settlement/courier.h"
#include "settlement/venue.h"

#include <deque>
#include <functional>
#include <mutex>

namespace paradox::settlement {

/// A transaction that a wallet built and signed, to be carried to the chain and followed.
struct WalletTransaction {
    Bytes bytes;
    std::optional<Grant> registers{}; ///< must register exactly this grant, and do nothing else of the vault's
    std::optional<PublicKey> owner{}; ///< who must be its fee payer
};

enum class RelayError {
    NotATransaction,
    SignatureMissing, ///< or wrong
    NotTheOwner,
    NotTheGrant,  ///< the registration in it is not of the grant handed in
    NeverExpires, ///< a durable nonce keeps it alive for good: its end could not be told
    WouldFail,    ///< the chain's simulation says no
    ChainUnreachable,
    Busy,
    StorageFailed,
};
[[nodiscard]] std::string_view toText(RelayError error);

struct RelayFailure {
    RelayError error;
    std::string words;              ///< for a person
    std::string transactionError{}; ///< the chain's, in its own form
    std::vector<std::string> logs{};
};

struct Relayed {
    std::string operationId;
    Signature signature;
};

using RelayCallback = std::move_only_function<void(std::expected<Relayed, RelayFailure>)>;

/// Carries wallets' transactions to the chain. `submit` from any thread; the callback comes on the back-office thread,
/// or at once for an early no. The same transaction twice is one operation.
class Relay {
public:
    static constexpr std::size_t queueMax = 4096;

    Relay(const Venue &venue, chain::Chain &chain, Courier &courier, storage::Database &database, Random &random)
        : m_venue(venue),
          m_chain(chain),
          m_courier(courier),
          m_database(database),
          m_random(random)
    {
    }

    void submit(WalletTransaction transaction, RelayCallback callback);
    /// Simulates, stores and sends what has come in.
    void tick();
    [[nodiscard]] bool hasWork() const;

private:
    struct Checked {
        storage::OperationKind kind = storage::OperationKind::Other;
        PublicKey owner;
        Signature signature;
        Hash blockhash;
        std::optional<PublicKey> session;
    };
    struct Waiting {
        WalletTransaction transaction;
        Checked checked;
        RelayCallback callback;
    };
    [[nodiscard]] std::expected<Checked, RelayFailure> check(const WalletTransaction &transaction) const;
    [[nodiscard]] std::optional<RelayFailure> simulate(const WalletTransaction &transaction);
    [[nodiscard]] std::vector<Waiting> take();
    /// The operation that carries this transaction already, or that there is none; an error when that cannot be read.
    [[nodiscard]] std::expected<std::optional<std::string>, RelayFailure> findKnown(const Signature &signature) const;
    [[nodiscard]] std::expected<void, RelayFailure> launch(std::vector<Launch> launches);

    const Venue &m_venue;
    chain::Chain &m_chain;
    Courier &m_courier;
    storage::Database &m_database;
    Random &m_random;
    mutable std::mutex m_mutex;
    std::deque<Waiting> m_waiting;
};

/// 128 unpredictable bits in hex.
[[nodiscard]] std::string newOperationId(Random &random);

} // namespace paradox::settlement
