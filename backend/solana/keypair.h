#pragma once

#include "domain/bytes.h"
#include "domain/clock.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace paradox::solana {

/// An Ed25519 key pair of the node (fees, settlement) or of a test. Users' keys live in signer's locked memory instead.
/// Wiped on destruction. Movable, not copyable.
class Keypair {
public:
    [[nodiscard]] static Keypair fromSeed(ByteSpan seed32);
    [[nodiscard]] static Keypair generate(Random &random);
    /// Solana CLI file: a JSON array of 64 numbers whose second half must be the public key of the first.
    [[nodiscard]] static std::optional<Keypair> fromCliJson(std::string_view json);
    /// 64 bytes in base-58, as wallets export; the halves must agree.
    [[nodiscard]] static std::optional<Keypair> fromBase58Secret(std::string_view text);

    Keypair(Keypair &&other) noexcept;
    Keypair &operator=(Keypair &&other) noexcept;
    Keypair(const Keypair &) = delete;
    Keypair &operator=(const Keypair &) = delete;
    ~Keypair();

    [[nodiscard]] const PublicKey &publicKey() const { return m_publicKey; }
    [[nodiscard]] Signature sign(ByteSpan message) const;
    [[nodiscard]] std::string toCliJson() const;

private:
    Keypair() = default;
    std::array<std::uint8_t, 64> m_secret{}; ///< seed and public key, as libsodium keeps them
    PublicKey m_publicKey;
};

/// Strict Ed25519 as libsodium 1.0.18 and today's chain check it: S < L, canonical A, A and R not of small order,
/// cofactorless.
[[nodiscard]] bool verify(const PublicKey &key, ByteSpan message, const Signature &signature);

} // namespace paradox::solana
