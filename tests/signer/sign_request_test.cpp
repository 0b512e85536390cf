#include "signer/sign_request.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"
#include "programs/client/vault.h"
#include "signer/signing_service.h"
#include "solana/programs.h"
#include "tests/signer/fixtures.h"

#include <algorithm>

namespace paradox::test {
namespace {

using namespace signer;

PublicKey key(std::uint8_t fill)
{
    PublicKey result;
    result.bytes.fill(fill);
    return result;
}

class SignRequestTest : public FolderTest {
protected:
    SignRequestTest()
    {
        keystore.emplace(std::move(*FileKeystore::create(folder / "keys", secret("correct horse"), random)));
        owner = keystore->generate({.label = "main"})->publicKey;
        session = keystore->generate({.kind = KeyKind::Session, .owner = owner, .label = "day"})->publicKey;
        context.engine = vault::Addresses(context.program).game({1});
    }

    [[nodiscard]] SiwsMessage signInText() const
    {
        return {.domain = context.host,
                .address = owner,
                .statement = {},
                .uri = "http://" + context.host,
                .chainId = "localnet",
                .nonce = "abcdefgh01234567",
                .issuedAt = "2027-01-15T08:00:00Z",
                .expirationTime = "2027-01-15T08:05:00Z",
                .notBefore = {},
                .requestId = {},
                .resources = {}};
    }
    [[nodiscard]] Grant grant() const
    {
        return {.genesis = context.genesis,
                .program = context.program,
                .engine = context.engine,
                .owner = owner,
                .session = session,
                .actions = actionsAll,
                .maxTotal = {5'000},
                .maxPerIntent = {1'000},
                .maxIntents = 10,
                .notBefore = {clock.wallSeconds().value - 60},
                .expiresAt = {clock.wallSeconds().value + 3600},
                .epoch = 0,
                .scopeRoot = {}};
    }
    [[nodiscard]] Intent intent() const
    {
        return {.genesis = context.genesis,
                .program = context.program,
                .engine = context.engine,
                .session = session,
                .owner = owner,
                .type = IntentType::BuyNow,
                .item = key(7),
                .from = key(8),
                .to = owner,
                .mint = {},
                .amount = {900},
                .nonce = 1,
                .createdAt = clock.wallSeconds(),
                .expiresAt = {clock.wallSeconds().value + 600},
                .terms = {}};
    }
    [[nodiscard]] auto ask(const PublicKey &signer, ByteSpan bytes, const std::optional<Grant> &bound = {}) const
    {
        return decodeSignRequest({.purpose = RequestPurpose::Message,
                                  .signer = signer,
                                  .bytes = Bytes(bytes.begin(), bytes.end()),
                                  .grant = bound},
                                 context);
    }
    [[nodiscard]] Bytes messageOf(const std::vector<solana::Instruction> &instructions) const
    {
        return solana::serialiseMessage(
            *solana::compileMessage(instructions, {.feePayer = owner, .recentBlockhash = Hash{{1, 2, 3}}}));
    }
    [[nodiscard]] auto askTransaction(const Bytes &bytes) const
    {
        return decodeSignRequest({.purpose = RequestPurpose::Transaction, .signer = owner, .bytes = bytes}, context);
    }

    CountingRandom random;
    SteadyClock clock;
    std::optional<FileKeystore> keystore;
    PublicKey owner;
    PublicKey session;
    SignContext context{.host = "127.0.0.1:4000",
                        .chainId = "localnet",
                        .genesis = Hash{{9}},
                        .program = vault::defaultProgram,
                        .engine = {}};
};

TEST_F(SignRequestTest, aSignInIsDecodedFromItsText)
{
    const auto request = ask(owner, asBytes(*serialiseSiws(signInText())));
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(kindOf(*request), "sign_in");
}

TEST_F(SignRequestTest, aSignInForAnotherHostIsRefused)
{
    SiwsMessage text = signInText();
    text.domain = "evil.example";
    EXPECT_EQ(ask(owner, asBytes(*serialiseSiws(text))).error().code, RefusalCode::ForeignHost);
    text = signInText();
    text.uri = "http://evil.example/login";
    EXPECT_EQ(ask(owner, asBytes(*serialiseSiws(text))).error().code, RefusalCode::ForeignHost);
}

TEST_F(SignRequestTest, nearSignInsAndFreeTextAreRefused)
{
    const std::string text = *serialiseSiws(signInText());
    EXPECT_EQ(ask(owner, asBytes(text + "\n")).error().code, RefusalCode::MalformedSignIn);
    EXPECT_EQ(ask(owner, asBytes("hello")).error().code, RefusalCode::UnknownBytes);
    EXPECT_EQ(ask(owner, {}).error().code, RefusalCode::Empty);
}

TEST_F(SignRequestTest, theGrantShownMustBeTheGrantBound)
{
    SiwsMessage text = signInText();
    text.resources = {grantResource(grant())};
    const std::string bytes = *serialiseSiws(text);
    EXPECT_EQ(ask(owner, asBytes(bytes)).error().code, RefusalCode::GrantNotBound);
    Grant larger = grant();
    larger.maxTotal = {6'000};
    EXPECT_EQ(ask(owner, asBytes(bytes), larger).error().code, RefusalCode::GrantNotBound);
    const auto request = ask(owner, asBytes(bytes), grant());
    ASSERT_TRUE(request.has_value());
    EXPECT_EQ(kindOf(*request), "session_grant");
    EXPECT_EQ(debitOf(*request), Lamports{5'000});
}

TEST_F(SignRequestTest, anIntentIsShownWholeAndWithNothingBehindIt)
{
    const IntentPreimage bytes = encodeIntent(intent());
    const auto request = ask(session, bytes);
    ASSERT_TRUE(request.has_value());
    const auto lines = reviewLines(*request);
    const auto amount = std::ranges::find(lines, "Amount", &ReviewLine::name);
    ASSERT_NE(amount, lines.end());
    EXPECT_EQ(amount->value, "0.000000900 SOL (900 lamports)");
    Bytes longer(bytes.begin(), bytes.end());
    longer.push_back(0);
    EXPECT_EQ(ask(session, longer).error().code, RefusalCode::TrailingBytes);
    EXPECT_EQ(ask(owner, bytes).error().code, RefusalCode::WrongSigner);
}

TEST_F(SignRequestTest, intentsOfOtherClustersAndVenuesAreRefused)
{
    Intent other = intent();
    other.genesis = Hash{{1}};
    EXPECT_EQ(ask(session, encodeIntent(other)).error().code, RefusalCode::WrongCluster);
    other = intent();
    other.engine = key(3);
    EXPECT_EQ(ask(session, encodeIntent(other)).error().code, RefusalCode::WrongVenue);
}

TEST_F(SignRequestTest, aMessageThatIsATransactionIsRefused)
{
    const Bytes message = messageOf({solana::systemTransfer(owner, key(5), {1})});
    EXPECT_EQ(ask(owner, message).error().code, RefusalCode::TransactionAsText);
}

TEST_F(SignRequestTest, aRawGrantIsSignedOnlyThroughATextAndRevocationsByTheirOwner)
{
    EXPECT_EQ(ask(owner, encodeGrant(grant())).error().code, RefusalCode::UnknownBytes);
    const RevokeBytes all =
        encodeRevocation({.genesis = context.genesis, .session = {}, .owner = owner, .issuedAt = {5}});
    EXPECT_TRUE(ask(owner, all).has_value());
    EXPECT_EQ(ask(session, all).error().code, RefusalCode::WrongSigner);
    EXPECT_TRUE(ask(session, encodeCancel(IntentId{{4}})).has_value());
}

TEST_F(SignRequestTest, vaultInstructionsAreDecodedAndForeignOnesMarked)
{
    const vault::Addresses addresses(context.program);
    const auto deposit =
        vault::build(addresses, vault::DepositCredits{.game = context.engine, .player = owner, .amount = {42}});
    const auto known = askTransaction(messageOf({deposit}));
    ASSERT_TRUE(known.has_value());
    EXPECT_EQ(summaryOf(*known), "deposit_credits");
    EXPECT_EQ(debitOf(*known), Lamports{42});
    const auto foreign = askTransaction(messageOf({deposit, {.program = key(66), .accounts = {}, .data = {1, 2}}}));
    ASSERT_TRUE(foreign.has_value());
    EXPECT_TRUE(std::get<TransactionRequest>(foreign->content).hasForeignInstruction());
}

TEST_F(SignRequestTest, anItemIsCalledByItsAccountAndANewOneByItsId)
{
    const vault::Addresses addresses(context.program);
    const vault::ItemId id{key(5).bytes};
    const PublicKey account = addresses.item(context.engine, id);
    const auto hasLine = [&](const solana::Instruction &instruction, const char *name, const PublicKey &value) {
        const auto request = askTransaction(messageOf({instruction}));
        return request && std::ranges::any_of(reviewLines(*request), [&](const ReviewLine &line) {
                   return line.name == name && line.value == toBase58(value);
               });
    };
    const vault::RegisterItem made{.game = context.engine, .owner = owner, .item = id};
    EXPECT_TRUE(hasLine(vault::build(addresses, made), "Id in the venue", key(5)));
    const vault::TransferItem given{.game = context.engine, .owner = owner, .item = account, .newOwner = key(6)};
    EXPECT_TRUE(hasLine(vault::build(addresses, given), "Item", account));
}

TEST_F(SignRequestTest, unknownVaultBytesAndTrailingBytesAreRefused)
{
    const vault::Addresses addresses(context.program);
    auto deposit =
        vault::build(addresses, vault::DepositCredits{.game = context.engine, .player = owner, .amount = {42}});
    Bytes message = messageOf({deposit});
    message.push_back(0);
    EXPECT_EQ(askTransaction(message).error().code, RefusalCode::TrailingBytes);
    deposit.data.push_back(0);
    EXPECT_EQ(askTransaction(messageOf({deposit})).error().code, RefusalCode::Malformed);
    const auto elsewhere =
        vault::build(addresses, vault::DepositCredits{.game = addresses.game({2}), .player = owner, .amount = {42}});
    EXPECT_EQ(askTransaction(messageOf({elsewhere})).error().code, RefusalCode::WrongVenue);
}

class SigningTest : public SignRequestTest {
protected:
    SigningTest() { journal.emplace(std::move(*Journal::open(folder / "journal"))); }

    KnownAddresses known;
    SigningPolicy policy{{}, known};
    std::optional<Journal> journal;
};

TEST_F(SigningTest, eachSignatureHasItsLineBeforeIt)
{
    ASSERT_TRUE(known.add(key(8), "seller"));
    SigningService service(*keystore, *journal, policy, clock);
    const auto request = ask(session, encodeIntent(intent()));
    const auto signature = service.sign(*request, Agreement::Reviewed);
    ASSERT_TRUE(signature.has_value());
    EXPECT_TRUE(solana::verify(session, request->bytes, *signature));
    const auto lines = Journal::read(folder / "journal");
    ASSERT_EQ(lines->size(), 1U);
    EXPECT_EQ((*lines)[0].draft.digest, request->digest);
}

TEST_F(SigningTest, aFirstCounterpartyHasToBeWaitedFor)
{
    SigningService service(*keystore, *journal, policy, clock);
    const auto request = ask(session, encodeIntent(intent()));
    EXPECT_EQ(service.sign(*request, Agreement::Reviewed).error().error, SignError::HoldOffNotServed);
    EXPECT_EQ(service.sign(*request, Agreement::SessionPolicy).error().error, SignError::HoldOffNotServed);
    EXPECT_EQ(journal->size(), 0U);
    EXPECT_TRUE(service.sign(*request, Agreement::ReviewedAfterHoldOff).has_value());
}

TEST_F(SigningTest, aSignInThatHasRunOutIsNotSigned)
{
    SigningService service(*keystore, *journal, policy, clock);
    const auto request = ask(owner, asBytes(*serialiseSiws(signInText())));
    ASSERT_TRUE(request.has_value());
    clock.now = {parseRfc3339("2027-01-15T08:04:59Z")->value * 1000};
    EXPECT_TRUE(service.sign(*request, Agreement::Reviewed).has_value());
    clock.now = {parseRfc3339("2027-01-15T08:05:00Z")->value * 1000};
    EXPECT_EQ(service.sign(*request, Agreement::Reviewed).error().error, SignError::PolicyRefuses);
    EXPECT_EQ(journal->size(), 1U);
}

TEST_F(SigningTest, limitsExpiryAndTheLockRefuse)
{
    SigningService service(*keystore, *journal, policy, clock);
    policy.setLimits({.perRequest = {899}});
    const auto request = ask(session, encodeIntent(intent()));
    EXPECT_EQ(service.sign(*request, Agreement::ReviewedAfterHoldOff).error().error, SignError::PolicyRefuses);
    policy.setLimits({});
    clock.now = {clock.now.value + 601'000};
    EXPECT_EQ(service.sign(*request, Agreement::ReviewedAfterHoldOff).error().error, SignError::PolicyRefuses);
    keystore->lock();
    EXPECT_EQ(service.sign(*request, Agreement::ReviewedAfterHoldOff).error().error, SignError::Locked);
    EXPECT_EQ(journal->size(), 0U);
}

} // namespace
} // namespace paradox::test
