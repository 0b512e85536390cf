#include "api/problems.h"

#include "domain/assert.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace paradox::api {

namespace {

constexpr std::array problemKinds{
    ProblemKind{400, "MALFORMED_REQUEST", "The request cannot be read"},
    ProblemKind{400, "MALFORMED_JSON", "The body is not one well-formed JSON object"},
    ProblemKind{400, "FIELD_MISSING", "A field is missing"},
    ProblemKind{400, "FIELD_INVALID", "A field has the wrong form"},
    ProblemKind{400, "UNKNOWN_FIELD", "A field is not known"},
    ProblemKind{400, "QUERY_INVALID", "A query parameter has the wrong form"},
    ProblemKind{400, "CURSOR_INVALID", "The cursor is not one of this list"},
    ProblemKind{413, "TOO_MANY_ITEMS", "Too many items in one request"},
    ProblemKind{401, "TOKEN_MISSING", "An access token is needed"},
    ProblemKind{401, "TOKEN_INVALID", "The access token is not valid"},
    ProblemKind{401, "SIWS_INVALID", "The sign-in is not valid"},
    ProblemKind{401, "REFRESH_INVALID", "The refresh token is not valid"},
    ProblemKind{403, "FORBIDDEN", "Not allowed for this caller"},
    ProblemKind{404, "ROUTE_UNKNOWN", "There is no such route"},
    ProblemKind{404, "NOT_FOUND", "There is no such thing"},
    ProblemKind{405, "METHOD_NOT_ALLOWED", "The route does not know this method"},
    ProblemKind{426, "UPGRADE_REQUIRED", "This route speaks WebSocket, version 13"},
    ProblemKind{415, "CONTENT_TYPE_INVALID", "The body has the wrong content type"},
    ProblemKind{413, "BODY_TOO_LARGE", "The body is too large"},
    ProblemKind{400, "IDEMPOTENCY_KEY_INVALID", "The Idempotency-Key has the wrong form"},
    ProblemKind{422, "IDEMPOTENCY_KEY_REUSED", "The Idempotency-Key was used for another request"},
    ProblemKind{409, "REQUEST_IN_FLIGHT", "The first request with this key is still being answered", true},
    ProblemKind{429, "RATE_LIMITED", "Too many requests", true},
    ProblemKind{503, "BUSY", "The node is busy", true},
    ProblemKind{503, "STORAGE_UNAVAILABLE", "The database cannot be reached", true},
    ProblemKind{503, "CHAIN_UNREACHABLE", "The chain cannot be reached", true},
    ProblemKind{503, "STARTING", "The node is starting", true},
    ProblemKind{503, "STOPPING", "The node is stopping", true},
    ProblemKind{500, "INTERNAL", "The node failed"},
    ProblemKind{400, "GRANT_MALFORMED", "The session grant has the wrong form"},
    ProblemKind{400, "NOT_A_TRANSACTION", "The bytes are not a transaction"},
    ProblemKind{400, "TRANSACTION_NOT_SIGNED", "A signature of the transaction is missing or wrong"},
    ProblemKind{403, "TRANSACTION_NOT_YOURS", "The transaction is paid by another wallet"},
    ProblemKind{400, "TRANSACTION_NOT_THE_GRANT", "The transaction does not register exactly this grant"},
    ProblemKind{422, "TRANSACTION_WOULD_FAIL", "The chain would refuse the transaction"},
    ProblemKind{422, "SIMULATION_REFUSED", "The chain would not simulate the transaction"},
    ProblemKind{403, "AIRDROP_REFUSED", "This chain gives no airdrops"},
    ProblemKind{409, "NOT_SETTLED", "Not settled yet", true},
    ProblemKind{404, "ARCHIVE_MISSING", "The archive of this batch is not here"},
};
static_assert(problemKinds.size() == static_cast<std::size_t>(Code::ArchiveMissing) + 1);

int statusOf(admission::RefusalClass kind)
{
    switch (kind) {
    case admission::RefusalClass::Invalid:
        return 400;
    // 401 would say that the token is at fault.
    case admission::RefusalClass::Unauthorised:
        return 403;
    case admission::RefusalClass::Forbidden:
        return 403;
    case admission::RefusalClass::NotFound:
        return 404;
    case admission::RefusalClass::Conflict:
        return 409;
    case admission::RefusalClass::Limit:
        return 422;
    case admission::RefusalClass::Crowded:
        return 429;
    case admission::RefusalClass::Busy:
        return 503;
    }
    return 500;
}

std::string typeOf(std::string_view code)
{
    std::string type = "urn:ppv:problem:";
    for (const char c : code)
        type += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return type;
}

} // namespace

const ProblemKind &kindOf(Code code)
{
    return problemKinds[static_cast<std::size_t>(code)];
}

ProblemKind kindOf(admission::Refusal refusal)
{
    const admission::RefusalClass kind = admission::classOf(refusal);
    return {statusOf(kind), admission::toText(refusal), admission::words(refusal),
            kind == admission::RefusalClass::Busy};
}

std::span<const ProblemKind> problemTable()
{
    return problemKinds;
}

std::string write(const nlohmann::json &value)
{
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

nlohmann::json problemJson(const ProblemKind &kind, std::string_view detail, std::string_view instance)
{
    nlohmann::json document{{"type", typeOf(kind.code)}, {"title", kind.title},
                            {"status", kind.status},     {"detail", detail.empty() ? kind.title : detail},
                            {"code", kind.code},         {"retryable", kind.isRetryable}};
    if (!instance.empty())
        document["instance"] = instance;
    return document;
}

http::Response problemResponse(int status, const nlohmann::json &document)
{
    http::Response response{.status = status, .contentType = "application/problem+json", .body = write(document)};
    if (status == 401)
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

http::Response refusalResponse(int status, std::string_view words)
{
    const auto named = [&](std::string_view code, std::string_view title) {
        return problemResponse(status, problemJson({status, code, title, status == 408}, words));
    };
    switch (status) {
    case 403:
        return named("ORIGIN_REFUSED", "The origin is not accepted");
    case 408:
        return named("REQUEST_TIMEOUT", "The request came too slowly");
    case 413:
        return named("BODY_TOO_LARGE", "The body is too large");
    case 414:
        return named("URL_TOO_LONG", "The URL is too long");
    case 426:
        return problemResponse(status, problemJson(kindOf(Code::UpgradeRequired), words));
    case 421:
        return named("HOST_REFUSED", "The host name is not accepted");
    case 431:
        return named("HEADER_TOO_LARGE", "The header is too large");
    default:
        return named("MALFORMED_REQUEST", "The request cannot be read");
    }
}

} // namespace paradox::api
