#include "declared_calls.h"
#include "energy_token_calls.h"
#include "token_calls.h"

#include "programs/energy_token/events.h"
#include "programs/registry/meters.h"
#include "programs/registry/registry.h"

namespace paradox::test {
namespace {

namespace registry = program::registry;
using programs::wire::toKey;
using ::testing::Contains;
using ::testing::HasSubstr;

/// What Metaplex's program was called with.
struct MetadataCall {
    Bytes data;
    std::vector<PublicKey> keys;
    std::vector<bool> signers;
};
MetadataCall metadataCall;

std::uint64_t recordMetadata(std::uint8_t *bytes)
{
    program::Input input;
    if (!input.parse(bytes))
        return 1;
    metadataCall = {};
    metadataCall.data.assign(input.data(), input.data() + input.dataSize());
    for (std::uint32_t i = 0; i < input.count(); ++i) {
        metadataCall.keys.push_back(programs::wire::fromKey(input[i].key()));
        metadataCall.signers.push_back(input[i].isSigner());
    }
    return 0;
}

const PublicKey metaplex = keyOf("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");

/// The energy token, founded, and a registry with Alice's meter.
class EnergyToken : public LedgerWorld, protected EnergyTokenCalls {
protected:
    explicit EnergyToken(std::vector<ledger::NativeProgram> more = {}) : LedgerWorld(std::move(more)) {}

    void SetUp() override
    {
        for (const PublicKey &wallet : {admin, oracle, alice, mallory})
            give(wallet, 100 * lamportsPerSol);
        mustRun(foundToken(admin));
        for (const PublicKey &wallet : {alice, mallory})
            mustRun(token::createAssociated(admin, {wallet, mint, solana::tokenProgram}));
        mustRun(registryCall<registry::Initialize>({}, {{registry::Initialize::authority, admin}}));
        mustRun(registryCall<registry::SetOracleAuthority>({toKey(oracle)},
                                                           {{registry::SetOracleAuthority::authority, admin}}));
        mustRun(registryCall<registry::RegisterUser>({registry::UserType::Prosumer, textView("Bangkok")},
                                                     {{registry::RegisterUser::userAuthority, alice}}));
        const auto meterCall = registryCall<registry::RegisterMeter>(
            {textView("METER_001"), registry::MeterType::Solar}, {{registry::RegisterMeter::userAuthority, alice}});
        meter = meterCall.accounts[registry::RegisterMeter::meterAccount].key;
        mustRun(meterCall);
    }

    template <class Ix>
    [[nodiscard]] static solana::Instruction registryCall(const typename Ix::Args &args,
                                                          std::initializer_list<programs::Named> named)
    {
        return programs::completeCall<Ix>(keyOf(programs::registryDefaultId), args, named);
    }
    void read(std::uint64_t generated, std::uint64_t consumed)
    {
        using Ix = registry::UpdateMeterReading;
        advance(60);
        mustRun(
            registryCall<Ix>({generated, consumed, now()}, {{Ix::meterAccount, meter}, {Ix::oracleAuthority, oracle}}));
    }

    [[nodiscard]] solana::Instruction mintGrid(const PublicKey &owner, const PublicKey &to) const
    {
        return EnergyTokenCalls::mintGrid(owner, meter, to);
    }

    [[nodiscard]] std::uint64_t amountIn(const PublicKey &account) const
    {
        return token::decodeTokenAccount(data(account)).value().amount;
    }
    [[nodiscard]] energy::TokenInfo state() const { return overlaid<energy::TokenInfo>(data(info)); }
    void expectSupply(std::uint64_t supply) const
    {
        EXPECT_EQ(state().totalSupply, supply);
        EXPECT_EQ(token::decodeMint(data(mint))->supply, supply);
    }

    const PublicKey admin = numbered(1);
    const PublicKey oracle = numbered(2);
    const PublicKey alice = numbered(3);
    const PublicKey mallory = numbered(4);
    const PublicKey info = keyOf("68hhPSVvhePC3ioUe2jRhUru9NW5PKFjf3W8pU7ybz82");
    const PublicKey mint = keyOf("DYXurk47FxGZyzrGJ1pcDM3djZSg3XBFJn9hTzsjx5MM");
    PublicKey meter;
};

TEST_F(EnergyToken, callsHaveTheBytesOfTheReference)
{
    EXPECT_EQ(hexEncode(mintDirect(admin, info, 1'000'000'000).data), "0df61fed631358e200ca9a3b00000000");
    EXPECT_EQ(hexEncode(burnFrom(info, admin, 5).data), "4c0f33fee5d779420500000000000000");
    EXPECT_EQ(hexEncode(mintGrid(alice, info).data), "d86e4cced431ee3b");
    EXPECT_EQ(hexEncode(programs::encodeCall<energy::MintToWallet>({1'000'000'000})),
              "1128476b8ee8a36400ca9a3b00000000");
    EXPECT_EQ(hexEncode(programs::encodeCall<energy::TransferTokens>({5})), "36b4eeaf4a557ebc0500000000000000");
    EXPECT_EQ(hexOf(energy::Initialize::discriminator), "afaf6d1f0d989bed");
    EXPECT_EQ(hexOf(energy::CreateTokenMint::discriminator), "236dedc436da2177");
    EXPECT_EQ(hexOf(energy::InitializeToken::discriminator), "26d19632be751036");
    EXPECT_EQ(hexOf(energy::AddRecValidator::discriminator), "49ebb7be9d55f602");
    EXPECT_EQ(hexOf(energy::SyncTotalSupply::discriminator), "fd0730b9f2485e0b");
    EXPECT_EQ(hexOf(energy::TokenInfo::discriminator), "6da2347d4da625ca");
    EXPECT_EQ(hexOf(energy::GridTokensMinted::discriminator), "b2ab099d15f7d3d2");
    EXPECT_EQ(hexOf(energy::TokensMintedDirect::discriminator), "fb0773a3665b3d30");
    EXPECT_EQ(hexOf(energy::TokensMinted::discriminator), "cfd480c2af364018");
}

TEST_F(EnergyToken, callsNameTheAccountsOfTheReference)
{
    using Metas = std::vector<solana::AccountMeta>;
    const PublicKey token = solana::tokenProgram;
    const PublicKey system = solana::systemProgram;
    EXPECT_EQ(call<energy::InitializeToken>({}, {{energy::InitializeToken::authority, admin}}).accounts,
              (Metas{{info, false, true},
                     {mint, false, true},
                     {admin, true, true},
                     {system, false, false},
                     {token, false, false},
                     {solana::rentSysvar, false, false}}));
    EXPECT_EQ(mintDirect(admin, alice, 1).accounts, (Metas{{info, false, true},
                                                           {mint, false, true},
                                                           {alice, false, true},
                                                           {admin, true, false},
                                                           {token, false, false}}));
    EXPECT_EQ(burnFrom(alice, admin, 1).accounts, (Metas{{info, false, true},
                                                         {mint, false, true},
                                                         {alice, false, true},
                                                         {admin, true, false},
                                                         {token, false, false}}));
    EXPECT_EQ(mintGrid(alice, mallory).accounts, (Metas{{info, false, true},
                                                        {mint, false, true},
                                                        {meter, false, true},
                                                        {mallory, false, true},
                                                        {alice, true, false},
                                                        {token, false, false},
                                                        {keyOf(programs::registryDefaultId), false, false},
                                                        {system, false, false}}));
    using Add = energy::AddRecValidator;
    EXPECT_EQ(call<Add>({}, {{Add::tokenInfo, info},
                             {Add::authority, admin},
                             {Add::recValidator, keyOf(programs::energy_tokenDefaultId)},
                             {Add::system, keyOf(programs::energy_tokenDefaultId)}})
                  .accounts,
              (Metas{{info, false, true}, {admin, true, false}}));
    // ATA of the golden wallet for the golden mint.
    EXPECT_EQ(tokensOf(keyOf("US517G5965aydkZ46HS38QLi7UQiSojurfbQfKCELFx")),
              keyOf("GfXqfNt9ChVygXph8kYTqk72t6ZE1dyybUHFfYHyzkmj"));
}

TEST_F(EnergyToken, foundingMakesTheMintThatOnlyTheProgramMints)
{
    EXPECT_EQ(data(info).size(), 88U);
    EXPECT_EQ(programs::wire::fromKey(state().authority), admin);
    const auto view = token::decodeMint(data(mint));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->decimals, 9);
    EXPECT_EQ(view->authority, info);
    EXPECT_EQ(view->freezeAuthority, std::nullopt);
    mustFail(call<energy::InitializeToken>({}, {{energy::InitializeToken::authority, mallory}}), 0);
}

TEST_F(EnergyToken, theAuthorityAloneMintsDirectly)
{
    const LedgerResult result = mustRun(mintDirect(admin, tokensOf(alice), 500));
    EXPECT_THAT(result.logs, Contains(lineOf(energy::TokensMintedDirect{toKey(tokensOf(alice)), 500, now()})));
    expectSupply(500);
    mustFail(mintDirect(mallory, tokensOf(mallory), 500), codeOf(energy::Error::UnauthorizedAuthority));
}

TEST_F(EnergyToken, burningAnotherMintDoesNotShrinkTheSupply)
{
    mustRun(mintDirect(admin, tokensOf(alice), 500));
    const PublicKey junk = numbered(40);
    mustRun(createMint({.mint = junk, .payer = mallory, .authority = mallory}));
    mustRun(token::createAssociated(mallory, {mallory, junk, solana::tokenProgram}));
    const PublicKey junkTokens = token::associatedAddress({mallory, junk, solana::tokenProgram});
    mustRun(mintTo({.mint = junk, .account = junkTokens, .authority = mallory, .amount = 400}));
    mustFail(burnFrom(junkTokens, mallory, 400, junk), codeOf(energy::Error::ForeignMint));
    expectSupply(500);
    mustRun(burnFrom(tokensOf(alice), alice, 200));
    expectSupply(300);
    mustFail(burnFrom(tokensOf(alice), alice, 301), codeOf(energy::Error::InsufficientBalance));
    mustFail(burnFrom(tokensOf(alice), mallory, 1), 4); // the token program's OwnerMismatch
}

TEST_F(EnergyToken, theSupplyFollowsWhatWasBurnedElsewhere)
{
    mustRun(mintDirect(admin, tokensOf(alice), 500));
    mustRun(burn({.mint = mint, .account = tokensOf(alice), .authority = alice, .amount = 100}));
    EXPECT_EQ(state().totalSupply, 500U);
    mustFail(synchronise(mallory), codeOf(energy::Error::UnauthorizedAuthority));
    mustRun(synchronise(admin));
    expectSupply(400);
    mustRun(burn({.mint = mint, .account = tokensOf(alice), .authority = alice, .amount = 100}));
    mustRun(mintDirect(admin, tokensOf(alice), 1));
    expectSupply(301);
}

TEST_F(EnergyToken, tokensAreTransferredByTheirOwner)
{
    mustRun(mintDirect(admin, tokensOf(alice), 500));
    const auto give = [&](const PublicKey &authority, std::uint64_t amount) {
        return transfer(tokensOf(alice), tokensOf(mallory), authority, amount);
    };
    mustRun(give(alice, 5));
    EXPECT_EQ(amountIn(tokensOf(mallory)), 5U);
    mustFail(give(mallory, 5), 4);
    mustFail(give(alice, 496), codeOf(energy::Error::InsufficientBalance));
}

TEST_F(EnergyToken, gridTokensAreWhatTheMetersOwnerSettled)
{
    read(1'500, 200);
    const LedgerResult result = mustRun(mintGrid(alice, tokensOf(alice)));
    EXPECT_THAT(result.logs, Contains(lineOf(energy::GridTokensMinted{toKey(alice), 1'300, now()})));
    EXPECT_EQ(amountIn(tokensOf(alice)), 1'300U);
    expectSupply(1'300);
    mustFail(mintGrid(alice, tokensOf(alice)), static_cast<std::uint32_t>(registry::Error::NoUnsettledBalance));
}

TEST_F(EnergyToken, nobodySettlesAnothersMeterOrIntoAnothersAccount)
{
    read(1'500, 200);
    mustFail(mintGrid(mallory, tokensOf(mallory)), static_cast<std::uint32_t>(registry::Error::UnauthorizedUser));
    mustFail(mintGrid(alice, tokensOf(mallory)), 2015);
    expectSupply(0);
}

/// Says of any meter that it settled a fortune.
std::uint64_t lyingRegistry(std::uint8_t *)
{
    const std::uint64_t fortune = 1'000'000'000'000'000'000;
    program::sol_set_return_data(reinterpret_cast<const std::uint8_t *>(&fortune), 8);
    return 0;
}

class EnergyTokenAmongStrangers : public EnergyToken {
protected:
    EnergyTokenAmongStrangers() : EnergyToken({{numbered(50), &lyingRegistry}, {metaplex, &recordMetadata}}) {}

    [[nodiscard]] solana::Instruction createMintCall(const PublicKey &newMint, const PublicKey &metadata,
                                                     const PublicKey &metadataProgram) const
    {
        using Ix = energy::CreateTokenMint;
        return call<Ix>({textView("GridTokenX"), textView("GRX"), textView("https://example.org/grx.json")},
                        {{Ix::mint, newMint},
                         {Ix::metadata, metadata},
                         {Ix::payer, admin},
                         {Ix::authority, admin},
                         {Ix::tokenProgram, solana::tokenProgram},
                         {Ix::metadataProgram, metadataProgram}});
    }
    [[nodiscard]] static PublicKey metadataOf(const PublicKey &newMint)
    {
        const ByteSpan seeds[] = {asBytes("metadata"), metaplex.span(), newMint.span()};
        return solana::findProgramAddress(seeds, metaplex)->key;
    }
};

TEST_F(EnergyTokenAmongStrangers, onlyTheRegistryIsBelieved)
{
    solana::Instruction lie = mintGrid(mallory, tokensOf(mallory));
    lie.accounts[energy::MintGridTokens::registryProgram].key = numbered(50);
    mustFail(lie, codeOf(energy::Error::UnauthorizedRegistry));
    expectSupply(0);
}

TEST_F(EnergyTokenAmongStrangers, aMintOfOnesOwnGetsMetadata)
{
    const PublicKey newMint = numbered(60);
    mustRun(createMintCall(newMint, metadataOf(newMint), metaplex));
    const auto view = token::decodeMint(data(newMint));
    ASSERT_TRUE(view);
    EXPECT_EQ(view->authority, admin);
    EXPECT_EQ(view->decimals, 9);
    EXPECT_EQ(hexEncode(metadataCall.data), "2a00"
                                            "0a000000" +
                                                hexEncode(asBytes("GridTokenX")) + "03000000" +
                                                hexEncode(asBytes("GRX")) + "1c000000" +
                                                hexEncode(asBytes("https://example.org/grx.json")) +
                                                "0000"
                                                "00"
                                                "00"
                                                "01"
                                                "02"
                                                "00"
                                                "00"
                                                "00"
                                                "00"
                                                "0109"
                                                "0100");
    EXPECT_EQ(metadataCall.keys,
              (std::vector{metadataOf(newMint), metaplex, newMint, admin, admin, admin, solana::systemProgram,
                           solana::instructionsSysvar, solana::tokenProgram}));
    EXPECT_EQ(metadataCall.signers, (std::vector{false, false, true, true, true, true, false, false, false}));
    mustFail(createMintCall(numbered(61), metadataOf(newMint), metaplex),
             codeOf(energy::Error::InvalidMetadataAccount));
    mustFail(createMintCall(numbered(61), metadataOf(numbered(61)), numbered(50)), 3008);
    EXPECT_FALSE(exists(numbered(61)));
}

TEST_F(EnergyTokenAmongStrangers, aClusterWithoutMetadataStillMakesTheMint)
{
    const PublicKey newMint = numbered(60);
    const LedgerResult result = mustRun(createMintCall(newMint, metadataOf(newMint), numbered(51)));
    EXPECT_THAT(result.logs, Contains(HasSubstr("no metadata program")));
    EXPECT_TRUE(token::decodeMint(data(newMint)));
}

TEST_F(EnergyTokenAmongStrangers, mintToWalletMakesTheWalletsAccount)
{
    const PublicKey newMint = numbered(60);
    mustRun(createMintCall(newMint, metadataOf(newMint), numbered(51)));
    using Ix = energy::MintToWallet;
    const PublicKey bob = numbered(5);
    const PublicKey wallet = token::associatedAddress({bob, newMint, solana::tokenProgram});
    const auto mintTo = [&](const PublicKey &authority, const PublicKey &destination) {
        return call<Ix>({70}, {{Ix::mint, newMint},
                               {Ix::destination, destination},
                               {Ix::destinationOwner, bob},
                               {Ix::authority, authority},
                               {Ix::payer, admin},
                               {Ix::tokenProgram, solana::tokenProgram}});
    };
    const LedgerResult result = mustRun(mintTo(admin, wallet));
    EXPECT_THAT(result.logs, Contains(lineOf(energy::TokensMinted{toKey(wallet), 70, now()})));
    mustRun(mintTo(admin, wallet));
    EXPECT_EQ(amountIn(wallet), 140U);
    mustFail(mintTo(mallory, wallet), 4); // not the mint's authority
    mustFail(mintTo(admin, tokensOf(mallory)), 2009);
    // An associated account that was given away is no longer its wallet's.
    solana::BorshWriter give;
    give.put(std::uint8_t{6}).put(std::uint8_t{2}).put(true).put(mallory);
    mustRun({solana::tokenProgram, {{wallet, false, true}, {bob, true, false}}, give.take()});
    mustFail(mintTo(admin, wallet), 2015);
    expectSupply(0);
}

TEST_F(EnergyToken, validatorsAreRecordedOnceAndRemoved)
{
    using Add = energy::AddRecValidator;
    const PublicKey validator = numbered(70);
    const auto add = [&](const PublicKey &authority) {
        return addValidator(authority, admin, {toKey(validator), textView("Authority")});
    };
    mustFail(add(mallory), codeOf(energy::Error::UnauthorizedAuthority));
    mustRun(add(admin));
    const PublicKey record = add(admin).accounts[Add::recValidator].key;
    const auto stored = unpacked<energy::RecValidator>(data(record));
    EXPECT_EQ(programs::wire::fromKey(stored.validator), validator);
    EXPECT_EQ(stored.addedAt, now());
    mustFail(add(admin), codeOf(energy::Error::ValidatorAlreadyExists));
    const auto remove = [&](const PublicKey &authority) { return removeValidator(authority, admin, validator); };
    mustFail(remove(mallory), codeOf(energy::Error::UnauthorizedAuthority));
    mustRun(remove(admin));
    EXPECT_FALSE(exists(record));
}

TEST_F(EnergyToken, theFirstVersionsCallOfAddRecValidatorIsTakenAndSaysThatItRecordsNothing)
{
    const LedgerResult result = mustRun(mentionValidator(admin, {toKey(numbered(70)), textView("Authority")}));
    EXPECT_THAT(result.logs, Contains(HasSubstr("not recorded")));
}

} // namespace
} // namespace paradox::test
