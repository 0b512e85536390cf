#pragma once

#include "client/backend_client.h"

namespace paradox::client {

/// What a deposit may take of a wallet, which pays the fee of its signature and, with its first deposit, the rent of
/// its ledger in the vault.
struct DepositRoom {
    Lamports most;      ///< leaves nothing in the wallet
    Lamports fees;      ///< what goes to the network beside it
    Lamports keepLeast; ///< who leaves something leaves at least this: the chain takes no account that holds less

    bool operator==(const DepositRoom &) const = default;
};

enum class PlayerLedgerState { Missing, Open };

[[nodiscard]] DepositRoom depositRoomOf(Lamports wallet, PlayerLedgerState ledger);

/// As of the node's newest slot.
[[nodiscard]] Reply<DepositRoom> depositRoom(BackendClient &client, const PublicKey &owner);

} // namespace paradox::client
