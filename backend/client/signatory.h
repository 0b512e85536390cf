#pragma once

#include "client/reply.h"
#include "domain/grant.h"

namespace paradox::client {

/// Bytes that need a signature, final, for review. The one who signs decodes them again: nothing else is shown.
struct SignatureWanted {
    enum class Purpose : std::uint8_t {
        Message,     ///< sign-in text, intent, cancel, revocation
        Transaction, ///< a Solana transaction message
    };

    Purpose purpose = Purpose::Message;
    PublicKey signer;
    Bytes bytes;
    std::optional<Grant> grant{}; ///< the one that a sign-in text's resource binds
};

/// Who signs: a review dialog before a keystore, a keystore under a policy, or a test's key. Declining is
/// ErrorCode::NotSigned. The client's thread.
class Signatory {
public:
    virtual ~Signatory() = default;
    [[nodiscard]] virtual Reply<Signature> sign(const SignatureWanted &wanted) = 0;
};

} // namespace paradox::client
