#include "auth/challenges.h"

#include "domain/encoding.h"
#include "domain/time_text.h"

#include <sodium.h>

namespace paradox::auth {

namespace {

constexpr std::int64_t generationMs = challengeLifeSeconds * 1000;
constexpr std::size_t saltBytes = 16; ///< unpredictable by itself
constexpr std::size_t codeBytes = 16;
constexpr std::size_t saltSize = 2 * saltBytes; ///< in hex
constexpr std::size_t nonceSize = saltSize + 2 * codeBytes;

/// The text with the salt in place of its nonce, and without what the client may add.
std::expected<std::string, SiwsError> issuedText(SiwsMessage message)
{
    message.nonce.resize(saltSize);
    message.resources.clear();
    return serialiseSiws(message);
}

std::string codeOf(std::span<const std::uint8_t> key, std::string_view text)
{
    static_assert(crypto_auth_KEYBYTES == 32);
    std::array<std::uint8_t, crypto_auth_BYTES> code{};
    crypto_auth(code.data(), asBytes(text).data(), text.size(), key.data());
    return hexEncode(ByteSpan(code).first(codeBytes));
}

} // namespace

Challenges::Challenges(const Clock &clock, Random &random, SignInProfile profile)
    : m_clock(clock),
      m_random(random),
      m_profile(std::move(profile)),
      m_turnedMs(clock.monotonicMs()),
      m_now(newGeneration()),
      m_before(newGeneration())
{
}

Challenges::Generation Challenges::newGeneration()
{
    Generation generation;
    m_random.fill(generation.key);
    return generation;
}

/// Keys live as long as the longest challenge under them: one stretch to issue, one more to come back.
void Challenges::turn()
{
    const std::int64_t age = m_clock.monotonicMs() - m_turnedMs;
    if (age < generationMs)
        return;
    m_before = age < 2 * generationMs ? std::move(m_now) : newGeneration();
    m_now = newGeneration();
    m_turnedMs += age;
}

SiwsMessage Challenges::issue(const PublicKey &address)
{
    std::array<std::uint8_t, saltBytes> salt{};
    m_random.fill(salt);
    const UnixSeconds now = m_clock.wallSeconds();
    SiwsMessage message{.domain = m_profile.domain,
                        .address = address,
                        .statement = m_profile.statement,
                        .uri = m_profile.uri,
                        .chainId = m_profile.chainId,
                        .nonce = hexEncode(salt),
                        .issuedAt = formatRfc3339(now),
                        .expirationTime = formatRfc3339(UnixSeconds{now.value + challengeLifeSeconds})};
    // Nothing when the node has a name that no such text can carry: then nobody can sign in here anyhow.
    const std::string text = issuedText(message).value_or(std::string());
    const std::lock_guard lock(m_mutex);
    turn();
    message.nonce += codeOf(m_now.key, text);
    return message;
}

std::expected<void, ChallengeError> Challenges::use(const SiwsMessage &message)
{
    const auto text = issuedText(message);
    if (message.nonce.size() != nonceSize || !text)
        return std::unexpected(ChallengeError::Unknown);
    const std::string_view code = std::string_view(message.nonce).substr(saltSize);
    const std::lock_guard lock(m_mutex);
    turn();
    for (Generation *const generation : {&m_now, &m_before}) {
        if (sodium_memcmp(code.data(), codeOf(generation->key, *text).data(), code.size()) != 0)
            continue;
        if (generation->used.contains(message.nonce))
            return std::unexpected(ChallengeError::Unknown);
        if (generation->used.size() >= usedMax)
            return std::unexpected(ChallengeError::TooManyUsed);
        generation->used.insert(message.nonce);
        return {};
    }
    return std::unexpected(ChallengeError::Unknown);
}

} // namespace paradox::auth
