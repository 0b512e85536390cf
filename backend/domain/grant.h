#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "domain/ids.h"

#include <expected>
#include <optional>
#include <string>

namespace paradox {

/// What a session may do, one bit each (protocol §2). Withdrawal is never grantable.
enum class Action : std::uint16_t { Trade = 1, Bid = 2, BuyNow = 4, List = 8 };
inline constexpr std::uint16_t actionsAll = 15;

inline constexpr std::size_t grantSize = 254;
inline constexpr std::int64_t grantLifeDefaultSeconds = 3600;
inline constexpr std::int64_t grantLifeSecondsMax = 7 * 24 * 3600;

/// A session grant: limits that an owner gives to a session key. Signed through the SIWS resource that holds its hash.
struct Grant {
    Hash genesis;      ///< cluster
    PublicKey program; ///< settlement program
    PublicKey engine;  ///< venue (game) account
    PublicKey owner;
    PublicKey session;
    std::uint16_t actions = 0; ///< bits of Action
    Lamports maxTotal;
    Lamports maxPerIntent;
    std::uint32_t maxIntents = 0;
    UnixSeconds notBefore;
    UnixSeconds expiresAt;
    std::uint64_t epoch = 0; ///< owner's revoke-all counter at the time of the grant
    Hash scopeRoot;          ///< Merkle root of allowed items; zeros for any

    bool operator==(const Grant &) const = default;
};

enum class GrantError { WrongSize, WrongTag, UnknownAction, NoAction, ZeroLimit, LimitTooLarge, BadLife };

[[nodiscard]] std::array<std::uint8_t, grantSize> encodeGrant(const Grant &grant);

/// Checks the rules that need no clock and no chain: tag, known actions, 1 ≤ perIntent ≤ total ≤ 2^63-1,
/// maxIntents ≥ 1, notBefore < expiresAt, life ≤ 7 days.
[[nodiscard]] std::expected<Grant, GrantError> decodeGrant(ByteSpan bytes);

/// "urn:ppv:session-grant:v1:<base58 of H(grant)>", the line in the SIWS text that binds the grant.
[[nodiscard]] std::string grantResource(const Grant &grant);

} // namespace paradox
