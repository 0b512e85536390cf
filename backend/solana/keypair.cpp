#include "solana/keypair.h"

#include "domain/assert.h"
#include "domain/base58.h"

#include <nlohmann/json.hpp>
#include <sodium.h>

namespace paradox::solana {
namespace {

/// Wiped when it goes out of scope, whatever the path.
struct SecretBytes {
    Bytes bytes;
    ~SecretBytes() { sodium_memzero(bytes.data(), bytes.size()); }
};

std::optional<Keypair> fromHalves(ByteSpan secret)
{
    if (secret.size() != 64)
        return std::nullopt;
    Keypair pair = Keypair::fromSeed(secret.first(32));
    const std::optional<PublicKey> claimed = PublicKey::from(secret.subspan(32));
    if (!claimed || *claimed != pair.publicKey())
        return std::nullopt;
    return pair;
}

} // namespace

Keypair Keypair::fromSeed(ByteSpan seed32)
{
    PARADOX_ASSERT(seed32.size() == 32);
    Keypair pair;
    crypto_sign_seed_keypair(pair.m_publicKey.data(), pair.m_secret.data(), seed32.data());
    return pair;
}

Keypair Keypair::generate(Random &random)
{
    std::array<std::uint8_t, 32> seed;
    random.fill(seed);
    Keypair pair = fromSeed(seed);
    sodium_memzero(seed.data(), seed.size());
    return pair;
}

std::optional<Keypair> Keypair::fromCliJson(std::string_view json)
{
    SecretBytes secret;
    const nlohmann::json array = nlohmann::json::parse(json, nullptr, false);
    if (!array.is_array() || array.size() != 64)
        return std::nullopt;
    for (const nlohmann::json &element : array) {
        if (!element.is_number_unsigned() || element.get<std::uint64_t>() > 255)
            return std::nullopt;
        secret.bytes.push_back(element.get<std::uint8_t>());
    }
    return fromHalves(secret.bytes);
}

std::optional<Keypair> Keypair::fromBase58Secret(std::string_view text)
{
    std::optional<Bytes> decoded = base58Decode(text);
    if (!decoded)
        return std::nullopt;
    const SecretBytes secret{std::move(*decoded)};
    return fromHalves(secret.bytes);
}

Keypair::Keypair(Keypair &&other) noexcept : m_secret(other.m_secret), m_publicKey(other.m_publicKey)
{
    sodium_memzero(other.m_secret.data(), other.m_secret.size());
}

Keypair &Keypair::operator=(Keypair &&other) noexcept
{
    if (this != &other) {
        m_secret = other.m_secret;
        m_publicKey = other.m_publicKey;
        sodium_memzero(other.m_secret.data(), other.m_secret.size());
    }
    return *this;
}

Keypair::~Keypair()
{
    sodium_memzero(m_secret.data(), m_secret.size());
}

Signature Keypair::sign(ByteSpan message) const
{
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), m_secret.data());
    return signature;
}

std::string Keypair::toCliJson() const
{
    std::string json = "[";
    for (std::size_t i = 0; i < m_secret.size(); ++i)
        json += (i == 0 ? "" : ",") + std::to_string(m_secret[i]);
    return json + "]";
}

bool verify(const PublicKey &key, ByteSpan message, const Signature &signature)
{
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

} // namespace paradox::solana
