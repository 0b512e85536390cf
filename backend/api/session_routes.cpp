#include "api/routes.h"

#include "api/objects.h"

namespace paradox::api {

using nlohmann::json;

namespace {

/// The session of the path, if the caller may see it; else the call is answered as if there were none.
std::optional<storage::Session> visibleSession(Front &front, Call &call)
{
    const auto key = keyParam(call, call.params.front());
    if (!key)
        return std::nullopt;
    const storage::ReadLease lease = front.services.database.read();
    auto session = storage::sessions::byKey(lease, *key);
    if (isUnreadable(call, lease))
        return std::nullopt;
    if (!session || !call.principal.mayRead(session->grant.owner)) {
        call.reply.problem(Code::NotFound);
        return std::nullopt;
    }
    return session;
}

struct Act {
    Signature signature;
    PublicKey publicKey;
    std::int64_t issuedAt = 0;
};

std::optional<Act> readAct(Call &call)
{
    const auto body = jsonBody(call);
    if (!body)
        return std::nullopt;
    Fields fields(*body);
    const Act act{fields.signature("signature"), fields.key("publicKey"), fields.unixSeconds("issuedAt")};
    if (const auto error = fields.finish()) {
        call.reply.problem(*error);
        return std::nullopt;
    }
    return act;
}

} // namespace

void handlers::listSessions(Front &front, Call call)
{
    const auto wish = readPage(call, {"owner", "status"});
    if (!wish)
        return;
    storage::SessionFilter filter{.limit = wish->limit + 1};
    if (const auto owner = call.queryValue("owner")) {
        filter.owner = keyParam(call, *owner);
        if (!filter.owner)
            return;
    } else if (!call.principal.seesAll()) {
        filter.owner = call.principal.address;
    }
    if (filter.owner && !call.principal.mayRead(*filter.owner)) {
        call.reply.problem(Code::Forbidden);
        return;
    }
    if (const auto status = call.queryValue("status")) {
        filter.state = parseSessionState(*status);
        if (!filter.state) {
            call.reply.problem(Code::QueryInvalid, "That is no state of a session.");
            return;
        }
    }
    bool isBad = false;
    if (const auto before = numberCursor(call, *wish, isBad))
        filter.before = storage::SessionNo{*before};
    if (isBad)
        return;
    const storage::ReadLease lease = front.services.database.read();
    auto rows = storage::sessions::list(lease, filter);
    json next;
    if (rows.size() > wish->limit) {
        rows.pop_back();
        next = decimal(rows.back().number);
    }
    json items = json::array();
    for (const storage::Session &session : rows)
        items.push_back(toJson(session, lease));
    if (!isUnreadable(call, lease))
        call.reply.json(200, pageJson(std::move(items), std::move(next)));
}

void handlers::getSession(Front &front, Call call)
{
    const auto session = visibleSession(front, call);
    if (!session)
        return;
    const storage::ReadLease lease = front.services.database.read();
    const json answer = toJson(*session, lease);
    if (!isUnreadable(call, lease))
        call.reply.json(200, answer);
}

void handlers::revokeSession(Front &front, Call call)
{
    const auto act = readAct(call);
    if (!act)
        return;
    const auto session = visibleSession(front, call);
    if (!session)
        return;
    const admission::SignedRevocation request{
        {front.facts.cluster.genesis, session->grant.session, session->grant.owner, UnixSeconds{act->issuedAt}},
        act->publicKey,
        act->signature};
    auto shared = std::make_shared<Call>(std::move(call));
    const PublicKey key = session->grant.session;
    front.services.admission.revoke(
        request, [&front, shared, key](std::expected<std::vector<storage::Session>, admission::Refusal> ended) {
            if (!ended) {
                shared->reply.problem(ended.error());
                return;
            }
            Workers::Work answer = [&front, shared, key] {
                const storage::ReadLease lease = front.services.database.read();
                const auto now = storage::sessions::byKey(lease, key);
                if (!isUnreadable(*shared, lease))
                    shared->reply.json(200, now ? toJson(*now, lease) : json::object());
            };
            if (!front.readers.post(answer))
                shared->reply.problem(Code::Busy);
        });
}

void handlers::revokeAll(Front &front, Call call)
{
    const auto act = readAct(call);
    if (!act)
        return;
    if (!call.principal.mayRead(act->publicKey)) {
        call.reply.problem(Code::Forbidden);
        return;
    }
    const admission::SignedRevocation request{
        {front.facts.cluster.genesis, PublicKey{}, act->publicKey, UnixSeconds{act->issuedAt}},
        act->publicKey,
        act->signature};
    auto shared = std::make_shared<Call>(std::move(call));
    front.services.admission.revoke(request,
                                    [shared](std::expected<std::vector<storage::Session>, admission::Refusal> ended) {
                                        if (ended)
                                            shared->reply.json(200, {{"revoked", ended->size()}});
                                        else
                                            shared->reply.problem(ended.error());
                                    });
}

} // namespace paradox::api
