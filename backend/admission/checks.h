#pragma once

#include "admission/admission.h"
#include "admission/session_table.h"

#include <optional>

namespace paradox::admission {

/// A submission that reads well.
struct Parsed {
    Submission submission;
    Intent intent;
    IntentId id;
};

/// Reads the bytes and checks what needs neither session nor clock: form, cluster, program, venue, currency, caller.
[[nodiscard]] std::expected<Parsed, Refusal> parse(const Submission &submission, const Options &options);

/// What depends on the session's grant and on the time. Nothing: fine so far.
[[nodiscard]] std::optional<Refusal> checkGrant(const Intent &intent, const SessionView &session, UnixSeconds now);
[[nodiscard]] std::optional<Refusal> checkTimes(const Intent &intent, UnixSeconds now);

/// A session that is not active cannot trade: why.
[[nodiscard]] std::optional<Refusal> checkSession(const SessionView &session, UnixSeconds now);

} // namespace paradox::admission
