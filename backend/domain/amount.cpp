#include "domain/amount.h"

#include "domain/assert.h"

namespace paradox {
namespace {

__extension__ using Wide = unsigned __int128;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// units * 10 + digit, or nothing on overflow.
std::optional<std::uint64_t> appendDigit(std::uint64_t units, char digit)
{
    std::uint64_t result = 0;
    if (__builtin_mul_overflow(units, std::uint64_t{10}, &result))
        return std::nullopt;
    if (__builtin_add_overflow(result, static_cast<std::uint64_t>(digit - '0'), &result))
        return std::nullopt;
    return result;
}

} // namespace

std::optional<Lamports> checkedAdd(Lamports a, Lamports b)
{
    Lamports sum;
    if (__builtin_add_overflow(a.value, b.value, &sum.value))
        return std::nullopt;
    return sum;
}

std::optional<Lamports> checkedSub(Lamports a, Lamports b)
{
    if (b > a)
        return std::nullopt;
    return Lamports{a.value - b.value};
}

std::optional<std::uint64_t> parseU64(std::string_view text)
{
    if (text.empty() || text.size() > 20 || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::uint64_t units = 0;
    for (const char c : text) {
        if (!isDigit(c))
            return std::nullopt;
        const std::optional<std::uint64_t> next = appendDigit(units, c);
        if (!next)
            return std::nullopt;
        units = *next;
    }
    return units;
}

std::optional<std::int64_t> parseI64(std::string_view text)
{
    const bool negative = text.starts_with('-');
    const std::optional<std::uint64_t> magnitude = parseU64(negative ? text.substr(1) : text);
    if (!magnitude || (negative && *magnitude == 0))
        return std::nullopt;
    const std::uint64_t limit = amountMax.value + (negative ? 1U : 0U);
    if (*magnitude > limit)
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? ~*magnitude + 1 : *magnitude);
}

std::expected<std::uint64_t, AmountError> parseDecimal(std::string_view text, unsigned decimals)
{
    if (text.empty())
        return std::unexpected(AmountError::Empty);
    std::uint64_t units = 0;
    unsigned decimalsSeen = 0;
    bool pointSeen = false;
    bool digitSeen = false;
    for (const char c : text) {
        if (c == '.' && !pointSeen) {
            pointSeen = true;
            continue;
        }
        if (!isDigit(c))
            return std::unexpected(AmountError::NotANumber);
        digitSeen = true;
        if (pointSeen && ++decimalsSeen > decimals)
            return std::unexpected(AmountError::TooManyDecimals);
        const std::optional<std::uint64_t> next = appendDigit(units, c);
        if (!next)
            return std::unexpected(AmountError::TooLarge);
        units = *next;
    }
    if (!digitSeen)
        return std::unexpected(AmountError::NotANumber);
    for (; decimalsSeen < decimals; ++decimalsSeen) {
        if (__builtin_mul_overflow(units, std::uint64_t{10}, &units))
            return std::unexpected(AmountError::TooLarge);
    }
    return units;
}

std::string formatDecimal(std::uint64_t units, unsigned decimals)
{
    std::string digits = std::to_string(units);
    if (decimals == 0)
        return digits;
    if (digits.size() <= decimals)
        digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    return digits;
}

} // namespace paradox
