#include "tests/svm/held_mint.h"
#include "tests/svm/vault_world.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

constexpr std::uint64_t heldAmount = 10'000'000;
constexpr std::uint8_t transferTag = 3;
constexpr std::uint8_t freezeTag = 10;

/// The same market for tokens: one venue's currency is of SPL Token, the other's of Token-2022. Holders, the mint's
/// authority and strangers do what they can to the accounts that the vault moves tokens from and to.
class VaultTokensWorld : public VaultWorld {
public:
    std::vector<Generator> generators() override;
    std::vector<PublicKey> strangers() override;

protected:
    void foundCurrencies() override;
    Currency currencyOf(std::size_t venueNumber) const override { return m_currencies.at(venueNumber); }
    Currency someCurrency(SeededRandom &random) const override;
    std::optional<vault::TokenAccounts> tokensOf(const PublicKey &venue, const PublicKey &wallet,
                                                 SeededRandom *dice) const override;
    std::uint64_t heldFor(const PublicKey &venue) const override;

private:
    [[nodiscard]] const Currency &currencyAt(const PublicKey &venue) const
    {
        return m_currencies.at(venue == m_venues.front() ? 0 : 1);
    }
    [[nodiscard]] PublicKey accountOf(const PublicKey &wallet, const Currency &currency) const
    {
        return token::associatedAddress({wallet, currency.mint, currency.program});
    }
    [[nodiscard]] PublicKey vaultAccount(const PublicKey &venue) const
    {
        return at.vaultTokens(venue, currencyAt(venue).mint, currencyAt(venue).program);
    }
    void disturb(vault::TokenAccounts &tokens, const PublicKey &venue, SeededRandom &random) const;
    [[nodiscard]] TokenCall callOf(const Currency &currency, const PublicKey &account, const PublicKey &authority,
                                   std::uint64_t amount) const
    {
        return {.program = currency.program,
                .mint = currency.mint,
                .account = account,
                .authority = authority,
                .amount = amount};
    }
    [[nodiscard]] Move byHolder(solana::Instruction instruction) const
    {
        return {"", {std::move(instruction)}, m_admin};
    }

    std::vector<Currency> m_currencies; ///< of the venues, and one that no venue can have
};

void VaultTokensWorld::foundCurrencies()
{
    std::uint64_t number = 500;
    for (const PublicKey &program : {solana::tokenProgram, solana::token2022Program}) {
        const PublicKey mint = m_twins->wallet(number++);
        mustRun(*m_twins, {"mint",
                           createMint({.program = program,
                                       .mint = mint,
                                       .payer = m_admin,
                                       .authority = m_admin,
                                       .freezeAuthority = m_admin}),
                           m_admin});
        m_currencies.push_back({mint, program});
        for (const PublicKey &wallet : wallets()) {
            const PublicKey account = accountOf(wallet, m_currencies.back());
            mustRun(*m_twins, {"holding",
                               {token::createAssociated(m_admin, {wallet, mint, program}),
                                mintTo(callOf(m_currencies.back(), account, m_admin, heldAmount))},
                               m_admin});
        }
    }
    m_currencies.push_back({foundReachableMint(*m_twins, m_twins->wallet(number), m_admin), solana::token2022Program});
}

VaultWorld::Currency VaultTokensWorld::someCurrency(SeededRandom &random) const
{
    Currency currency = oneOf(random, m_currencies);
    if (random.oneIn(10))
        currency.program = solana::tokenProgram;
    return random.oneIn(12) ? VaultWorld::someCurrency(random) : currency;
}

std::optional<vault::TokenAccounts> VaultTokensWorld::tokensOf(const PublicKey &venue, const PublicKey &wallet,
                                                               SeededRandom *dice) const
{
    const Currency &currency = currencyAt(venue);
    vault::TokenAccounts tokens{currency.mint, currency.program, accountOf(wallet, currency)};
    if (dice && dice->oneIn(6))
        disturb(tokens, venue, *dice);
    if (dice && dice->oneIn(30))
        return std::nullopt;
    return tokens;
}

/// Another's account, another mint or program, the vault itself on both sides.
void VaultTokensWorld::disturb(vault::TokenAccounts &tokens, const PublicKey &venue, SeededRandom &random) const
{
    const Currency &other = oneOf(random, m_currencies);
    switch (random.below(6)) {
    case 0:
        tokens.account = accountOf(oneOf(random, m_players), currencyAt(venue));
        break;
    case 1:
        tokens.account = vaultAccount(oneOf(random, m_venues));
        break;
    case 2:
        tokens.mint = other.mint;
        break;
    case 3:
        tokens.program = other.program;
        break;
    case 4:
        tokens = {other.mint, other.program, accountOf(oneOf(random, m_players), other)};
        break;
    default:
        tokens.account = oneOf(random, m_players);
    }
}

std::uint64_t VaultTokensWorld::heldFor(const PublicKey &venue) const
{
    const auto account = token::decodeTokenAccount(m_twins->data(vaultAccount(venue)));
    return account ? account->amount : 0;
}

std::vector<PublicKey> VaultTokensWorld::strangers()
{
    std::vector<PublicKey> list = VaultWorld::strangers();
    for (const PublicKey &venue : m_venues)
        list.push_back(vaultAccount(venue));
    for (const Currency &currency : m_currencies) {
        list.push_back(currency.mint);
        list.push_back(accountOf(m_players.front(), currency));
    }
    list.insert(list.end(), {solana::tokenProgram, solana::token2022Program});
    return list;
}

std::vector<Scenario::Generator> VaultTokensWorld::generators()
{
    std::vector<Generator> list = VaultWorld::generators();
    list.push_back({"freeze or thaw", 2, [this](SeededRandom &random) {
                        const PublicKey &venue = oneOf(random, m_venues);
                        const PublicKey account = random.oneIn(4)
                                                      ? vaultAccount(venue)
                                                      : accountOf(oneOf(random, m_players), currencyAt(venue));
                        const auto state = token::decodeTokenAccount(m_twins->data(account));
                        const bool isFrozen = state && state->isFrozen;
                        return byHolder(setFrozen(callOf(currencyAt(venue), account, m_admin, 0),
                                                  static_cast<std::uint8_t>(freezeTag + (isFrozen ? 1 : 0))));
                    }});
    list.push_back({"send tokens past the vault", 2, [this](SeededRandom &random) {
                        const PublicKey &venue = oneOf(random, m_venues);
                        const PublicKey &player = oneOf(random, m_players);
                        const Currency &currency = currencyAt(venue);
                        return byHolder({currency.program,
                                         {{accountOf(player, currency), false, true},
                                          {vaultAccount(venue), false, true},
                                          {player, true, false}},
                                         tagAndAmount(transferTag, random.below(5'000))});
                    }});
    list.push_back({"approve a stranger", 1, [this](SeededRandom &random) {
                        const PublicKey &player = oneOf(random, m_players);
                        const Currency &currency = currencyAt(oneOf(random, m_venues));
                        const TokenCall call =
                            callOf(currency, accountOf(player, currency), player, random.below(9'000));
                        return byHolder(approve(call, oneOf(random, m_players)));
                    }});
    list.push_back({"burn", 1, [this](SeededRandom &random) {
                        const PublicKey &player = oneOf(random, m_players);
                        const Currency &currency = currencyAt(oneOf(random, m_venues));
                        return byHolder(
                            burn(callOf(currency, accountOf(player, currency), player, random.below(9'000))));
                    }});
    return list;
}

TEST(VaultTokensDifferential, nativeAndSbpfAgree)
{
    VaultTokensWorld world;
    runScenario(world, {.steps = 1'600, .seedOffset = 2});
}

TEST(VaultTokensDifferential, nativeAndSbpfAgreeUndisturbed)
{
    VaultTokensWorld world;
    runScenario(world, {.steps = 800, .mutateOneIn = 20, .seedOffset = 3});
}

} // namespace
} // namespace paradox::test
