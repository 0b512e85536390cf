#include "tests/programs/energy_token_calls.h"
#include "tests/svm/held_mint.h"
#include "tests/svm/market_scenario.h"

#include <gtest/gtest.h>

namespace paradox::test {
namespace {

/// Energy is minted from a meter and by the authority, moved and burned; wallets make mints of their own.
class EnergyTokenScenario : public MarketScenario, private EnergyTokenCalls {
public:
    std::vector<Twins::Program> programs() const override
    {
        return {{"registry", registryProgram}, {"energy_token", program()}};
    }
    void setUp(Twins &twins) override
    {
        MarketScenario::setUp(twins);
        must("initialize_token", foundToken(m_admin), m_admin);
        for (const PublicKey &user : m_users) {
            must("holding", token::createAssociated(m_admin, holdingOf(user)), m_admin);
            must("mint_tokens_direct", mintDirect(m_admin, tokensOf(user), 1'000'000), m_admin);
        }
        m_foreign = foundMint(twins, {twins.wallet(100), solana::tokenProgram, m_admin, m_users, 1'000'000});
        for (const PublicKey &tokens : {solana::tokenProgram, solana::token2022Program})
            must("create_token_mint", createOwn(newMint(tokens), {}), m_admin);
    }
    std::vector<Generator> generators() override
    {
        std::vector<Generator> list;
        addSupply(list);
        addMovements(list);
        addMints(list);
        addValidators(list);
        return list;
    }
    std::vector<PublicKey> strangers() override
    {
        std::vector<PublicKey> list = MarketScenario::strangers();
        list.insert(list.end(), {infoKey(), mintKey(), program(), m_foreign, solana::tokenProgram,
                                 solana::token2022Program, solana::associatedTokenProgram});
        for (const PublicKey &user : m_users)
            list.insert(list.end(), {tokensOf(user), foreignTokensOf(user)});
        return list;
    }
    /// Burning elsewhere is all that the program may not have noticed.
    void check(const Outcome &) override
    {
        const auto mint = token::decodeMint(m_twins->data(m_mint));
        ASSERT_TRUE(mint.has_value());
        EXPECT_GE(decodeState<energy::TokenInfo>(m_twins->data(m_info)).totalSupply, mint->supply);
    }

private:
    void addSupply(std::vector<Generator> &list);
    void addMovements(std::vector<Generator> &list);
    void addMints(std::vector<Generator> &list);
    void addValidators(std::vector<Generator> &list);

    OwnMint newMint(const PublicKey &tokens)
    {
        const PublicKey mint = m_twins->wallet(1'000 + m_own.size());
        m_own.push_back({mint, m_admin, m_admin, tokens});
        return m_own.back();
    }
    PublicKey foreignTokensOf(const PublicKey &user) const
    {
        return token::associatedAddress({user, m_foreign, solana::tokenProgram});
    }
    /// A user's, mostly of the energy token.
    PublicKey someTokens(const PublicKey &user, SeededRandom &random)
    {
        return random.oneIn(15) ? foreignTokensOf(user) : tokensOf(user);
    }
    std::uint64_t someAmount(const PublicKey &account, SeededRandom &random)
    {
        const auto holder = token::decodeTokenAccount(m_twins->data(account));
        const std::uint64_t held = holder ? holder->amount : 0;
        return random.oneIn(10)   ? held + random.below(2)
               : random.oneIn(20) ? random.next()
                                  : random.below(held / 8 + 1);
    }
    PublicKey someMint(SeededRandom &random) { return random.oneIn(12) ? m_foreign : m_mint; }
    PublicKey someValidator(SeededRandom &random) { return m_twins->wallet(300 + random.below(6)); }
    bool isRecorded(const PublicKey &validator)
    {
        return m_twins->account(EnergyTokenCalls::derived({asBytes("rec_validator"), validator.span()})).has_value();
    }

    const PublicKey m_info = infoKey();
    const PublicKey m_mint = mintKey();
    PublicKey m_foreign; ///< another mint
    std::vector<OwnMint> m_own;
};

void EnergyTokenScenario::addSupply(std::vector<Generator> &list)
{
    add(list, "initialize", 1, [this](SeededRandom &random) {
        using Ix = energy::Initialize;
        return random.oneIn(3) ? foundToken(mostly(m_admin, random)) // founded before
                               : EnergyTokenCalls::call<Ix>({}, {{Ix::authority, someUser(random)}});
    });
    add(list, "mint_tokens_direct", 6, [this](SeededRandom &random) {
        const std::uint64_t amount = random.oneIn(20) ? random.next() : random.below(10'000);
        const PublicKey authority = mostly(m_admin, random);
        return mintDirect(authority, someTokens(someUser(random), random), amount);
    });
    add(list, "mint_grid_tokens", 8, [this](SeededRandom &random) {
        if (!random.oneIn(4)) {
            m_twins->advance(1);
            must("update_meter_reading", reading(m_oracle, {random.below(3'000), random.below(500), m_twins->now()}),
                 m_oracle);
        }
        const PublicKey owner = mostly(m_users[0], random);
        const PublicKey meter = meterKey(random.oneIn(12) ? "METER_002" : meterId);
        return mintGrid(owner, meter, someTokens(mostly(owner, random), random));
    });
    add(list, "sync_total_supply", 3, [this](SeededRandom &random) {
        const PublicKey authority = mostly(m_admin, random);
        return synchronise(authority, someMint(random));
    });
}

void EnergyTokenScenario::addMovements(std::vector<Generator> &list)
{
    add(list, "transfer_tokens", 8, [this](SeededRandom &random) {
        const PublicKey owner = someUser(random);
        const PublicKey from = someTokens(owner, random);
        const PublicKey to = someTokens(someUser(random), random);
        const PublicKey authority = mostly(owner, random);
        return transfer(from, to, authority, someAmount(from, random));
    });
    add(list, "burn_tokens", 6, [this](SeededRandom &random) {
        const PublicKey owner = someUser(random);
        const PublicKey from = someTokens(owner, random);
        const PublicKey authority = mostly(owner, random);
        const std::uint64_t amount = someAmount(from, random);
        return burnFrom(from, authority, amount, someMint(random));
    });
    add(list, "burn elsewhere", 3, [this](SeededRandom &random) {
        const PublicKey owner = someUser(random);
        const PublicKey from = tokensOf(owner);
        return burn({.mint = m_mint, .account = from, .authority = owner, .amount = someAmount(from, random)});
    });
}

void EnergyTokenScenario::addMints(std::vector<Generator> &list)
{
    add(list, "create_token_mint", 3, [this](SeededRandom &random) {
        const std::string name(random.below(40), 'n');
        const std::string uri(random.below(100), 'u');
        const PublicKey tokens = random.oneIn(12)  ? solana::systemProgram
                                 : random.oneIn(2) ? solana::tokenProgram
                                                   : solana::token2022Program;
        OwnMint own = random.oneIn(10) ? m_own[random.below(m_own.size())] : newMint(tokens);
        own.payer = random.oneIn(4) ? someUser(random) : m_admin;
        return createOwn(own, {textView(name), textView("GRX"), textView(uri)});
    });
    add(list, "mint_to_wallet", 8, [this](SeededRandom &random) {
        OwnMint own = m_own[random.below(m_own.size())];
        own.authority = mostly(m_admin, random);
        own.payer = random.oneIn(4) ? someUser(random) : m_admin;
        const PublicKey wallet = random.oneIn(4) ? m_twins->wallet(2'000 + random.below(100)) : someUser(random);
        return mintOwn(own, wallet, random.oneIn(20) ? random.next() : random.below(10'000));
    });
}

void EnergyTokenScenario::addValidators(std::vector<Generator> &list)
{
    add(list, "add_rec_validator", 5, [this](SeededRandom &random) {
        const std::string name(random.oneIn(6) ? random.below(100) : 12, 'v');
        const energy::AddRecValidator::Args args{programs::wire::toKey(someValidator(random)), textView(name)};
        const PublicKey authority = mostly(m_admin, random);
        return random.oneIn(6) ? mentionValidator(authority, args)
                               : addValidator(authority, random.oneIn(2) ? m_admin : someUser(random), args);
    });
    add(list, "remove_rec_validator", 4, [this](SeededRandom &random) {
        PublicKey validator = someValidator(random);
        for (int tries = 0; tries < 6 && !isRecorded(validator); ++tries)
            validator = someValidator(random);
        const PublicKey authority = mostly(m_admin, random);
        return removeValidator(authority, someUser(random), validator);
    });
}

TEST(EnergyTokenDifferential, nativeAndSbpfAgree)
{
    EnergyTokenScenario scenario;
    runScenario(scenario);
}

} // namespace
} // namespace paradox::test
