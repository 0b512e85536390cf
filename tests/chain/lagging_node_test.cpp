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

    RpcClient client{makeHttpTransport({.url = ledger->rpcUrl()})};
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
