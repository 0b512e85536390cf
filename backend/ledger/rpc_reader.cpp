#include "ledger/rpc_reader.h"

#include <cctype>
#include <string>

namespace paradox::ledger {

namespace {

constexpr std::size_t depthMax = 128; ///< where serde_json stops too

simdjson::error_code parse(simdjson::dom::parser &parser, std::string_view text, Element &element)
{
    if (parser.capacity() < text.size()) {
        if (const simdjson::error_code error = parser.allocate(text.size(), depthMax); error != simdjson::SUCCESS)
            return error;
    }
    return parser.parse(text.data(), text.size()).get(element);
}

bool isNumberPart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '+';
}

/// Integers that no 64 bits hold are numbers all the same: written with a fraction they are read as such, and refused,
/// if at all, by whoever wanted an integer.
std::string withFractions(std::string_view text)
{
    constexpr std::size_t digitsMax = 18; // fewer always fit
    std::string out;
    bool inString = false;
    for (std::size_t i = 0; i < text.size();) {
        if (inString || !isNumberPart(text[i])) {
            const bool escapes = inString && text[i] == '\\' && i + 1 < text.size();
            inString = (text[i] == '"') != inString;
            out.append(text.substr(i, escapes ? 2 : 1));
            i += escapes ? 2 : 1;
            continue;
        }
        const std::size_t start = i;
        while (i < text.size() && isNumberPart(text[i]))
            ++i;
        const std::string_view word = text.substr(start, i - start);
        const std::string_view digits = word.substr(word.starts_with('-') ? 1 : 0);
        out.append(word);
        if (digits.size() > digitsMax && digits.find_first_not_of("0123456789") == std::string_view::npos)
            out.append(".0");
    }
    return out;
}

} // namespace

std::optional<Element> readRpcText(std::string_view text)
{
    thread_local simdjson::dom::parser parser;
    Element element;
    simdjson::error_code error = parse(parser, text, element);
    if (error == simdjson::NUMBER_ERROR) {
        thread_local std::string rewritten;
        rewritten = withFractions(text);
        error = parse(parser, rewritten, element);
    }
    return error == simdjson::SUCCESS ? std::optional(element) : std::nullopt;
}

} // namespace paradox::ledger
