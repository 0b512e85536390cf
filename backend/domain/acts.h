#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"

namespace paradox {

// Small signed acts beside grant and intent. Each begins with 0xff and a tag, so none can be a transaction or a text.

using CancelBytes = std::array<std::uint8_t, 48>;  ///< ff "ppv:cancel:v1" 00 00 · intent id
using RevokeBytes = std::array<std::uint8_t, 120>; ///< ff "ppv:revoke:v1" 00 00 · genesis · session · owner · issuedAt

inline constexpr std::int64_t revokeSkewSecondsMax = 300;

/// Signed by the intent's session key: takes back a pending intent.
[[nodiscard]] CancelBytes encodeCancel(const IntentId &intent);

struct Revocation {
    Hash genesis;
    PublicKey session; ///< zeros: every session of the owner
    PublicKey owner;
    UnixSeconds issuedAt;
};

/// Signed by the owner, or by the session itself for its own end.
[[nodiscard]] RevokeBytes encodeRevocation(const Revocation &revocation);

} // namespace paradox
