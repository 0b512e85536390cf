#include "domain/grant.h"

#include "domain/base58.h"
#include "domain/fixed_layout.h"
#include "domain/sha256.h"
#include "domain/siws.h"

namespace paradox {
namespace {

constexpr Tag16 grantTag = makeTag("ppv:grant:v1");

std::optional<GrantError> checkGrant(const Grant &grant)
{
    if ((grant.actions & ~actionsAll) != 0)
        return GrantError::UnknownAction;
    if (grant.actions == 0)
        return GrantError::NoAction;
    if (grant.maxTotal.value == 0 || grant.maxPerIntent.value == 0 || grant.maxIntents == 0)
        return GrantError::ZeroLimit;
    if (grant.maxTotal > amountMax || grant.maxPerIntent > grant.maxTotal)
        return GrantError::LimitTooLarge;
    std::int64_t life = 0;
    if (__builtin_sub_overflow(grant.expiresAt.value, grant.notBefore.value, &life))
        return GrantError::BadLife;
    if (life <= 0 || life > grantLifeSecondsMax || grant.notBefore.value < 0)
        return GrantError::BadLife;
    return std::nullopt;
}

} // namespace

std::array<std::uint8_t, grantSize> encodeGrant(const Grant &grant)
{
    std::array<std::uint8_t, grantSize> bytes;
    LayoutWriter writer(bytes);
    writer.raw(grantTag).put(grant.genesis).put(grant.program).put(grant.engine).put(grant.owner).put(grant.session);
    writer.put(grant.actions).put(grant.maxTotal.value).put(grant.maxPerIntent.value).put(grant.maxIntents);
    writer.put(grant.notBefore.value).put(grant.expiresAt.value).put(grant.epoch).put(grant.scopeRoot);
    return bytes;
}

std::expected<Grant, GrantError> decodeGrant(ByteSpan bytes)
{
    if (bytes.size() != grantSize)
        return std::unexpected(GrantError::WrongSize);
    if (!hasTag(bytes, grantTag))
        return std::unexpected(GrantError::WrongTag);
    LayoutReader reader(bytes.subspan(grantTag.size()));
    Grant grant;
    grant.genesis = reader.take<Hash>();
    grant.program = reader.take<PublicKey>();
    grant.engine = reader.take<PublicKey>();
    grant.owner = reader.take<PublicKey>();
    grant.session = reader.take<PublicKey>();
    grant.actions = reader.take<std::uint16_t>();
    grant.maxTotal.value = reader.take<std::uint64_t>();
    grant.maxPerIntent.value = reader.take<std::uint64_t>();
    grant.maxIntents = reader.take<std::uint32_t>();
    grant.notBefore.value = reader.take<std::int64_t>();
    grant.expiresAt.value = reader.take<std::int64_t>();
    grant.epoch = reader.take<std::uint64_t>();
    grant.scopeRoot = reader.take<Hash>();
    if (const std::optional<GrantError> error = checkGrant(grant))
        return std::unexpected(*error);
    return grant;
}

std::string grantResource(const Grant &grant)
{
    return std::string(siwsGrantResourcePrefix) + toBase58(sha256(encodeGrant(grant)));
}

} // namespace paradox
