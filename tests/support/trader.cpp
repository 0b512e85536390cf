#include "tests/support/trader.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/siws.h"
#include "domain/system_clock.h"
#include "programs/client/vault.h"

#include <cstdio>

namespace paradox::test {
namespace {

constexpr std::uint64_t airdropLamports = 100'000'000'000;

Grant makeGrant(const Venue &venue, const Trader &trader, UnixSeconds now)
{
    return {.genesis = venue.genesis,
            .program = venue.program,
            .engine = venue.engine,
            .owner = trader.owner.publicKey(),
            .session = trader.session.publicKey(),
            .actions = actionsAll,
            .maxTotal = {1'000'000'000'000},
            .maxPerIntent = {1'000'000'000'000},
            .maxIntents = 10'000'000,
            .notBefore = {now.value - 60},
            .expiresAt = {now.value + 6 * 3600}};
}

std::string signedTransaction(const RunningNode &node, const Trader &trader,
                              std::span<const solana::Instruction> instructions)
{
    const nlohmann::json latest = node.call({.path = "/api/chain/blockhash"}).json();
    const Hash blockhash = *fromBase58<Hash>(latest.at("blockhash").get<std::string>());
    const auto message =
        solana::compileMessage(instructions, {.feePayer = trader.owner.publicKey(), .recentBlockhash = blockhash});
    auto transaction = solana::makeTransaction(*message);
    const solana::Keypair *signer = &trader.owner;
    static_cast<void>(solana::signTransaction(transaction, std::span(&signer, 1)));
    return base64Encode(solana::serialiseTransaction(transaction));
}

SiwsMessage messageOf(const nlohmann::json &challenge, const Trader &trader)
{
    SiwsMessage message;
    message.domain = challenge.at("domain");
    message.address = trader.owner.publicKey();
    if (challenge.contains("statement") && challenge.at("statement").is_string())
        message.statement = challenge.at("statement");
    message.uri = challenge.at("uri");
    message.chainId = challenge.at("chainId");
    message.nonce = challenge.at("nonce");
    message.issuedAt = challenge.at("issuedAt");
    message.expirationTime = challenge.at("expirationTime");
    message.resources = {grantResource(trader.grant)};
    return message;
}

bool complain(const char *what, const HttpAnswer &answer)
{
    std::fprintf(stderr, "%s: %d %s\n", what, answer.status, answer.body.c_str());
    return false;
}

} // namespace

Trader Trader::make(Random &random)
{
    return {.owner = solana::Keypair::generate(random), .session = solana::Keypair::generate(random)};
}

Venue venueOf(const RunningNode &node)
{
    const nlohmann::json health = node.call({.path = "/health"}).json();
    return {.genesis = *fromBase58<Hash>(health.at("genesis").get<std::string>()),
            .program = *fromBase58<PublicKey>(health.at("programs").at("vault").get<std::string>()),
            .engine = *fromBase58<PublicKey>(health.at("venue").at("address").get<std::string>()),
            .domain = "127.0.0.1:" + std::to_string(node.apiPort)};
}

bool enter(const RunningNode &node, const Venue &venue, Trader &trader)
{
    const std::string address = toBase58(trader.owner.publicKey());
    const HttpAnswer drop =
        node.call({.method = "POST",
                   .path = "/api/chain/airdrop",
                   .body = nlohmann::json{{"address", address}, {"lamports", std::to_string(airdropLamports)}}.dump()});
    if (drop.status != 202)
        return complain("airdrop", drop);
    if (!waitUntil(10'000, [&] {
            const nlohmann::json balance = node.rpc("getBalance", {address, {{"commitment", "confirmed"}}});
            return balance.is_object() && balance.at("value").get<std::uint64_t>() > 0;
        }))
        return false;

    const HttpAnswer challenge = exchange(node.apiPort, {.path = "/api/user/nonce?address=" + address});
    if (challenge.status != 200)
        return complain("nonce", challenge);
    trader.grant = makeGrant(venue, trader, SystemClock().wallSeconds());
    const std::string text = *serialiseSiws(messageOf(challenge.json(), trader));
    const auto registration = vault::build(vault::Addresses(venue.program), vault::RegisterSessionKey{trader.grant});
    const nlohmann::json body = {{"message", text},
                                 {"signature", toBase58(trader.owner.sign(asBytes(text)))},
                                 {"publicKey", address},
                                 {"grant", base64Encode(encodeGrant(trader.grant))},
                                 {"transaction", signedTransaction(node, trader, std::span(&registration, 1))}};
    const HttpAnswer created =
        exchange(node.apiPort, {.method = "POST", .path = "/api/session-keys/create", .body = body.dump()});
    if (created.status != 201)
        return complain("session", created);
    trader.accessToken = created.json().at("accessToken");
    const std::string path = "/api/session-keys/" + toBase58(trader.session.publicKey());
    return waitUntil(20'000, [&] {
        const nlohmann::json session = node.call({.path = path, .token = trader.accessToken}).json();
        return session.is_object() && session.value("status", "") == "active";
    });
}

std::string relay(const RunningNode &node, const Trader &trader, std::span<const solana::Instruction> instructions)
{
    const nlohmann::json body = {{"transaction", signedTransaction(node, trader, instructions)}};
    const HttpAnswer answer = node.call(
        {.method = "POST", .path = "/api/chain/transactions", .body = body.dump(), .token = trader.accessToken});
    if (answer.status != 202) {
        complain("relay", answer);
        return {};
    }
    return answer.json().at("operationId");
}

bool settled(const RunningNode &node, const std::string &operation)
{
    std::string status;
    return waitUntil(20'000,
                     [&] {
                         const nlohmann::json json = node.call({.path = "/api/chain/transactions/" + operation}).json();
                         status = json.is_object() ? json.value("status", "") : "";
                         return status == "settled" || status == "failed" || status == "expired";
                     }) &&
           status == "settled";
}

Intent makeIntent(const Venue &venue, Trader &trader, const IntentFields &fields, UnixSeconds now)
{
    return {.genesis = venue.genesis,
            .program = venue.program,
            .engine = venue.engine,
            .session = trader.session.publicKey(),
            .owner = trader.owner.publicKey(),
            .type = fields.type,
            .item = fields.item,
            .from = fields.from,
            .to = fields.to,
            .amount = fields.amount,
            .nonce = trader.nextNonce++,
            .createdAt = now,
            .expiresAt = {now.value + 3600}};
}

std::string intentJson(const Intent &intent, const Signature &signature)
{
    const nlohmann::json json = {
        {"type", toText(intent.type)},           {"sessionPubkey", toBase58(intent.session)},
        {"ownerPubkey", toBase58(intent.owner)}, {"itemId", toBase58(intent.item)},
        {"from", toBase58(intent.from)},         {"to", toBase58(intent.to)},
        {"currencyMint", toBase58(intent.mint)}, {"amountLamports", std::to_string(intent.amount.value)},
        {"nonce", std::to_string(intent.nonce)}, {"createdAt", intent.createdAt.value},
        {"expiresAt", intent.expiresAt.value},   {"signature", toBase58(signature)}};
    return json.dump();
}

} // namespace paradox::test
