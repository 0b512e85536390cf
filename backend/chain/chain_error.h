#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::chain {

/// What may be done after a failure (protocol §7). Closed.
enum class ErrorClass {
    Transient,     ///< nothing happened; again after a pause
    Throttled,     ///< the node asks for a pause: obey retryAfterMs
    Expired,       ///< the blockhash is unknown or too old; a new attempt by the rules of protocol §6 only
    Deterministic, ///< the same request gives the same no
    Ambiguous,     ///< sent, no answer: never assume, ask for the status
    Fatal,         ///< the node is not what it was taken for (another genesis, answers of the wrong form)
};
[[nodiscard]] std::string_view toText(ErrorClass kind);

struct ChainError {
    ErrorClass kind = ErrorClass::Transient;
    std::int64_t code = 0;        ///< JSON-RPC code, or 0
    std::string words;            ///< for a person
    std::string transactionError; ///< the wire's form of a failed preflight, e.g. {"InstructionError":[0,{"Custom":1}]}
    std::vector<std::string> logs{}; ///< of a failed preflight
    std::int64_t retryAfterMs = 0;   ///< with Throttled
};

template <class T>
using Result = std::expected<T, ChainError>;

/// The class of a JSON-RPC error code, as Solana's nodes use them.
[[nodiscard]] ErrorClass classOfRpcCode(std::int64_t code);

/// Whether the node has not come as far as it was asked to be (minContextSlot).
[[nodiscard]] bool isBehind(const ChainError &error);

/// The program's own error number in a transaction error's JSON, or nothing.
struct ProgramError {
    std::uint32_t instruction = 0;
    std::uint32_t custom = 0;
};
[[nodiscard]] std::optional<ProgramError> programErrorOf(std::string_view transactionError);

} // namespace paradox::chain
