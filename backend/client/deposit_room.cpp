#include "client/deposit_room.h"

#include "programs/client/account_sizes.h"
#include "programs/client/vault_addresses.h"
#include "solana/fees.h"

namespace paradox::client {
namespace {

Reply<PlayerLedgerState> ledgerOf(BackendClient &client, const Health &node, const PublicKey &owner)
{
    Promise<PlayerLedgerState> promise;
    client.account(vault::Addresses(node.vaultProgram).ledger(node.engine, owner))
        .listen([promise](const Result<ChainAccount> &account) mutable {
            if (account)
                promise.finish(account->data.empty() ? PlayerLedgerState::Missing : PlayerLedgerState::Open);
            else if (account.error().httpStatus == 404)
                promise.finish(PlayerLedgerState::Missing);
            else
                promise.finish(std::unexpected(account.error()));
        });
    return promise.reply();
}

} // namespace

DepositRoom depositRoomOf(Lamports wallet, PlayerLedgerState ledger)
{
    const Lamports rent =
        ledger == PlayerLedgerState::Open ? Lamports{} : solana::rentExemptMinimum(vault::playerLedgerBytes);
    const Lamports keepLeast = solana::rentExemptMinimum(0);
    const Lamports fees{solana::signatureFee.value + rent.value};
    // The fee is taken first, and what it leaves must be a whole account.
    const bool canPay = wallet.value >= solana::signatureFee.value + keepLeast.value;
    return {.most = canPay ? checkedSub(wallet, fees).value_or(Lamports{}) : Lamports{},
            .fees = fees,
            .keepLeast = keepLeast};
}

Reply<DepositRoom> depositRoom(BackendClient &client, const PublicKey &owner)
{
    return client.health().then([&client, owner](const Health &node) {
        return ledgerOf(client, node, owner).then([&client, owner](PlayerLedgerState ledger) {
            return client.balances(owner).map(
                [ledger](const Balances &balances) { return depositRoomOf(balances.wallet, ledger); });
        });
    });
}

} // namespace paradox::client
