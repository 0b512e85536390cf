#pragma once

#include "domain/clock.h"
#include "domain/siws.h"

#include <deque>
#include <expected>
#include <mutex>
#include <string>
#include <unordered_map>

namespace paradox::auth {

inline constexpr std::int64_t challengeLifeSeconds = 300;

/// What every challenge of this node says.
struct SignInProfile {
    std::string domain;  ///< host[:port], as in the Host header
    std::string uri;     ///< "http://127.0.0.1:4000"
    std::string chainId; ///< "localnet"
    std::optional<std::string> statement = "Sign in to Paradox Desk.";
};

enum class ChallengeError { TooManyOutstanding };

/// Outstanding sign-in challenges: bounded, in memory (a restart forgets them, and the wallet asks again). Any thread.
class Challenges {
public:
    static constexpr std::size_t outstandingMax = 10'000;
    static constexpr std::size_t outstandingPerAddressMax = 16;

    Challenges(const Clock &clock, Random &random, SignInProfile profile);

    /// A new challenge for a wallet. Its oldest gives way when it has too many.
    [[nodiscard]] std::expected<SiwsMessage, ChallengeError> issue(const PublicKey &address);
    /// The stored challenge, which is gone afterwards whatever becomes of the attempt. Nothing when unknown or too old.
    [[nodiscard]] std::optional<SiwsMessage> take(const std::string &nonce);
    [[nodiscard]] const SignInProfile &profile() const { return m_profile; }
    [[nodiscard]] std::size_t outstanding() const;

private:
    struct Entry {
        SiwsMessage message;
        std::int64_t expiresAtMs = 0; ///< monotonic
    };
    [[nodiscard]] std::string newNonce();
    void erase(const std::string &nonce);
    void dropExpired(std::int64_t nowMs);

    const Clock &m_clock;
    Random &m_random;
    SignInProfile m_profile;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_entries;
    std::deque<std::pair<std::int64_t, std::string>> m_byAge; ///< expiry, nonce; may name entries that are gone
    std::unordered_map<PublicKey, std::deque<std::string>> m_byAddress;
};

} // namespace paradox::auth
