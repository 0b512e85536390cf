#include "auth/tokens.h"

#include "domain/encoding.h"
#include "domain/sha256.h"
#include "storage/auth_tokens.h"

#include <sodium.h>

namespace paradox::auth {

namespace {

Hash hashOf(std::string_view token)
{
    return sha256(asBytes(token));
}

/// What a rotation came to, inside the writer's transaction.
struct Rotation {
    std::optional<TokenError> refusal;
    std::string endedFamily; ///< whose token was used twice
};

} // namespace

Tokens::Tokens(storage::Writer &writer, const Clock &clock, Random &random, Options options)
    : m_writer(writer),
      m_clock(clock),
      m_random(random),
      m_nodeTokenHash(hashOf(options.nodeToken)),
      m_rolesByAddress(std::move(options.rolesByAddress)),
      m_accessMax(options.accessMax)
{
}

std::string Tokens::newToken()
{
    std::array<std::uint8_t, 32> bytes{};
    m_random.fill(bytes);
    return hexEncode(bytes);
}

Roles Tokens::rolesOf(const PublicKey &address) const
{
    const auto found = m_rolesByAddress.find(address);
    Roles roles = found != m_rolesByAddress.end() ? found->second : Roles();
    roles.add(Role::Trader);
    return roles;
}

std::optional<TokenError> Tokens::keepAccess(const TokenPair &pair)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowMs = m_clock.monotonicMs();
    if (m_access.size() >= m_accessMax)
        std::erase_if(m_access, [&](const auto &entry) { return entry.second.expiresAtMs <= nowMs; });
    if (m_access.size() >= m_accessMax)
        return TokenError::TooMany;
    m_access[hashOf(pair.access)] = {pair.principal, nowMs + accessLifeSeconds * 1000};
    return std::nullopt;
}

std::expected<TokenPair, TokenError> Tokens::issue(const PublicKey &address)
{
    const TokenPair pair{.access = newToken(),
                         .refresh = newToken(),
                         .principal = {address, rolesOf(address), newToken().substr(0, 32)}};
    const Principal &principal = pair.principal;
    const auto stored = m_writer.execute([&](storage::Transaction &transaction) {
        const UnixMillis now = transaction.now();
        storage::auth_tokens::prune(transaction, now);
        storage::auth_tokens::insertFamily(transaction, {principal.family, address, toText(principal.roles), now, {}});
        storage::auth_tokens::insertToken(
            transaction, {hashOf(pair.refresh), principal.family, now, {now.value + refreshLifeSeconds * 1000}, {}});
    });
    if (!stored)
        return std::unexpected(TokenError::StorageFailed);
    if (const auto refusal = keepAccess(pair))
        return std::unexpected(*refusal);
    return pair;
}

std::expected<TokenPair, TokenError> Tokens::refresh(std::string_view refreshToken)
{
    const Hash oldHash = hashOf(refreshToken);
    TokenPair pair{.access = newToken(), .refresh = newToken(), .principal = {}};
    std::optional<TokenError> crowded;
    const auto rotated = m_writer.execute([&](storage::Transaction &transaction) -> Rotation {
        const UnixMillis now = transaction.now();
        const auto old = storage::auth_tokens::token(transaction, oldHash);
        const auto family = old ? storage::auth_tokens::family(transaction, old->family) : std::nullopt;
        if (!family || family->revokedAt)
            return {.refusal = TokenError::Invalid, .endedFamily = {}};
        if (!storage::auth_tokens::useToken(transaction, oldHash)) {
            storage::auth_tokens::revokeFamily(transaction, family->id);
            return {.refusal = TokenError::Invalid, .endedFamily = family->id};
        }
        if (old->expiresAt <= now)
            return {.refusal = TokenError::Invalid, .endedFamily = {}};
        storage::auth_tokens::insertToken(
            transaction, {hashOf(pair.refresh), family->id, now, {now.value + refreshLifeSeconds * 1000}, {}});
        // Roles are those of today, not those of the sign-in.
        pair.principal = {family->address, rolesOf(family->address), family->id};
        // In the writer's order: whoever ends the family after this job finds the access token and forgets it.
        crowded = keepAccess(pair);
        if (crowded)
            transaction.abandon(); // nobody gets the new refresh token, so the old one must stay good
        return {};
    });
    if (crowded)
        return std::unexpected(*crowded);
    if (!rotated) {
        const std::lock_guard lock(m_mutex);
        m_access.erase(hashOf(pair.access));
        return std::unexpected(TokenError::StorageFailed);
    }
    if (!rotated->endedFamily.empty())
        forgetFamily(rotated->endedFamily);
    if (rotated->refusal)
        return std::unexpected(*rotated->refusal);
    return pair;
}

std::expected<void, TokenError> Tokens::logout(const Principal &principal)
{
    if (principal.family.empty())
        return std::unexpected(TokenError::Invalid);
    forgetFamily(principal.family);
    const auto stored = m_writer.execute(
        [&](storage::Transaction &transaction) { storage::auth_tokens::revokeFamily(transaction, principal.family); });
    if (!stored)
        return std::unexpected(TokenError::StorageFailed);
    forgetFamily(principal.family); // again: a refresh may have come in between
    return {};
}

void Tokens::forgetFamily(const std::string &family)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_access, [&](const auto &entry) { return entry.second.principal.family == family; });
}

std::optional<Principal> Tokens::find(std::string_view token)
{
    if (token.empty() || token.size() > 128)
        return std::nullopt;
    const Hash hash = hashOf(token);
    if (sodium_memcmp(hash.data(), m_nodeTokenHash.data(), Hash::size) == 0)
        return Principal{PublicKey{}, {Role::Admin, Role::Operator, Role::Auditor}, {}};
    const std::lock_guard lock(m_mutex);
    const auto found = m_access.find(hash);
    if (found == m_access.end())
        return std::nullopt;
    if (found->second.expiresAtMs <= m_clock.monotonicMs()) {
        m_access.erase(found);
        return std::nullopt;
    }
    return found->second.principal;
}

} // namespace paradox::auth
