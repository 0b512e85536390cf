#include "api/routes.h"

#include <algorithm>
#include <array>

namespace paradox::api {

namespace {

using http::Method;

constexpr std::size_t batchBytesMax = 6 * 1024 * 1024; ///< 4096 intents in JSON

constexpr std::array table{
    Route{Method::Get, "/api/user/nonce", Access::Open, Place::AtOnce, BodyKind::None, 0, false, handlers::nonce},
    Route{Method::Post, "/api/auth/siws", Access::Open, Place::Reader, BodyKind::Json, 0, true, handlers::signIn},
    Route{Method::Post, "/api/auth/refresh", Access::Open, Place::Reader, BodyKind::Json, 0, true, handlers::refresh},
    Route{Method::Post, "/api/auth/logout", Access::SignedIn, Place::Reader, BodyKind::JsonOrNothing, 0, false,
          handlers::logout},
    Route{Method::Post, "/api/session-keys/create", Access::Open, Place::Reader, BodyKind::Json, 0, true,
          handlers::createSession},
    Route{Method::Post, "/api/session-keys/revoke-all", Access::SignedIn, Place::Reader, BodyKind::Json, 0, false,
          handlers::revokeAll},
    Route{Method::Get, "/api/session-keys", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::listSessions},
    Route{Method::Get, "/api/session-keys/:pubkey", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::getSession},
    Route{Method::Post, "/api/session-keys/:pubkey/revoke", Access::SignedIn, Place::Reader, BodyKind::Json, 0, false,
          handlers::revokeSession},
    Route{Method::Get, "/api/chain/blockhash", Access::SignedIn, Place::Chain, BodyKind::None, 0, false,
          handlers::blockhash},
    Route{Method::Post, "/api/chain/simulate", Access::SignedIn, Place::Chain, BodyKind::Json, 0, false,
          handlers::simulate},
    Route{Method::Post, "/api/chain/transactions", Access::SignedIn, Place::AtOnce, BodyKind::Json, 0, false,
          handlers::relay},
    Route{Method::Get, "/api/chain/transactions", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::listOperations},
    Route{Method::Get, "/api/chain/transactions/:id", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::getOperation},
    Route{Method::Post, "/api/chain/airdrop", Access::SignedIn, Place::Chain, BodyKind::Json, 0, false,
          handlers::airdrop},
    Route{Method::Get, "/api/chain/accounts/:address", Access::SignedIn, Place::Chain, BodyKind::None, 0, false,
          handlers::account},
    Route{Method::Post, "/api/intents", Access::SignedIn, Place::AtOnce, BodyKind::JsonOrOctets, 0, false,
          handlers::submitIntent},
    Route{Method::Post, "/api/intents/batch", Access::SignedIn, Place::AtOnce, BodyKind::JsonOrOctets, batchBytesMax,
          false, handlers::submitBatch},
    Route{Method::Get, "/api/intents", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::listIntents},
    Route{Method::Get, "/api/intents/:id", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::getIntent},
    Route{Method::Get, "/api/intents/:id/receipt", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::intentReceipt},
    Route{Method::Get, "/api/intents/:id/explain", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::explainIntent},
    Route{Method::Post, "/api/intents/:id/cancel", Access::SignedIn, Place::Reader, BodyKind::Json, 0, false,
          handlers::cancelIntent},
    Route{Method::Get, "/api/batches", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::listBatches},
    Route{Method::Post, "/api/batches/run", Access::Operators, Place::Reader, BodyKind::JsonOrNothing, 0, false,
          handlers::runBatch},
    Route{Method::Get, "/api/batches/:id", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::getBatch},
    Route{Method::Get, "/api/batches/:id/transactions", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::batchTransactions},
    Route{Method::Get, "/api/batches/:id/car", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::batchCar},
    Route{Method::Get, "/api/items/:id", Access::SignedIn, Place::Reader, BodyKind::None, 0, false, handlers::item},
    Route{Method::Get, "/api/items/:id/history", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::itemHistory},
    Route{Method::Get, "/api/wallets/:address/balances", Access::SignedIn, Place::Chain, BodyKind::None, 0, false,
          handlers::walletBalances},
    Route{Method::Get, "/api/wallets/:address/items", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::walletItems},
    Route{Method::Get, "/api/stats", Access::SignedIn, Place::Reader, BodyKind::None, 0, false, handlers::stats},
    Route{Method::Get, "/api/events", Access::SignedIn, Place::Reader, BodyKind::None, 0, false, handlers::events},
    Route{Method::Get, "/ws", Access::Open, Place::AtOnce, BodyKind::None, 0, false, handlers::needsUpgrade},
    Route{Method::Get, "/api/providers", Access::SignedIn, Place::Reader, BodyKind::None, 0, false,
          handlers::providers},
    Route{Method::Get, "/api/config", Access::Watchers, Place::AtOnce, BodyKind::None, 0, false, handlers::config},
    Route{Method::Get, "/metrics", Access::Watchers, Place::Reader, BodyKind::None, 0, false, handlers::metrics},
    Route{Method::Get, "/ready", Access::SignedIn, Place::AtOnce, BodyKind::None, 0, false, handlers::ready},
    Route{Method::Get, "/health", Access::Open, Place::AtOnce, BodyKind::None, 0, false, handlers::health},
    Route{Method::Get, "/openapi.json", Access::Open, Place::AtOnce, BodyKind::None, 0, false, handlers::openApi},
};

std::string_view takeSegment(std::string_view &path)
{
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string> &params)
{
    params.clear();
    // Most routes fall out by what stands before their first parameter.
    if (!path.starts_with(pattern.substr(0, pattern.find(':'))))
        return false;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = takeSegment(pattern);
        const std::string_view given = takeSegment(path);
        if (wanted.starts_with(':') && !given.empty())
            params.emplace_back(given);
        else if (wanted != given)
            return false;
    }
    return pattern.empty() && path.empty();
}

} // namespace

auth::Roles rolesOf(Access access)
{
    using auth::Role;
    switch (access) {
    case Access::Open:
        return {};
    case Access::SignedIn:
        return {Role::Trader, Role::Operator, Role::Admin, Role::Auditor};
    case Access::Watchers:
        return {Role::Operator, Role::Admin, Role::Auditor};
    case Access::Operators:
        return {Role::Operator, Role::Admin};
    }
    return {};
}

std::span<const Route> routes()
{
    return table;
}

Match findRoute(http::Method method, std::string_view path)
{
    // HEAD is GET without the body, which the server leaves away.
    const http::Method wanted = method == Method::Head ? Method::Get : method;
    Match match;
    std::vector<std::string> params;
    for (const Route &route : table) {
        if (!matches(route.pattern, path, params))
            continue;
        // Literal segments stand before parameters in the table, so the first match of a method is the right one.
        if (route.method == wanted && match.route == nullptr) {
            match.route = &route;
            match.params = params;
        }
        if (std::ranges::find(match.allowed, route.method) == match.allowed.end())
            match.allowed.push_back(route.method);
    }
    return match;
}

std::size_t ownBodyLimit(http::Method method, std::string_view path)
{
    std::vector<std::string> params;
    for (const Route &route : table) {
        if (route.bodyBytesMax != 0 && route.method == method && matches(route.pattern, path, params))
            return route.bodyBytesMax;
    }
    return 0;
}

} // namespace paradox::api
