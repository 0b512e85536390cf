#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace paradox::netting {

/// Writes compact JSON piece by piece: strings and numbers in strings are all the netting needs.
class JsonOutput {
public:
    explicit JsonOutput(std::size_t expected) { m_text.reserve(expected); }

    JsonOutput &raw(std::string_view text)
    {
        m_text += text;
        return *this;
    }
    /// Quoted; escapes what RFC 8259 demands and nothing else.
    JsonOutput &string(std::string_view text);
    /// Quoted decimal digits.
    template <std::integral T>
    JsonOutput &number(T value)
    {
        char digits[24];
        const char *end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        m_text += '"';
        m_text.append(std::string_view(digits, end));
        m_text += '"';
        return *this;
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    std::string m_text;
};

} // namespace paradox::netting
