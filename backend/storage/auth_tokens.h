#pragma once

#include "domain/bytes.h"
#include "storage/writer.h"

#include <optional>
#include <string>

namespace paradox::storage {

/// A line of refresh tokens that began with one sign-in. Revoked whole when a used token shows up again.
struct TokenFamily {
    std::string id; ///< random, by auth
    PublicKey address;
    std::string roles; ///< space separated
    UnixMillis createdAt;
    std::optional<UnixMillis> revokedAt;
};

struct RefreshToken {
    Hash tokenHash; ///< H(token); the token itself is not kept
    std::string family;
    UnixMillis issuedAt;
    UnixMillis expiresAt;
    std::optional<UnixMillis> usedAt;
};

namespace auth_tokens {

void insertFamily(Transaction &transaction, const TokenFamily &family);
void insertToken(Transaction &transaction, const RefreshToken &token);
/// True exactly once per token: the caller that gets it may rotate. False: used before, or unknown.
[[nodiscard]] bool useToken(Transaction &transaction, const Hash &tokenHash);
void revokeFamily(Transaction &transaction, const std::string &family);
void revokeFamiliesOf(Transaction &transaction, const PublicKey &address);
/// Access tokens taken back before their end, by jti.
void revokeAccess(Transaction &transaction, const std::string &jti, UnixMillis expiresAt);
/// Forgets what is past its end.
void prune(Transaction &transaction, UnixMillis now);

[[nodiscard]] std::optional<RefreshToken> token(Connection &connection, const Hash &tokenHash);
[[nodiscard]] std::optional<TokenFamily> family(Connection &connection, const std::string &id);
[[nodiscard]] std::vector<std::string> revokedAccess(Connection &connection);

} // namespace auth_tokens
} // namespace paradox::storage
