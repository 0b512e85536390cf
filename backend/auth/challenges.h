#pragma once

#include "domain/clock.h"
#include "domain/siws.h"

#include <array>
#include <expected>
#include <mutex>
#include <string>
#include <unordered_set>

namespace paradox::auth {

inline constexpr std::int64_t challengeLifeSeconds = 300;

/// What every challenge of this node says.
struct SignInProfile {
    std::string domain;  ///< host[:port], as in the Host header
    std::string uri;     ///< "http://127.0.0.1:4000"
    std::string chainId; ///< "localnet"
    std::optional<std::string> statement = "Sign in to Paradox Desk.";
};

enum class ChallengeError {
    Unknown,     ///< not made here, changed since, too old, or used before
    TooManyUsed, ///< so many were used of late that no more can be remembered
};

/// Sign-in challenges that are not stored while they are open, so nobody can push another's out or fill a table with
/// them: the nonce carries a code over the whole text under a key of this process (a restart forgets it, and the wallet
/// asks again). Only what was used is remembered, together with its key and as long as that: a used nonce cannot come
/// back whatever the clock of the machine does. Any thread.
class Challenges {
public:
    static constexpr std::size_t usedMax = 65'536; ///< under one key

    Challenges(const Clock &clock, Random &random, SignInProfile profile);

    /// A new challenge for a wallet.
    [[nodiscard]] SiwsMessage issue(const PublicKey &address);
    /// Uses a challenge up, whatever becomes of the attempt. The text, but for its resources, must be as it was issued.
    [[nodiscard]] std::expected<void, ChallengeError> use(const SiwsMessage &message);
    [[nodiscard]] const SignInProfile &profile() const { return m_profile; }

private:
    /// Challenges of one stretch of time.
    struct Generation {
        std::array<std::uint8_t, 32> key{};
        std::unordered_set<std::string> used; ///< nonces
    };
    [[nodiscard]] Generation newGeneration();
    void turn();

    const Clock &m_clock;
    Random &m_random;
    SignInProfile m_profile;
    std::mutex m_mutex;
    std::int64_t m_turnedMs; ///< monotonic; when `m_now` began
    Generation m_now;
    Generation m_before;
};

} // namespace paradox::auth
