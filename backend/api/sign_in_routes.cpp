#include "api/routes.h"

#include "api/objects.h"
#include "auth/sign_in.h"
#include "domain/base58.h"
#include "domain/sha256.h"

namespace paradox::api {

using nlohmann::json;

namespace {

constexpr std::size_t transactionBytesMax = 4096;

json tokensJson(const auth::TokenPair &pair)
{
    return {{"accessToken", pair.access},
            {"tokenType", "Bearer"},
            {"expiresIn", pair.expiresInSeconds},
            {"refreshToken", pair.refresh},
            {"address", toBase58(pair.principal.address)},
            {"roles", auth::namesOf(pair.principal.roles)}};
}

void answerTokenError(Call &call, auth::TokenError error)
{
    switch (error) {
    case auth::TokenError::Invalid:
        call.reply.problem(Code::RefreshInvalid);
        return;
    case auth::TokenError::StorageFailed:
        call.reply.problem(Code::StorageUnavailable);
        return;
    case auth::TokenError::TooMany:
        call.reply.problem(Code::Busy, "Too many people are signed in.");
        return;
    }
}

/// What sign-in and session creation have in common. Nothing, and the call answered, when it is refused.
std::optional<PublicKey> checkSignIn(Front &front, Call &call, const auth::SignIn &signIn)
{
    const auto address = auth::verifySignIn(signIn, front.services.challenges, front.services.clock);
    if (address)
        return *address;
    front.services.log.warning("sign_in_refused", {{"reason", auth::toText(address.error())},
                                                   {"address", signIn.publicKey},
                                                   {"remote", call.request.remoteAddress}});
    if (address.error() == auth::SignInError::TooManyUsed)
        call.reply.problem(Code::Busy, "Too many sign-ins are under way.");
    else
        call.reply.problem(Code::SiwsInvalid);
    return std::nullopt;
}

/// A session under construction, on its way through the relay, the writer and back.
struct Opening {
    Call call;
    Grant grant;
    json registration;
};

void answerCreated(Front &front, std::shared_ptr<Opening> opening, const storage::Session &session)
{
    const std::string status(toText(session.state));
    Workers::Work finish = [&front, opening, status] {
        const auto pair = front.services.tokens.issue(opening->grant.owner);
        if (!pair) {
            answerTokenError(opening->call, pair.error());
            return;
        }
        json answer = tokensJson(*pair);
        answer["sessionPubkey"] = toBase58(opening->grant.session);
        answer["status"] = status;
        answer["registration"] = opening->registration;
        const storage::ReadLease lease = front.services.database.read();
        if (const auto stored = storage::sessions::byKey(lease, opening->grant.session))
            answer["policy"] = toJson(*stored, lease);
        opening->call.reply.json(201, answer);
    };
    // On the writer thread now, which must not wait for itself.
    if (!front.readers.post(finish))
        opening->call.reply.problem(Code::Busy);
}

void store(Front &front, std::shared_ptr<Opening> opening, std::string operationId)
{
    front.services.admission.createSession(
        opening->grant, std::move(operationId),
        [&front, opening](std::expected<storage::Session, admission::Refusal> session) {
            if (session)
                answerCreated(front, opening, *session);
            else
                opening->call.reply.problem(session.error());
        });
}

void answerRelayFailure(Reply &reply, const settlement::RelayFailure &failure)
{
    using settlement::RelayError;
    switch (failure.error) {
    case RelayError::NotATransaction:
    case RelayError::NeverExpires:
        reply.problem(Code::NotATransaction, failure.words);
        return;
    case RelayError::SignatureMissing:
        reply.problem(Code::TransactionNotSigned, failure.words);
        return;
    case RelayError::NotTheOwner:
        reply.problem(Code::TransactionNotYours, failure.words);
        return;
    case RelayError::NotTheGrant:
        reply.problem(Code::TransactionNotTheGrant, failure.words);
        return;
    case RelayError::WouldFail: {
        json body = problemJson(kindOf(Code::TransactionWouldFail), failure.words, reply.path());
        body["transactionError"] = failure.transactionError;
        body["logs"] = failure.logs;
        reply.send(problemResponse(kindOf(Code::TransactionWouldFail).status, body));
        return;
    }
    case RelayError::ChainUnreachable:
        reply.problem(Code::ChainUnreachable, failure.words);
        return;
    case RelayError::Busy:
        reply.problem(Code::Busy, failure.words);
        return;
    case RelayError::StorageFailed:
        reply.problem(Code::StorageUnavailable, failure.words);
        return;
    }
}

/// What would be refused later must be refused before its registration goes to the chain.
std::optional<admission::Refusal> refusalBefore(Front &front, const Grant &grant)
{
    const storage::Cluster &cluster = front.facts.cluster;
    if (grant.genesis != cluster.genesis)
        return admission::Refusal::WrongCluster;
    if (grant.program != cluster.program)
        return admission::Refusal::WrongProgram;
    if (grant.engine != cluster.engine)
        return admission::Refusal::WrongVenue;
    if (grant.expiresAt <= front.services.clock.wallSeconds())
        return admission::Refusal::GrantExpired;
    const storage::ReadLease lease = front.services.database.read();
    if (storage::sessions::byKey(lease, grant.session))
        return admission::Refusal::SessionExists;
    if (grant.epoch < storage::sessions::epochOf(lease, grant.owner))
        return admission::Refusal::GrantOutdated;
    return lease.failure() ? std::optional(admission::Refusal::StorageUnavailable) : std::nullopt;
}

} // namespace

void handlers::nonce(Front &front, Call call)
{
    if (call.query.size() != 1 || call.query.front().name != "address") {
        call.reply.problem(Code::QueryInvalid, "Exactly the parameter address is needed.");
        return;
    }
    const auto address = keyParam(call, call.query.front().value);
    if (!address)
        return;
    const SiwsMessage challenge = front.services.challenges.issue(*address);
    json answer{{"nonce", challenge.nonce},
                {"domain", challenge.domain},
                {"uri", challenge.uri},
                {"chainId", challenge.chainId},
                {"version", "1"},
                {"issuedAt", challenge.issuedAt},
                {"expirationTime", challenge.expirationTime}};
    if (challenge.statement)
        answer["statement"] = *challenge.statement;
    call.reply.json(200, answer);
}

void handlers::signIn(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const std::string message = fields.text("message", siwsSizeMax);
    const auth::SignIn signIn{message, fields.signature("signature"), fields.key("publicKey")};
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    const auto address = checkSignIn(front, call, signIn);
    if (!address)
        return;
    const auto pair = front.services.tokens.issue(*address);
    if (pair)
        call.reply.json(200, tokensJson(*pair));
    else
        answerTokenError(call, pair.error());
}

void handlers::refresh(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const std::string token = fields.text("refreshToken", 128);
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    const auto pair = front.services.tokens.refresh(token);
    if (pair)
        call.reply.json(200, tokensJson(*pair));
    else
        answerTokenError(call, pair.error());
}

void handlers::logout(Front &front, Call call)
{
    if (!saysNothing(call))
        return;
    const auto done = front.services.tokens.logout(call.principal);
    if (done)
        call.reply.send({.status = 204, .contentType = {}});
    else if (done.error() == auth::TokenError::Invalid)
        call.reply.problem(Code::Forbidden, "The node token cannot be signed out.");
    else
        answerTokenError(call, done.error());
}

void handlers::createSession(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    const std::string message = fields.text("message", siwsSizeMax);
    auth::SignIn signIn{message, fields.signature("signature"), fields.key("publicKey")};
    const Bytes grantBytes = fields.base64("grant", grantSize);
    const bool hasTransaction = fields.has("transaction");
    Bytes transaction = hasTransaction ? fields.base64("transaction", transactionBytesMax) : Bytes();
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    signIn.grantHash = sha256(ByteSpan(grantBytes));
    const auto address = checkSignIn(front, call, signIn);
    if (!address)
        return;
    const auto grant = decodeGrant(grantBytes);
    if (!grant || grant->owner != *address) {
        call.reply.problem(Code::GrantMalformed, grant ? "The grant is of another owner." : "");
        return;
    }
    if (const auto refusal = refusalBefore(front, *grant)) {
        call.reply.problem(*refusal);
        return;
    }
    auto opening = std::make_shared<Opening>(Opening{std::move(call), *grant, nullptr});
    if (!hasTransaction) {
        store(front, opening, "");
        return;
    }
    front.services.relay.submit(
        {.bytes = std::move(transaction), .registers = *grant, .owner = grant->owner},
        [&front, opening](std::expected<settlement::Relayed, settlement::RelayFailure> relayed) {
            if (!relayed) {
                answerRelayFailure(opening->call.reply, relayed.error());
                return;
            }
            opening->registration = {{"operationId", relayed->operationId},
                                     {"signature", toBase58(relayed->signature)}};
            store(front, opening, relayed->operationId);
        });
    front.services.wakeBackOffice();
}

void handlers::relay(Front &front, Call call)
{
    const auto body = jsonBody(call);
    if (!body)
        return;
    Fields fields(*body);
    Bytes transaction = fields.base64("transaction", transactionBytesMax);
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return;
    }
    std::optional<PublicKey> owner;
    if (call.principal.isWallet())
        owner = call.principal.address;
    auto shared = std::make_shared<Call>(std::move(call));
    front.services.relay.submit({.bytes = std::move(transaction), .owner = owner},
                                [shared](std::expected<settlement::Relayed, settlement::RelayFailure> relayed) {
                                    if (!relayed) {
                                        answerRelayFailure(shared->reply, relayed.error());
                                        return;
                                    }
                                    shared->reply.json(202, {{"operationId", relayed->operationId},
                                                             {"signature", toBase58(relayed->signature)}});
                                });
    front.services.wakeBackOffice();
}

} // namespace paradox::api
