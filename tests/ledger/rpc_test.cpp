#include "tests/ledger/ledger_fixture.h"

#include "domain/encoding.h"
#include "ledger/spl/memo_programs.h"

namespace paradox::ledger {
namespace {

/// What a cluster answers to requests that are not quite what they should be.
class RpcTest : public LedgerTest {
protected:
    Json answerTo(std::string_view body)
    {
        const http::ClientAnswer answer = post(*ledger, body);
        EXPECT_EQ(answer.status, 200);
        return answer.body.empty() ? Json() : Json::parse(answer.body);
    }
    Hash latest()
    {
        const Json answer = call(*ledger, "getLatestBlockhash", {{{"commitment", "processed"}}});
        return *fromBase58<Hash>(answer["result"]["value"]["blockhash"].get<std::string>());
    }
    static std::string wireOf(const solana::Transaction &transaction)
    {
        return base64Encode(solana::serialiseTransaction(transaction));
    }
    std::string send(std::initializer_list<solana::Instruction> instructions)
    {
        const std::string wire = wireOf(signedTransaction(instructions, latest(), {&payer}));
        const Json answer =
            call(*ledger, "sendTransaction", {wire, {{"encoding", "base64"}, {"preflightCommitment", "processed"}}});
        EXPECT_TRUE(answer.contains("result")) << answer.dump();
        return answer.value("result", "");
    }
    /// Slot of a transaction, once it is confirmed.
    std::uint64_t slotOf(const std::string &signature)
    {
        Json status;
        waitFor([&] {
            status = call(*ledger, "getSignatureStatuses", {{signature}})["result"]["value"][0];
            return status.is_object() && status["confirmationStatus"] != "processed";
        });
        return status["slot"];
    }
    Json simulate(const std::string &wire, Json asked)
    {
        asked["encoding"] = "base64";
        asked["commitment"] = "processed";
        return call(*ledger, "simulateTransaction", {wire, asked});
    }
    solana::Instruction transfer() const
    {
        return solana::systemTransfer(payer.publicKey(), keypair(21).publicKey(), {2'000'000});
    }

    const solana::Keypair payer = keypair(20);
};

TEST_F(RpcTest, aNotificationGetsNoAnswerAndHasNoEffect)
{
    const std::string airdrop = R"({"jsonrpc":"2.0","method":"requestAirdrop","params":[")" + alice + R"(",5000000]})";
    EXPECT_EQ(answerTo(airdrop), Json());
    EXPECT_EQ(answerTo('[' + airdrop + ']'), Json());
    const Json batch = answerTo('[' + airdrop + R"(,{"jsonrpc":"2.0","id":1,"method":"getHealth"}])");
    ASSERT_EQ(batch.size(), 1U);
    EXPECT_EQ(batch[0]["result"], "ok");
    EXPECT_EQ(balance(*ledger, alice, "processed"), 0U);
}

TEST_F(RpcTest, whatIsNoRequestIsRefusedUnderItsId)
{
    const Json noVersion = answerTo(R"({"id":7,"method":"getHealth"})");
    EXPECT_EQ(noVersion["error"]["code"], -32600);
    EXPECT_EQ(noVersion["error"]["message"], "Unsupported JSON-RPC protocol version");
    EXPECT_EQ(noVersion["id"], 7);
    const Json noMethod = answerTo(R"({"jsonrpc":"2.0","id":"x","method":8})");
    EXPECT_EQ(noMethod["error"]["code"], -32600);
    EXPECT_EQ(noMethod["id"], "x");
    EXPECT_EQ(answerTo(R"({"jsonrpc":"2.0","id":{},"method":"getHealth"})")["id"], nullptr);
}

TEST_F(RpcTest, anIntegerBeyond64BitsIsAWrongParameterNotBadJson)
{
    for (const std::string number :
         {"18446744073709551616", "-9223372036854775809", "123456789012345678901234567890"}) {
        const Json answer = answerTo(
            R"({"jsonrpc":"2.0","id":"a\"9999999999999999999999","method":"getBlock","params":[)" + number + "]}");
        EXPECT_EQ(answer["error"]["code"], -32602) << answer.dump();
        EXPECT_EQ(answer["id"], "a\"9999999999999999999999");
    }
    const Json largest = answerTo(R"({"jsonrpc":"2.0","id":1,"method":"getBlock","params":[18446744073709551615]})");
    EXPECT_EQ(largest["error"]["code"], -32004);
    EXPECT_EQ(answerTo(R"({"jsonrpc":"2.0","id":1,"method":"getBlock","params":[0x10]})")["error"]["code"], -32700);
}

TEST_F(RpcTest, nestingIsReadAsDeepAsAClusterReadsIt)
{
    const auto nested = [&](std::size_t depth) {
        const std::string params = std::string(depth, '[') + std::string(depth, ']');
        return answerTo(R"({"jsonrpc":"2.0","id":1,"method":"getBalance","params":)" + params + '}');
    };
    EXPECT_EQ(nested(100)["error"]["code"], -32602);
    EXPECT_EQ(nested(200)["error"]["code"], -32700);
}

TEST_F(RpcTest, aKeyOfForeignLettersIsToldFromOneOfAnotherSize)
{
    const auto words = [&](const char *method, const Json &params) {
        return call(*ledger, method, params)["error"]["message"];
    };
    EXPECT_EQ(words("getBalance", {"0OIl"}), "Invalid param: Invalid");
    EXPECT_EQ(words("getBalance", {"abc"}), "Invalid param: WrongSize");
    EXPECT_EQ(words("getBalance", {std::string(60, '1')}), "Invalid param: WrongSize");
    EXPECT_EQ(words("getTransaction", {"0OIl"}), "Invalid param: Invalid");
    EXPECT_EQ(words("isBlockhashValid", {"abc"}), "Invalid param: WrongSize");
    EXPECT_EQ(words("requestAirdrop", {alice, 5, {{"recentBlockhash", "0"}}}), "Invalid param: Invalid");
}

TEST_F(RpcTest, transactionsAreShownAsTheOldFormOfTheirOptionsSays)
{
    const std::string signature = call(*ledger, "requestAirdrop", {alice, 5'000'000})["result"];
    const std::uint64_t slot = slotOf(signature);
    const auto finalized = [&](const Json &encoding) {
        Json shown;
        waitFor([&] { return !(shown = call(*ledger, "getTransaction", {signature, encoding})["result"]).is_null(); });
        return shown["transaction"];
    };
    EXPECT_TRUE(finalized("jsonParsed")["message"]["accountKeys"][0]["signer"].is_boolean());
    EXPECT_EQ(finalized("base64")[1], "base64");
    EXPECT_EQ(finalized("base58")[1], "base58");
    EXPECT_TRUE(finalized("json")["message"]["accountKeys"][0].is_string());
    EXPECT_EQ(call(*ledger, "getTransaction", {signature, "hex"})["error"]["code"], -32602);
    EXPECT_EQ(call(*ledger, "getBlock", {slot, "base64"})["result"]["transactions"][0]["transaction"][1], "base64");
}

TEST_F(RpcTest, aBlockCanBeAskedForItsAccountsOnly)
{
    const std::uint64_t slot = slotOf(call(*ledger, "requestAirdrop", {alice, 5'000'000})["result"]);
    const auto ask = [&](const char *details) {
        return call(*ledger, "getBlock", {slot, {{"commitment", "confirmed"}, {"transactionDetails", details}}});
    };
    const Json one = ask("accounts")["result"]["transactions"][0];
    EXPECT_EQ(one["transaction"]["accountKeys"][1]["pubkey"], alice);
    EXPECT_EQ(one["transaction"]["accountKeys"][1]["writable"], true);
    EXPECT_EQ(one["transaction"]["signatures"].size(), 1U);
    EXPECT_FALSE(one["transaction"].contains("message"));
    EXPECT_EQ(one["meta"]["postBalances"][1], 5'000'000);
    EXPECT_FALSE(one["meta"].contains("logMessages"));
    EXPECT_FALSE(ask("none")["result"].contains("transactions"));
    EXPECT_EQ(ask("everything")["error"]["code"], -32602);
}

TEST_F(RpcTest, aListOfSignaturesShowsTheirMemos)
{
    (void)call(*ledger, "requestAirdrop", {alice, 5'000'000'000});
    const auto memo = [](std::string_view text) {
        return solana::Instruction{spl::memoProgram, {}, Bytes(text.begin(), text.end())};
    };
    (void)slotOf(send({memo("hi")}));
    (void)slotOf(send({transfer(), memo("one"), memo("two")}));
    const Json rows = call(*ledger, "getSignaturesForAddress", {alice, {{"commitment", "confirmed"}}})["result"];
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0]["memo"], "[3] one; [3] two");
    EXPECT_EQ(rows[1]["memo"], "[2] hi");
    EXPECT_EQ(rows[2]["memo"], nullptr);
}

TEST_F(RpcTest, aSimulationShowsNoMoreAccountsThanTheTransactionNames)
{
    (void)call(*ledger, "requestAirdrop", {alice, 5'000'000'000});
    const std::string wire = wireOf(signedTransaction({transfer()}, latest(), {&payer}));
    const auto show = [&](std::size_t count, const char *encoding) {
        return simulate(wire, {{"accounts", {{"encoding", encoding}, {"addresses", std::vector(count, alice)}}}});
    };
    EXPECT_EQ(show(3, "base64")["result"]["value"]["accounts"].size(), 3U);
    EXPECT_EQ(show(4, "base64")["error"]["message"], "Too many accounts provided; max 3");
    EXPECT_EQ(show(1, "base64+zstd")["result"]["value"]["accounts"][0]["data"][1], "base64+zstd");
    EXPECT_EQ(show(1, "base58")["error"]["message"], "base58 encoding not supported");
}

TEST_F(RpcTest, aTableThatDoesNotServeIsAWrongParameter)
{
    (void)call(*ledger, "requestAirdrop", {alice, 5'000'000'000});
    const solana::Instruction instruction = transfer();
    const solana::LookupTable table{keypair(30).publicKey(), {keypair(21).publicKey()}};
    auto message = solana::compileMessage(std::span(&instruction, 1), {.feePayer = payer.publicKey(),
                                                                       .recentBlockhash = latest(),
                                                                       .version = solana::MessageVersion::V0,
                                                                       .tables = std::span(&table, 1)});
    ASSERT_TRUE(message.has_value());
    solana::Transaction transaction = solana::makeTransaction(std::move(*message));
    const solana::Keypair *signer = &payer;
    ASSERT_TRUE(solana::signTransaction(transaction, std::span(&signer, 1)));
    const std::string words = "invalid transaction: Transaction loads an address table account that doesn't exist";
    const Json simulated = simulate(wireOf(transaction), Json::object());
    ASSERT_TRUE(simulated.contains("error")) << simulated;
    EXPECT_EQ(simulated["error"]["code"], -32602);
    EXPECT_EQ(simulated["error"]["message"], words);
    const Json sent = call(*ledger, "sendTransaction",
                           {wireOf(transaction), {{"encoding", "base64"}, {"preflightCommitment", "processed"}}});
    EXPECT_EQ(sent["error"]["code"], -32602);
    EXPECT_EQ(sent["error"]["message"], words);
}

TEST_F(RpcTest, sysvarsAreShownParsedAndAgreeWithTheirMethods)
{
    const auto parsed = [&](const PublicKey &key) {
        const Json value =
            call(*ledger, "getAccountInfo",
                 {toBase58(key), {{"encoding", "jsonParsed"}, {"commitment", "processed"}}})["result"]["value"];
        EXPECT_EQ(value["owner"], toBase58(solana::sysvarOwner));
        EXPECT_EQ(value["data"]["program"], "sysvar");
        return value["data"]["parsed"];
    };
    const Json schedule = parsed(solana::epochScheduleSysvar);
    EXPECT_EQ(schedule["type"], "epochSchedule");
    EXPECT_EQ(schedule["info"], call(*ledger, "getEpochSchedule")["result"]);
    EXPECT_EQ(parsed(solana::clockSysvar)["info"]["epoch"], call(*ledger, "getEpochInfo")["result"]["epoch"]);
    EXPECT_EQ(parsed(solana::rentSysvar)["info"],
              (Json{{"lamportsPerByteYear", "3480"}, {"exemptionThreshold", 2.0}, {"burnPercent", 50}}));
    EXPECT_EQ(parsed(solana::lastRestartSlotSysvar)["info"], (Json{{"lastRestartSlot", 0}}));
    EXPECT_EQ(parsed(solana::epochRewardsSysvar)["info"]["totalPoints"], "0");
    EXPECT_EQ(parsed(solana::stakeHistorySysvar)["info"], Json::array());
    EXPECT_EQ(parsed(solana::slotHashesSysvar)["info"][0]["slot"].is_number(), true);
    EXPECT_EQ(parsed(solana::recentBlockhashesSysvar)["info"][0]["feeCalculator"]["lamportsPerSignature"], "5000");
    const Json history = parsed(solana::slotHistorySysvar)["info"];
    EXPECT_EQ(history["bits"].get<std::string>().substr(0, history["nextSlot"]),
              std::string(history["nextSlot"].get<std::size_t>(), '1'));
}

/// Slots do not close by themselves here: nothing ever becomes final.
class FirstAnswerTest : public LedgerTest {
protected:
    FirstAnswerTest() : LedgerTest({.dataDir = {}, .rpcPort = 0, .slotMs = 10'000, .finality = 32}) {}
    Json programAt(const PublicKey &id, const char *commitment)
    {
        return call(*ledger, "getAccountInfo",
                    {toBase58(id), {{"commitment", commitment}, {"encoding", "base64"}}})["result"]["value"];
    }
};

TEST_F(FirstAnswerTest, whatAChainIsBornWithIsThereAtEveryCommitment)
{
    for (const char *commitment : {"processed", "confirmed", "finalized"}) {
        for (const PublicKey &program : {solana::systemProgram, solana::tokenProgram, solana::associatedTokenProgram})
            EXPECT_EQ(programAt(program, commitment)["executable"], true) << commitment;
        EXPECT_GT(balance(*ledger, toBase58(ledger->faucet()), commitment), 0U);
    }
    ledger.reset();
    ledger = open(directory / "a");
    EXPECT_EQ(programAt(solana::tokenProgram, "finalized")["executable"], true);
}

TEST_F(FirstAnswerTest, aProgramThatALaterStartBringsIsThereAtOnce)
{
    ledger.reset();
    Options more = options;
    more.dataDir = directory / "a";
    more.programs.push_back({keypair(50).publicKey(), [](std::uint8_t *) { return std::uint64_t{0}; }});
    for (int start = 0; start < 2; ++start) {
        auto opened = Ledger::start(more, clock, random);
        ASSERT_TRUE(opened.has_value());
        ledger = std::move(*opened);
        EXPECT_EQ(programAt(keypair(50).publicKey(), "finalized")["executable"], true);
        ledger.reset();
    }
}

TEST_F(LedgerTest, thePubSubPortTellsAPlainRequestWhatIsSpokenThere)
{
    std::string url = ledger->wsUrl();
    ASSERT_TRUE(url.starts_with("ws://"));
    http::Client client(url.replace(0, 2, "http"));
    const auto answer = client.get("/");
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 426);
    EXPECT_EQ(answer->header("upgrade"), "websocket");
    EXPECT_EQ(answer->header("sec-websocket-version"), "13");
}

} // namespace
} // namespace paradox::ledger
