#include "node/bootstrap.h"

#include "solana/transaction.h"

#include <poll.h>

#include <array>

namespace paradox::node {
namespace {

constexpr Lamports fundsWanted{1'000 * lamportsPerSol};
constexpr Lamports fundsLeast{100 * lamportsPerSol};
constexpr int waitsMax = 2000;
constexpr int waitMs = 5;

template <class Condition>
bool waitFor(Condition condition)
{
    for (int i = 0; i < waitsMax; ++i) {
        if (condition())
            return true;
        ::poll(nullptr, 0, waitMs);
    }
    return false;
}

struct Found {
    bool hasConfig = false;
    std::optional<vault::Game> game;
};

std::expected<Found, std::string> find(chain::Chain &chain, const settlement::Venue &venue)
{
    const std::array keys = {venue.addresses.config(), venue.game};
    const auto read = chain.accounts(keys, chain::Commitment::Processed);
    if (!read)
        return std::unexpected("the chain cannot be read: " + read.error().words);
    Found found;
    found.hasConfig = read->accounts[0] && read->accounts[0]->owner == venue.addresses.program();
    if (read->accounts[1] && read->accounts[1]->owner == venue.addresses.program()) {
        const auto game = vault::decodeGame(read->accounts[1]->data);
        if (!game)
            return std::unexpected("the venue's account on chain has another form");
        found.game = *game;
    }
    return found;
}

std::expected<void, std::string> sendAll(chain::Chain &chain, const std::vector<solana::Instruction> &instructions,
                                         const solana::Keypair &payer)
{
    const auto blockhash = chain.latestBlockhash(chain::Commitment::Processed);
    if (!blockhash)
        return std::unexpected(blockhash.error().words);
    const auto message =
        solana::compileMessage(instructions, {.feePayer = payer.publicKey(), .recentBlockhash = blockhash->blockhash});
    if (!message)
        return std::unexpected("the transaction that makes the venue does not fit");
    solana::Transaction transaction = solana::makeTransaction(*message);
    const solana::Keypair *signer = &payer;
    if (!solana::signTransaction(transaction, std::span(&signer, 1)))
        return std::unexpected("the transaction that makes the venue cannot be signed");
    const auto sent = chain.send(solana::serialiseTransaction(transaction), chain::Preflight::Skip);
    if (!sent)
        return std::unexpected("the chain refused to make the venue: " + sent.error().words);
    return {};
}

} // namespace

std::expected<void, std::string> ensureFunds(chain::Chain &chain, const PublicKey &authority)
{
    const auto balance = [&]() -> Lamports {
        const auto read = chain.accounts(std::span(&authority, 1), chain::Commitment::Processed);
        return read && read->accounts[0] ? read->accounts[0]->lamports : Lamports{};
    };
    if (balance() >= fundsLeast)
        return {};
    const auto dropped = chain.airdrop(authority, fundsWanted);
    if (!dropped)
        return std::unexpected("the ledger gave no lamports: " + dropped.error().words);
    if (!waitFor([&] { return balance() >= fundsLeast; }))
        return std::unexpected("the lamports for the settlement key never arrived");
    return {};
}

std::expected<VenueFacts, std::string> ensureVenue(chain::Chain &chain, const settlement::Venue &venue,
                                                   const solana::Keypair &authority, const VenueWish &wish)
{
    if (wish.mayAirdrop) {
        if (const auto funded = ensureFunds(chain, authority.publicKey()); !funded)
            return std::unexpected(funded.error());
    }
    std::expected<Found, std::string> found = find(chain, venue);
    if (!found)
        return std::unexpected(found.error());
    if (!found->game) {
        std::vector<solana::Instruction> instructions;
        const PublicKey &key = authority.publicKey();
        if (!found->hasConfig)
            instructions.push_back(vault::build(venue.addresses, vault::InitConfig{key, venue.addresses.program()}));
        instructions.push_back(vault::build(venue.addresses, vault::CreateGame{.admin = key,
                                                                               .id = venue.gameId,
                                                                               .authority = key,
                                                                               .treasury = key,
                                                                               .currency = venue.mint,
                                                                               .feeBps = wish.feeBps}));
        if (const auto sent = sendAll(chain, instructions, authority); !sent)
            return std::unexpected(sent.error());
        const bool isThere = waitFor([&] {
            found = find(chain, venue);
            return found && found->game;
        });
        if (!isThere)
            return std::unexpected("the venue did not appear on the chain");
    }
    if (found->game->authority != authority.publicKey())
        return std::unexpected("the venue on this chain is settled by another key than this node's");
    return VenueFacts{.treasury = found->game->treasury, .feeBps = found->game->feeBps};
}

} // namespace paradox::node
