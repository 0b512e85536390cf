#include "domain/time_text.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace paradox {
namespace {

/// Reads exactly `width` digits at `at` and steps over them.
std::optional<int> takeDigits(std::string_view text, std::size_t &at, std::size_t width)
{
    if (at + width > text.size())
        return std::nullopt;
    int value = 0;
    for (const std::size_t end = at + width; at < end; ++at) {
        if (text[at] < '0' || text[at] > '9')
            return std::nullopt;
        value = value * 10 + (text[at] - '0');
    }
    return value;
}

bool takeChar(std::string_view text, std::size_t &at, char expected)
{
    if (at >= text.size() || text[at] != expected)
        return false;
    ++at;
    return true;
}

bool skipFraction(std::string_view text, std::size_t &at)
{
    if (!takeChar(text, at, '.'))
        return true;
    const std::size_t start = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at > start;
}

/// Seconds east of UTC; nothing unless the text ends right behind it.
std::optional<int> takeOffset(std::string_view text, std::size_t &at)
{
    if (takeChar(text, at, 'Z'))
        return at == text.size() ? std::optional<int>(0) : std::nullopt;
    const bool west = at < text.size() && text[at] == '-';
    if (!west && (at >= text.size() || text[at] != '+'))
        return std::nullopt;
    ++at;
    const std::optional<int> hours = takeDigits(text, at, 2);
    if (!hours || !takeChar(text, at, ':'))
        return std::nullopt;
    const std::optional<int> minutes = takeDigits(text, at, 2);
    if (!minutes || *hours > 23 || *minutes > 59 || at != text.size())
        return std::nullopt;
    const int seconds = (*hours * 60 + *minutes) * 60;
    return west ? -seconds : seconds;
}

/// Signed bytes may say any time; a year of more digits must not come out as another one that is near.
UnixSeconds within(UnixSeconds time)
{
    constexpr std::int64_t first = -62'167'219'200; // 0000-01-01T00:00:00Z
    constexpr std::int64_t last = 253'402'300'799;  // 9999-12-31T23:59:59Z
    return {std::clamp(time.value, first, last)};
}

} // namespace

std::optional<UnixSeconds> parseRfc3339(std::string_view text)
{
    std::size_t at = 0;
    const std::optional<int> year = takeDigits(text, at, 4);
    if (!year || !takeChar(text, at, '-'))
        return std::nullopt;
    const std::optional<int> month = takeDigits(text, at, 2);
    if (!month || !takeChar(text, at, '-'))
        return std::nullopt;
    const std::optional<int> day = takeDigits(text, at, 2);
    if (!day || !takeChar(text, at, 'T'))
        return std::nullopt;
    const std::optional<int> hour = takeDigits(text, at, 2);
    if (!hour || !takeChar(text, at, ':'))
        return std::nullopt;
    const std::optional<int> minute = takeDigits(text, at, 2);
    if (!minute || !takeChar(text, at, ':'))
        return std::nullopt;
    const std::optional<int> second = takeDigits(text, at, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 59 || !skipFraction(text, at))
        return std::nullopt;
    const std::optional<int> offset = takeOffset(text, at);
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!offset || !date.ok())
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return UnixSeconds{days * 86'400 + *hour * 3600 + *minute * 60 + *second - *offset};
}

std::string formatRfc3339(UnixSeconds time) // NOLINT(bugprone-easily-swappable-parameters)
{
    const std::chrono::sys_seconds point{std::chrono::seconds(within(time).value)};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(point - day);
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

std::string formatRfc3339(UnixMillis time)
{
    const UnixSeconds whole = within(toSeconds(time));
    const std::int64_t millis = std::clamp<std::int64_t>(time.value - whole.value * 1000, 0, 999);
    std::string text = formatRfc3339(whole);
    text.pop_back();
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%03dZ", static_cast<int>(millis));
    return text + fraction;
}

} // namespace paradox
