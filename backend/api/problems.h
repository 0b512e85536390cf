#pragma once

#include "admission/refusal.h"
#include "http/message.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <string_view>

namespace paradox::api {

/// What can be wrong beside the refusals of admission. Together they are the closed list of `code`s of the API.
enum class Code {
    MalformedRequest,
    MalformedJson,
    FieldMissing,
    FieldInvalid,
    UnknownField,
    QueryInvalid,
    CursorInvalid,
    TooManyItems,
    TokenMissing,
    TokenInvalid,
    SiwsInvalid,
    RefreshInvalid,
    Forbidden,
    RouteUnknown,
    NotFound,
    MethodNotAllowed,
    UpgradeRequired,
    NotAcceptableType,
    BodyTooLarge,
    IdempotencyKeyInvalid,
    IdempotencyKeyReused,
    RequestInFlight,
    RateLimited,
    Busy,
    StorageUnavailable,
    ChainUnreachable,
    Starting,
    Stopping,
    Internal,
    GrantMalformed,
    NotATransaction,
    TransactionNotSigned,
    TransactionNotYours,
    TransactionNotTheGrant,
    TransactionWouldFail,
    SimulationRefused,
    AirdropRefused,
    NotSettled,
    ArchiveMissing,
};

/// One line of the table of codes.
struct ProblemKind {
    int status = 500;
    std::string_view code;
    std::string_view title;
    bool isRetryable = false;
};
[[nodiscard]] const ProblemKind &kindOf(Code code);
[[nodiscard]] ProblemKind kindOf(admission::Refusal refusal);
[[nodiscard]] std::span<const ProblemKind> problemTable(); ///< those of Code, in its order

/// RFC 9457 document. `instance`: the path of the request; empty where there is none of its own.
[[nodiscard]] nlohmann::json problemJson(const ProblemKind &kind, std::string_view detail,
                                         std::string_view instance = {});
[[nodiscard]] http::Response problemResponse(int status, const nlohmann::json &document);
/// What the HTTP server refuses by itself, before any route is asked.
[[nodiscard]] http::Response refusalResponse(int status, std::string_view words);

/// JSON text; bytes that are not UTF-8 are replaced, never thrown over.
[[nodiscard]] std::string write(const nlohmann::json &json);

} // namespace paradox::api
