#pragma once

#include "signer/keystore.h"

namespace paradox::signer {

/// The 32-byte seed of a key in text: Solana CLI JSON (64 numbers), base58 of 64 bytes, or base58 of a 32-byte seed.
/// White space around it is passed over. Where a public key is inside, it must be the seed's.
[[nodiscard]] KeystoreResult<SecureBuffer> parseKeyText(const SecureBuffer &text);

/// The address that a key in text leads to.
[[nodiscard]] KeystoreResult<PublicKey> addressOfKeyText(const SecureBuffer &text);

/// Of 64 bytes, seed and public key. The text never leaves locked memory.
[[nodiscard]] KeystoreResult<SecureBuffer> toCliJson(const SecureBuffer &secret);
[[nodiscard]] KeystoreResult<SecureBuffer> toBase58Text(const SecureBuffer &secret);

} // namespace paradox::signer
