#pragma once

#include "auth/roles.h"
#include "domain/clock.h"
#include "storage/writer.h"

#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace paradox::auth {

inline constexpr std::int64_t accessLifeSeconds = 15 * 60;
inline constexpr std::int64_t refreshLifeSeconds = 7 * 24 * 3600;

struct TokenPair {
    std::string access; ///< 256 bits in hex
    std::string refresh;
    std::int64_t expiresInSeconds = accessLifeSeconds;
    Principal principal;
};

enum class TokenError {
    Invalid, ///< unknown, too old, used before (then its whole family is gone), or revoked
    StorageFailed,
    TooMany, ///< the table of live access tokens is full
};

/// Opaque tokens; only hashes are kept. Access tokens live in memory for 15 minutes, refresh tokens in the database and
/// rotate: a used one that comes back ends its family, because then two hold it. `issue`, `refresh` and `logout` wait
/// for the disk; `find` does not. Any thread but the writer's.
class Tokens {
public:
    struct Options {
        std::string nodeToken;                                 ///< 64 hex digits; role admin
        std::unordered_map<PublicKey, Roles> rolesByAddress{}; ///< beyond trader
        std::size_t accessMax = 100'000;                       ///< access tokens alive at once
    };
    Tokens(storage::Writer &writer, const Clock &clock, Random &random, Options options);

    [[nodiscard]] std::expected<TokenPair, TokenError> issue(const PublicKey &address);
    [[nodiscard]] std::expected<TokenPair, TokenError> refresh(std::string_view refreshToken);
    /// Ends the family of this principal: its access tokens at once, its refresh tokens for good.
    [[nodiscard]] std::expected<void, TokenError> logout(const Principal &principal);
    /// Who holds this bearer token. Compares hashes, the node token's in constant time.
    [[nodiscard]] std::optional<Principal> find(std::string_view token);

private:
    struct Access {
        Principal principal;
        std::int64_t expiresAtMs = 0; ///< monotonic
    };
    [[nodiscard]] std::string newToken();
    /// Lets the access token in, or says why not.
    [[nodiscard]] std::optional<TokenError> keepAccess(const TokenPair &pair);
    void forgetFamily(const std::string &family);
    [[nodiscard]] Roles rolesOf(const PublicKey &address) const;

    storage::Writer &m_writer;
    const Clock &m_clock;
    Random &m_random;
    Hash m_nodeTokenHash;
    std::unordered_map<PublicKey, Roles> m_rolesByAddress;
    std::size_t m_accessMax;
    mutable std::mutex m_mutex;
    std::unordered_map<Hash, Access> m_access; ///< by H(token)
};

} // namespace paradox::auth
