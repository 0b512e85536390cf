#include "http/message.h"

namespace paradox::http {

namespace {

constexpr std::size_t queryPairsMax = 64;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

} // namespace

std::string_view toText(Method method)
{
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Head:
        return "HEAD";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    case Method::Options:
        return "OPTIONS";
    case Method::Other:
        return "OTHER";
    }
    return "OTHER";
}

std::optional<std::string_view> Request::header(std::string_view name) const
{
    for (const Header &field : headers) {
        if (field.name == name)
            return field.value;
    }
    return std::nullopt;
}

std::optional<std::string> percentDecode(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int high = hexValue(text[i + 1]);
            const int low = hexValue(text[i + 2]);
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (isControl(c))
            return std::nullopt;
        decoded += c;
    }
    return decoded;
}

std::optional<std::vector<Header>> parseQuery(std::string_view query)
{
    std::vector<Header> pairs;
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (pair.empty())
            continue;
        const std::size_t equals = pair.find('=');
        auto name = percentDecode(pair.substr(0, equals));
        auto value =
            equals == std::string_view::npos ? std::optional<std::string>("") : percentDecode(pair.substr(equals + 1));
        if (!name || !value || pairs.size() == queryPairsMax)
            return std::nullopt;
        pairs.push_back({std::move(*name), std::move(*value)});
    }
    return pairs;
}

} // namespace paradox::http
