#include "tests/ledger/ledger_fixture.h"

#include "domain/encoding.h"
#include "ledger/spl/layout.h"

#include <sys/stat.h>

#include <algorithm>

namespace paradox::ledger {
namespace {

/// A ledger with its cheat-codes on. Slots close when the test says so, and otherwise every ten seconds.
class ChaosTest : public LedgerTest {
protected:
    explicit ChaosTest(
        Options chosen = {.dataDir = {}, .rpcPort = 0, .slotMs = 10'000, .finality = 32, .cheatCodes = true})
        : LedgerTest(std::move(chosen))
    {
    }

    void closeSlots(unsigned count) { EXPECT_TRUE(cheat("ppv_timeTravel", {{{"blocks", count}}}).contains("result")); }
    Json signatureStatus(const Json &signature)
    {
        return call(*ledger, "getSignatureStatuses", {{signature}})["result"]["value"][0];
    }
    /// A transfer of the faucet's beneficiary, signed but not sent.
    std::string transfer(std::uint64_t lamports)
    {
        const Json latest = call(*ledger, "getLatestBlockhash", {{{"commitment", "confirmed"}}});
        const Hash hash = *fromBase58<Hash>(latest["result"]["value"]["blockhash"].get<std::string>());
        return base64Encode(solana::serialiseTransaction(signedTransaction(
            {solana::systemTransfer(payer.publicKey(), keypair(21).publicKey(), {lamports})}, hash, {&payer})));
    }
    Json send(const std::string &wire)
    {
        return call(*ledger, "sendTransaction", {wire, {{"encoding", "base64"}, {"preflightCommitment", "processed"}}});
    }
    std::uint64_t received() { return balance(*ledger, toBase58(keypair(21).publicKey()), "processed"); }

    const solana::Keypair payer = keypair(20);
};

TEST_F(ChaosTest, cheatCodesAnswerToTheirTokenOnly)
{
    const Json nobody = call(*ledger, "ppv_fork");
    EXPECT_EQ(nobody["error"]["code"], -32000);
    const std::string good = token(directory / "a");
    std::string bad = good;
    bad.back() = bad.back() == '0' ? '1' : '0';
    EXPECT_EQ(cheatWith(bad, "ppv_chaosGet", Json::array())["error"]["code"], -32000);
    EXPECT_EQ(cheatWith("", "ppv_chaosGet", Json::array())["error"]["code"], -32000);
    EXPECT_TRUE(cheatWith(good, "ppv_chaosGet", Json::array()).contains("result"));
    EXPECT_EQ(cheatWith(good, "ppv_nothing", Json::array())["error"]["code"], -32601);
    struct stat status{};
    ASSERT_EQ(::stat((directory / "a" / cheatTokenFile).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(LedgerTest, withoutTheSwitchThereAreNoCheatCodesAndNoToken)
{
    EXPECT_EQ(call(*ledger, "ppv_chaosGet")["error"]["code"], -32601);
    EXPECT_FALSE(std::filesystem::exists(directory / "a" / cheatTokenFile));
}

TEST_F(ChaosTest, aForkTakesBackWhatWasConfirmedAndItMayBeSentAgain)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(2);
    const std::string wire = transfer(sol);
    closeSlots(1);
    const Json signature = send(wire)["result"];
    closeSlots(1);
    EXPECT_EQ(signatureStatus(signature)["confirmationStatus"], "confirmed");
    const Json forked = cheat("ppv_fork", {{{"slots", 1}}})["result"];
    EXPECT_EQ(forked["transactions"], 1U);
    EXPECT_EQ(forked["dead"].size(), 1U);
    EXPECT_TRUE(signatureStatus(signature).is_null());
    EXPECT_EQ(received(), 0U);
    closeSlots(1);
    EXPECT_EQ(call(*ledger, "getBlock", {forked["dead"][0], {{"commitment", "confirmed"}}})["error"]["code"], -32007);
    EXPECT_EQ(send(wire)["result"], signature);
    EXPECT_EQ(received(), sol);
}

TEST_F(ChaosTest, theFirstAvailableBlockIsTheFirstThatIsStillServed)
{
    const auto first = [&] { return call(*ledger, "getFirstAvailableBlock")["result"].get<std::uint64_t>(); };
    EXPECT_EQ(first(), 0U);
    closeSlots(recentBlocksMax + 20);
    waitFor([&] { return first() > 1; }); // once the empty slots have been let go
    const std::uint64_t empty = first();
    EXPECT_TRUE(call(*ledger, "getBlock", {empty}).contains("result"));
    EXPECT_EQ(call(*ledger, "getBlock", {empty - 1})["error"]["code"], -32009);
    const Json signature = call(*ledger, "requestAirdrop", {alice, 10 * sol})["result"];
    const std::uint64_t slot = signatureStatus(signature)["slot"];
    closeSlots(2 * recentBlocksMax);
    waitFor([&] { return first() == slot; });
    EXPECT_EQ(call(*ledger, "minimumLedgerSlot")["result"], slot);
    EXPECT_TRUE(call(*ledger, "getBlock", {slot}).contains("result"));
}

TEST_F(ChaosTest, finalizedBlocksStay)
{
    closeSlots(40);
    EXPECT_EQ(cheat("ppv_fork", {{{"slots", 33}}})["error"]["code"], -32602);
    EXPECT_EQ(cheat("ppv_fork", {{{"slots", 0}}})["error"]["code"], -32602);
    EXPECT_EQ(cheat("ppv_fork", {{{"slots", 129}}})["error"]["code"], -32602);
    EXPECT_TRUE(cheat("ppv_fork", {{{"slots", 31}}}).contains("result"));
}

TEST_F(ChaosTest, aForkedChainComesBackFromItsFiles)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(3);
    (void)call(*ledger, "requestAirdrop", {alice, 5 * sol});
    closeSlots(2);
    const Json forked = cheat("ppv_fork", {{{"slots", 2}}})["result"];
    const Json again = call(*ledger, "requestAirdrop", {alice, 3 * sol})["result"];
    (void)cheat("ppv_setAccount", {toBase58(keypair(21).publicKey()), {{"lamports", 7 * sol}}});
    (void)cheat("ppv_timeTravel", {{{"skipSlots", 1'000}}});
    closeSlots(1);
    const Json slot = call(*ledger, "getSlot", {{{"commitment", "processed"}}})["result"];
    ledger.reset();
    ledger = open(directory / "a");
    EXPECT_EQ(balance(*ledger, alice, "processed"), 13 * sol);
    EXPECT_EQ(received(), 7 * sol);
    EXPECT_GE(call(*ledger, "getSlot", {{{"commitment", "processed"}}})["result"], slot);
    EXPECT_EQ(signatureStatus(again)["slot"], forked["slot"]);
}

TEST_F(ChaosTest, aDroppedTransactionIsAcknowledgedAndNeverSeen)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(1);
    (void)cheat("ppv_chaosSet", {{{"dropNext", 1}}});
    const std::string wire = transfer(sol);
    const Json signature = send(wire)["result"];
    EXPECT_TRUE(signature.is_string());
    EXPECT_TRUE(signatureStatus(signature).is_null());
    EXPECT_EQ(cheat("ppv_chaosGet")["result"]["dropNext"], 0U);
    EXPECT_EQ(send(wire)["result"], signature);
    EXPECT_EQ(received(), sol);
}

TEST_F(ChaosTest, aDuplicatedTransactionLandsOnce)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(1);
    (void)cheat("ppv_chaosSet", {{{"duplicateNext", 2}}});
    const Json first = send(transfer(sol));
    EXPECT_TRUE(first.contains("result")) << first.dump();
    const Json second = send(transfer(2 * sol));
    EXPECT_TRUE(second.contains("result")) << second.dump();
    closeSlots(1);
    EXPECT_EQ(received(), 3 * sol);
}

TEST_F(ChaosTest, whatPreflightRefusesIsNotDeliveredAfterAll)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(1);
    for (const Json &fault : {Json{{"duplicateNext", 1}}, Json{{"delayMs", 1}}}) {
        (void)cheat("ppv_chaosSet", {fault});
        EXPECT_EQ(send(transfer(20 * sol))["error"]["code"], -32002);
    }
    (void)cheat("ppv_chaosClear");
    // Sent later and checked in order with whatever came before: once it is in, a copy would be in as well.
    EXPECT_TRUE(send(transfer(sol)).contains("result"));
    closeSlots(1);
    EXPECT_EQ(balance(*ledger, alice, "processed"), 9 * sol - 5'000);
}

TEST_F(ChaosTest, aDelayedTransactionArrivesAfterItsAnswer)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(1);
    (void)cheat("ppv_chaosSet", {{{"delayMs", 600'000}}});
    EXPECT_TRUE(send(transfer(sol)).contains("result"));
    EXPECT_EQ(received(), 0U);
    (void)cheat("ppv_chaosSet", {{{"delayMs", 1}}});
    EXPECT_TRUE(send(transfer(2 * sol)).contains("result"));
    waitFor([&] { return received() == 2 * sol; });
}

TEST_F(ChaosTest, requestsAreLimitedAndTheOperatorIsSpared)
{
    (void)cheat("ppv_chaosSet", {{{"rateLimitNext", 2}, {"retryAfterSeconds", 7}}});
    const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"getHealth"})";
    const http::ClientAnswer limited = post(*ledger, body);
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.header("retry-after"), "7");
    EXPECT_EQ(cheat("getHealth")["result"], "ok");
    EXPECT_EQ(post(*ledger, body).status, 429);
    EXPECT_EQ(post(*ledger, body).status, 200);
}

TEST_F(ChaosTest, aSilentNodeHoldsTheRequestUntilItIsCleared)
{
    (void)cheat("ppv_chaosSet", {{{"silentNext", 1}}});
    http::Client client(ledger->rpcUrl(), {.answerTimeoutMs = 200});
    EXPECT_EQ(client.post(R"({"jsonrpc":"2.0","id":1,"method":"getHealth"})").error(), http::ClientError::TimedOut);
    EXPECT_EQ(call(*ledger, "getHealth")["result"], "ok");
    EXPECT_EQ(cheat("ppv_chaosClear")["result"]["silentNext"], 0U);
}

TEST_F(ChaosTest, aLaggingNodeShowsAnOlderChain)
{
    (void)call(*ledger, "requestAirdrop", {alice, sol});
    closeSlots(5);
    const std::uint64_t slot = call(*ledger, "getSlot", {{{"commitment", "processed"}}})["result"];
    const Json fresh = call(*ledger, "getLatestBlockhash", {{{"commitment", "processed"}}})["result"]["value"];
    (void)cheat("ppv_lag", {{{"slots", 6}}});
    EXPECT_EQ(call(*ledger, "getSlot", {{{"commitment", "processed"}}})["result"], slot - 6);
    EXPECT_EQ(balance(*ledger, alice, "processed"), 0U);
    EXPECT_EQ(call(*ledger, "isBlockhashValid", {fresh["blockhash"], {{"commitment", "processed"}}})["result"]["value"],
              false);
    EXPECT_EQ(call(*ledger, "getSlot", {{{"minContextSlot", slot}, {"commitment", "processed"}}})["error"]["code"],
              -32016);
    (void)cheat("ppv_chaosSet", {{{"unhealthy", true}}});
    const Json health = call(*ledger, "getHealth")["error"];
    EXPECT_EQ(health["code"], -32005);
    EXPECT_EQ(health["data"]["numSlotsBehind"], 6U);
    (void)cheat("ppv_chaosClear");
    EXPECT_EQ(balance(*ledger, alice, "processed"), sol);
}

TEST_F(ChaosTest, tokenMethodsLookAtTheSlotThatAccountsAreReadAt)
{
    const PublicKey mint = keypair(40).publicKey();
    const PublicKey account = keypair(41).publicKey();
    Bytes mintData(spl::mintSize);
    spl::Mint(mintData).setSupply(900);
    spl::Mint(mintData).setInitialised();
    Bytes data(spl::tokenAccountSize);
    spl::TokenAccount holding(data);
    holding.setMint(mint);
    holding.setOwner(payer.publicKey());
    holding.setAmount(700);
    holding.setState(spl::AccountState::Initialised);
    const auto put = [&](const PublicKey &key, const Bytes &bytes) {
        (void)cheat("ppv_setAccount", {toBase58(key),
                                       {{"lamports", sol},
                                        {"owner", toBase58(solana::tokenProgram)},
                                        {"data", {base64Encode(bytes), "base64"}}}});
    };
    put(mint, mintData);
    put(account, data);
    closeSlots(5);
    /// Whether the account, and what is held, is seen at a commitment: by each method.
    const auto seen = [&](const char *commitment) {
        const Json at{{"commitment", commitment}, {"encoding", "base64"}};
        const auto ask = [&](const char *method, Json params) {
            params.push_back(at);
            return call(*ledger, method, params);
        };
        return std::vector<bool>{
            !ask("getAccountInfo", {toBase58(account)})["result"]["value"].is_null(),
            ask("getTokenAccountBalance", {toBase58(account)}).contains("result"),
            ask("getTokenSupply", {toBase58(mint)}).contains("result"),
            ask("getTokenLargestAccounts", {toBase58(mint)}).contains("result"),
            ask("getTokenAccountsByOwner", {alice, {{"programId", toBase58(solana::tokenProgram)}}})["result"]["value"]
                    .size() == 1,
        };
    };
    const std::vector<bool> yes(5, true);
    const std::vector<bool> no(5, false);
    EXPECT_EQ(seen("processed"), yes);
    EXPECT_EQ(seen("confirmed"), yes);
    EXPECT_EQ(seen("finalized"), no);
    (void)cheat("ppv_lag", {{{"slots", 6}}});
    EXPECT_EQ(seen("processed"), no);
    EXPECT_EQ(seen("confirmed"), no);
    (void)cheat("ppv_chaosClear");
    EXPECT_EQ(seen("confirmed"), yes);
}

TEST_F(ChaosTest, aForkTakesNoProgramBack)
{
    closeSlots(2);
    EXPECT_TRUE(cheat("ppv_fork", {{{"slots", 2}}}).contains("result"));
    EXPECT_EQ(call(*ledger, "getAccountInfo",
                   {toBase58(solana::tokenProgram),
                    {{"commitment", "processed"}, {"encoding", "base64"}}})["result"]["value"]["executable"],
              true);
    EXPECT_GT(balance(*ledger, toBase58(ledger->faucet()), "processed"), 0U);
}

TEST_F(ChaosTest, blockhashesExpireOnRequest)
{
    (void)call(*ledger, "requestAirdrop", {alice, 10 * sol});
    closeSlots(1);
    const std::string wire = transfer(sol);
    (void)cheat("ppv_expireBlockhashes");
    const Json refused = send(wire);
    EXPECT_EQ(refused["error"]["code"], -32002);
    EXPECT_EQ(refused["error"]["data"]["err"], "BlockhashNotFound");
    EXPECT_TRUE(send(transfer(sol)).contains("result"));
}

TEST_F(ChaosTest, theClockMovesForwardAndNeverBack)
{
    const auto time = [&] {
        const Json slot = call(*ledger, "getSlot", {{{"commitment", "confirmed"}}})["result"];
        return call(*ledger, "getBlockTime", Json::array({slot}))["result"].get<std::int64_t>();
    };
    closeSlots(1);
    const std::int64_t before = time();
    (void)cheat("ppv_timeTravel", {{{"seconds", 86'400}}});
    closeSlots(1);
    const std::int64_t later = time();
    EXPECT_GE(later, before + 86'400);
    (void)cheat("ppv_timeTravel", {{{"seconds", -172'800}}});
    closeSlots(2);
    EXPECT_EQ(time(), later);
    EXPECT_EQ(cheat("ppv_timeTravel", {{{"seconds", 1'000'000'000'000}}})["error"]["code"], -32602);
    EXPECT_EQ(cheat("ppv_timeTravel", {{{"hours", 1}}})["error"]["code"], -32602);
}

TEST_F(ChaosTest, accountsAreSetAndRestored)
{
    const std::string bob = toBase58(keypair(22).publicKey());
    const Json number = cheat("ppv_snapshot")["result"];
    (void)call(*ledger, "requestAirdrop", {alice, sol});
    const Json set = cheat("ppv_setAccount", {bob, {{"lamports", 5}, {"owner", alice}, {"data", {"AQID", "base64"}}}});
    EXPECT_TRUE(set.contains("result")) << set.dump();
    const Json shown = call(*ledger, "getAccountInfo",
                            {bob, {{"encoding", "base64"}, {"commitment", "processed"}}})["result"]["value"];
    EXPECT_EQ(shown["lamports"], 5U);
    EXPECT_EQ(shown["owner"], alice);
    EXPECT_EQ(shown["data"][0], "AQID");
    EXPECT_TRUE(cheat("ppv_restore", Json::array({number})).contains("result"));
    EXPECT_EQ(balance(*ledger, alice, "processed"), 0U);
    EXPECT_EQ(balance(*ledger, bob, "processed"), 0U);
    EXPECT_EQ(cheat("ppv_restore", Json::array({99}))["error"]["code"], -32602);
    EXPECT_EQ(cheat("ppv_setAccount", {toBase58(solana::systemProgram), {{"lamports", 1}}})["error"]["code"], -32602);
    EXPECT_EQ(cheat("ppv_setAccount", {toBase58(solana::clockSysvar), {{"lamports", 1}}})["error"]["code"], -32602);
}

} // namespace
} // namespace paradox::ledger
