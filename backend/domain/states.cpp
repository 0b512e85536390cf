#include "domain/states.h"

#include <array>
#include <span>

namespace paradox {
namespace {

template <class State>
struct Move {
    State from;
    State to;
};

template <class State>
bool contains(std::span<const Move<State>> moves, State from, State to)
{
    for (const Move<State> &move : moves) {
        if (move.from == from && move.to == to)
            return true;
    }
    return false;
}

template <class State>
std::optional<State> parse(std::span<const std::string_view> words, std::string_view text)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == text)
            return static_cast<State>(i);
    }
    return std::nullopt;
}

constexpr std::array<std::string_view, 7> intentWords = {"pending", "netted",    "settled", "rejected",
                                                         "expired", "cancelled", "revoked"};
constexpr std::array<std::string_view, 10> batchWords = {"open",      "cut",       "netted", "locking",  "committing",
                                                         "confirmed", "finalized", "empty",  "aborting", "aborted"};
constexpr std::array<std::string_view, 10> operationWords = {"pending",      "processing", "submitted", "confirmed",
                                                             "settled",      "failed",     "expired",   "cancelled",
                                                             "compensating", "compensated"};
constexpr std::array<std::string_view, 5> attemptWords = {"signed", "sent", "landed", "landed_error", "expired"};
constexpr std::array<std::string_view, 6> sessionWords = {"unregistered", "active",  "frozen",
                                                          "expired",      "revoked", "exhausted"};

using enum IntentState;

} // namespace

bool mayMove(IntentState from, IntentState to)
{
    static constexpr auto moves = std::to_array<Move<IntentState>>({
        {Pending, Netted},
        {Pending, Rejected},
        {Pending, Expired},
        {Pending, Cancelled},
        {Pending, Revoked},
        {Netted, Settled},
        {Netted, Pending},
        {Netted, Expired},
    });
    return contains<IntentState>(moves, from, to);
}

bool mayMove(BatchState from, BatchState to)
{
    using S = BatchState;
    static constexpr auto moves = std::to_array<Move<S>>({
        {S::Open, S::Cut},
        {S::Cut, S::Netted},
        {S::Cut, S::Empty},
        {S::Netted, S::Locking},
        {S::Locking, S::Committing},
        {S::Committing, S::Confirmed},
        {S::Confirmed, S::Finalized},
        {S::Locking, S::Aborting},
        {S::Aborting, S::Aborted},
        {S::Confirmed, S::Committing},
        {S::Confirmed, S::Locking},
    });
    return contains<S>(moves, from, to);
}

bool mayMove(OperationState from, OperationState to)
{
    using S = OperationState;
    static constexpr auto moves = std::to_array<Move<S>>({
        {S::Pending, S::Processing},
        {S::Processing, S::Submitted},
        {S::Submitted, S::Confirmed},
        {S::Confirmed, S::Settled},
        {S::Pending, S::Failed},
        {S::Pending, S::Expired},
        {S::Pending, S::Cancelled},
        {S::Processing, S::Failed},
        {S::Processing, S::Expired},
        {S::Processing, S::Cancelled},
        {S::Submitted, S::Failed},
        {S::Submitted, S::Expired},
        {S::Submitted, S::Cancelled},
        {S::Confirmed, S::Failed},
        {S::Confirmed, S::Submitted},
        {S::Settled, S::Compensating},
        {S::Compensating, S::Compensated},
    });
    return contains<S>(moves, from, to);
}

bool mayMove(AttemptState from, AttemptState to)
{
    using S = AttemptState;
    static constexpr auto moves = std::to_array<Move<S>>({
        {S::Signed, S::Sent},
        {S::Sent, S::Landed},
        {S::Sent, S::LandedError},
        {S::Sent, S::Expired},
        // Sent before the crash that kept the move from being written.
        {S::Signed, S::Landed},
        {S::Signed, S::LandedError},
        {S::Signed, S::Expired},
    });
    return contains<S>(moves, from, to);
}

bool mayMove(SessionState from, SessionState to)
{
    using S = SessionState;
    static constexpr auto moves = std::to_array<Move<S>>({
        {S::Unregistered, S::Active},
        {S::Unregistered, S::Expired},
        {S::Unregistered, S::Revoked},
        {S::Active, S::Expired},
        {S::Active, S::Revoked},
        {S::Active, S::Exhausted},
        {S::Active, S::Frozen},
        {S::Frozen, S::Active},
        {S::Frozen, S::Expired},
        {S::Frozen, S::Revoked},
    });
    return contains<S>(moves, from, to);
}

std::string_view toText(IntentState state)
{
    return intentWords[static_cast<std::size_t>(state)];
}
std::string_view toText(BatchState state)
{
    return batchWords[static_cast<std::size_t>(state)];
}
std::string_view toText(OperationState state)
{
    return operationWords[static_cast<std::size_t>(state)];
}
std::string_view toText(AttemptState state)
{
    return attemptWords[static_cast<std::size_t>(state)];
}
std::string_view toText(SessionState state)
{
    return sessionWords[static_cast<std::size_t>(state)];
}

std::optional<IntentState> parseIntentState(std::string_view text)
{
    return parse<IntentState>(intentWords, text);
}
std::optional<BatchState> parseBatchState(std::string_view text)
{
    return parse<BatchState>(batchWords, text);
}
std::optional<OperationState> parseOperationState(std::string_view text)
{
    return parse<OperationState>(operationWords, text);
}
std::optional<SessionState> parseSessionState(std::string_view text)
{
    return parse<SessionState>(sessionWords, text);
}

} // namespace paradox
