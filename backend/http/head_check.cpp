#include "http/head_check.h"

#include <algorithm>
#include <array>

namespace paradox::http {

namespace {

/// ASCII only, whatever the locale: names and tokens of HTTP are ASCII.
char lowerOf(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lowerOf, lowerOf);
}

std::string toLower(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), lowerOf);
    return lower;
}

namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Headers that decide who asks and for what. Two of them could be read in two ways.
constexpr std::array<std::string_view, 4> onceNames{"authorization", "origin", "content-type", "idempotency-key"};

/// What has been seen of the headers that frame or route a request.
struct Seen {
    int host = 0;
    int contentLength = 0;
    int transferEncoding = 0;
    std::array<int, onceNames.size()> once{};
};

std::optional<WireError> checkField(std::string_view line, Seen &seen)
{
    const std::size_t colon = line.find(':');
    if (line.front() == ' ' || line.front() == '\t')
        return WireError{400, "Folded header lines are not accepted."};
    if (colon == std::string_view::npos || colon == 0)
        return WireError{400, "A header line has no name."};
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name.back() == ' ' || name.back() == '\t')
        return WireError{400, "A blank stands before the colon of a header."};
    if (equalsIgnoringCase(name, "host")) {
        ++seen.host;
    } else if (equalsIgnoringCase(name, "content-length")) {
        ++seen.contentLength;
        if (value.empty() || value.size() > 18 ||
            !std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; }))
            return WireError{400, "Content-Length is not a number."};
    } else if (equalsIgnoringCase(name, "transfer-encoding")) {
        ++seen.transferEncoding;
        if (!equalsIgnoringCase(value, "chunked"))
            return WireError{501, "Only the transfer encoding chunked is known."};
    } else {
        for (std::size_t i = 0; i < onceNames.size(); ++i)
            seen.once[i] += equalsIgnoringCase(name, onceNames[i]) ? 1 : 0;
    }
    return std::nullopt;
}

std::optional<WireError> checkRequestLine(std::string_view line, const HeadLimits &limits, bool &isHttp10)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first)
        return WireError{400, "The request line is malformed."};
    const std::string_view target = line.substr(first + 1, last - first - 1);
    if (target.size() > limits.urlBytesMax)
        return WireError{414, "The URL is too long."};
    if (target.empty() || target.front() != '/' || target.find(' ') != std::string_view::npos)
        return WireError{400, "The request target must be a path."};
    if (std::ranges::any_of(target, [](unsigned char c) { return c <= 0x20 || c >= 0x7f || c == '#'; }))
        return WireError{400, "The request target holds a foreign byte."};
    const std::string_view version = line.substr(last + 1);
    isHttp10 = version == "HTTP/1.0";
    if (!isHttp10 && version != "HTTP/1.1")
        return WireError{505, "Only HTTP/1.1 is spoken here."};
    return std::nullopt;
}

} // namespace

std::optional<WireError> checkHead(std::string_view head, const HeadLimits &limits)
{
    Seen seen;
    std::size_t lines = 0;
    bool isHttp10 = false;
    while (head.size() > 2) {
        const std::size_t end = head.find('\n');
        if (end == 0 || head[end - 1] != '\r')
            return WireError{400, "Lines end with CR LF."};
        const std::string_view line = head.substr(0, end - 1);
        head.remove_prefix(end + 1);
        if (line.find('\r') != std::string_view::npos || line.find('\0') != std::string_view::npos)
            return WireError{400, "A control byte stands in the head."};
        if (line.empty())
            return WireError{400, "The head begins with an empty line."};
        const auto error = lines == 0 ? checkRequestLine(line, limits, isHttp10) : checkField(line, seen);
        if (error)
            return error;
        if (++lines > limits.headerLinesMax + 1)
            return WireError{431, "Too many header lines."};
    }
    if (seen.host != 1)
        return WireError{400, "Exactly one Host header is needed."};
    if (seen.contentLength > 1 || seen.transferEncoding > 1 ||
        std::ranges::any_of(seen.once, [](int n) { return n > 1; }))
        return WireError{400, "A header that may come once came twice."};
    if (seen.transferEncoding > 0 && (seen.contentLength > 0 || isHttp10))
        return WireError{400, "The length of the body is ambiguous."};
    return std::nullopt;
}

std::optional<std::string> decodePath(std::string_view path)
{
    auto decoded = percentDecode(path);
    if (!decoded || decoded->empty() || decoded->front() != '/')
        return std::nullopt;
    for (std::size_t begin = 1; begin <= decoded->size();) {
        const std::size_t end = std::min(decoded->find('/', begin), decoded->size());
        const std::string_view segment = std::string_view(*decoded).substr(begin, end - begin);
        if (segment == "." || segment == "..")
            return std::nullopt;
        begin = end + 1;
    }
    return decoded;
}

bool hasToken(std::string_view list, std::string_view token)
{
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        if (equalsIgnoringCase(trimmed(list.substr(0, end)), token))
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

} // namespace paradox::http
