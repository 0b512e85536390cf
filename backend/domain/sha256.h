#pragma once

#include "domain/bytes.h"

#include <openssl/sha.h>

#include <initializer_list>

namespace paradox {

/// SHA-256, the protocol's H, over the parts in turn. Uses OpenSSL's low-level calls: they cost a sixth of the
/// one-shot ones on 98-byte leaves.
class Sha256 {
public:
    Sha256() { SHA256_Init(&m_context); }
    Sha256 &update(ByteSpan bytes)
    {
        SHA256_Update(&m_context, bytes.data(), bytes.size());
        return *this;
    }
    [[nodiscard]] Hash finish()
    {
        Hash hash;
        SHA256_Final(hash.data(), &m_context);
        return hash;
    }

private:
    SHA256_CTX m_context;
};

[[nodiscard]] inline Hash sha256(std::initializer_list<ByteSpan> parts)
{
    Sha256 hasher;
    for (const ByteSpan part : parts)
        hasher.update(part);
    return hasher.finish();
}

[[nodiscard]] inline Hash sha256(ByteSpan bytes)
{
    return sha256({bytes});
}

} // namespace paradox
