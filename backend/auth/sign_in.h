#pragma once

#include "auth/challenges.h"
#include "domain/clock.h"

#include <expected>
#include <optional>
#include <string_view>

namespace paradox::auth {

/// A sign-in as posted.
struct SignIn {
    std::string_view message; ///< the exact bytes that were signed
    Signature signature;
    PublicKey publicKey;
    std::optional<Hash> grantHash{}; ///< of the grant posted with it, which the text must then name
};

/// Why not. For the log: outside there is one answer, so that nobody can feel his way.
enum class SignInError {
    MalformedText,
    UnknownChallenge, ///< or one that was changed or used
    TooManyUsed,      ///< the one reason that is told: the node is busy
    WrongDomain,
    WrongChain,
    WrongAddress,
    BadTimes,
    BadSignature,
    GrantNotNamed,
};
[[nodiscard]] std::string_view toText(SignInError error);

/// The checks of protocol §1 in their order, failing closed. The challenge is used up by the look-up
/// itself.
[[nodiscard]] std::expected<PublicKey, SignInError> verifySignIn(const SignIn &signIn, Challenges &challenges,
                                                                 const Clock &clock);

} // namespace paradox::auth
