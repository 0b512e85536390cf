#include "api/keeper.h"

#include "domain/base58.h"
#include "domain/sha256.h"
#include "storage/idempotency.h"

namespace paradox::api {

namespace {

constexpr std::size_t secretsMax = 4'096;
constexpr std::int64_t secretLifeMs = 10 * 60 * 1000;

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

/// A request whose key is being looked up.
struct Pending {
    Call call;
    storage::IdempotencyKey key;
    Hash fingerprint;
    std::optional<storage::IdempotentAnswer> known;
};

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

/// Writes the answer beside its key, then lets it go: what a client has seen is what a repetition will see.
void keep(storage::Writer &writer, const storage::IdempotencyKey &key, const Hash &fingerprint, http::Response response,
          http::Responder responder)
{
    if (response.render) {
        response.body = response.render();
        response.render = {};
    }
    struct Leaving {
        http::Response response;
        http::Responder responder;
        void leave()
        {
            if (responder)
                responder.send(std::move(response));
        }
    };
    const auto leaving = std::make_shared<Leaving>(std::move(response), std::move(responder));
    storage::IdempotentAnswer answer{.fingerprint = fingerprint,
                                     .status = leaving->response.status,
                                     .contentType = std::string(leaving->response.contentType),
                                     .body = {leaving->response.body.begin(), leaving->response.body.end()}};
    const bool isPosted = writer.post({.run =
                                           [key, answer = std::move(answer)](storage::Transaction &transaction) {
                                               if (isWorthKeeping(answer.status))
                                                   storage::idempotency::complete(transaction, key, answer);
                                               else
                                                   storage::idempotency::release(transaction, key);
                                           },
                                       .afterCommit = [leaving] { leaving->leave(); },
                                       .afterFailure = [leaving](storage::StorageError) { leaving->leave(); }});
    if (!isPosted)
        leaving->leave();
}

} // namespace

Reply::Keeper Keeper::keeperOf(storage::IdempotencyKey key, const Hash &fingerprint)
{
    return [self = std::weak_ptr(m_self), key = std::move(key), fingerprint](http::Response response,
                                                                             http::Responder responder) {
        if (const auto keeper = self.lock())
            keep((*keeper)->m_front.services.writer, key, fingerprint, std::move(response), std::move(responder));
        else
            responder.send(std::move(response));
    };
}

void Keeper::handle(Call call, std::string key, Continue next)
{
    const std::string principal = call.principal.isWallet() ? toBase58(call.principal.address) : "node";
    const Hash fingerprint = fingerprintOf(call.request);
    auto pending =
        std::make_shared<Pending>(Pending{std::move(call), {principal, {}, std::move(key)}, fingerprint, {}});
    pending->key.route = pending->call.request.path;
    storage::Writer &writer = m_front.services.writer;
    auto go = [this, pending, next = std::move(next)]() mutable {
        if (pending->known) {
            replay(pending->call, *pending->known, pending->fingerprint);
            return;
        }
        pending->call.reply.keepWith(keeperOf(pending->key, pending->fingerprint));
        next(std::move(pending->call));
    };
    const bool isPosted = writer.post(
        {.run =
             [pending](storage::Transaction &transaction) {
                 pending->known = storage::idempotency::claim(transaction, pending->key, pending->fingerprint);
             },
         .afterCommit =
             [this, pending, go = std::move(go)]() mutable {
                 Workers::Work work = std::move(go);
                 if (!m_front.readers.post(work)) {
                     if (!pending->known)
                         pending->call.reply.keepWith(keeperOf(pending->key, pending->fingerprint));
                     pending->call.reply.problem(Code::Busy);
                 }
             },
         .afterFailure = [pending](storage::StorageError) { pending->call.reply.problem(Code::StorageUnavailable); }});
    if (!isPosted)
        pending->call.reply.problem(Code::Busy);
}

void Keeper::handleSecret(Call call, std::string key, Continue next)
{
    const std::string name = call.request.remoteAddress + "\n" + call.request.path + "\n" + key;
    const Hash fingerprint = fingerprintOf(call.request);
    std::optional<storage::IdempotentAnswer> known;
    {
        const std::lock_guard lock(m_mutex);
        const std::int64_t nowMs = m_front.services.clock.monotonicMs();
        if (m_kept.size() >= secretsMax)
            std::erase_if(m_kept, [&](const auto &entry) { return entry.second.expiresAtMs <= nowMs; });
        const auto [place, isNew] = m_kept.try_emplace(name, Kept{fingerprint, nowMs + secretLifeMs, 0, {}});
        const Kept &kept = place->second;
        if (!isNew && kept.expiresAtMs > nowMs) {
            known = storage::IdempotentAnswer{
                kept.fingerprint, kept.status, "application/json", {kept.body.begin(), kept.body.end()}};
        } else if (!isNew) {
            place->second = Kept{fingerprint, nowMs + secretLifeMs, 0, {}};
        } else if (m_kept.size() > secretsMax) {
            m_kept.erase(place);
            known = storage::IdempotentAnswer{};
        }
    }
    if (known) {
        replay(call, *known, fingerprint);
        return;
    }
    call.reply.keepWith([self = std::weak_ptr(m_self), name](http::Response response, http::Responder responder) {
        if (const auto keeper = self.lock())
            (*keeper)->keepSecret(name, std::move(response), std::move(responder));
        else
            responder.send(std::move(response));
    });
    next(std::move(call));
}

void Keeper::keepSecret(const std::string &name, http::Response response, http::Responder responder)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_kept.find(name);
        if (found != m_kept.end() && response.status < 300) {
            found->second.status = response.status;
            found->second.body = response.body;
        } else if (found != m_kept.end()) {
            m_kept.erase(found);
        }
    }
    responder.send(std::move(response));
}

} // namespace paradox::api
