#pragma once

#include "signer/keystore.h"

namespace paradox::signer {

/// The keystore file, version 1, taken apart. Little-endian:
///   "PPVKEYS1" · version u16 · passes u32 · memoryKiB u32 · salt 16 · wrap nonce 24 · wrapped unlocking key 48 ·
///   body nonce 24 · directory (u32 count, entries) · body size u32 · body (seeds in directory order, encrypted) ·
///   SHA-256 of all before, which tells damage from a wrong passphrase.
/// The wrapped key's associated data is everything before the wrap nonce; the body's is everything before the body.
struct KeystoreFile {
    static constexpr std::size_t saltSize = 16;
    static constexpr std::size_t nonceSize = 24;
    static constexpr std::size_t keySize = 32;
    static constexpr std::size_t tagSize = 16;
    static constexpr std::size_t seedSize = 32;
    static constexpr std::size_t sizeMax = std::size_t{1} << 20;

    KeystoreCost cost;
    std::array<std::uint8_t, saltSize> salt{};
    std::array<std::uint8_t, nonceSize> wrapNonce{};
    std::array<std::uint8_t, keySize + tagSize> wrappedKey{};
    std::array<std::uint8_t, nonceSize> bodyNonce{};
    std::vector<KeyEntry> directory;
    Bytes body;

    [[nodiscard]] Bytes wrapAssociatedData() const;
    [[nodiscard]] Bytes bodyAssociatedData() const;
    [[nodiscard]] Bytes serialise() const;
    [[nodiscard]] static KeystoreResult<KeystoreFile> parse(ByteSpan bytes);
};

/// Argon2id 1.3.
[[nodiscard]] KeystoreResult<SecureBuffer> deriveKey(const SecureBuffer &passphrase, const KeystoreFile &file);
[[nodiscard]] KeystoreResult<void> wrapUnlockingKey(KeystoreFile &file, const SecureBuffer &wrapper,
                                                    const SecureBuffer &unlockingKey, Random &random);
[[nodiscard]] KeystoreResult<SecureBuffer> unwrapUnlockingKey(const KeystoreFile &file, const SecureBuffer &wrapper);
/// `seeds` may be empty for an empty directory.
[[nodiscard]] KeystoreResult<void> sealBody(KeystoreFile &file, const SecureBuffer &unlockingKey,
                                            const SecureBuffer &seeds, Random &random);
[[nodiscard]] KeystoreResult<SecureBuffer> openBody(const KeystoreFile &file, const SecureBuffer &unlockingKey);

} // namespace paradox::signer
