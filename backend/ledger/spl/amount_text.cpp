#include "ledger/spl/amount_text.h"

#include <charconv>

namespace paradox::ledger::spl {

std::string amountText(std::uint64_t amount, std::uint8_t decimals)
{
    std::string digits = std::to_string(amount);
    if (decimals == 0)
        return digits;
    if (digits.size() <= decimals)
        digits.insert(0, decimals + 1U - digits.size(), '0');
    digits.insert(digits.size() - decimals, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.')
        digits.pop_back();
    return digits;
}

std::optional<std::uint64_t> parseAmount(std::string_view text, std::uint8_t decimals)
{
    const std::size_t point = text.find('.');
    std::string_view fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (fraction.find('.') != std::string_view::npos)
        return std::nullopt;
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    const std::string_view whole = text.substr(0, point);
    if ((whole.empty() && fraction.empty()) || fraction.size() > decimals)
        return std::nullopt;
    std::string digits(whole);
    digits.append(fraction).append(decimals - fraction.size(), '0');
    // The programs read numbers as Rust does, which takes a leading plus.
    std::string_view number = digits;
    if (number.starts_with('+'))
        number.remove_prefix(1);
    std::uint64_t amount = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), amount);
    if (error != std::errc{} || end != number.data() + number.size())
        return std::nullopt;
    return amount;
}

} // namespace paradox::ledger::spl
