#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace paradox::ledger {

/// Writes JSON text in one pass: 64-bit integers exactly, commas by itself. The caller nests properly.
class JsonWriter {
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name)
    {
        separate();
        quote(name);
        m_text += ':';
        m_needsComma = false;
        return *this;
    }
    JsonWriter &text(std::string_view value)
    {
        separate();
        quote(value);
        return *this;
    }
    template <class Integer>
    JsonWriter &number(Integer value)
    {
        separate();
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        m_text.append(digits, end);
        return *this;
    }
    JsonWriter &boolean(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter &null() { return raw("null"); }
    /// Finished JSON.
    JsonWriter &raw(std::string_view json)
    {
        separate();
        m_text += json;
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    JsonWriter &open(char bracket)
    {
        separate();
        m_text += bracket;
        m_needsComma = false;
        return *this;
    }
    JsonWriter &close(char bracket)
    {
        m_text += bracket;
        m_needsComma = true;
        return *this;
    }
    void separate()
    {
        if (m_needsComma)
            m_text += ',';
        m_needsComma = true;
    }
    void quote(std::string_view value);

    std::string m_text;
    bool m_needsComma = false;
};

} // namespace paradox::ledger
