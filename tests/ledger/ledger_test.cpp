#include "tests/ledger/ledger_fixture.h"

#include "domain/encoding.h"
#include "tests/support/full_disk.h"

#include <fstream>
#include <random>

namespace paradox::ledger {
namespace {

TEST_F(LedgerTest, anAcknowledgedTransactionIsOnDisk)
{
    const Json sent = call(*ledger, "requestAirdrop", {alice, 5'000'000});
    const std::string signature = sent["result"];
    // What a killed process leaves behind is what the files hold at this moment, and perhaps half a frame more.
    std::filesystem::copy(directory / "a", directory / "b", std::filesystem::copy_options::recursive);
    for (const auto &entry : std::filesystem::directory_iterator(directory / "b")) {
        if (entry.path().extension() == ".log")
            std::ofstream(entry.path(), std::ios::app | std::ios::binary) << std::string("\x40\0\0\0torn", 8);
    }
    const std::unique_ptr<Ledger> again = open(directory / "b");
    EXPECT_EQ(balance(*again, alice, "processed"), 5'000'000U);
    EXPECT_EQ(again->genesis(), ledger->genesis());
    EXPECT_EQ(call(*again, "requestAirdrop", {alice, 1}).contains("result"), true);
    waitFor([&] {
        const Json status = call(*again, "getSignatureStatuses", {{signature}})["result"]["value"][0];
        return status["confirmationStatus"] == "finalized";
    });
}

/// An airdrop that finds the disk full, and one that comes later. Slots close when the test says so.
class FullLedgerTest : public LedgerTest {
protected:
    FullLedgerTest() : LedgerTest({.dataDir = {}, .rpcPort = 0, .slotMs = 10'000, .finality = 4, .cheatCodes = true}) {}

    void SetUp() override
    {
        EXPECT_TRUE(call(*ledger, "requestAirdrop", {alice, 5'000'000}).contains("result"));
        const testing::FullDisk disk(1'000);
        const http::ClientAnswer refused = post(*ledger, airdrop(7'000'000));
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(Json::parse(refused.body)["error"]["code"], -32005);
        EXPECT_EQ(call(*ledger, "getHealth")["error"]["code"], -32005);
        EXPECT_EQ(post(*ledger, airdrop(11'000'000)).status, 503);
    }
    [[nodiscard]] std::string airdrop(std::uint64_t lamports) const
    {
        return Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "requestAirdrop"}, {"params", {alice, lamports}}}.dump();
    }
    void recover()
    {
        waitFor([&] { return call(*ledger, "getHealth").contains("result"); });
    }
};

TEST_F(FullLedgerTest, aLedgerGoesOnByItselfWhenItsDiskTakesWritesAgain)
{
    recover();
    EXPECT_TRUE(call(*ledger, "requestAirdrop", {alice, 13'000'000}).contains("result"));
    // What was under way when the disk failed has landed; what was asked for later was never begun.
    EXPECT_EQ(balance(*ledger, alice, "processed"), 25'000'000U);
    EXPECT_TRUE(cheat("ppv_timeTravel", {{{"blocks", 8}}}).contains("result"));
    EXPECT_EQ(balance(*ledger, alice, "finalized"), 25'000'000U);
}

TEST_F(FullLedgerTest, whatAnsweredAfterTheDiskFailedIsThereAfterARestart)
{
    recover();
    EXPECT_TRUE(call(*ledger, "requestAirdrop", {alice, 13'000'000}).contains("result"));
    ledger.reset();
    ledger = open(directory / "a");
    EXPECT_EQ(balance(*ledger, alice, "processed"), 25'000'000U);
}

TEST_F(LedgerTest, aLedgerStopsWhileItsDiskFails)
{
    EXPECT_TRUE(call(*ledger, "requestAirdrop", {alice, 5'000'000}).contains("result"));
    {
        const testing::FullDisk disk(1'000);
        EXPECT_TRUE(call(*ledger, "requestAirdrop", {alice, 7'000'000}).contains("error"));
        ledger.reset();
    }
    ledger = open(directory / "a");
    EXPECT_EQ(balance(*ledger, alice, "processed"), 5'000'000U);
}

TEST_F(LedgerTest, historyAnswersAfterARestart)
{
    std::vector<std::string> signatures;
    for (int i = 0; i < 5; ++i)
        signatures.push_back(call(*ledger, "requestAirdrop", {alice, 1'000'000 + i})["result"]);
    ledger.reset();
    ledger = open(directory / "a");
    waitFor([&] { return balance(*ledger, alice, "finalized") == 5'000'010U; });
    const Json rows = call(*ledger, "getSignaturesForAddress", {alice})["result"];
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0]["signature"], signatures[4]);
    const Json older =
        call(*ledger, "getSignaturesForAddress", {alice, {{"before", signatures[3]}, {"limit", 2}}})["result"];
    ASSERT_EQ(older.size(), 2U);
    EXPECT_EQ(older[0]["signature"], signatures[2]);
    const Json newer = call(*ledger, "getSignaturesForAddress", {alice, {{"until", signatures[3]}}})["result"];
    ASSERT_EQ(newer.size(), 1U);
    const Json found = call(*ledger, "getTransaction", {signatures[0], {{"encoding", "json"}}})["result"];
    EXPECT_EQ(found["meta"]["err"], nullptr);
    EXPECT_EQ(found["transaction"]["signatures"][0], signatures[0]);
}

TEST_F(LedgerTest, twoProcessesCannotShareALedger)
{
    const auto second = Ledger::start({.dataDir = directory / "a", .rpcPort = 0}, clock, random);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error(), StartError::Locked);
}

TEST_F(LedgerTest, aDamagedGenesisIsRefusedNotReplaced)
{
    ledger.reset();
    std::ofstream(directory / "a" / "genesis.bin", std::ios::app) << 'x';
    const auto opened = Ledger::start({.dataDir = directory / "a", .rpcPort = 0}, clock, random);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error(), StartError::Corrupt);
}

TEST_F(LedgerTest, batchesAreAnsweredInOrder)
{
    const Json batch =
        Json::array({{{"jsonrpc", "2.0"}, {"id", "a"}, {"method", "requestAirdrop"}, {"params", {alice, 2'000'000}}},
                     {{"jsonrpc", "2.0"}, {"id", 2}, {"method", "getHealth"}},
                     {{"jsonrpc", "2.0"}, {"id", nullptr}, {"method", "nothingLikeIt"}},
                     7});
    const Json answers = Json::parse(post(*ledger, batch.dump()).body);
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[0]["id"], "a");
    EXPECT_TRUE(answers[0].contains("result"));
    EXPECT_EQ(answers[1]["result"], "ok");
    EXPECT_EQ(answers[2]["error"]["code"], -32601);
    EXPECT_EQ(answers[3]["error"]["code"], -32600);
}

/// Each method looks at the chain once at a time: two looks on one thread stop the bank for good, sooner or later.
TEST_F(LedgerTest, everyQuestionAboutSlotsAndBlocksIsAnswered)
{
    const Json sent = call(*ledger, "requestAirdrop", {alice, 2'000'000});
    const std::string signature = sent["result"];
    const auto status = [&] { return call(*ledger, "getSignatureStatuses", {{signature}})["result"]["value"][0]; };
    waitFor([&] { return status().is_object() && status()["confirmationStatus"] == "finalized"; });
    const std::uint64_t slot = status()["slot"];
    EXPECT_EQ(call(*ledger, "getBlocksWithLimit", {slot, 1})["result"], Json::array({slot}));
    EXPECT_EQ(call(*ledger, "getBlocks", {slot, slot})["result"], Json::array({slot}));
    EXPECT_EQ(call(*ledger, "getBlock", {slot})["result"]["parentSlot"], slot - 1);
    EXPECT_TRUE(call(*ledger, "getBlockTime", {slot})["result"].is_number());
    EXPECT_EQ(call(*ledger, "getTransaction", {signature})["result"]["slot"], slot);
    EXPECT_EQ(call(*ledger, "getSignaturesForAddress", {alice})["result"][0]["slot"], slot);
    for (const char *method : {"getSlot", "getBlockHeight", "getEpochInfo", "getTransactionCount", "getLatestBlockhash",
                               "getFirstAvailableBlock", "getSupply", "getClusterNodes", "getSlotLeader"})
        EXPECT_TRUE(call(*ledger, method).contains("result")) << method;
}

/// The Rust client and the Solana CLI ask for accounts in this form. Unpacked by the reference tool once; fixed here.
TEST_F(LedgerTest, accountDataComesAsAZstandardFrameWhenAsked)
{
    const Json shown = call(*ledger, "getAccountInfo",
                            {toBase58(solana::systemProgram),
                             {{"encoding", "base64+zstd"}, {"commitment", "processed"}}})["result"]["value"];
    EXPECT_EQ(shown["data"][1], "base64+zstd");
    const std::optional<Bytes> frame = base64Decode(shown["data"][0].get<std::string>());
    ASSERT_TRUE(frame.has_value());
    EXPECT_EQ(hexEncode(ByteSpan(*frame).first(16)), "28b52ffde00e00000000000000710000");
    EXPECT_EQ(asText(ByteSpan(*frame).subspan(16)), "system_program");
}

TEST_F(LedgerTest, wrongParametersAreNamed)
{
    EXPECT_EQ(call(*ledger, "getBalance")["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBalance", {"not base58 0OIl"})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBalance", {alice, "confirmed"})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBalance", {alice, {{"commitment", "soon"}}})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBlock", {-1})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBlock", {~std::uint64_t{0}})["error"]["code"], -32004);
    EXPECT_EQ(call(*ledger, "requestAirdrop", {alice, 1e3})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "sendTransaction", {"AAAA", {{"encoding", "base64"}}})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "sendTransaction", {"!!!!", {{"encoding", "base64"}}})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getMultipleAccounts", {std::vector<std::string>(101, alice)})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getProgramAccounts",
                   {alice, {{"filters", {{{"memcmp", {{"offset", ~std::uint64_t{0}}, {"bytes", "1"}}}}}}}})["result"],
              Json::array());
}

TEST_F(LedgerTest, anyBytesAreAnswered)
{
    std::mt19937_64 dice(4);
    const std::string whole =
        Json{
            {"jsonrpc", "2.0"},
            {"id", 1},
            {"method", "simulateTransaction"},
            {"params", {base64Encode(Bytes(200, 1)), {{"encoding", "base64"}, {"accounts", {{"addresses", {alice}}}}}}}}
            .dump();
    for (int i = 0; i < 300; ++i) {
        std::string body = whole;
        for (std::uint64_t changes = 1 + dice() % 8; changes > 0; --changes)
            body[dice() % body.size()] = static_cast<char>(dice());
        if (i % 3 == 0)
            body.resize(dice() % body.size());
        EXPECT_EQ(post(*ledger, body).status, 200);
    }
    EXPECT_EQ(Json::parse(post(*ledger, std::string(100'000, '[')).body)["error"]["code"], -32700);
    EXPECT_EQ(Json::parse(post(*ledger, R"({"jsonrpc":"2.0","id":1e999,"method":"getSlot"})").body)["error"]["code"],
              -32700);
    EXPECT_EQ(Json::parse(post(*ledger, "").body)["error"]["code"], -32700);
    EXPECT_EQ(call(*ledger, "getHealth")["result"], "ok");
}

TEST_F(LedgerTest, mutilatedTransactionsNeverLand)
{
    (void)call(*ledger, "requestAirdrop", {toBase58(keypair(20).publicKey()), 5'000'000'000ULL});
    const Json latest = call(*ledger, "getLatestBlockhash", {{{"commitment", "processed"}}});
    const Hash hash = *fromBase58<Hash>(latest["result"]["value"]["blockhash"].get<std::string>());
    const solana::Keypair payer = keypair(20);
    const Bytes wire = solana::serialiseTransaction(signedTransaction(
        {solana::systemTransfer(payer.publicKey(), keypair(21).publicKey(), {2'000'000})}, hash, {&payer}));
    std::mt19937_64 dice(5);
    for (int i = 0; i < 300; ++i) {
        Bytes broken = wire;
        broken[dice() % broken.size()] ^= static_cast<std::uint8_t>(1 + dice() % 255);
        const Json answer =
            call(*ledger, "sendTransaction", {base64Encode(broken), {{"encoding", "base64"}, {"skipPreflight", true}}});
        EXPECT_TRUE(answer.contains("error")) << answer.dump();
    }
    EXPECT_EQ(balance(*ledger, toBase58(keypair(21).publicKey()), "processed"), 0U);
}

} // namespace
} // namespace paradox::ledger
