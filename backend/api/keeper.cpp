#include "api/keeper.h"

#include "domain/base58.h"
#include "domain/sha256.h"

namespace paradox::api {

namespace {

constexpr std::size_t secretsMax = 4'096;
constexpr std::size_t underWayMax = 16'384;

Hash fingerprintOf(const http::Request &request)
{
    return sha256({asBytes(http::toText(request.method)), asBytes("\n"), asBytes(request.path), asBytes("\n"),
                   asBytes(request.body)});
}

bool isWorthKeeping(int status)
{
    return status < 500 && status != 429 && status != 401;
}

/// Content types of kept answers are literals of this room.
std::string_view literalOf(std::string_view contentType)
{
    return contentType == "application/problem+json" ? "application/problem+json" : "application/json";
}

void replay(Call &call, const storage::IdempotentAnswer &known, const Hash &fingerprint)
{
    if (known.fingerprint != fingerprint) {
        call.reply.problem(Code::IdempotencyKeyReused);
    } else if (known.status == 0) {
        call.reply.problem(Code::RequestInFlight);
    } else {
        http::Response response{.status = known.status,
                                .contentType = literalOf(known.contentType),
                                .body = std::string(asText(known.body))};
        response.headers.push_back({"Idempotency-Replayed", "true"});
        call.reply.send(std::move(response));
    }
}

storage::IdempotentAnswer answerOf(const http::Response &response, const Hash &fingerprint)
{
    return {.fingerprint = fingerprint,
            .status = response.status,
            .contentType = std::string(response.contentType),
            .body = {response.body.begin(), response.body.end()}};
}

/// A key under way to its answer.
struct Claimed {
    storage::IdempotencyKey key;
    std::string name; ///< in memory
    Hash fingerprint;
};

/// Writes the answer beside its key, then lets it go: what a client has seen is what a repetition will see.
void keep(storage::Writer &writer, const std::shared_ptr<KeptAnswers> &underWay, const Claimed &claimed,
          http::Response response, http::Responder responder)
{
    if (response.render) {
        response.body = response.render();
        response.render = {};
    }
    if (!isWorthKeeping(response.status)) {
        underWay->release(claimed.name);
        responder.send(std::move(response));
        return;
    }
    struct Leaving {
        storage::IdempotentAnswer answer;
        http::Response response;
        http::Responder responder;
    };
    const auto leaving =
        std::make_shared<Leaving>(answerOf(response, claimed.fingerprint), std::move(response), std::move(responder));
    const auto leaveWritten = [underWay, leaving, name = claimed.name] {
        underWay->release(name);
        leaving->responder.send(std::move(leaving->response));
    };
    const auto leaveUnwritten = [underWay, leaving, name = claimed.name] {
        underWay->complete(name, std::move(leaving->answer));
        leaving->responder.send(std::move(leaving->response));
    };
    const bool isPosted = writer.post({.run =
                                           [key = claimed.key, leaving](storage::Transaction &transaction) {
                                               storage::idempotency::keep(transaction, key, leaving->answer);
                                           },
                                       .afterCommit = leaveWritten,
                                       .afterFailure = [leaveUnwritten](storage::StorageError) { leaveUnwritten(); }});
    if (!isPosted)
        leaveUnwritten();
}

} // namespace

Keeper::Keeper(Front &front)
    : m_front(front),
      m_secrets(std::make_shared<KeptAnswers>(front.services.clock, secretsMax)),
      m_underWay(std::make_shared<KeptAnswers>(front.services.clock, underWayMax))
{
}

bool Keeper::claim(KeptAnswers &kept, Call &call, const std::string &name, const Hash &fingerprint)
{
    const auto known = kept.claim(name, fingerprint);
    if (!known)
        call.reply.problem(known.error());
    else if (*known)
        replay(call, **known, fingerprint);
    return known && !*known;
}

void Keeper::handle(Call call, std::string key, Continue next)
{
    const std::string principal = call.principal.isWallet() ? toBase58(call.principal.address) : "node";
    const std::string name = principal + "\n" + call.request.path + "\n" + key;
    const Claimed claimed{{principal, call.request.path, std::move(key)}, name, fingerprintOf(call.request)};
    if (!claim(*m_underWay, call, name, claimed.fingerprint))
        return;
    call.reply.keepWith([&writer = m_front.services.writer, weak = std::weak_ptr(m_underWay),
                         claimed](http::Response response, http::Responder responder) {
        if (const auto underWay = weak.lock())
            keep(writer, underWay, claimed, std::move(response), std::move(responder));
        else
            responder.send(std::move(response));
    });
    const auto first = std::make_shared<Call>(std::move(call));
    Workers::Work lookUp = [this, first, claimed, next = std::move(next)]() mutable {
        std::optional<storage::IdempotentAnswer> known;
        {
            const storage::ReadLease lease = m_front.services.database.read();
            known = storage::idempotency::find(lease, claimed.key);
            if (isUnreadable(*first, lease))
                return;
        }
        if (!known) {
            next(std::move(*first));
            return;
        }
        m_underWay->release(claimed.name);
        first->reply.keepWith({});
        replay(*first, *known, claimed.fingerprint);
    };
    if (!m_front.readers.post(lookUp))
        first->reply.problem(Code::Busy);
}

void Keeper::handleSecret(Call call, std::string key, Continue next)
{
    const std::string name = call.request.remoteAddress + "\n" + call.request.path + "\n" + key;
    const Hash fingerprint = fingerprintOf(call.request);
    if (!claim(*m_secrets, call, name, fingerprint))
        return;
    call.reply.keepWith(
        [weak = std::weak_ptr(m_secrets), name, fingerprint](http::Response response, http::Responder responder) {
            const auto secrets = weak.lock();
            if (secrets && response.status < 300)
                secrets->complete(name, answerOf(response, fingerprint));
            else if (secrets)
                secrets->release(name);
            responder.send(std::move(response));
        });
    next(std::move(call));
}

} // namespace paradox::api
