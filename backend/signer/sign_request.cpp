#include "signer/sign_request.h"

#include "domain/assert.h"
#include "domain/fixed_layout.h"
#include "domain/sha256.h"
#include "signer/transaction_request.h"

#include <algorithm>

namespace paradox::signer {
namespace {

constexpr Tag16 intentTag = makeTag("ppv:intent:v1");
constexpr Tag16 grantTag = makeTag("ppv:grant:v1");
constexpr Tag16 cancelTag = makeTag("ppv:cancel:v1");
constexpr Tag16 revokeTag = makeTag("ppv:revoke:v1");

using Content = std::expected<decltype(SignRequest::content), Refusal>;

std::string_view withoutScheme(std::string_view origin)
{
    const std::size_t end = origin.find("://");
    return end == std::string_view::npos ? origin : origin.substr(end + 3);
}

bool sameChain(std::string_view text, std::string_view wanted)
{
    constexpr std::string_view prefix = "solana:";
    if (text.starts_with(prefix))
        text.remove_prefix(prefix.size());
    return text == wanted;
}

/// The text's grant resource and the grant at hand must be one and the same, or both absent.
std::optional<Refusal> checkGrant(const SiwsMessage &text, const SignQuestion &question, const SignContext &context)
{
    const auto isGrant = [](const std::string &line) { return line.starts_with(siwsGrantResourcePrefix); };
    const auto bound = std::ranges::count_if(text.resources, isGrant);
    if (!question.grant)
        return bound == 0
                   ? std::nullopt
                   : std::optional(Refusal{RefusalCode::GrantNotBound, "The text binds a grant that is not shown."});
    const Grant &grant = *question.grant;
    if (bound != 1 || std::ranges::find(text.resources, grantResource(grant)) == text.resources.end())
        return Refusal{RefusalCode::GrantNotBound, "The text does not bind exactly the grant that is shown."};
    if (!decodeGrant(encodeGrant(grant)))
        return Refusal{RefusalCode::Malformed, "The grant breaks a rule: limits, actions or life."};
    if (grant.genesis != context.genesis)
        return Refusal{RefusalCode::WrongCluster, "The grant is for another cluster."};
    if (grant.program != context.program || grant.engine != context.engine)
        return Refusal{RefusalCode::WrongVenue, "The grant is for another venue."};
    if (grant.owner != question.signer)
        return Refusal{RefusalCode::WrongSigner, "The grant is another wallet's."};
    return std::nullopt;
}

Content decodeSignIn(const SignQuestion &question, const SignContext &context)
{
    const auto text = parseSiws(asText(question.bytes));
    if (!text)
        return refuse(RefusalCode::MalformedSignIn, "It looks like a sign-in, but is not well formed.");
    if (text->domain != context.host || withoutScheme(originOf(text->uri)) != context.host)
        return refuse(RefusalCode::ForeignHost,
                      "The sign-in is for " + text->domain + ", not for " + context.host + ".");
    if (!sameChain(text->chainId, context.chainId))
        return refuse(RefusalCode::WrongCluster, "The sign-in is for " + text->chainId + ".");
    if (text->address != question.signer)
        return refuse(RefusalCode::WrongSigner, "The sign-in names another address.");
    if (std::optional<Refusal> refusal = checkGrant(*text, question, context))
        return std::unexpected(std::move(*refusal));
    return SignInRequest{.text = *text, .grant = question.grant};
}

Content decodeIntentRequest(const SignQuestion &question, const SignContext &context)
{
    if (question.bytes.size() != intentSize)
        return refuse(RefusalCode::TrailingBytes, "An intent has 369 bytes, neither more nor fewer.");
    const auto intent = decodeIntent(question.bytes);
    if (!intent)
        return refuse(RefusalCode::Malformed, "The intent breaks a rule: " + std::string(toText(intent.error())) + ".");
    if (intent->genesis != context.genesis)
        return refuse(RefusalCode::WrongCluster, "The intent is for another cluster.");
    if (intent->program != context.program || intent->engine != context.engine)
        return refuse(RefusalCode::WrongVenue, "The intent is for another venue.");
    if (intent->session != question.signer)
        return refuse(RefusalCode::WrongSigner, "The intent is another session's.");
    return *intent;
}

Content decodeCancel(const SignQuestion &question)
{
    if (question.bytes.size() != CancelBytes().size())
        return refuse(RefusalCode::TrailingBytes, "A cancellation has 48 bytes, neither more nor fewer.");
    return CancelRequest{.intent = *IntentId::from(ByteSpan(question.bytes).subspan(16))};
}

Content decodeRevocation(const SignQuestion &question, const SignContext &context)
{
    if (question.bytes.size() != RevokeBytes().size())
        return refuse(RefusalCode::TrailingBytes, "A revocation has 120 bytes, neither more nor fewer.");
    LayoutReader reader(ByteSpan(question.bytes).subspan(16));
    Revocation revocation;
    revocation.genesis = reader.take<Hash>();
    revocation.session = reader.take<PublicKey>();
    revocation.owner = reader.take<PublicKey>();
    revocation.issuedAt = {reader.take<std::int64_t>()};
    if (revocation.genesis != context.genesis)
        return refuse(RefusalCode::WrongCluster, "The revocation is for another cluster.");
    const bool bySession = !revocation.session.isZero() && revocation.session == question.signer;
    if (revocation.owner != question.signer && !bySession)
        return refuse(RefusalCode::WrongSigner, "Only the owner or the session itself may revoke it.");
    return revocation;
}

Content decodeText(const SignQuestion &question, const SignContext &context)
{
    const ByteSpan bytes = question.bytes;
    if (solana::decodeMessage(bytes) || solana::decodeTransaction(bytes))
        return refuse(RefusalCode::TransactionAsText, "This \"message\" is a transaction.");
    if (hasTag(bytes, intentTag))
        return decodeIntentRequest(question, context);
    if (hasTag(bytes, cancelTag))
        return decodeCancel(question);
    if (hasTag(bytes, revokeTag))
        return decodeRevocation(question, context);
    if (hasTag(bytes, grantTag))
        return refuse(RefusalCode::UnknownBytes, "A grant is signed only through a sign-in text.");
    if (looksLikeSiws(asText(bytes)))
        return decodeSignIn(question, context);
    return refuse(RefusalCode::UnknownBytes, "These bytes have no form that this wallet knows.");
}

Content decodeWhole(const SignQuestion &question, const SignContext &context)
{
    auto transaction = decodeTransactionRequest(question, context);
    if (!transaction)
        return std::unexpected(std::move(transaction.error()));
    return std::move(*transaction);
}

} // namespace

std::expected<SignRequest, Refusal> decodeSignRequest(const SignQuestion &question, const SignContext &context)
{
    if (question.bytes.empty())
        return refuse(RefusalCode::Empty, "There is nothing to sign.");
    Content content = question.purpose == RequestPurpose::Transaction ? decodeWhole(question, context)
                                                                      : decodeText(question, context);
    if (!content)
        return std::unexpected(std::move(content.error()));
    return SignRequest{.signer = question.signer,
                       .bytes = question.bytes,
                       .digest = sha256(question.bytes),
                       .content = std::move(*content)};
}

std::string_view toText(RefusalCode code)
{
    switch (code) {
    case RefusalCode::Empty:
        return "EMPTY";
    case RefusalCode::UnknownBytes:
        return "UNKNOWN_BYTES";
    case RefusalCode::TrailingBytes:
        return "TRAILING_BYTES";
    case RefusalCode::Malformed:
        return "MALFORMED";
    case RefusalCode::ForeignHost:
        return "FOREIGN_HOST";
    case RefusalCode::MalformedSignIn:
        return "MALFORMED_SIGN_IN";
    case RefusalCode::TransactionAsText:
        return "TRANSACTION_AS_TEXT";
    case RefusalCode::WrongCluster:
        return "WRONG_CLUSTER";
    case RefusalCode::WrongVenue:
        return "WRONG_VENUE";
    case RefusalCode::WrongSigner:
        return "WRONG_SIGNER";
    case RefusalCode::GrantNotBound:
        return "GRANT_NOT_BOUND";
    case RefusalCode::HiddenAccounts:
        return "HIDDEN_ACCOUNTS";
    case RefusalCode::DurableNonce:
        return "DURABLE_NONCE";
    }
    PARADOX_ASSERT(false);
    return {};
}

} // namespace paradox::signer
