#pragma once

#include "solana/keypair.h"
#include "solana/verifier.h"

namespace paradox::admission {

class SignatureVerifier {
public:
    void verify(std::span<const solana::SignatureCheck> checks, std::span<std::uint8_t> results)
    {
        for (std::size_t i = 0; i < checks.size(); ++i)
            results[i] = solana::verify(checks[i].key, checks[i].message, checks[i].signature) ? 1 : 0;
    }
};

} // namespace paradox::admission
