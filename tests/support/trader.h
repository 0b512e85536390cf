#pragma once

#include "domain/grant.h"
#include "domain/intent.h"
#include "solana/transaction.h"
#include "tests/support/running_node.h"

namespace paradox::test {

/// A person with a wallet key and a session key, acting on a running node through its API only.
struct Trader {
    solana::Keypair owner;
    solana::Keypair session;
    Grant grant{};
    std::string accessToken{};
    std::uint64_t nextNonce = 1;

    [[nodiscard]] static Trader make(Random &random);
};

struct Venue {
    Hash genesis;
    PublicKey program;
    PublicKey engine;
    std::string domain; ///< what sign-in texts name
};
[[nodiscard]] Venue venueOf(const RunningNode &node);

/// Airdrop, sign-in with a grant and its registration on chain, in one request; waits until the session is active.
[[nodiscard]] bool enter(const RunningNode &node, const Venue &venue, Trader &trader);
/// Signs the instructions with the owner's key and hands them to the node; the operation's id, or empty.
[[nodiscard]] std::string relay(const RunningNode &node, const Trader &trader,
                                std::span<const solana::Instruction> instructions);
/// Waits until an operation is settled; false when it failed.
[[nodiscard]] bool settled(const RunningNode &node, const std::string &operation);

struct IntentFields {
    IntentType type = IntentType::List;
    PublicKey item;
    PublicKey from;
    PublicKey to{};
    Lamports amount{1};
};
/// Takes the trader's next nonce. Times are now and an hour on, within the grant.
[[nodiscard]] Intent makeIntent(const Venue &venue, Trader &trader, const IntentFields &fields, UnixSeconds now);
/// The JSON of POST /api/intents, signed by the trader's session.
[[nodiscard]] std::string intentJson(const Intent &intent, const Signature &signature);

} // namespace paradox::test
