#include "tests/fuzz/corpus.h"

#include "domain/base58.h"
#include "domain/encoding.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace paradox::fuzz {

using nlohmann::json;

void Corpus::add(const std::string &target, const std::string &name, ByteSpan bytes) const
{
    std::filesystem::create_directories(m_directory / target);
    std::ofstream file(m_directory / target / name, std::ios::binary);
    file << asText(bytes);
}

namespace {

std::string withChoice(char choice, std::string_view text)
{
    return choice + std::string(text);
}

Bytes fromHex(const json &hex)
{
    return hexDecode(hex.get<std::string>()).value();
}

void addTexts(const Corpus &corpus)
{
    corpus.add("text_codec", "base58", withChoice(0, "C9QP64TH9d8Ztjc9nJjLBjMRoJEPTsow2GfkFFuJBfpk"));
    corpus.add("text_codec", "hex", withChoice(1, "00ffAB12"));
    corpus.add("text_codec", "base64", withChoice(1, "AQbo30ciZ1aPUA=="));
    corpus.add("text_codec", "bytes", withChoice(2, std::string_view("\0\0some bytes", 12)));
    corpus.add("text_codec", "number",
               withChoice(3, "\x09"
                             "18446744073709551615"));
    corpus.add("text_codec", "decimal",
               withChoice(3, "\x09"
                             "12.000000001"));
    corpus.add("text_codec", "time", withChoice(4, "2026-09-22T00:02:13.191Z"));
    corpus.add("text_codec", "offset", withChoice(4, "2026-02-28T23:59:59-11:30"));
}

void addProtocol(const Corpus &corpus, const json &protocol)
{
    const json &siws = protocol.at("siws");
    corpus.add("siws", "text", siws.at("text").get<std::string>());
    for (const auto &[name, text] : siws.at("rejects").items())
        corpus.add("siws", name, text.get<std::string>());
    corpus.add("signed_act", "grant", fromHex(protocol.at("grant").at("hex")));
    int number = 0;
    for (const json &one : protocol.at("intents").at("cases"))
        corpus.add("signed_act", "intent-" + std::to_string(number++), fromHex(one.at("hex")));
    corpus.add("archive", "header", withChoice(0, asText(fromHex(protocol.at("header").at("hex")))));
    for (const auto &[name, one] : protocol.at("netting").items())
        corpus.add("net_json", name, one.at("in").dump());
}

void addTransactions(const Corpus &corpus, const json &transactions)
{
    for (const json &one : transactions) {
        if (!one.contains("serialized_base64"))
            continue;
        const std::string name = one.at("name").get<std::string>();
        const std::string file = hexEncode(asBytes(name.substr(0, 40)));
        const std::string text = one.at("serialized_base64");
        const Bytes bytes = base64Decode(text).value();
        corpus.add("transaction", file, bytes);
        corpus.add("transaction", file + "-message", ByteSpan(bytes).subspan(1 + 64));
        corpus.add("ledger_rpc", "send-" + file,
                   json{{"jsonrpc", "2.0"},
                        {"id", 1},
                        {"method", "sendTransaction"},
                        {"params", {text, {{"encoding", "base64"}, {"skipPreflight", true}}}}}
                       .dump());
        corpus.add("ledger_rpc", "simulate-" + file,
                   json{{"jsonrpc", "2.0"},
                        {"id", "a"},
                        {"method", "simulateTransaction"},
                        {"params",
                         {text,
                          {{"encoding", "base64"},
                           {"replaceRecentBlockhash", true},
                           {"accounts", {{"encoding", "base64"}, {"addresses", json::array()}}}}}}}
                       .dump());
    }
}

void addRpc(const Corpus &corpus)
{
    const std::string key = "11111111111111111111111111111111";
    const std::string signature = toBase58(Signature{});
    const json confirmed = {{"commitment", "confirmed"}, {"encoding", "base64"}};
    const std::vector<std::pair<std::string, json>> calls = {
        {"getAccountInfo", {key, {{"encoding", "base64"}, {"dataSlice", {{"offset", 1}, {"length", 4}}}}}},
        {"getMultipleAccounts", {{key, key}, confirmed}},
        {"getProgramAccounts",
         {key,
          {{"filters", {{{"dataSize", 8}}, {{"memcmp", {{"offset", 0}, {"bytes", "1"}}}}}}, {"withContext", true}}}},
        {"getBalance", {key, confirmed}},
        {"getLatestBlockhash", json::array({confirmed})},
        {"isBlockhashValid", {key, confirmed}},
        {"getSignatureStatuses", {json::array({signature}), {{"searchTransactionHistory", true}}}},
        {"getTransaction", {signature, {{"encoding", "json"}, {"maxSupportedTransactionVersion", 0}}}},
        {"getSignaturesForAddress", {key, {{"limit", 5}, {"before", signature}}}},
        {"getBlock", {3, {{"transactionDetails", "full"}, {"rewards", false}, {"maxSupportedTransactionVersion", 0}}}},
        {"getBlocks", {0, 10}},
        {"getBlocksWithLimit", {0, 10}},
        {"getBlockTime", json::array({1})},
        {"getSlot", json::array({{{"minContextSlot", 1}}})},
        {"getEpochInfo", json::array()},
        {"getMinimumBalanceForRentExemption", json::array({100})},
        {"getFeeForMessage", {"AQABAg==", confirmed}},
        {"getRecentPrioritizationFees", json::array({json::array({key})})},
        {"requestAirdrop", {"C9QP64TH9d8Ztjc9nJjLBjMRoJEPTsow2GfkFFuJBfpk", 5}},
        {"getVersion", json::array()},
        {"getHealth", json::array()},
        {"getSupply", json::array()},
        {"getClusterNodes", json::array()},
        {"getBlockCommitment", json::array({1})},
        {"getInflationReward", {json::array({key}), json::object()}},
        {"getTokenAccountsByOwner", {key, {{"programId", key}}, confirmed}},
        {"getLargestAccounts", json::array({{{"filter", "circulating"}}})},
        {"getLeaderSchedule", {1, {{"identity", key}}}},
        {"getRecentPerformanceSamples", json::array({4})},
        {"ppv_chaosSet", json::array({{{"dropNext", 1}, {"delayMs", 2}, {"lagSlots", 3}, {"webSocketGap", true}}})},
        {"ppv_chaosClear", json::array()},
        {"ppv_fork", json::array({{{"slots", 2}}})},
        {"ppv_lag", json::array({{{"ms", 1}, {"slots", 2}}})},
        {"ppv_timeTravel", json::array({{{"blocks", 3}, {"skipSlots", 5}, {"seconds", -7}}})},
        {"ppv_setAccount", {signature.substr(0, 32), {{"lamports", 5}, {"owner", key}, {"data", {"AQI=", "base64"}}}}},
        {"ppv_snapshot", json::array()},
        {"ppv_restore", json::array({1})},
    };
    json batch = json::array();
    for (const auto &[method, params] : calls) {
        const json call = {{"jsonrpc", "2.0"}, {"id", batch.size()}, {"method", method}, {"params", params}};
        corpus.add("ledger_rpc", method, call.dump());
        batch.push_back(call);
    }
    corpus.add("ledger_rpc", "batch", batch.dump());
}

/// A choice of payer, signers and blockhash, then program, accounts and data of each instruction.
void addInstructions(const Corpus &corpus)
{
    const std::string head("\0\0\1\5", 4);
    const std::string transfer("\0\2\0\1\14\2\0\0\0\5\0\0\0\0\0\0\0", 17);
    const std::string advance("\0\3\1\10\0\4\4\0\0\0", 10);
    const std::string deactivate("\1\2\3\0\4\3\0\0\0", 9);
    const std::string unitLimit("\3\0\5\2\100\15\3\0", 8);
    corpus.add("ledger_instruction", "transfer", head + transfer);
    corpus.add("ledger_instruction", "nonce", head + advance);
    corpus.add("ledger_instruction", "table", head + deactivate);
    corpus.add("ledger_instruction", "budget", head + unitLimit);
}

void addIntentBodies(const Corpus &corpus)
{
    const std::string key = toBase58(PublicKey{{5}});
    const std::string other = toBase58(PublicKey{{6}});
    const json intent = {{"type", "TRADE"},
                         {"sessionPubkey", key},
                         {"ownerPubkey", key},
                         {"itemId", other},
                         {"from", key},
                         {"to", other},
                         {"currencyMint", "11111111111111111111111111111111"},
                         {"amountLamports", "1000"},
                         {"nonce", "1"},
                         {"createdAt", 1'790'035'333},
                         {"expiresAt", "2026-09-22T01:00:00Z"},
                         {"terms", std::string(64, '0')},
                         {"signature", toBase58(Signature{{7}})}};
    corpus.add("intent_body", "one", withChoice(0, intent.dump()));
    corpus.add("intent_body", "list", withChoice(1, json::array({intent, base64Encode(Bytes(433, 1)), 5}).dump()));
    corpus.add("intent_body", "object", withChoice(1, json{{"intents", {intent}}}.dump()));
    corpus.add("intent_body", "fields",
               withChoice(2, json{{"message", "m"},
                                  {"publicKey", key},
                                  {"lamports", "5"},
                                  {"signature", toBase58(Signature{{7}})},
                                  {"transaction", "AQI="},
                                  {"issuedAt", "1790035333"}}
                                 .dump()));
}

void addWire(const Corpus &corpus)
{
    const std::string get = "GET /api/intents?limit=5&cursor=%20a HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n";
    const std::string post =
        "POST /api HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n{\"a\"}";
    const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    const std::string upgrade = "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    const std::string piece(1, '\x04');
    corpus.add("http_request", "pipeline", withChoice(0, piece + get + post + get));
    corpus.add("http_request", "chunked", withChoice(0, piece + chunked + upgrade));
    corpus.add(
        "http_request", "both",
        withChoice(0, piece + "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"));
    corpus.add("http_request", "response", withChoice(1, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
    corpus.add("http_request", "path", withChoice(2, "/a/../b/%2e%2e/c?x=%41"));
    const std::string masked("\x81\x85\x01\x02\x03\x04\x69\x67\x6f\x68\x6e\x89\x80\x00\x00\x00\x00", 17);
    corpus.add("web_socket_frame", "server", std::string(1, '\0') + piece + masked);
    corpus.add("web_socket_frame", "client",
               std::string(1, '\x01') + piece +
                   std::string("\x01\x02"
                               "ab\x80\x01"
                               "c\x88\x02\x03\xe8",
                               11));
}

/// Objects that the build made of the linker's examples.
void addObjects(const Corpus &corpus)
{
    std::error_code none;
    const std::filesystem::path directory = PARADOX_BINARY_DIR "/programs/examples";
    for (const auto &entry : std::filesystem::directory_iterator(directory, none)) {
        if (entry.path().extension() != ".o")
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string object(std::istreambuf_iterator<char>(file), {});
        for (const char version : {'\0', '\1'})
            corpus.add("sbpf_link", entry.path().stem().string() + static_cast<char>('0' + version),
                       withChoice(version, object));
    }
}

} // namespace

void writeCorpus(const std::filesystem::path &vectors, const std::filesystem::path &directory)
{
    const auto load = [&](const char *name) { return json::parse(std::ifstream(vectors / name)); };
    const Corpus corpus(directory);
    addTexts(corpus);
    addProtocol(corpus, load("protocol.json"));
    addTransactions(corpus, load("transactions.json"));
    addRpc(corpus);
    addInstructions(corpus);
    addIntentBodies(corpus);
    addWire(corpus);
    addObjects(corpus);
    addArchives(corpus);
    addReceipts(corpus);
    addVault(corpus);
}

} // namespace paradox::fuzz
