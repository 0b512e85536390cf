#include "node/bootstrap.h"

#include "domain/base58.h"
#include "solana/programs.h"
#include "solana/transaction.h"

#include <poll.h>

#include <array>

namespace paradox::node {
namespace {

struct Funds {
    Lamports wanted;
    Lamports least;
};
constexpr Funds fundsOf(Where where)
{
    return where == Where::OwnLedger ? Funds{{1'000 * lamportsPerSol}, {100 * lamportsPerSol}}
                                     : Funds{{2 * lamportsPerSol}, {lamportsPerSol}};
}

/// A slot of our own cannot be taken back while nobody else writes there.
constexpr chain::Commitment depthOf(Where where)
{
    return where == Where::OwnLedger ? chain::Commitment::Processed : chain::Commitment::Confirmed;
}

constexpr int waitsPerSending = 400; ///< then the same bytes are sent again
constexpr int sendingsMax = 30;
constexpr int waitMs = 5;

template <class Condition>
bool waitFor(Condition condition, int waits)
{
    for (int i = 0; i < waits; ++i) {
        if (condition())
            return true;
        ::poll(nullptr, 0, waitMs);
    }
    return false;
}

struct Found {
    bool hasConfig = false;
    PublicKey programData; ///< where the upgradeable loader keeps the program; the program itself under another loader
    std::optional<vault::Game> game;
};

std::expected<Found, std::string> find(chain::Chain &chain, const settlement::Venue &venue)
{
    const std::array keys = {venue.addresses.config(), venue.game, venue.addresses.program()};
    const auto read = chain.accounts(keys, chain::Commitment::Processed);
    if (!read)
        return std::unexpected("the chain cannot be read: " + read.error().words);
    const std::optional<chain::AccountInfo> &program = read->accounts[2];
    if (!program || !program->executable)
        return std::unexpected("there is no vault program at " + toBase58(keys[2]) + " on this cluster");
    Found found{.hasConfig = false, .programData = keys[2], .game = {}};
    constexpr std::size_t programDataOffset = 4;
    if (program->owner == solana::upgradeableLoader && program->data.size() >= programDataOffset + PublicKey::size)
        found.programData = *PublicKey::from(ByteSpan(program->data).subspan(programDataOffset, PublicKey::size));
    found.hasConfig = read->accounts[0] && read->accounts[0]->owner == venue.addresses.program();
    if (read->accounts[1] && read->accounts[1]->owner == venue.addresses.program()) {
        const auto game = vault::decodeGame(read->accounts[1]->data);
        if (!game)
            return std::unexpected("the venue's account on chain has another form");
        found.game = *game;
    }
    return found;
}

std::expected<Bytes, std::string> sign(chain::Chain &chain, const std::vector<solana::Instruction> &instructions,
                                       const solana::Keypair &payer, Where where)
{
    const auto blockhash = chain.latestBlockhash(depthOf(where));
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
    return solana::serialiseTransaction(transaction);
}

/// Sends the same bytes until the venue is there. Making it twice is refused by the program.
std::expected<vault::Game, std::string> sendUntilThere(chain::Chain &chain, const settlement::Venue &venue,
                                                       const Bytes &transaction, Where where)
{
    const chain::Preflight check = where == Where::OwnLedger ? chain::Preflight::Skip : chain::Preflight::Check;
    std::expected<Found, std::string> found;
    for (int i = 0; i < sendingsMax; ++i) {
        const auto sent = chain.send(transaction, i == 0 ? check : chain::Preflight::Skip);
        if (!sent && i == 0)
            return std::unexpected("the chain refused to make the venue: " + sent.error().words);
        const bool isThere = waitFor(
            [&] {
                found = find(chain, venue);
                return found && found->game;
            },
            waitsPerSending);
        if (isThere)
            return *found->game;
    }
    return std::unexpected("the venue did not appear on the chain");
}

} // namespace

std::expected<void, std::string> ensureFunds(chain::Chain &chain, const PublicKey &authority, Where where)
{
    const auto balance = [&]() -> Lamports {
        const auto read = chain.accounts(std::span(&authority, 1), depthOf(where));
        return read && read->accounts[0] ? read->accounts[0]->lamports : Lamports{};
    };
    const Funds funds = fundsOf(where);
    if (balance() >= funds.least)
        return {};
    const auto dropped = chain.airdrop(authority, funds.wanted);
    const bool isThere = dropped && waitFor([&] { return balance() >= funds.least; }, 5 * waitsPerSending);
    // Without a faucet little must do, but not nothing.
    if (isThere || (where == Where::OtherCluster && balance() > Lamports{}))
        return {};
    return std::unexpected("the settlement key " + toBase58(authority) +
                           " has no lamports for fees and rent: send it some" +
                           (dropped ? "" : " (" + dropped.error().words + ")"));
}

std::expected<VenueFacts, std::string> ensureVenue(chain::Chain &chain, const settlement::Venue &venue,
                                                   const solana::Keypair &authority, const VenueWish &wish)
{
    std::expected<Found, std::string> found = find(chain, venue);
    if (!found)
        return std::unexpected(found.error());
    if (const auto funded = ensureFunds(chain, authority.publicKey(), wish.where); !funded)
        return std::unexpected(funded.error());
    if (!found->game) {
        std::vector<solana::Instruction> instructions;
        const PublicKey &key = authority.publicKey();
        if (!found->hasConfig)
            instructions.push_back(vault::build(venue.addresses, vault::InitConfig{key, found->programData}));
        instructions.push_back(vault::build(venue.addresses, vault::CreateGame{.admin = key,
                                                                               .id = venue.gameId,
                                                                               .authority = key,
                                                                               .treasury = key,
                                                                               .currency = venue.mint,
                                                                               .feeBps = wish.feeBps}));
        const auto transaction = sign(chain, instructions, authority, wish.where);
        if (!transaction)
            return std::unexpected(transaction.error());
        const auto game = sendUntilThere(chain, venue, *transaction, wish.where);
        if (!game)
            return std::unexpected(game.error());
        found->game = *game;
    }
    if (found->game->authority != authority.publicKey())
        return std::unexpected("the venue on this chain is settled by another key than this node's");
    return VenueFacts{.treasury = found->game->treasury, .feeBps = found->game->feeBps};
}

} // namespace paradox::node
