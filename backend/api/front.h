#pragma once

#include "api/api.h"
#include "api/feed.h"
#include "api/intent_body.h"
#include "api/reply.h"
#include "api/workers.h"
#include "auth/rate_limit.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace paradox::api {

/// What every route works with.
struct Front {
    Front(Services given, NodeFacts nodeFacts, Limits bounds);

    Services services;
    NodeFacts facts;
    Limits limits;
    std::int64_t startedMs;
    auth::RateLimiter intentRate; ///< by owner
    auth::RateLimiter readRate;   ///< by caller
    auth::RateLimiter signInRate; ///< by remote address
    Feed feed;
    Workers readers;
    Workers chainWorker; ///< one thread: the chain client is for one
    std::atomic<bool> isStopping = false;

    /// A parser for the time of one request: I/O threads share a few.
    [[nodiscard]] IntentParser takeParser();
    void giveBack(IntentParser parser);

private:
    std::mutex m_mutex;
    std::vector<IntentParser> m_parsers;
};

/// One request under way.
struct Call {
    http::Request request;
    std::vector<std::string> params; ///< what stood in place of each ":name" of the route
    std::vector<http::Header> query;
    auth::Principal principal; ///< nobody in particular on open routes
    Reply reply;

    [[nodiscard]] std::optional<std::string> queryValue(std::string_view name) const;
};

/// The page a list was asked for.
struct PageWish {
    std::size_t limit = 100;
    std::optional<std::string> cursor;
};
inline constexpr std::size_t pageLimitMax = 500;
/// ?limit= and ?cursor=; nothing, and the call answered, when they are malformed or another parameter than `known`
/// stands there.
[[nodiscard]] std::optional<PageWish> readPage(Call &call, std::initializer_list<std::string_view> known);
[[nodiscard]] std::optional<std::uint64_t> numberCursor(Call &call, const PageWish &wish, bool &isBad);
/// {"items": […], "next": …}
[[nodiscard]] nlohmann::json pageJson(nlohmann::json items, nlohmann::json next);

/// A path or query part as a key; nothing, and the call answered, when it is none.
[[nodiscard]] std::optional<PublicKey> keyParam(Call &call, const std::string &text);
[[nodiscard]] std::optional<nlohmann::json> jsonBody(Call &call);
/// For routes that want no body: none, or an object without members. Otherwise false, and the call answered.
[[nodiscard]] bool saysNothing(Call &call);

/// The error of a storage read, if any, answered: a list that could not be read must not look empty.
[[nodiscard]] bool isUnreadable(Call &call, const storage::ReadLease &lease);

} // namespace paradox::api
