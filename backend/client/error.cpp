#include "client/error.h"

#include "client/link.h"
#include "domain/assert.h"

namespace paradox::client {

std::string_view toText(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unreachable:
        return "UNREACHABLE";
    case ErrorCode::TimedOut:
        return "TIMED_OUT";
    case ErrorCode::LostAnswer:
        return "LOST_ANSWER";
    case ErrorCode::Refused:
        return "REFUSED";
    case ErrorCode::Unauthorised:
        return "UNAUTHORISED";
    case ErrorCode::Throttled:
        return "THROTTLED";
    case ErrorCode::NodeFailed:
        return "NODE_FAILED";
    case ErrorCode::BadAnswer:
        return "BAD_ANSWER";
    case ErrorCode::TooLarge:
        return "TOO_LARGE";
    case ErrorCode::WrongCluster:
        return "WRONG_CLUSTER";
    case ErrorCode::Closed:
        return "CLOSED";
    case ErrorCode::NotSigned:
        return "NOT_SIGNED";
    case ErrorCode::OutboxFailed:
        return "OUTBOX_FAILED";
    case ErrorCode::InvalidInput:
        return "INVALID_INPUT";
    }
    PARADOX_ASSERT(false);
    return {};
}

std::string describe(const Error &error)
{
    std::string words(error.problem.empty() ? toText(error.code) : std::string_view(error.problem));
    if (!error.detail.empty())
        words += ": " + error.detail;
    if (error.httpStatus != 0)
        words += " (HTTP " + std::to_string(error.httpStatus) + ")";
    return words;
}

std::string_view toText(LinkPhase phase)
{
    switch (phase) {
    case LinkPhase::Closed:
        return "closed";
    case LinkPhase::Starting:
        return "starting";
    case LinkPhase::Connecting:
        return "connecting";
    case LinkPhase::CatchingUp:
        return "catching up";
    case LinkPhase::Live:
        return "live";
    case LinkPhase::Stale:
        return "stale";
    case LinkPhase::Offline:
        return "offline";
    case LinkPhase::WrongCluster:
        return "another cluster";
    case LinkPhase::Incompatible:
        return "another version";
    case LinkPhase::Stopped:
        return "stopped";
    }
    PARADOX_ASSERT(false);
    return {};
}

} // namespace paradox::client
