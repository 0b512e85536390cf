#pragma once

#include "client/signatory.h"
#include "signer/signing_service.h"

namespace paradox::cli {

/// Signs from the keystore what its person has seen on standard error, decoded from the very bytes. With `asks` each
/// wallet signature waits for a typed yes; a session key signs under its policy.
class KeystoreSignatory final : public client::Signatory {
public:
    enum class Consent : std::uint8_t { Ask, GivenByOption };

    struct Parts {
        signer::FileKeystore &keystore;
        signer::Journal &journal;
        const signer::SigningPolicy &policy;
        const Clock &clock;
    };
    KeystoreSignatory(const Parts &parts, signer::SignContext context, Consent consent)
        : m_keystore(parts.keystore),
          m_service(parts.keystore, parts.journal, parts.policy, parts.clock),
          m_policy(parts.policy),
          m_clock(parts.clock),
          m_context(std::move(context)),
          m_consent(consent)
    {
    }

    [[nodiscard]] client::Reply<Signature> sign(const client::SignatureWanted &wanted) override;

private:
    [[nodiscard]] std::expected<signer::Agreement, std::string> agree(const signer::SignRequest &request);

    signer::FileKeystore &m_keystore;
    signer::SigningService m_service;
    const signer::SigningPolicy &m_policy;
    const Clock &m_clock;
    signer::SignContext m_context;
    Consent m_consent;
};

} // namespace paradox::cli
