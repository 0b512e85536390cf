#include "chain/http_transport.h"
#include "chain/rpc_client.h"
#include "tests/ledger/ledger_fixture.h"

namespace paradox::chain {
namespace {

/// A real ledger that lags behind what it has told already, as another node behind the same address would.
class LaggingNodeTest : public ledger::LedgerTest {
protected:
    LaggingNodeTest() : LedgerTest({.dataDir = {}, .rpcPort = 0, .slotMs = 10'000, .finality = 4, .cheatCodes = true})
    {
    }
    void lag(unsigned slots) { EXPECT_TRUE(cheat("ppv_lag", {{{"slots", slots}}}).contains("result")); }
    void closeSlots(unsigned count) { EXPECT_TRUE(cheat("ppv_timeTravel", {{{"blocks", count}}}).contains("result")); }

    RpcClient client{makeHttpTransport({.url = ledger->rpcUrl()}), clock};
    const std::array<PublicKey, 1> keys{ledger::keypair(20).publicKey()};
    const std::array<Signature, 1> signatures{};
};

TEST_F(LaggingNodeTest, nothingThatItTellsIsOlderThanWhatWasTold)
{
    closeSlots(40);
    const BlockHeight height = client.blockHeight(Commitment::Finalized).value();
    ASSERT_TRUE(client.slot(Commitment::Finalized).has_value());
    lag(20);
    for (const Commitment commitment : {Commitment::Processed, Commitment::Confirmed, Commitment::Finalized}) {
        EXPECT_EQ(client.blockHeight(commitment).error().kind, ErrorClass::Transient);
        EXPECT_EQ(client.latestBlockhash(commitment).error().kind, ErrorClass::Transient);
        EXPECT_EQ(client.accounts(keys, commitment).error().kind, ErrorClass::Transient);
    }
    EXPECT_EQ(client.statuses(signatures).error().kind, ErrorClass::Transient);
    EXPECT_EQ(client.history(signatures).error().kind, ErrorClass::Transient);
    EXPECT_EQ(client.signaturesFor({.address = keys[0]}).error().kind, ErrorClass::Transient);
    lag(0);
    EXPECT_EQ(client.blockHeight(Commitment::Finalized).value(), height);
    EXPECT_TRUE(client.history(signatures).has_value());
}

/// What it says of a transaction is of the slot that it names, in the history as well.
TEST_F(LaggingNodeTest, aStatusIsOfTheSlotThatItIsDatedWith)
{
    closeSlots(40);
    const Signature sent = client.airdrop(keys[0], {1'000'000}).value();
    closeSlots(10); // and so it is final
    const auto status = client.statuses(std::span(&sent, 1)).value().statuses[0];
    ASSERT_TRUE(status.has_value());
    lag(20);
    const ledger::Json params{{toBase58(sent)}, {{"searchTransactionHistory", true}}};
    const ledger::Json before = call(*ledger, "getSignatureStatuses", params)["result"];
    EXPECT_LT(before["context"]["slot"].get<std::uint64_t>(), status->slot.value);
    EXPECT_TRUE(before["value"][0].is_null());
    lag(5);
    const ledger::Json after = call(*ledger, "getSignatureStatuses", params)["result"];
    EXPECT_GE(after["context"]["slot"].get<std::uint64_t>(), status->slot.value);
    EXPECT_EQ(after["value"][0]["slot"], status->slot.value);
}

TEST_F(LaggingNodeTest, onceItHasCaughtUpItIsHeardAgain)
{
    closeSlots(40);
    ASSERT_TRUE(client.slot(Commitment::Finalized).has_value());
    lag(20);
    EXPECT_FALSE(client.accounts(keys, Commitment::Finalized).has_value());
    closeSlots(20);
    EXPECT_TRUE(client.accounts(keys, Commitment::Finalized).has_value());
}

TEST_F(LaggingNodeTest, aForkOfAConfirmedBlockIsOverWithTheNextSlot)
{
    closeSlots(40);
    ASSERT_TRUE(client.slot(Commitment::Confirmed).has_value());
    EXPECT_TRUE(cheat("ppv_fork", {{{"slots", 2}}}).contains("result"));
    closeSlots(1);
    EXPECT_TRUE(client.accounts(keys, Commitment::Confirmed).has_value());
}

} // namespace
} // namespace paradox::chain
