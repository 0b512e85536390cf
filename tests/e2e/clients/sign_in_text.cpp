#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/siws.h"
#include "solana/keypair.h"

#include <nlohmann/json.hpp>

#include <iostream>

using namespace paradox;
using nlohmann::json;

namespace {

std::optional<std::string> optionalText(const json &fields, const char *name)
{
    return fields.contains(name) ? std::optional(fields.at(name).get<std::string>()) : std::nullopt;
}

/// {seed, fields} → {text, signature}
json write(const json &request)
{
    const json &fields = request.at("fields");
    const SiwsMessage message{.domain = fields.at("domain"),
                              .address = fromBase58<PublicKey>(fields.at("address").get<std::string>()).value(),
                              .statement = optionalText(fields, "statement"),
                              .uri = fields.at("uri"),
                              .chainId = fields.at("chainId"),
                              .nonce = fields.at("nonce"),
                              .issuedAt = fields.at("issuedAt"),
                              .expirationTime = fields.at("expirationTime"),
                              .notBefore = optionalText(fields, "notBefore"),
                              .requestId = optionalText(fields, "requestId"),
                              .resources = fields.value("resources", std::vector<std::string>())};
    const std::string text = serialiseSiws(message).value();
    const auto key = solana::Keypair::fromSeed(hexDecode(request.at("seed").get<std::string>()).value());
    return {{"text", text}, {"signature", toBase58(key.sign(asBytes(text)))}};
}

/// {text} → {fields} or {error}
json read(const json &request)
{
    const auto message = parseSiws(request.at("text").get<std::string>());
    if (!message)
        return {{"error", static_cast<int>(message.error())}};
    json fields = {{"domain", message->domain},     {"address", toBase58(message->address)},
                   {"uri", message->uri},           {"version", "1"},
                   {"chainId", message->chainId},   {"nonce", message->nonce},
                   {"issuedAt", message->issuedAt}, {"expirationTime", message->expirationTime}};
    if (message->statement)
        fields["statement"] = *message->statement;
    if (message->notBefore)
        fields["notBefore"] = *message->notBefore;
    if (message->requestId)
        fields["requestId"] = *message->requestId;
    if (!message->resources.empty())
        fields["resources"] = message->resources;
    return {{"fields", fields}};
}

} // namespace

/// One request a line in, one answer a line out: our half of the comparison with other people's sign-in texts.
int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        const json request = json::parse(line);
        std::cout << (request.contains("fields") ? write(request) : read(request)).dump() << '\n';
    }
    return 0;
}
