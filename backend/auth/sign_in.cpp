#include "auth/sign_in.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "domain/time_text.h"
#include "solana/keypair.h"

#include <algorithm>

namespace paradox::auth {

namespace {

constexpr std::int64_t issuedAgoSecondsMax = 600;
constexpr std::int64_t issuedAheadSecondsMax = 60;
constexpr std::int64_t lifeSecondsMax = 15 * 60;

SignInError signInErrorOf(ChallengeError error)
{
    switch (error) {
    case ChallengeError::Unknown:
        return SignInError::UnknownChallenge;
    case ChallengeError::TooManyUsed:
        return SignInError::TooManyUsed;
    }
    PARADOX_ASSERT(false);
    return SignInError::UnknownChallenge;
}

bool areTimesGood(const SiwsMessage &message, UnixSeconds now)
{
    const auto issued = parseRfc3339(message.issuedAt);
    const auto expires = parseRfc3339(message.expirationTime);
    const auto notBefore = message.notBefore ? parseRfc3339(*message.notBefore) : issued;
    if (!issued || !expires || !notBefore)
        return false;
    const bool isRecent =
        issued->value >= now.value - issuedAgoSecondsMax && issued->value <= now.value + issuedAheadSecondsMax;
    const bool isRunning = (!message.notBefore || notBefore->value <= now.value) && now.value < expires->value;
    const bool isShort = expires->value > issued->value && expires->value - issued->value <= lifeSecondsMax;
    return isRecent && isRunning && isShort;
}

std::string grantResourceOf(const Hash &grantHash)
{
    return std::string(siwsGrantResourcePrefix) + toBase58(grantHash);
}

/// Exactly the posted grant is named, and none where none was posted.
bool namesGrant(const SiwsMessage &message, const std::optional<Hash> &grantHash)
{
    std::size_t named = 0;
    for (const std::string &resource : message.resources) {
        if (!resource.starts_with(siwsGrantResourcePrefix))
            continue;
        ++named;
        if (!grantHash || resource != grantResourceOf(*grantHash))
            return false;
    }
    return named == (grantHash ? 1U : 0U);
}

} // namespace

std::string_view toText(SignInError error)
{
    switch (error) {
    case SignInError::MalformedText:
        return "MALFORMED_TEXT";
    case SignInError::UnknownChallenge:
        return "UNKNOWN_CHALLENGE";
    case SignInError::TooManyUsed:
        return "TOO_MANY_USED";
    case SignInError::WrongDomain:
        return "WRONG_DOMAIN";
    case SignInError::WrongChain:
        return "WRONG_CHAIN";
    case SignInError::WrongAddress:
        return "WRONG_ADDRESS";
    case SignInError::BadTimes:
        return "BAD_TIMES";
    case SignInError::BadSignature:
        return "BAD_SIGNATURE";
    case SignInError::GrantNotNamed:
        return "GRANT_NOT_NAMED";
    }
    return "";
}

std::expected<PublicKey, SignInError> verifySignIn(const SignIn &signIn, Challenges &challenges, const Clock &clock)
{
    const auto message = parseSiws(signIn.message); // size, charset and round trip are its rules
    if (!message)
        return std::unexpected(SignInError::MalformedText);
    if (const auto used = challenges.use(*message); !used)
        return std::unexpected(signInErrorOf(used.error()));
    const SignInProfile &profile = challenges.profile();
    if (message->domain != profile.domain || originOf(message->uri) != originOf(profile.uri))
        return std::unexpected(SignInError::WrongDomain);
    if (message->chainId != profile.chainId)
        return std::unexpected(SignInError::WrongChain);
    if (message->address != signIn.publicKey)
        return std::unexpected(SignInError::WrongAddress);
    if (!areTimesGood(*message, clock.wallSeconds()))
        return std::unexpected(SignInError::BadTimes);
    if (!solana::verify(signIn.publicKey, asBytes(signIn.message), signIn.signature))
        return std::unexpected(SignInError::BadSignature);
    if (!namesGrant(*message, signIn.grantHash))
        return std::unexpected(SignInError::GrantNotNamed);
    return message->address;
}

} // namespace paradox::auth
