#pragma once

#include "signer/known_addresses.h"
#include "signer/sign_request.h"

namespace paradox::signer {

struct PolicyLimits {
    Lamports perRequest = amountMax;  ///< refused above
    Lamports holdOffAbove{amountMax}; ///< asks for a pause above
    std::int64_t grantLifeSeconds = grantLifeSecondsMax;
    std::int64_t intentLifeSeconds = 7 * 24 * 3600;
    std::int64_t holdOffMs = 5000;
};

enum class PolicyVerdict : std::uint8_t {
    Allow,
    HoldOff, ///< Sign stays off for `holdOffMs`, in words
    Refuse,
};

struct PolicyAnswer {
    PolicyVerdict verdict = PolicyVerdict::Allow;
    std::int64_t holdOffMs = 0;
    std::vector<std::string> reasons{}; ///< for a person, each a sentence
};

/// What this wallet signs at all, and before what it makes its person pause. Forbidding wins; what cannot be judged is
/// refused. One thread at a time.
class SigningPolicy {
public:
    SigningPolicy(const PolicyLimits &limits, const KnownAddresses &known) : m_limits(limits), m_known(known) {}

    [[nodiscard]] PolicyAnswer judge(const SignRequest &request, UnixSeconds now) const;
    void setLimits(const PolicyLimits &limits) { m_limits = limits; }
    [[nodiscard]] const PolicyLimits &limits() const { return m_limits; }

private:
    PolicyLimits m_limits;
    const KnownAddresses &m_known;
};

} // namespace paradox::signer
