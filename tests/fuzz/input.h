#pragma once

#include "domain/bytes.h"

#include <string>

namespace paradox::fuzz {

/// What libFuzzer made up, cut into parts.
class Input {
public:
    Input(const std::uint8_t *data, std::size_t size) : m_rest(data, size) {}

    /// 0 … count-1; zero when nothing is left.
    [[nodiscard]] unsigned choice(unsigned count) { return byte() % count; }
    [[nodiscard]] std::uint8_t byte()
    {
        if (m_rest.empty())
            return 0;
        const std::uint8_t value = m_rest.front();
        m_rest = m_rest.subspan(1);
        return value;
    }
    [[nodiscard]] ByteSpan bytes() const { return m_rest; }
    [[nodiscard]] std::string_view text() const { return asText(m_rest); }

private:
    ByteSpan m_rest;
};

[[nodiscard]] inline bool areEqual(ByteSpan a, ByteSpan b)
{
    return asText(a) == asText(b);
}

} // namespace paradox::fuzz

/// libFuzzer calls it once for each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);
