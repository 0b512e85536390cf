#include "ledger/json_writer.h"

namespace paradox::ledger {

namespace {

/// Bytes of the well-formed UTF-8 sequence at the front; 0 when there is none. Overlong forms and surrogates are none.
std::size_t sequenceSize(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if (!tail(1) || !tail(2) || (first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f))
            return 0;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (!tail(1) || !tail(2) || !tail(3) || (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f))
            return 0;
        return 4;
    }
    return 0;
}

} // namespace

void JsonWriter::quote(std::string_view value)
{
    constexpr std::string_view digits = "0123456789abcdef";
    m_text += '"';
    while (!value.empty()) {
        const auto byte = static_cast<std::uint8_t>(value.front());
        std::size_t taken = 1;
        if (byte == '"' || byte == '\\') {
            m_text += '\\';
            m_text += value.front();
        } else if (byte < 0x20) {
            m_text += "\\u00";
            m_text += digits[byte >> 4];
            m_text += digits[byte & 15];
        } else if (const std::size_t size = sequenceSize(value); size > 0) {
            m_text += value.substr(0, size);
            taken = size;
        } else {
            m_text += "\xef\xbf\xbd"; // programs may log anything; answers stay UTF-8
        }
        value.remove_prefix(taken);
    }
    m_text += '"';
}

} // namespace paradox::ledger
