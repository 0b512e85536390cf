#pragma once

#include "api/front.h"

#include <span>
#include <string_view>

namespace paradox::api {

/// Who may call a route. One word a route, and what the words mean stands in one place: rolesOf().
enum class Access {
    Open,      ///< anybody, though rate-limited by address
    SignedIn,  ///< any role
    Watchers,  ///< operator, admin, auditor
    Operators, ///< operator, admin
};
[[nodiscard]] auth::Roles rolesOf(Access access);

/// Where a route runs: at once on the I/O thread, on a thread that may wait for the disk, or on the one that may wait
/// for the chain.
enum class Place { AtOnce, Reader, Chain };

enum class BodyKind {
    None,
    Json,
    JsonOrOctets,
    JsonOrNothing,
};

struct Route {
    http::Method method = http::Method::Get;
    std::string_view pattern; ///< "/api/intents/:id"
    Access access = Access::SignedIn;
    Place place = Place::Reader;
    BodyKind body = BodyKind::None;
    std::size_t bodyBytesMax = 0; ///< 0: the usual
    bool answersSecrets = false;  ///< tokens: such an answer is never written to the disk
    void (*run)(Front &front, Call call) = nullptr;
};

/// Every route of the API.
[[nodiscard]] std::span<const Route> routes();

struct Match {
    const Route *route = nullptr; ///< nothing: no such path, or not with this method
    std::vector<std::string> params;
    std::vector<http::Method> allowed; ///< methods that the path knows
};
[[nodiscard]] Match findRoute(http::Method method, std::string_view path);
/// The body limit of a route that has one of its own; 0 for all others.
[[nodiscard]] std::size_t ownBodyLimit(http::Method method, std::string_view path);

namespace handlers {
void nonce(Front &front, Call call);
void signIn(Front &front, Call call);
void refresh(Front &front, Call call);
void logout(Front &front, Call call);
void createSession(Front &front, Call call);
void listSessions(Front &front, Call call);
void getSession(Front &front, Call call);
void revokeSession(Front &front, Call call);
void revokeAll(Front &front, Call call);
void blockhash(Front &front, Call call);
void simulate(Front &front, Call call);
void relay(Front &front, Call call);
void listOperations(Front &front, Call call);
void getOperation(Front &front, Call call);
void airdrop(Front &front, Call call);
void account(Front &front, Call call);
void submitIntent(Front &front, Call call);
void submitBatch(Front &front, Call call);
void listIntents(Front &front, Call call);
void getIntent(Front &front, Call call);
void intentReceipt(Front &front, Call call);
void explainIntent(Front &front, Call call);
void cancelIntent(Front &front, Call call);
void listBatches(Front &front, Call call);
void getBatch(Front &front, Call call);
void batchTransactions(Front &front, Call call);
void batchCar(Front &front, Call call);
void runBatch(Front &front, Call call);
void item(Front &front, Call call);
void itemHistory(Front &front, Call call);
void walletBalances(Front &front, Call call);
void walletItems(Front &front, Call call);
void stats(Front &front, Call call);
void health(Front &front, Call call);
void ready(Front &front, Call call);
void metrics(Front &front, Call call);
void providers(Front &front, Call call);
void config(Front &front, Call call);
void openApi(Front &front, Call call);
void events(Front &front, Call call);
void needsUpgrade(Front &front, Call call); ///< /ws for who does not ask for a WebSocket
} // namespace handlers

} // namespace paradox::api
