#include "ledger/nonce.h"

#include "domain/encoding.h"
#include "solana/borsh.h"
#include "tests/ledger/bank_fixture.h"

#include <algorithm>

namespace paradox::ledger {
namespace {

constexpr std::uint64_t rent = 1'447'680; ///< of the 80 bytes of a nonce account

class NonceTest : public BankTest {
protected:
    NonceTest() { closeSlots(2); }

    solana::Instruction system(std::uint32_t order, std::vector<solana::AccountMeta> accounts, ByteSpan data = {}) const
    {
        solana::BorshWriter writer;
        writer.put(order).raw(data);
        return {.program = solana::systemProgram, .accounts = std::move(accounts), .data = writer.take()};
    }
    solana::Instruction advance(const PublicKey &authority) const
    {
        return system(4, {{nonce.publicKey(), false, true},
                          {solana::recentBlockhashesSysvar, false, false},
                          {authority, true, false}});
    }
    solana::Instruction withdraw(const PublicKey &authority, const PublicKey &to, std::uint64_t lamports) const
    {
        const Bytes data = solana::BorshWriter().put(lamports).take();
        return system(5,
                      {{nonce.publicKey(), false, true},
                       {to, false, true},
                       {solana::recentBlockhashesSysvar, false, false},
                       {solana::rentSysvar, false, false},
                       {authority, true, false}},
                      data);
    }
    solana::Instruction initialize(const PublicKey &account, const PublicKey &authority) const
    {
        return system(6,
                      {{account, false, true},
                       {solana::recentBlockhashesSysvar, false, false},
                       {solana::rentSysvar, false, false}},
                      authority.span());
    }
    solana::Instruction authorize(const PublicKey &authority, const PublicKey &next) const
    {
        return system(7, {{nonce.publicKey(), false, true}, {authority, true, false}}, next.span());
    }
    solana::Instruction upgrade(const PublicKey &account) const { return system(12, {{account, false, true}}); }

    void create(std::uint64_t lamports = rent)
    {
        const RecordRef record = mustRun({solana::systemCreateAccount({.payer = faucet.publicKey(),
                                                                       .account = nonce.publicKey(),
                                                                       .lamports = {lamports},
                                                                       .space = nonceAccountSize,
                                                                       .owner = solana::systemProgram}),
                                          initialize(nonce.publicKey(), faucet.publicKey())},
                                         {&faucet, &nonce});
        ASSERT_FALSE(record->execution.error) << toJson(record->execution.error);
    }
    AccountRef account() const { return bank.account(nonce.publicKey(), bank.slotAt(Commitment::Processed)); }
    Hash value() const { return NonceState::decode(account()->data)->data->nonce; }
    void put(NonceState::Version version, std::optional<NonceState::Data> data, std::uint64_t lamports)
    {
        Account made;
        made.lamports = lamports;
        made.data = NonceState{version, data}.encode();
        made.data.resize(nonceAccountSize);
        bank.rewrite({{nonce.publicKey(), std::make_shared<const Account>(std::move(made))}});
    }

    const solana::Keypair nonce = keypair(30);
    const solana::Keypair other = keypair(31);
};

TEST_F(NonceTest, theStateIsLaidOutAsTheClusterDoes)
{
    create();
    EXPECT_EQ(hexEncode(ByteSpan(account()->data).first(8)), "0100000001000000");
    EXPECT_EQ(*PublicKey::from(ByteSpan(account()->data).subspan(8, 32)), faucet.publicKey());
    EXPECT_EQ(hexEncode(ByteSpan(account()->data).last(8)), "8813000000000000");
    // What a real cluster's program made of the blockhash 0505…05.
    Hash fives;
    fives.bytes.fill(5);
    EXPECT_EQ(hexEncode(durableNonceOf(fives).span()),
              "83f106110eff27a35cb9062b8d08319e812ef218ceff2b722333f346bad2519d");
}

TEST_F(NonceTest, aTransactionMayCarryTheNonceInsteadOfABlockhashAndOnlyOnce)
{
    create();
    closeSlots(400); // long after every blockhash of that time has died
    const Hash used = value();
    const auto transaction = signedTransaction(
        {advance(faucet.publicKey()), solana::systemTransfer(faucet.publicKey(), address(9), {sol})}, used, {&faucet});
    const auto record = bank.process(transaction);
    ASSERT_TRUE(record.has_value());
    EXPECT_FALSE((*record)->execution.error);
    EXPECT_EQ(balance(address(9)), sol);
    EXPECT_NE(value(), used);
    closeSlots(400);
    EXPECT_EQ(bank.process(transaction).error().kind, TransactionErrorKind::BlockhashNotFound);
}

TEST_F(NonceTest, aFailedTransactionStillUsesTheNonceUp)
{
    create();
    closeSlots(1);
    const Hash used = value();
    const auto failing = signedTransaction(
        {advance(faucet.publicKey()), solana::systemTransfer(faucet.publicKey(), address(9), {1})}, used, {&faucet});
    const auto record = bank.process(failing);
    ASSERT_TRUE(record.has_value());
    EXPECT_TRUE((*record)->execution.error);
    EXPECT_EQ(value(), durableNonceOf(latest()));
    EXPECT_EQ(balance(address(9)), 0U);
    EXPECT_EQ(bank.process(failing).error().kind, TransactionErrorKind::BlockhashNotFound);
}

TEST_F(NonceTest, theNonceAccountItselfMayPayTheFeeOfAFailure)
{
    create(rent + sol);
    closeSlots(1);
    put(NonceState::Version::Current, NonceState::Data{nonce.publicKey(), value(), 5'000}, rent + sol);
    const Hash used = value();
    const auto record = bank.process(signedTransaction(
        {advance(nonce.publicKey()), solana::systemTransfer(nonce.publicKey(), address(9), {sol})}, used, {&nonce}));
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(toJson((*record)->execution.error), R"({"InstructionError":[1,"InvalidArgument"]})");
    EXPECT_EQ(account()->lamports, rent + sol - 5'000);
    EXPECT_NE(value(), used);
}

TEST_F(NonceTest, aNonceAccountPaysOnlyWhatLiesAboveItsRent)
{
    put(NonceState::Version::Current, NonceState::Data{nonce.publicKey(), Hash{}, 5'000}, rent + 4'999);
    const auto pay = [&] {
        return bank.process(signedTransaction({solana::setComputeUnitLimit(1'000)}, latest(), {&nonce}));
    };
    EXPECT_EQ(pay().error().kind, TransactionErrorKind::InsufficientFundsForFee);
    put(NonceState::Version::Current, std::nullopt, rent + sol);
    EXPECT_EQ(pay().error().kind, TransactionErrorKind::InvalidAccountForFee);
    put(NonceState::Version::Current, NonceState::Data{nonce.publicKey(), Hash{}, 5'000}, rent + 5'000);
    EXPECT_TRUE(pay().has_value());
    EXPECT_EQ(account()->lamports, rent);
}

TEST_F(NonceTest, aNonceIsRefusedWhereItDoesNotFit)
{
    create();
    const auto use = [&](const solana::Instruction &first, const Hash &hash) {
        const auto record =
            bank.process(signedTransaction({first, solana::setComputeUnitLimit(1'000)}, hash, {&faucet}));
        return record ? "taken" : toJson(record.error());
    };
    // In the slot of its birth it has not moved on yet.
    EXPECT_EQ(use(advance(faucet.publicKey()), value()), R"("BlockhashNotFound")");
    closeSlots(1);
    EXPECT_EQ(use(solana::setComputeUnitPrice(1), value()), R"("BlockhashNotFound")") << "not advanced first";
    Hash stranger;
    stranger.bytes.fill(9);
    EXPECT_EQ(use(advance(faucet.publicKey()), stranger), R"("BlockhashNotFound")");
    put(NonceState::Version::Current, NonceState::Data{other.publicKey(), value(), 5'000}, rent);
    EXPECT_EQ(use(advance(faucet.publicKey()), value()), R"("BlockhashNotFound")") << "not its authority";
    put(NonceState::Version::Legacy, NonceState::Data{faucet.publicKey(), value(), 5'000}, rent);
    EXPECT_EQ(use(advance(faucet.publicKey()), value()), R"("BlockhashNotFound")") << "the old version";
    put(NonceState::Version::Current, NonceState::Data{faucet.publicKey(), value(), 5'000}, rent);
    EXPECT_EQ(use(advance(faucet.publicKey()), value()), "taken");
}

TEST_F(NonceTest, itMovesOnOncePerSlot)
{
    create();
    EXPECT_EQ(errorOf({advance(faucet.publicKey())}), R"({"InstructionError":[0,{"Custom":7}]})");
    closeSlots(1);
    const RecordRef twice = mustRun({advance(faucet.publicKey()), advance(faucet.publicKey())}, {&faucet});
    EXPECT_EQ(toJson(twice->execution.error), R"({"InstructionError":[1,{"Custom":7}]})");
    EXPECT_EQ(twice->execution.logs.at(3), "Advance nonce account: nonce can only advance once per slot");
    closeSlots(1);
    EXPECT_EQ(errorOf({advance(faucet.publicKey())}), "null");
}

TEST_F(NonceTest, itsAuthorityCanBeHandedOver)
{
    create();
    closeSlots(1);
    EXPECT_EQ(errorOf({authorize(faucet.publicKey(), other.publicKey())}), "null");
    closeSlots(1);
    const RecordRef again = mustRun({authorize(faucet.publicKey(), other.publicKey())}, {&faucet});
    EXPECT_EQ(toJson(again->execution.error), R"({"InstructionError":[0,"MissingRequiredSignature"]})");
    EXPECT_EQ(errorOf({advance(faucet.publicKey())}), R"({"InstructionError":[0,"MissingRequiredSignature"]})");
    const RecordRef moved = mustRun({advance(other.publicKey())}, {&faucet, &other});
    EXPECT_FALSE(moved->execution.error);
}

TEST_F(NonceTest, whatLiesAboveItsRentMayBeTakenAndTheRestOnlyAtOnce)
{
    create(rent + 10);
    closeSlots(1);
    const PublicKey to = faucet.publicKey();
    const RecordRef tooMuch = mustRun({withdraw(to, to, 11)}, {&faucet});
    EXPECT_EQ(toJson(tooMuch->execution.error), R"({"InstructionError":[0,"InsufficientFunds"]})");
    EXPECT_EQ(tooMuch->execution.logs.at(1), "Withdraw nonce account: insufficient lamports 1447690, need 1447691");
    EXPECT_EQ(errorOf({withdraw(to, to, ~std::uint64_t{0})}), R"({"InstructionError":[0,"InsufficientFunds"]})");
    EXPECT_EQ(errorOf({withdraw(to, to, 10)}), "null");
    const RecordRef stolen = mustRun({withdraw(other.publicKey(), address(9), rent)}, {&faucet, &other});
    EXPECT_EQ(toJson(stolen->execution.error), R"({"InstructionError":[0,"MissingRequiredSignature"]})");
    EXPECT_EQ(errorOf({withdraw(to, to, rent)}), "null");
    EXPECT_EQ(account(), nullptr);
}

TEST_F(NonceTest, itIsNotEmptiedInTheSlotItMovedOnIn)
{
    create();
    EXPECT_EQ(errorOf({withdraw(faucet.publicKey(), faucet.publicKey(), rent)}),
              R"({"InstructionError":[0,{"Custom":7}]})");
}

TEST_F(NonceTest, itIsInitialisedOnceWithItsRentAndRoom)
{
    create();
    closeSlots(1);
    EXPECT_EQ(errorOf({initialize(nonce.publicKey(), other.publicKey())}),
              R"({"InstructionError":[0,"InvalidAccountData"]})");
    EXPECT_EQ(errorOf({initialize(faucet.publicKey(), other.publicKey())}),
              R"({"InstructionError":[0,"InvalidAccountData"]})");
    const solana::Keypair small = keypair(32);
    const RecordRef tooSmall = mustRun({solana::systemCreateAccount({.payer = faucet.publicKey(),
                                                                     .account = small.publicKey(),
                                                                     .lamports = {rent},
                                                                     .space = 79,
                                                                     .owner = solana::systemProgram}),
                                        initialize(small.publicKey(), other.publicKey())},
                                       {&faucet, &small});
    EXPECT_EQ(toJson(tooSmall->execution.error), R"({"InstructionError":[1,"AccountDataTooSmall"]})");
    const RecordRef poor = mustRun({solana::systemCreateAccount({.payer = faucet.publicKey(),
                                                                 .account = small.publicKey(),
                                                                 .lamports = {rent - 1},
                                                                 .space = 80,
                                                                 .owner = solana::systemProgram}),
                                    initialize(small.publicKey(), other.publicKey())},
                                   {&faucet, &small});
    EXPECT_EQ(toJson(poor->execution.error), R"({"InstructionError":[1,"InsufficientFunds"]})");
}

TEST_F(NonceTest, onlyAnInitialisedOldOneIsUpgraded)
{
    Hash fives;
    fives.bytes.fill(5);
    put(NonceState::Version::Legacy, NonceState::Data{faucet.publicKey(), fives, 5'000}, rent);
    EXPECT_EQ(errorOf({upgrade(nonce.publicKey())}), "null");
    EXPECT_EQ(value(), durableNonceOf(fives));
    closeSlots(1);
    EXPECT_EQ(errorOf({upgrade(nonce.publicKey())}), R"({"InstructionError":[0,"InvalidArgument"]})");
    put(NonceState::Version::Legacy, std::nullopt, rent);
    closeSlots(1);
    EXPECT_EQ(errorOf({upgrade(nonce.publicKey())}), R"({"InstructionError":[0,"InvalidArgument"]})");
    EXPECT_EQ(errorOf({upgrade(faucet.publicKey())}), R"({"InstructionError":[0,"InvalidAccountData"]})");
}

TEST_F(NonceTest, theInstructionsNameTheirSysvars)
{
    create();
    closeSlots(1);
    const solana::AccountMeta account{nonce.publicKey(), false, true};
    EXPECT_EQ(errorOf({system(4, {account})}), R"({"InstructionError":[0,"MissingAccount"]})");
    EXPECT_EQ(errorOf({system(4, {account, {address(9), false, false}})}),
              R"({"InstructionError":[0,"InvalidArgument"]})");
    EXPECT_EQ(errorOf({system(5, {account}, Bytes(8))}), R"({"InstructionError":[0,"MissingAccount"]})");
    EXPECT_EQ(errorOf({system(5, {account}, Bytes(7))}), R"({"InstructionError":[0,"InvalidInstructionData"]})");
    EXPECT_EQ(errorOf({system(12, {})}), R"({"InstructionError":[0,"MissingAccount"]})");
    EXPECT_EQ(errorOf({system(13, {})}), R"({"InstructionError":[0,"InvalidInstructionData"]})");
}

} // namespace
} // namespace paradox::ledger
