#include "auth/challenges.h"

#include "domain/time_text.h"

#include <algorithm>
#include <array>

namespace paradox::auth {

namespace {

constexpr std::string_view base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t nonceSize = 24; ///< 24 × log2(62) = 142 bits

} // namespace

Challenges::Challenges(const Clock &clock, Random &random, SignInProfile profile)
    : m_clock(clock),
      m_random(random),
      m_profile(std::move(profile))
{
}

std::string Challenges::newNonce()
{
    std::string nonce;
    while (nonce.size() < nonceSize) {
        std::array<std::uint8_t, 32> bytes{};
        m_random.fill(bytes);
        for (const std::uint8_t byte : bytes) {
            // 248 = 4 × 62: what is above would make the first letters likelier.
            if (byte < 248 && nonce.size() < nonceSize)
                nonce += base62[byte % 62];
        }
    }
    return nonce;
}

void Challenges::erase(const std::string &nonce)
{
    const auto found = m_entries.find(nonce);
    if (found == m_entries.end())
        return;
    const auto owner = m_byAddress.find(found->second.message.address);
    if (owner != m_byAddress.end()) {
        std::erase(owner->second, nonce);
        if (owner->second.empty())
            m_byAddress.erase(owner);
    }
    m_entries.erase(found);
}

void Challenges::dropExpired(std::int64_t nowMs)
{
    while (!m_byAge.empty() && m_byAge.front().first <= nowMs) {
        erase(m_byAge.front().second);
        m_byAge.pop_front();
    }
}

std::expected<SiwsMessage, ChallengeError> Challenges::issue(const PublicKey &address)
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t nowMs = m_clock.monotonicMs();
    dropExpired(nowMs);
    const auto mine = m_byAddress.find(address);
    if (mine != m_byAddress.end() && mine->second.size() >= outstandingPerAddressMax)
        erase(std::string(mine->second.front()));
    // The age list also holds what was used already; it is bounded as well.
    if (m_entries.size() >= outstandingMax || m_byAge.size() >= 4 * outstandingMax)
        return std::unexpected(ChallengeError::TooManyOutstanding);
    const UnixSeconds now = m_clock.wallSeconds();
    SiwsMessage message{.domain = m_profile.domain,
                        .address = address,
                        .statement = m_profile.statement,
                        .uri = m_profile.uri,
                        .chainId = m_profile.chainId,
                        .nonce = newNonce(),
                        .issuedAt = formatRfc3339(now),
                        .expirationTime = formatRfc3339(UnixSeconds{now.value + challengeLifeSeconds})};
    const std::int64_t expiresAtMs = nowMs + challengeLifeSeconds * 1000;
    m_entries.emplace(message.nonce, Entry{message, expiresAtMs});
    m_byAge.emplace_back(expiresAtMs, message.nonce);
    m_byAddress[address].push_back(message.nonce);
    return message;
}

std::optional<SiwsMessage> Challenges::take(const std::string &nonce)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(nonce);
    if (found == m_entries.end())
        return std::nullopt;
    Entry entry = found->second;
    erase(nonce);
    if (entry.expiresAtMs <= m_clock.monotonicMs())
        return std::nullopt;
    return std::move(entry.message);
}

std::size_t Challenges::outstanding() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

} // namespace paradox::auth
