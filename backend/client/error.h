#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace paradox::client {

/// What can go wrong between here and a node. Closed: every switch over it is complete.
enum class ErrorCode : std::uint8_t {
    Unreachable,  ///< no connection, or it broke before the request had left: nothing happened there
    TimedOut,     ///< no answer in time; for a change, whether it happened is not known
    LostAnswer,   ///< the connection broke after the request had left: whether it happened is not known
    Refused,      ///< the node said no; `problem` has its code
    Unauthorised, ///< no token, or one that is not taken any more
    Throttled,    ///< too much at once; `retryAfterMs` says when
    NodeFailed,   ///< 5xx
    BadAnswer,    ///< not what the contract says: another version, or not a node at all
    TooLarge,     ///< an answer above its bound
    WrongCluster, ///< the node is of another genesis than before
    Closed,       ///< the client was closed, or the one who should answer went away
    NotSigned,    ///< the person or the policy declined to sign
    OutboxFailed, ///< nothing was sent, because it could not be written down first
    InvalidInput, ///< refused here, before anything was sent
};

struct Error {
    ErrorCode code = ErrorCode::BadAnswer;
    std::string problem{}; ///< code of the API (RFC 9457 member "code"), e.g. "NONCE_USED"; empty when none
    std::string detail{};  ///< for a person, as the node or the system put it
    int httpStatus = 0;
    bool isRetryable = false;
    std::int64_t retryAfterMs = 0;

    /// The change may have happened: ask by id, never send again blindly.
    [[nodiscard]] bool isAmbiguous() const { return code == ErrorCode::TimedOut || code == ErrorCode::LostAnswer; }
};

template <class T>
using Result = std::expected<T, Error>;

/// "UNREACHABLE", "TIMED_OUT", …
[[nodiscard]] std::string_view toText(ErrorCode code);
/// One line for a log or a terminal: code, problem and detail.
[[nodiscard]] std::string describe(const Error &error);

} // namespace paradox::client
