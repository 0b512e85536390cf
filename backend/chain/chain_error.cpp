#include "chain/chain_error.h"

#include "chain/chain.h"

#include <nlohmann/json.hpp>

namespace paradox::chain {
namespace {

constexpr std::int64_t minContextSlotNotReached = -32016;

} // namespace

std::string_view toText(ErrorClass kind)
{
    switch (kind) {
    case ErrorClass::Transient:
        return "TRANSIENT";
    case ErrorClass::Throttled:
        return "THROTTLED";
    case ErrorClass::Expired:
        return "EXPIRED";
    case ErrorClass::Deterministic:
        return "DETERMINISTIC";
    case ErrorClass::Ambiguous:
        return "AMBIGUOUS";
    case ErrorClass::Fatal:
        return "FATAL";
    }
    return {};
}

std::string_view toText(Commitment commitment)
{
    switch (commitment) {
    case Commitment::Processed:
        return "processed";
    case Commitment::Confirmed:
        return "confirmed";
    case Commitment::Finalized:
        return "finalized";
    }
    return {};
}

ErrorClass classOfRpcCode(std::int64_t code)
{
    switch (code) {
    case 429:
        return ErrorClass::Throttled;
    case -32603: // internal error
    case -32004: // block not available
    case -32005: // node unhealthy
    case -32014: // block status not available yet
    case minContextSlotNotReached:
        return ErrorClass::Transient;
    default:
        return ErrorClass::Deterministic;
    }
}

bool isBehind(const ChainError &error)
{
    return error.code == minContextSlotNotReached;
}

std::optional<ProgramError> programErrorOf(std::string_view transactionError)
{
    const nlohmann::json json = nlohmann::json::parse(transactionError, nullptr, false);
    const auto error = json.is_object() ? json.find("InstructionError") : json.end();
    if (error == json.end() || !error->is_array() || error->size() != 2 || !(*error)[0].is_number_unsigned())
        return std::nullopt;
    const nlohmann::json &detail = (*error)[1];
    const auto custom = detail.is_object() ? detail.find("Custom") : detail.end();
    if (custom == detail.end() || !custom->is_number_unsigned())
        return std::nullopt;
    return ProgramError{(*error)[0].get<std::uint32_t>(), custom->get<std::uint32_t>()};
}

} // namespace paradox::chain
