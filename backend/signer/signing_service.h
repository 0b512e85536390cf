#pragma once

#include "signer/journal.h"
#include "signer/keystore.h"
#include "signer/signing_policy.h"

namespace paradox::signer {

enum class SignError : std::uint8_t {
    Locked,
    NoSuchKey,
    PolicyRefuses,
    HoldOffNotServed, ///< the pause that the policy asks for has not passed
    NoJournal,        ///< the line could not be written, so nothing was signed
    SignatureWrong,   ///< did not verify after signing: broken memory; nothing is handed out
    NoMemory,
};
[[nodiscard]] std::string_view toText(SignError error);

struct SignFailure {
    SignError error = SignError::Locked;
    std::vector<std::string> reasons{};
};

/// How the signature was agreed to.
enum class Agreement : std::uint8_t {
    Reviewed,             ///< a person saw the request
    ReviewedAfterHoldOff, ///< and waited the pause out
    SessionPolicy,        ///< a session key under its policy, without a person: never passes a hold-off
};

/// A request in, a signature out: policy, journal line, signature, check, in this order. Lives on the signer thread.
class SigningService {
public:
    SigningService(FileKeystore &keystore, Journal &journal, const SigningPolicy &policy, const Clock &clock)
        : m_keystore(keystore),
          m_journal(journal),
          m_policy(policy),
          m_clock(clock)
    {
    }

    [[nodiscard]] std::expected<Signature, SignFailure> sign(const SignRequest &request, Agreement agreement);

private:
    FileKeystore &m_keystore;
    Journal &m_journal;
    const SigningPolicy &m_policy;
    const Clock &m_clock;
};

} // namespace paradox::signer
