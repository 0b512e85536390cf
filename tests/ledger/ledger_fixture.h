#pragma once

#include "domain/base58.h"
#include "domain/system_clock.h"
#include "http/client.h"
#include "ledger/file.h"
#include "ledger/ledger.h"
#include "tests/ledger/bank_fixture.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <thread>

namespace paradox::ledger {

using Json = nlohmann::json;

/// A real ledger on free ports, and a client of it.
class LedgerTest : public ::testing::Test {
protected:
    explicit LedgerTest(Options chosen = {.dataDir = {}, .rpcPort = 0, .slotMs = 10, .finality = 4})
        : options(std::move(chosen))
    {
        std::string name = (std::filesystem::temp_directory_path() / "paradox-ledger-test-XXXXXX").string();
        directory = mkdtemp(name.data());
        ledger = open(directory / "a");
    }
    ~LedgerTest() override
    {
        ledger.reset();
        std::filesystem::remove_all(directory);
    }

    std::unique_ptr<Ledger> open(const std::filesystem::path &dataDir)
    {
        Options chosen = options;
        chosen.dataDir = dataDir;
        auto opened = Ledger::start(chosen, clock, random);
        EXPECT_TRUE(opened.has_value());
        return opened ? std::move(*opened) : nullptr;
    }
    static http::ClientAnswer post(const Ledger &to, std::string_view body)
    {
        http::Client client(to.rpcUrl());
        auto answer = client.post(body);
        EXPECT_TRUE(answer.has_value());
        return answer ? std::move(*answer) : http::ClientAnswer{};
    }
    static Json call(const Ledger &to, std::string_view method, const Json &params = Json::array())
    {
        const Json request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
        return Json::parse(post(to, request.dump()).body);
    }
    static std::uint64_t balance(const Ledger &of, const std::string &address, std::string_view commitment)
    {
        return call(of, "getBalance", {address, {{"commitment", commitment}}})["result"]["value"];
    }
    std::string token(const std::filesystem::path &dataDir) const
    {
        const std::optional<Bytes> bytes = readFile(dataDir / cheatTokenFile);
        return bytes ? std::string(asText(*bytes)) : "none";
    }
    Json cheat(std::string_view method, const Json &params = Json::array())
    {
        return cheatWith(token(directory / "a"), method, params);
    }
    Json cheatWith(const std::string &secret, std::string_view method, const Json &params)
    {
        const Json request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
        const std::string body = request.dump();
        http::Client client(ledger->rpcUrl());
        const auto answer = client.send({.method = http::Method::Post,
                                         .target = "/",
                                         .headers = {{"authorization", "Bearer " + secret}},
                                         .body = body});
        EXPECT_TRUE(answer.has_value());
        return answer ? Json::parse(answer->body) : Json();
    }
    template <class Probe>
    static void waitFor(Probe probe)
    {
        while (!probe())
            std::this_thread::yield();
    }

    const Options options;
    const SystemClock clock;
    SystemRandom random;
    std::filesystem::path directory;
    std::unique_ptr<Ledger> ledger;
    const std::string alice = toBase58(keypair(20).publicKey());
};

} // namespace paradox::ledger
