#include "signer/signing_service.h"

#include "domain/assert.h"
#include "solana/keypair.h"

namespace paradox::signer {
namespace {

SignError errorOf(KeystoreError error)
{
    switch (error) {
    case KeystoreError::Locked:
        return SignError::Locked;
    case KeystoreError::NoMemory:
        return SignError::NoMemory;
    case KeystoreError::NoSuchKey:
    case KeystoreError::NotFound:
    case KeystoreError::Exists:
    case KeystoreError::WrongPassphrase:
    case KeystoreError::Corrupt:
    case KeystoreError::NewerVersion:
    case KeystoreError::DuplicateKey:
    case KeystoreError::TooMany:
    case KeystoreError::BadSecret:
    case KeystoreError::SecretLength:
    case KeystoreError::SecretMismatch:
    case KeystoreError::SecretWords:
    case KeystoreError::WeakPassphrase:
    case KeystoreError::InputOutput:
        return SignError::NoSuchKey;
    }
    PARADOX_ASSERT(false);
    return SignError::NoSuchKey;
}

} // namespace

std::expected<Signature, SignFailure> SigningService::sign(const SignRequest &request, Agreement agreement)
{
    const UnixMillis now = m_clock.wall();
    if (m_keystore.isLocked())
        return std::unexpected(SignFailure{SignError::Locked});
    if (m_keystore.find(request.signer) == nullptr)
        return std::unexpected(SignFailure{SignError::NoSuchKey});
    const PolicyAnswer answer = m_policy.judge(request, toSeconds(now));
    if (answer.verdict == PolicyVerdict::Refuse)
        return std::unexpected(SignFailure{SignError::PolicyRefuses, answer.reasons});
    if (answer.verdict == PolicyVerdict::HoldOff && agreement != Agreement::ReviewedAfterHoldOff)
        return std::unexpected(SignFailure{SignError::HoldOffNotServed, answer.reasons});
    const auto line = m_journal.append({.at = now,
                                        .kind = std::string(kindOf(request)),
                                        .signer = request.signer,
                                        .digest = request.digest,
                                        .summary = summaryOf(request)});
    if (!line)
        return std::unexpected(SignFailure{SignError::NoJournal, {std::string(toText(line.error()))}});
    const KeystoreResult<Signature> signature = m_keystore.sign(request.signer, request.bytes);
    if (!signature)
        return std::unexpected(SignFailure{errorOf(signature.error())});
    if (!solana::verify(request.signer, request.bytes, *signature))
        return std::unexpected(SignFailure{SignError::SignatureWrong});
    return *signature;
}

std::string_view toText(SignError error)
{
    switch (error) {
    case SignError::Locked:
        return "The keystore is locked.";
    case SignError::NoSuchKey:
        return "The keystore has no such key.";
    case SignError::PolicyRefuses:
        return "The signing policy does not allow this.";
    case SignError::HoldOffNotServed:
        return "The pause before this signature has not passed.";
    case SignError::NoJournal:
        return "The journal could not be written, so nothing was signed.";
    case SignError::SignatureWrong:
        return "The signature did not verify, so it was thrown away.";
    case SignError::NoMemory:
        return "There is no memory that may be locked for a secret.";
    }
    PARADOX_ASSERT(false);
    return {};
}

} // namespace paradox::signer
