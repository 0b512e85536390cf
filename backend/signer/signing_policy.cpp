#include "signer/signing_policy.h"

#include "domain/time_text.h"

#include <algorithm>

namespace paradox::signer {
namespace {

const PublicKey *otherParty(const InstructionView &view)
{
    if (const auto *transfer = std::get_if<SystemTransfer>(&view))
        return &transfer->to;
    const auto *instruction = std::get_if<vault::VaultInstruction>(&view);
    if (const auto *transfer = instruction ? std::get_if<vault::TransferItem>(instruction) : nullptr)
        return &transfer->newOwner;
    return nullptr;
}

Lamports saturatingAdd(Lamports a, Lamports b)
{
    return checkedAdd(a, b).value_or(Lamports{~std::uint64_t{0}});
}

Lamports debitOf(const InstructionView &view, const PublicKey &signer)
{
    if (const auto *transfer = std::get_if<SystemTransfer>(&view))
        return transfer->from == signer ? transfer->amount : Lamports{};
    const auto *instruction = std::get_if<vault::VaultInstruction>(&view);
    if (instruction == nullptr)
        return {};
    if (const auto *deposit = std::get_if<vault::DepositCredits>(instruction))
        return deposit->amount;
    if (const auto *session = std::get_if<vault::RegisterSessionKey>(instruction))
        return session->grant.maxTotal;
    return {};
}

std::optional<std::string> lifeProblem(const SignRequest &request, const PolicyLimits &limits, UnixSeconds now)
{
    const auto *signIn = std::get_if<SignInRequest>(&request.content);
    if (signIn != nullptr) {
        const std::optional<UnixSeconds> end = parseRfc3339(signIn->text.expirationTime);
        if (!end || *end <= now)
            return "By this machine's clock the sign-in is no longer valid. Ask for a new one.";
    }
    if (signIn != nullptr && signIn->grant) {
        if (signIn->grant->expiresAt <= now)
            return "The grant has already expired.";
        if (signIn->grant->expiresAt.value - now.value > limits.grantLifeSeconds)
            return "The grant lives longer than the policy allows.";
    }
    if (const auto *intent = std::get_if<Intent>(&request.content)) {
        if (intent->expiresAt <= now)
            return "The intent has already expired.";
        if (intent->expiresAt.value - now.value > limits.intentLifeSeconds)
            return "The intent lives longer than the policy allows.";
    }
    return std::nullopt;
}

} // namespace

std::vector<PublicKey> counterpartiesOf(const SignRequest &request)
{
    std::vector<PublicKey> parties;
    if (const auto *intent = std::get_if<Intent>(&request.content)) {
        const PublicKey &other = intent->owner == intent->from ? intent->to : intent->from;
        if (!other.isZero())
            parties.push_back(other);
    }
    if (const auto *transaction = std::get_if<TransactionRequest>(&request.content)) {
        for (const InstructionView &view : transaction->instructions) {
            const PublicKey *other = otherParty(view);
            if (other != nullptr && *other != request.signer)
                parties.push_back(*other);
        }
    }
    return parties;
}

Lamports debitOf(const SignRequest &request)
{
    if (const auto *intent = std::get_if<Intent>(&request.content))
        return sideOf(*intent) == Side::Buyer ? intent->amount : Lamports{};
    if (const auto *signIn = std::get_if<SignInRequest>(&request.content))
        return signIn->grant ? signIn->grant->maxTotal : Lamports{};
    Lamports total;
    if (const auto *transaction = std::get_if<TransactionRequest>(&request.content)) {
        for (const InstructionView &view : transaction->instructions)
            total = saturatingAdd(total, debitOf(view, request.signer));
    }
    return total;
}

PolicyAnswer SigningPolicy::judge(const SignRequest &request, UnixSeconds now) const
{
    PolicyAnswer answer;
    const auto raise = [&](PolicyVerdict verdict, std::string reason) {
        answer.verdict = std::max(answer.verdict, verdict);
        answer.reasons.push_back(std::move(reason));
    };
    const Lamports debit = debitOf(request);
    if (debit > m_limits.perRequest)
        raise(PolicyVerdict::Refuse, "The amount is above the limit for one signature.");
    else if (debit > m_limits.holdOffAbove)
        raise(PolicyVerdict::HoldOff, "The amount is above the limit for quick signatures.");
    if (const std::optional<std::string> problem = lifeProblem(request, m_limits, now))
        raise(PolicyVerdict::Refuse, *problem);
    const auto isNew = [&](const PublicKey &key) { return !m_known.knows(key); };
    if (std::ranges::any_of(counterpartiesOf(request), isNew))
        raise(PolicyVerdict::HoldOff, "This wallet has never dealt with the other side before.");
    const auto *transaction = std::get_if<TransactionRequest>(&request.content);
    if (transaction != nullptr && transaction->hasForeignInstruction())
        raise(PolicyVerdict::HoldOff, "An instruction is of a program that this wallet does not know.");
    if (answer.verdict == PolicyVerdict::HoldOff)
        answer.holdOffMs = m_limits.holdOffMs;
    return answer;
}

} // namespace paradox::signer
