#pragma once

#include "api/front.h"
#include "storage/idempotency.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace paradox::api {

/// Idempotency-Key on a POST: the first request under a key is answered and its answer kept, later ones get the kept
/// one. Another body under the same key is refused (422), a repetition during the first too (409). Server failures and
/// "busy" are not kept, so they may be tried again. Answers with tokens in them are kept in memory only, others in the
/// database.
class Keeper {
public:
    using Continue = std::move_only_function<void(Call)>;

    explicit Keeper(Front &front) : m_front(front) {}

    /// Calls `next` with the call when it is the first of its key.
    void handle(Call call, std::string key, Continue next);
    void handleSecret(Call call, std::string key, Continue next);

private:
    struct Kept {
        Hash fingerprint;
        std::int64_t expiresAtMs = 0;
        int status = 0; ///< 0 while the first is being answered
        std::string body;
    };
    void keepSecret(const std::string &name, http::Response response, http::Responder responder);

    [[nodiscard]] Reply::Keeper keeperOf(storage::IdempotencyKey key, const Hash &fingerprint);

    Front &m_front;
    std::shared_ptr<Keeper *> m_self = std::make_shared<Keeper *>(this); ///< who finds it gone just lets the answer go
    std::mutex m_mutex;
    std::unordered_map<std::string, Kept> m_kept;
};

} // namespace paradox::api
