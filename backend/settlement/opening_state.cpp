#include "settlement/opening_state.h"

#include <algorithm>

namespace paradox::settlement {
namespace {

const chain::AccountInfo *ownedByVault(const std::optional<chain::AccountInfo> &account, const Venue &venue)
{
    return account && account->owner == venue.addresses.program() ? &*account : nullptr;
}

Lamports spendable(const vault::PlayerLedger &ledger, UnixSeconds grantsLiveAt)
{
    return std::min(ledger.available, ledger.allowance(grantsLiveAt));
}

} // namespace

chain::Result<OpeningState> readOpening(chain::Chain &chain, const Venue &venue, const OpeningQuery &query)
{
    std::vector<PublicKey> keys;
    keys.reserve(1 + query.items.size() + query.wallets.size());
    keys.push_back(venue.game);
    keys.insert(keys.end(), query.items.begin(), query.items.end());
    for (const PublicKey &wallet : query.wallets)
        keys.push_back(venue.addresses.ledger(venue.game, wallet));

    const chain::Result<chain::AccountsAt> read = chain.accounts(keys, chain::Commitment::Finalized);
    if (!read)
        return std::unexpected(read.error());
    const chain::AccountInfo *gameAccount = ownedByVault(read->accounts[0], venue);
    const auto game =
        gameAccount ? vault::decodeGame(gameAccount->data) : std::unexpected(vault::AccountError::WrongSize);
    if (!game) {
        return std::unexpected(chain::ChainError{.kind = chain::ErrorClass::Deterministic,
                                                 .words = "there is no such venue on this chain"});
    }
    OpeningState opening{.slot = read->slot, .game = *game, .owners = {}, .available = {}, .walletsWithoutLedger = {}};
    for (std::size_t i = 0; i < query.items.size(); ++i) {
        const chain::AccountInfo *account = ownedByVault(read->accounts[1 + i], venue);
        const auto item = account ? vault::decodeItem(account->data) : std::unexpected(vault::AccountError::WrongSize);
        if (item && item->game == venue.game)
            opening.owners.push_back({query.items[i], item->owner});
    }
    for (std::size_t i = 0; i < query.wallets.size(); ++i) {
        const chain::AccountInfo *account = ownedByVault(read->accounts[1 + query.items.size() + i], venue);
        const auto ledger =
            account ? vault::decodePlayerLedger(account->data) : std::unexpected(vault::AccountError::WrongSize);
        if (ledger)
            opening.available.push_back({query.wallets[i], spendable(*ledger, query.grantsLiveAt)});
        else
            opening.walletsWithoutLedger.push_back(query.wallets[i]);
    }
    return opening;
}

} // namespace paradox::settlement
