#pragma once

#include "api/front.h"
#include "api/kept_answers.h"

#include <memory>

namespace paradox::api {

/// Idempotency-Key on a POST: the first request under a key is answered and its answer kept, later ones get the kept
/// one. Another body under the same key is refused (422), a repetition during the first too (409). Server failures and
/// "busy" are not kept, so they may be tried again. Answers with tokens in them are kept in memory only, others in the
/// database, and in memory for as long as that cannot be written.
class Keeper {
public:
    using Continue = std::move_only_function<void(Call)>;

    explicit Keeper(Front &front);

    /// Calls `next` with the call when it is the first of its key.
    void handle(Call call, std::string key, Continue next);
    void handleSecret(Call call, std::string key, Continue next);

private:
    /// True when the key is free and the call's; else the call is answered.
    [[nodiscard]] static bool claim(KeptAnswers &kept, Call &call, const std::string &name, const Hash &fingerprint);

    Front &m_front;
    std::shared_ptr<KeptAnswers> m_secrets; ///< an answer that comes later and finds them gone just leaves
    std::shared_ptr<KeptAnswers> m_underWay;
};

} // namespace paradox::api
