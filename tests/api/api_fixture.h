#pragma once

#include "api/api.h"
#include "domain/base58.h"
#include "domain/encoding.h"
#include "http/client.h"
#include "http/web_socket_client.h"
#include "settlement/courier.h"
#include "storage/index.h"
#include "tests/admission/admission_fixture.h"
#include "tests/api/quiet_chain.h"

#include <nlohmann/json.hpp>

namespace paradox::api::test {

using nlohmann::json;

/// Stands before the API, because the port names the sign-in domain.
struct LateHandler : http::Handler {
    Api *api = nullptr;
    void handle(http::Request &&request, http::Responder responder) override
    {
        api->handle(std::move(request), std::move(responder));
    }
    std::unique_ptr<http::WebSocketListener> upgrade(const http::Request &request) override
    {
        return api->upgrade(request);
    }
    std::size_t bodyBytesMax(http::Method method, std::string_view path, std::size_t usual) const override
    {
        return api->bodyBytesMax(method, path, usual);
    }
    http::Response refusal(int status, std::string_view words) const override { return api->refusal(status, words); }
};

struct Answer {
    int status = 0;
    json body;
    http::ClientAnswer raw;

    [[nodiscard]] std::string code() const
    {
        return body.is_object() ? body.value("code", std::string()) : std::string();
    }
};

/// The whole front over real sockets, a real database, real admission and a quiet chain.
class ApiTest : public admission::AdmissionTest {
protected:
    static constexpr const char *nodeToken = "f00df00df00df00df00df00df00df00df00df00df00df00df00df00df00df00d";

    ApiTest() : venue(cluster().genesis, cluster().program, GameId{1}) { open({}); }
    ~ApiTest() override { closeFront(); }

    void open(Limits limits)
    {
        // The publisher is set before the writer starts.
        stop();
        auto opened = storage::Database::open(directory.path());
        ASSERT_TRUE(opened.has_value());
        database = *std::move(opened);
        writer = std::make_unique<storage::Writer>(*database, clock);
        options.cluster = cluster();
        admission = std::make_unique<admission::Admission>(*database, *writer, clock, engine, options);
        courier = std::make_unique<settlement::Courier>(chain, *writer, clock);
        relay = std::make_unique<settlement::Relay>(venue, chain, *courier, *database, random);
        server = *http::Server::start({}, late, clock);
        domain = "127.0.0.1:" + std::to_string(server->port());
        challenges = std::make_unique<auth::Challenges>(
            clock, random, auth::SignInProfile{.domain = domain, .uri = "http://" + domain, .chainId = "localnet"});
        tokens = std::make_unique<auth::Tokens>(*writer, clock, random, auth::Tokens::Options{.nodeToken = nodeToken});
        api = std::make_unique<Api>(Services{clock, random, *database, *writer, *admission, *relay, blocks, apiChain,
                                             *challenges, *tokens, metrics, log,
                                             [] { return NodeStatus{{7}, {6}, true, true, true, ""}; },
                                             [this] { relay->tick(); }, [this] { ++cuts; }},
                                    NodeFacts{"0.1.0", "localnet", cluster(), GameId{1}, admission::keyOf(8), 25,
                                              NetMode::Net, engine.publicKey(), true, "{}"},
                                    limits);
        late.api = api.get();
        writer->setPublisher([this](std::span<const storage::Event> events) { api->publish(events); });
        writer->start();
    }
    void closeFront()
    {
        if (!api)
            return;
        api->stop();
        server->stop();
        admission->stop();
        writer->stop();
        api.reset();
        server.reset();
    }

    Answer call(http::Method method, std::string_view target, const std::string &token = "", const json &body = nullptr,
                std::vector<http::Header> headers = {})
    {
        return send(method, target, token, body.is_null() ? std::string() : body.dump(), std::move(headers));
    }
    Answer send(http::Method method, std::string_view target, const std::string &token, const std::string &body,
                std::vector<http::Header> headers = {}, std::string_view contentType = "application/json")
    {
        if (!token.empty())
            headers.push_back({"Authorization", "Bearer " + token});
        http::Client client("http://" + domain);
        auto answer = client.send({.method = method,
                                   .target = target,
                                   .headers = std::move(headers),
                                   .contentType = contentType,
                                   .body = body});
        EXPECT_TRUE(answer.has_value()) << target;
        if (!answer)
            return {};
        Answer result{answer->status, json::parse(answer->body, nullptr, false), *answer};
        return result;
    }
    Answer get(std::string_view target, const std::string &token = "")
    {
        return call(http::Method::Get, target, token);
    }
    Answer post(std::string_view target, const std::string &token, const json &body,
                std::vector<http::Header> headers = {})
    {
        return call(http::Method::Post, target, token, body, std::move(headers));
    }

    json challengeFor(const PublicKey &wallet) { return get("/api/user/nonce?address=" + toBase58(wallet)).body; }
    static SiwsMessage messageOf(const json &challenge, const PublicKey &wallet)
    {
        SiwsMessage message{.domain = challenge["domain"],
                            .address = wallet,
                            .uri = challenge["uri"],
                            .chainId = challenge["chainId"],
                            .nonce = challenge["nonce"],
                            .issuedAt = challenge["issuedAt"],
                            .expirationTime = challenge["expirationTime"]};
        if (challenge.contains("statement"))
            message.statement = challenge["statement"].get<std::string>();
        return message;
    }
    static json signedText(const solana::Keypair &wallet, const SiwsMessage &message)
    {
        const std::string text = *serialiseSiws(message);
        return {{"message", text},
                {"signature", toBase58(wallet.sign(asBytes(text)))},
                {"publicKey", toBase58(wallet.publicKey())}};
    }
    json signIn(const solana::Keypair &wallet)
    {
        return post("/api/auth/siws", "",
                    signedText(wallet, messageOf(challengeFor(wallet.publicKey()), wallet.publicKey())))
            .body;
    }
    std::string tokenOf(const solana::Keypair &wallet) { return signIn(wallet)["accessToken"].get<std::string>(); }

    static json posted(const admission::Trader &trader, const Intent &intent)
    {
        return {{"type", toText(intent.type)},
                {"sessionPubkey", toBase58(intent.session)},
                {"ownerPubkey", toBase58(intent.owner)},
                {"itemId", toBase58(intent.item)},
                {"from", toBase58(intent.from)},
                {"to", toBase58(intent.to)},
                {"currencyMint", toBase58(intent.mint)},
                {"amountLamports", std::to_string(intent.amount.value)},
                {"nonce", std::to_string(intent.nonce)},
                {"createdAt", intent.createdAt.value},
                {"expiresAt", std::to_string(intent.expiresAt.value)},
                {"signature", toBase58(trader.session.sign(encodeIntent(intent)))}};
    }

    settlement::Venue venue;
    QuietChain chain;
    QuietChain apiChain;
    settlement::BlockFolder blocks{directory.path() / "blocks"};
    std::unique_ptr<settlement::Courier> courier;
    std::unique_ptr<settlement::Relay> relay;
    telemetry::Registry metrics;
    std::vector<std::string> lines;
    std::mutex linesMutex;
    telemetry::Log log{clock, telemetry::Level::Info, [this](std::string_view line) {
                           const std::lock_guard lock(linesMutex);
                           lines.emplace_back(line);
                       }};
    LateHandler late;
    std::string domain;
    std::unique_ptr<http::Server> server;
    std::unique_ptr<auth::Challenges> challenges;
    std::unique_ptr<auth::Tokens> tokens;
    std::unique_ptr<Api> api;
    std::atomic<int> cuts = 0;
};

} // namespace paradox::api::test
