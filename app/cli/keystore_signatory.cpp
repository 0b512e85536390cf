#include "keystore_signatory.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace paradox::cli {
namespace {

void show(const signer::SignRequest &request)
{
    std::fprintf(stderr, "To be signed: %s\n", signer::summaryOf(request).c_str());
    for (const signer::ReviewLine &line : signer::reviewLines(request))
        std::fprintf(stderr, "  %s%-18s %s\n", line.isWarning ? "! " : "  ", line.name.c_str(), line.value.c_str());
}

bool typedYes()
{
    if (isatty(STDIN_FILENO) == 0)
        return false;
    std::fprintf(stderr, "Type yes to sign: ");
    char answer[16] = {};
    return std::fgets(answer, sizeof answer, stdin) != nullptr && std::string_view(answer) == "yes\n";
}

void pause(std::int64_t milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(static_cast<int>(milliseconds), &loop, &QEventLoop::quit);
    loop.exec();
}

client::Error notSigned(std::string detail)
{
    return {.code = client::ErrorCode::NotSigned, .detail = std::move(detail)};
}

} // namespace

client::Reply<Signature> KeystoreSignatory::sign(const client::SignatureWanted &wanted)
{
    using Reply = client::Reply<Signature>;
    const signer::RequestPurpose purpose = wanted.purpose == client::SignatureWanted::Purpose::Transaction
                                               ? signer::RequestPurpose::Transaction
                                               : signer::RequestPurpose::Message;
    const auto request = signer::decodeSignRequest(
        {.purpose = purpose, .signer = wanted.signer, .bytes = wanted.bytes, .grant = wanted.grant}, m_context);
    if (!request)
        return Reply::failed(
            notSigned(std::string(signer::toText(request.error().code)) + ": " + request.error().words));
    const auto agreement = agree(*request);
    if (!agreement)
        return Reply::failed(notSigned(agreement.error()));
    const auto signature = m_service.sign(*request, *agreement);
    if (!signature) {
        std::string detail(signer::toText(signature.error().error));
        for (const std::string &reason : signature.error().reasons)
            detail += "; " + reason;
        return Reply::failed(notSigned(detail));
    }
    return Reply::ready(*signature);
}

std::expected<signer::Agreement, std::string> KeystoreSignatory::agree(const signer::SignRequest &request)
{
    const signer::PolicyAnswer answer = m_policy.judge(request, m_clock.wallSeconds());
    const signer::KeyEntry *key = m_keystore.find(request.signer);
    const bool isSession = key != nullptr && key->kind == signer::KeyKind::Session;
    if (isSession && answer.verdict == signer::PolicyVerdict::Allow)
        return signer::Agreement::SessionPolicy;
    show(request);
    for (const std::string &reason : answer.reasons)
        std::fprintf(stderr, "  ! %s\n", reason.c_str());
    if (answer.verdict == signer::PolicyVerdict::Refuse)
        return std::unexpected("the signing policy refuses it");
    if (m_consent == Consent::Ask && !typedYes())
        return std::unexpected("not agreed to; --yes agrees without asking");
    if (answer.verdict == signer::PolicyVerdict::HoldOff) {
        std::fprintf(stderr, "Signing in %lld s; Ctrl+C stops it\n",
                     static_cast<long long>((answer.holdOffMs + 999) / 1000));
        pause(answer.holdOffMs);
        return signer::Agreement::ReviewedAfterHoldOff;
    }
    return signer::Agreement::Reviewed;
}

} // namespace paradox::cli
