#include "storage/auth_tokens.h"

namespace paradox::storage::auth_tokens {

void insertFamily(Transaction &transaction, const TokenFamily &family)
{
    transaction.connection().run("INSERT INTO token_families (id, address, roles, created_at) VALUES (?1, ?2, ?3, ?4)",
                                 family.id, family.address, family.roles, family.createdAt);
}

void insertToken(Transaction &transaction, const RefreshToken &token)
{
    transaction.connection().run("INSERT INTO refresh_tokens (token_hash, family, issued_at, expires_at)"
                                 " VALUES (?1, ?2, ?3, ?4)",
                                 token.tokenHash, token.family, token.issuedAt, token.expiresAt);
}

bool useToken(Transaction &transaction, const Hash &tokenHash)
{
    return transaction.connection().run("UPDATE refresh_tokens SET used_at = ?2 WHERE token_hash = ?1"
                                        " AND used_at IS NULL",
                                        tokenHash, transaction.now()) == 1;
}

void revokeFamily(Transaction &transaction, const std::string &family)
{
    transaction.connection().run("UPDATE token_families SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
                                 family, transaction.now());
}

void revokeFamiliesOf(Transaction &transaction, const PublicKey &address)
{
    transaction.connection().run("UPDATE token_families SET revoked_at = ?2 WHERE address = ?1 AND revoked_at IS NULL",
                                 address, transaction.now());
}

void revokeAccess(Transaction &transaction, const std::string &jti, UnixMillis expiresAt)
{
    transaction.connection().run("INSERT INTO revoked_access (jti, expires_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                                 jti, expiresAt);
}

void prune(Transaction &transaction, UnixMillis now)
{
    transaction.connection().run("DELETE FROM revoked_access WHERE expires_at < ?1", now);
    transaction.connection().run("DELETE FROM refresh_tokens WHERE expires_at < ?1", now);
    transaction.connection().run("DELETE FROM token_families WHERE created_at < ?1 AND id NOT IN"
                                 " (SELECT family FROM refresh_tokens)",
                                 now);
}

std::optional<RefreshToken> token(Connection &connection, const Hash &tokenHash)
{
    Query query = connection.query("SELECT token_hash, family, issued_at, expires_at, used_at FROM refresh_tokens"
                                   " WHERE token_hash = ?1",
                                   tokenHash);
    if (!query.step())
        return std::nullopt;
    return RefreshToken{.tokenHash = query.fixed<Hash>(0),
                        .family = query.text(1),
                        .issuedAt = query.id<UnixMillis>(2),
                        .expiresAt = query.id<UnixMillis>(3),
                        .usedAt = query.optionalId<UnixMillis>(4)};
}

std::optional<TokenFamily> family(Connection &connection, const std::string &id)
{
    Query query = connection.query("SELECT id, address, roles, created_at, revoked_at FROM token_families"
                                   " WHERE id = ?1",
                                   id);
    if (!query.step())
        return std::nullopt;
    return TokenFamily{.id = query.text(0),
                       .address = query.fixed<PublicKey>(1),
                       .roles = query.text(2),
                       .createdAt = query.id<UnixMillis>(3),
                       .revokedAt = query.optionalId<UnixMillis>(4)};
}

std::vector<std::string> revokedAccess(Connection &connection)
{
    std::vector<std::string> result;
    Query query = connection.query("SELECT jti FROM revoked_access");
    while (query.step())
        result.push_back(query.text(0));
    return result;
}

} // namespace paradox::storage::auth_tokens
