#pragma once

#include "client/backend_client.h"
#include "client/signatory.h"
#include "domain/clock.h"
#include "programs/client/vault_instructions.h"

#include <span>

// What a person does with a node, from the wish to the node's answer: build the bytes, have them signed, hand them
// over. The same for desk and command line. Client and signatory must outlive the reply.
namespace paradox::client {

/// Sign-in by one signature; the client uses the tokens from here on.
[[nodiscard]] Reply<Tokens> signIn(BackendClient &client, Signatory &signatory, const PublicKey &owner);

/// A grant's wishes; genesis, program, engine, owner's epoch and times are filled in from the node.
struct GrantWish {
    PublicKey owner;
    PublicKey session;
    std::uint16_t actions = actionsAll;
    Lamports maxTotal;
    Lamports maxPerIntent;
    std::uint32_t maxIntents = 1000;
    std::int64_t lifeSeconds = grantLifeDefaultSeconds;
    Hash scopeRoot{};
};

/// Makes the grant, has its register_session_key transaction and the sign-in text that binds it signed by the owner
/// (two signatures asked for), and opens the session. It is a sign-in, too. The session trades once `status` is active.
[[nodiscard]] Reply<OpenedSession> openSession(BackendClient &client, Signatory &signatory, const GrantWish &wish,
                                               const Clock &clock);

struct WalletTransaction {
    PublicKey owner; ///< pays and signs
    std::vector<solana::Instruction> instructions{};
};
/// Builds it on a fresh blockhash, unsigned.
[[nodiscard]] Reply<Bytes> buildTransaction(BackendClient &client, const WalletTransaction &wallet);
/// Builds, simulates, has it signed and relays it. A simulation that fails ends here, before the signature.
[[nodiscard]] Reply<Relayed> sendTransaction(BackendClient &client, Signatory &signatory,
                                             const WalletTransaction &wallet);

[[nodiscard]] Reply<Relayed> deposit(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                                     Lamports amount);
[[nodiscard]] Reply<Relayed> withdraw(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                                      Lamports amount);
[[nodiscard]] Reply<Relayed> registerItem(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                                          const vault::ItemId &item);
struct ItemTransfer {
    PublicKey owner;
    PublicKey item; ///< the item's account
    PublicKey newOwner;
};
[[nodiscard]] Reply<Relayed> transferItem(BackendClient &client, Signatory &signatory, const ItemTransfer &transfer);
/// On chain, for good; revokeSession() below takes effect at once at the node.
[[nodiscard]] Reply<Relayed> revokeOnChain(BackendClient &client, Signatory &signatory, const PublicKey &owner,
                                           const PublicKey &session);
[[nodiscard]] Reply<Relayed> raiseEpochOnChain(BackendClient &client, Signatory &signatory, const PublicKey &owner);

/// Asks about an operation, with growing pauses, until its state is settled, failed, expired or cancelled, or time is
/// up.
[[nodiscard]] Reply<OperationRecord> awaitOperation(BackendClient &client, const std::string &operationId,
                                                    int timeoutMs);

/// An intent's wishes; genesis, program and engine come from the node, times from the clock.
struct IntentWish {
    IntentType type = IntentType::List;
    PublicKey session;
    PublicKey owner;
    PublicKey item;
    PublicKey from;
    PublicKey to{};
    PublicKey mint{};
    Lamports amount;
    std::uint64_t nonce = 0;
    std::int64_t lifeSeconds = 3600;
    Hash terms{};
};
/// The intent that submitIntent() would sign, for preview.
[[nodiscard]] Result<Intent> draftIntent(const Health &node, const IntentWish &wish, UnixSeconds now);
[[nodiscard]] Reply<Admitted> submitIntent(BackendClient &client, Signatory &signatory, const Intent &intent);
[[nodiscard]] Reply<IntentRecord> cancelIntent(BackendClient &client, Signatory &signatory, const IntentId &id,
                                               const PublicKey &session);

struct RevocationWish {
    PublicKey session; ///< zeros: every session of the owner
    PublicKey owner;
    PublicKey signer; ///< the owner, or the session itself
};
[[nodiscard]] Reply<SessionRecord> revokeSession(BackendClient &client, Signatory &signatory,
                                                 const RevocationWish &wish, const Clock &clock);
[[nodiscard]] Reply<std::uint64_t> revokeAllSessions(BackendClient &client, Signatory &signatory,
                                                     const RevocationWish &wish, const Clock &clock);

} // namespace paradox::client
