#pragma once

#include "domain/bytes.h"
#include "solana/ed25519_group.h"

#include <cstdint>
#include <memory>
#include <span>

namespace paradox::solana {

/// One signature to check. The message is borrowed for the call.
struct SignatureCheck {
    PublicKey key;
    ByteSpan message;
    Signature signature;
};

/// Verifies Ed25519 signatures in groups and accepts exactly what solana::verify() accepts (libsodium 1.0.18: S < L,
/// canonical A, A and R not of small order, cofactorless). Much faster for keys seen again and again: from its third
/// signature on a key gets a table of its multiples, kept in a bounded least-recently-used cache; and eight signatures
/// of such keys are worked out side by side where the processor has AVX-512's multiply-add.
///
/// One object belongs to one thread at a time: give each verify thread its own. Not for secrets: timing follows the
/// data, all of which is public.
class SignatureVerifier {
public:
    struct Options {
        std::size_t tablesMax = 1024;   ///< key tables kept; 32 KiB each
        std::size_t sightsMax = 65'536; ///< keys remembered while they have no table yet
        ed25519::Arithmetic arithmetic = ed25519::Arithmetic::Fastest;
    };

    SignatureVerifier();
    explicit SignatureVerifier(const Options &options);
    ~SignatureVerifier();
    SignatureVerifier(const SignatureVerifier &) = delete;
    SignatureVerifier &operator=(const SignatureVerifier &) = delete;

    /// results[i] = 1 when checks[i] holds, else 0. Both spans have the same length. Groups of 16 to 256 are best: the
    /// one field inversion of a group is shared.
    void verify(std::span<const SignatureCheck> checks, std::span<std::uint8_t> results);
    [[nodiscard]] bool verify(const SignatureCheck &check);

    [[nodiscard]] std::size_t tableCount() const;

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace paradox::solana
