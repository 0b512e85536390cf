#include "ledger_world.h"
#include "token_calls.h"

#include "programs/client/token.h"
#include "programs/client/vault.h"

namespace paradox::test {
namespace {

using vault::VaultError;

/// A venue whose currency is a mint, of SPL Token and of Token-2022. Every accepted call is checked for conservation:
/// what the venue's token account holds is exactly what ledgers, escrow and fees add up to.
class VaultTokens : public LedgerWorld, public ::testing::WithParamInterface<PublicKey> {
protected:
    void SetUp() override
    {
        for (const PublicKey &wallet : {admin, authority, alice, bob, carol, treasury, issuer})
            give(wallet, 100 * lamportsPerSol);
        mustDo(vault::InitConfig{.admin = admin, .programData = at.program()});
        mustRun(createMint({.program = token, .mint = mint, .payer = issuer, .authority = issuer, .decimals = 6}));
        for (const PublicKey &wallet : {alice, bob, carol, treasury})
            mustRun(token::createAssociated(issuer, {wallet, mint, token}));
        mustDo(founding());
        issue(bob, 10'000);
        issue(carol, 10'000);
    }

    [[nodiscard]] vault::CreateGame founding() const
    {
        return {.admin = admin,
                .id = {1},
                .authority = authority,
                .treasury = treasury,
                .currency = mint,
                .tokenProgram = token,
                .feeBps = 25};
    }
    LedgerResult mustDo(const vault::VaultInstruction &instruction)
    {
        SCOPED_TRACE(vault::nameOf(instruction));
        LedgerResult result = mustRun(vault::build(at, instruction));
        if (exists(game))
            expectBacked();
        return result;
    }
    void mustRefuse(const solana::Instruction &instruction, VaultError error)
    {
        mustFail(instruction, static_cast<std::uint32_t>(error));
        expectBacked();
    }
    void mustRefuse(const vault::VaultInstruction &instruction, VaultError error)
    {
        SCOPED_TRACE(vault::nameOf(instruction));
        mustRefuse(vault::build(at, instruction), error);
    }

    [[nodiscard]] PublicKey tokensOf(const PublicKey &wallet) const
    {
        return token::associatedAddress({wallet, mint, token});
    }
    [[nodiscard]] std::uint64_t amountIn(const PublicKey &account) const
    {
        const auto decoded = token::decodeTokenAccount(data(account));
        return decoded ? decoded->amount : 0;
    }
    void issue(const PublicKey &wallet, std::uint64_t amount)
    {
        mustRun(mintTo(
            {.program = token, .mint = mint, .account = tokensOf(wallet), .authority = issuer, .amount = amount}));
    }
    [[nodiscard]] vault::TokenAccounts side(const PublicKey &wallet) const { return {mint, token, tokensOf(wallet)}; }
    [[nodiscard]] vault::DepositCredits deposit(const PublicKey &player, std::uint64_t amount) const
    {
        return {.game = game, .player = player, .amount = {amount}, .tokens = side(player)};
    }
    [[nodiscard]] vault::WithdrawCredits withdrawal(const PublicKey &player, std::uint64_t amount) const
    {
        return {.game = game, .player = player, .amount = {amount}, .tokens = side(player)};
    }
    [[nodiscard]] vault::Game venue() const { return vault::decodeGame(data(game)).value(); }
    [[nodiscard]] PublicKey ledgerKey(const PublicKey &player) const { return at.ledger(game, player); }
    [[nodiscard]] std::uint64_t credits(const PublicKey &player) const
    {
        return vault::decodePlayerLedger(data(ledgerKey(player))).value().available.value;
    }

    void expectBacked()
    {
        std::uint64_t owed = venue().fees.value;
        for (const PublicKey &key : accountsOf(at.program())) {
            const Bytes bytes = data(key);
            if (const auto state = vault::decodePlayerLedger(bytes); state && state->game == game)
                owed += state->available.value;
            if (const auto state = vault::decodeBatch(bytes);
                state && (state->phase == vault::BatchPhase::Locking || state->phase == vault::BatchPhase::Committing ||
                          state->phase == vault::BatchPhase::Aborting))
                owed += state->locked.value - state->committed.value - state->returned.value;
        }
        EXPECT_EQ(amountIn(held), owed);
    }

    const vault::Addresses at{vault::defaultProgram};
    const PublicKey token = GetParam();
    const PublicKey admin = numbered(1);
    const PublicKey authority = numbered(2);
    const PublicKey alice = numbered(3);
    const PublicKey bob = numbered(4);
    const PublicKey carol = numbered(5);
    const PublicKey treasury = numbered(6);
    const PublicKey issuer = numbered(7);
    const PublicKey mint = numbered(8);
    const PublicKey game = at.game({1});
    const PublicKey held = at.vaultTokens(game, mint, token);
};

std::string programName(const ::testing::TestParamInfo<PublicKey> &tested)
{
    return tested.param == solana::tokenProgram ? "Token" : "Token2022";
}

INSTANTIATE_TEST_SUITE_P(Programs, VaultTokens, ::testing::Values(solana::tokenProgram, solana::token2022Program),
                         programName);

TEST_P(VaultTokens, foundingMakesTheVenuesTokenAccount)
{
    EXPECT_EQ(venue().currency, mint);
    EXPECT_EQ(venue().decimals, 6);
    const auto account = token::decodeTokenAccount(data(held));
    ASSERT_TRUE(account);
    EXPECT_EQ(account->owner, at.vault(game));
    EXPECT_EQ(account->mint, mint);
    EXPECT_EQ(lamports(at.vault(game)), 0U);
}

TEST_P(VaultTokens, aTokenAccountThatStandsThereIsAccepted)
{
    vault::CreateGame second = founding();
    second.id = {2};
    mustRun(token::createAssociated(issuer, {at.vault(at.game({2})), mint, token}));
    mustDo(second);
    EXPECT_EQ(vault::decodeGame(data(at.game({2})))->currency, mint);
}

TEST_P(VaultTokens, creditsComeInAndGoOutExactly)
{
    mustDo(deposit(bob, 700));
    EXPECT_EQ(credits(bob), 700U);
    EXPECT_EQ(amountIn(tokensOf(bob)), 9'300U);
    mustDo(withdrawal(bob, 300));
    EXPECT_EQ(credits(bob), 400U);
    EXPECT_EQ(amountIn(tokensOf(bob)), 9'600U);
    mustRefuse(withdrawal(bob, 401), VaultError::InsufficientCredits);
    mustRefuse(deposit(bob, 0), VaultError::InvalidAmount);
    mustFail(vault::build(at, deposit(bob, 9'601)), 1); // the token program's InsufficientFunds
    EXPECT_EQ(credits(bob), 400U);
}

/// Alice sells an item to Carol for 3000 (fee 7), who has deposited 5000 tokens.
class VaultTokenSettlement : public VaultTokens {
protected:
    void SetUp() override
    {
        VaultTokens::SetUp();
        mustDo(deposit(carol, 5'000));
        mustDo(vault::RegisterItem{.game = game, .owner = alice, .item = numbered<vault::ItemId>(1)});
        grant(alice, 1);
        grant(carol, 2);
    }
    void grant(const PublicKey &owner, std::uint8_t session)
    {
        mustDo(vault::RegisterSessionKey{{.genesis = numbered<Hash>(1),
                                          .program = at.program(),
                                          .engine = game,
                                          .owner = owner,
                                          .session = numbered(session, 5),
                                          .actions = actionsAll,
                                          .maxTotal = {5'000},
                                          .maxPerIntent = {5'000},
                                          .maxIntents = 100,
                                          .notBefore = {now()},
                                          .expiresAt = {now() + 3600},
                                          .epoch = 0,
                                          .scopeRoot = {}}});
    }
    const PublicKey item = at.item(game, numbered<vault::ItemId>(1));
    const BatchId id = numbered<BatchId>(1);
    const std::vector<vault::CashLeg> debits{{ledgerKey(carol), {3'000}}};
    const std::vector<vault::CashLeg> payout{{ledgerKey(alice), {2'993}}};
    const std::vector<vault::ItemLeg> items{{item, ledgerKey(alice), carol}};
};

INSTANTIATE_TEST_SUITE_P(Programs, VaultTokenSettlement,
                         ::testing::Values(solana::tokenProgram, solana::token2022Program), programName);

TEST_P(VaultTokenSettlement, aSmallBatchSettlesAndEveryTokenLeaves)
{
    mustDo(vault::SettleNetBatch{.game = game,
                                 .authority = authority,
                                 .batch = id,
                                 .fees = {7},
                                 .debits = debits,
                                 .credits = payout,
                                 .items = items});
    mustDo(withdrawal(alice, 2'993));
    mustDo(withdrawal(carol, 2'000));
    EXPECT_EQ(amountIn(tokensOf(alice)), 2'993U);
    const vault::WithdrawProtocolFees fees{
        .game = game, .admin = admin, .treasury = treasury, .amount = {7}, .tokens = side(treasury)};
    vault::WithdrawProtocolFees tooMuch = fees;
    tooMuch.amount = {8};
    mustRefuse(tooMuch, VaultError::InsufficientCredits);
    mustDo(fees);
    EXPECT_EQ(amountIn(tokensOf(treasury)), 7U);
    EXPECT_EQ(amountIn(held), 0U);
}

TEST_P(VaultTokenSettlement, aChunkedBatchSettlesThroughEscrow)
{
    mustDo(vault::OpenNetBatch{.game = game,
                               .authority = authority,
                               .batch = id,
                               .chunkCount = 1,
                               .itemCount = 1,
                               .debitTotal = {3'000},
                               .creditTotal = {2'993},
                               .fees = {7}});
    mustDo(vault::LockNetChunk{
        .game = game, .authority = authority, .batch = id, .index = 0, .debits = debits, .items = items});
    mustDo(vault::CommitNetChunk{
        .game = game, .authority = authority, .batch = id, .index = 0, .credits = payout, .items = {item}});
    mustDo(vault::FinalizeNetBatch{.game = game, .authority = authority, .batch = id});
    EXPECT_EQ(credits(alice), 2'993U);
    EXPECT_EQ(venue().fees, Lamports{7});
}

TEST_P(VaultTokens, aVenueOfTokensTakesNoLamportsAndTheOtherWayRound)
{
    vault::DepositCredits lamportsOnly = deposit(bob, 5);
    lamportsOnly.tokens = std::nullopt;
    mustRefuse(lamportsOnly, VaultError::TokenAccountsMissing);
    mustDo(deposit(bob, 5));
    vault::WithdrawCredits out = withdrawal(bob, 5);
    out.tokens = std::nullopt;
    mustRefuse(out, VaultError::TokenAccountsMissing);

    mustDo(vault::CreateGame{.admin = admin, .id = {2}, .authority = authority, .treasury = treasury});
    vault::DepositCredits mixed = deposit(bob, 5);
    mixed.game = at.game({2});
    mustRefuse(mixed, VaultError::CurrencyNotSupported);
    vault::CreateGame bare = founding();
    bare.id = {3};
    bare.tokenProgram = {};
    mustRefuse(bare, VaultError::TokenAccountsMissing);
}

TEST_P(VaultTokens, onlyTheVenuesOwnTokenAccountCounts)
{
    mustDo(deposit(bob, 500));
    // Another account of the vault's would scatter what it owes.
    const PublicKey stray = numbered(40);
    solana::BorshWriter init;
    init.put(std::uint8_t{18}).put(at.vault(game)); // InitializeAccount3
    mustRun({solana::systemCreateAccount(
                 {.payer = issuer, .account = stray, .lamports = {10'000'000}, .space = 165, .owner = token}),
             {token, {{stray, false, true}, {mint, false, false}}, init.take()}});
    solana::Instruction astray = vault::build(at, deposit(bob, 5));
    astray.accounts[5].key = stray;
    mustFail(astray, 2009);
    // Another venue's account holds what that venue owes.
    vault::CreateGame second = founding();
    second.id = {2};
    mustDo(second);
    solana::Instruction theft = vault::build(at, withdrawal(bob, 5));
    theft.accounts[5].key = at.vaultTokens(at.game({2}), mint, token);
    mustFail(theft, 2009);
}

TEST_P(VaultTokens, tokensGoOnlyToAndFromAccountsOfTheWalletThatCalls)
{
    mustDo(deposit(bob, 500));
    vault::WithdrawCredits toAnother = withdrawal(bob, 5);
    toAnother.tokens = side(carol);
    mustRefuse(toAnother, VaultError::WrongTokenAccount);
    vault::WithdrawCredits toItself = withdrawal(bob, 5);
    toItself.tokens->account = held;
    mustRefuse(toItself, VaultError::WrongTokenAccount);
    // Carol's tokens, which she lets Bob move, do not become Bob's credits.
    mustRun(
        approve({.program = token, .mint = mint, .account = tokensOf(carol), .authority = carol, .amount = 50}, bob));
    vault::DepositCredits ofAnother = deposit(bob, 5);
    ofAnother.tokens = side(carol);
    mustRefuse(ofAnother, VaultError::WrongTokenAccount);
    mustFail(vault::build(at,
                          vault::WithdrawProtocolFees{
                              .game = game, .admin = admin, .treasury = alice, .amount = {1}, .tokens = side(alice)}),
             static_cast<std::uint32_t>(VaultError::Unauthorized));
}

TEST_P(VaultTokens, anotherMintOrTokenProgramIsRefused)
{
    const PublicKey junk = numbered(41);
    mustRun(createMint({.program = token, .mint = junk, .payer = issuer, .authority = issuer}));
    mustRun(token::createAssociated(issuer, {bob, junk, token}));
    vault::DepositCredits other = deposit(bob, 5);
    other.tokens = vault::TokenAccounts{junk, token, token::associatedAddress({bob, junk, token})};
    mustRefuse(other, VaultError::CurrencyNotSupported);
    solana::Instruction foreign = vault::build(at, deposit(bob, 5));
    foreign.accounts[8].key = token == solana::tokenProgram ? solana::token2022Program : solana::tokenProgram;
    mustFail(foreign, 3007);
    foreign.accounts[8].key = solana::systemProgram;
    mustFail(foreign, 3008);
    vault::CreateGame noMint = founding();
    noMint.id = {2};
    noMint.currency = tokensOf(bob);
    EXPECT_EQ(run(vault::build(at, noMint)).error->instruction.kind, ledger::InstructionErrorKind::InvalidAccountData);
}

TEST_P(VaultTokens, aFrozenVaultKeepsItsCreditsUntilItIsThawed)
{
    const PublicKey coin = numbered(42);
    mustRun(
        createMint({.program = token, .mint = coin, .payer = issuer, .authority = issuer, .freezeAuthority = issuer}));
    vault::CreateGame second = founding();
    second.id = {2};
    second.currency = coin;
    mustDo(second);
    const PublicKey venueOfCoin = at.game({2});
    mustRun(token::createAssociated(issuer, {bob, coin, token}));
    const PublicKey wallet = token::associatedAddress({bob, coin, token});
    mustRun(mintTo({.program = token, .mint = coin, .account = wallet, .authority = issuer, .amount = 100}));
    const vault::TokenAccounts coins{coin, token, wallet};
    mustDo(vault::DepositCredits{venueOfCoin, bob, {100}, coins});
    const TokenCall freeze{
        .program = token, .mint = coin, .account = at.vaultTokens(venueOfCoin, coin, token), .authority = issuer};
    mustRun(setFrozen(freeze, 10));
    const vault::WithdrawCredits out{venueOfCoin, bob, {100}, coins};
    mustFail(vault::build(at, out), 17); // the token program's AccountFrozen
    EXPECT_EQ(vault::decodePlayerLedger(data(at.ledger(venueOfCoin, bob)))->available, Lamports{100});
    mustRun(setFrozen(freeze, 11));
    mustDo(out);
    EXPECT_EQ(amountIn(wallet), 100U);
}

TEST_P(VaultTokens, aMintThatCameBackWithOtherDecimalsIsRefused)
{
    ledger::Account changed = *account(mint);
    changed.data[44] = 9;
    put(mint, changed);
    mustRefuse(deposit(bob, 5), VaultError::MintNotSupported);
}

TEST_P(VaultTokens, callsAreDecodedToWhatTheyWereBuiltFrom)
{
    const std::vector<vault::VaultInstruction> calls{
        founding(), deposit(bob, 5), withdrawal(bob, 5),
        vault::WithdrawProtocolFees{
            .game = game, .admin = admin, .treasury = treasury, .amount = {7}, .tokens = side(treasury)}};
    for (const vault::VaultInstruction &call : calls)
        EXPECT_EQ(vault::decodeInstruction(at, vault::build(at, call)), call) << vault::nameOf(call);
    solana::Instruction cut = vault::build(at, deposit(bob, 5));
    cut.accounts.pop_back();
    EXPECT_EQ(vault::decodeInstruction(at, cut), std::unexpected(vault::InstructionError::BadAccounts));
    vault::DepositCredits lamportsOnly = deposit(bob, 5);
    lamportsOnly.tokens = std::nullopt;
    EXPECT_EQ(vault::build(at, lamportsOnly).accounts.size(), 5U);
}

/// Mints of Token-2022 with one extension each.
class VaultMints : public LedgerWorld {
protected:
    void SetUp() override
    {
        give(admin, 100 * lamportsPerSol);
        mustRun(vault::build(at, vault::InitConfig{.admin = admin, .programData = at.program()}));
    }
    LedgerResult found(const PublicKey &mint, std::uint64_t id)
    {
        return run(vault::build(at, vault::CreateGame{.admin = admin,
                                                      .id = {id},
                                                      .authority = admin,
                                                      .treasury = admin,
                                                      .currency = mint,
                                                      .tokenProgram = solana::token2022Program}));
    }
    PublicKey mintWith(std::uint8_t number, std::size_t valueSize, const Bytes &initialisation)
    {
        const PublicKey mint = numbered(number, 50);
        mustRun(createMint({.program = solana::token2022Program,
                            .mint = mint,
                            .payer = admin,
                            .authority = admin,
                            .freezeAuthority = admin,
                            .extensionsSize = 4 + valueSize,
                            .extensions = {initialisation}}));
        return mint;
    }
    static Bytes call(std::initializer_list<std::uint8_t> tags, std::size_t keys, const Bytes &rest = {})
    {
        Bytes bytes(tags);
        for (std::size_t i = 0; i < keys; ++i)
            bytes.insert(bytes.end(), PublicKey::size, 0x42);
        bytes.insert(bytes.end(), rest.begin(), rest.end());
        return bytes;
    }
    /// A mint whose extensions are these bytes, as no token program would write them.
    PublicKey forged(std::uint8_t number, const Bytes &extensions)
    {
        const PublicKey mint = numbered(number, 51);
        ledger::Account account{.lamports = 10'000'000, .owner = solana::token2022Program};
        account.data.resize(166);
        account.data[44] = 6;
        account.data[45] = 1;
        account.data[165] = 1;
        account.data.insert(account.data.end(), extensions.begin(), extensions.end());
        put(mint, account);
        return mint;
    }

    const vault::Addresses at{vault::defaultProgram};
    const PublicKey admin = numbered(1);
};

constexpr auto mintNotSupported = static_cast<std::uint32_t>(VaultError::MintNotSupported);

TEST_F(VaultMints, extensionsThatReachIntoHoldingsAreRefused)
{
    struct Case {
        const char *name;
        std::size_t valueSize;
        Bytes initialisation;
        program::MintExtension extension;
    };
    using enum program::MintExtension;
    Bytes feeCall = call({26, 0, 1}, 1, {1});
    feeCall.insert(feeCall.end(), 32, 0x42);
    feeCall.insert(feeCall.end(), {25, 0, 255, 0, 0, 0, 0, 0, 0, 0});
    const std::vector<Case> cases{
        {"transfer fee", 108, feeCall, TransferFeeConfig},
        {"close authority", 32, call({25, 1}, 1), MintCloseAuthority},
        {"frozen by default", 1, {28, 0, 2}, DefaultAccountState},
        {"not transferable", 0, {32}, NonTransferable},
        {"permanent delegate", 32, call({35}, 1), PermanentDelegate},
        {"transfer hook", 64, call({36, 0}, 2), TransferHook},
        {"pausable", 33, call({44, 0}, 1), Pausable},
    };
    std::uint8_t number = 0;
    for (const Case &one : cases) {
        SCOPED_TRACE(one.name);
        const PublicKey mint = mintWith(++number, one.valueSize, one.initialisation);
        EXPECT_EQ(token::obstacleTo(data(mint)), one.extension);
        EXPECT_EQ(found(mint, number).code(), mintNotSupported);
        EXPECT_FALSE(exists(at.game({number})));
    }
}

TEST_F(VaultMints, extensionsThatOnlyTellOrShowAreTaken)
{
    struct Case {
        const char *name;
        std::size_t valueSize;
        Bytes initialisation;
    };
    const std::vector<Case> cases{
        {"metadata pointer", 64, call({39, 0}, 2)},
        {"open by default", 1, {28, 0, 1}},
    };
    std::uint8_t number = 0;
    for (const Case &one : cases) {
        SCOPED_TRACE(one.name);
        const PublicKey mint = mintWith(++number, one.valueSize, one.initialisation);
        EXPECT_EQ(token::obstacleTo(data(mint)), program::MintExtension::None);
        const LedgerResult result = found(mint, number);
        EXPECT_TRUE(result.ok()) << result.errorText();
    }
    // Interest and scale change how amounts are shown; the local ledger does not make such mints.
    for (const auto &[type, size] : {std::pair<std::uint8_t, std::uint8_t>{10, 52}, {25, 56}}) {
        Bytes entry{type, 0, size, 0};
        entry.resize(4 + size, 1);
        EXPECT_EQ(token::obstacleTo(data(forged(type, entry))), program::MintExtension::None);
    }
}

TEST_F(VaultMints, whatIsUnknownOrBrokenIsRefused)
{
    EXPECT_EQ(found(forged(1, {200, 0, 0, 0}), 1).code(), mintNotSupported); // nobody knows type 200
    EXPECT_EQ(found(forged(2, {10, 0, 53, 0}), 2).code(), mintNotSupported); // longer than the account
    EXPECT_EQ(found(forged(3, {19, 0, 0, 0, 0, 0, 0, 0, 12, 0}), 3).code(), mintNotSupported); // more behind the end
    EXPECT_EQ(token::obstacleTo(data(numbered(2, 51))), program::MintExtension::Malformed);
    EXPECT_EQ(token::obstacleTo(data(numbered(3, 51))), program::MintExtension::Malformed);
    // Powers that were given up for good do no harm.
    Bytes renounced{12, 0, 32, 0};
    renounced.resize(36);
    EXPECT_EQ(token::obstacleTo(data(forged(4, renounced))), program::MintExtension::None);
}

TEST_F(VaultMints, whatArrivesShortIsNotCredited)
{
    // The mint grows a transfer fee that no venue would have taken at its founding.
    const PublicKey token = solana::token2022Program;
    const PublicKey mint = numbered(60);
    const PublicKey game = at.game({1});
    mustRun(createMint({.program = token, .mint = mint, .payer = admin, .authority = admin}));
    const LedgerResult founded = found(mint, 1);
    ASSERT_TRUE(founded.ok()) << founded.errorText();
    const PublicKey wallet = token::associatedAddress({admin, mint, token});
    mustRun(token::createAssociated(admin, {admin, mint, token}));
    mustRun(mintTo({.program = token, .mint = mint, .account = wallet, .authority = admin, .amount = 1'000}));

    ledger::Account changed = *account(mint);
    changed.lamports = 100'000'000;
    changed.data.resize(166);
    changed.data[165] = 1;
    const Bytes head{1, 0, 108, 0};
    changed.data.insert(changed.data.end(), head.begin(), head.end());
    changed.data.resize(changed.data.size() + 72);
    for (int i = 0; i < 2; ++i) { // older and newer: epoch, most, basis points
        const Bytes fee{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 100, 0};
        changed.data.insert(changed.data.end(), fee.begin(), fee.end());
    }
    put(mint, changed);
    for (const PublicKey &key : {wallet, at.vaultTokens(game, mint, token)}) {
        ledger::Account holder = *account(key);
        holder.lamports = 100'000'000;
        const Bytes withheld{2, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        holder.data.insert(holder.data.end(), withheld.begin(), withheld.end());
        put(key, holder);
    }
    const vault::DepositCredits deposit{
        .game = game, .player = admin, .amount = {1'000}, .tokens = vault::TokenAccounts{mint, token, wallet}};
    mustFail(vault::build(at, deposit), static_cast<std::uint32_t>(VaultError::InexactTransfer));
}

} // namespace
} // namespace paradox::test
