#pragma once

#include "netting/large_vector.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace paradox::netting {

/// Larger inputs are refused: a million trades are about 150 MB.
inline constexpr std::size_t netJsonSizeMax = std::size_t{2} << 30;

/// A text to be read in place, with the room behind it that the parser wants.
class JsonText {
public:
    explicit JsonText(std::size_t size);
    explicit JsonText(std::string_view text);

    [[nodiscard]] char *data() { return m_bytes.data(); }
    [[nodiscard]] std::string_view view() const { return {m_bytes.data(), m_size}; }
    [[nodiscard]] std::size_t capacity() const { return m_bytes.size(); }

private:
    std::size_t m_size;
    LargeVector<char> m_bytes;
};

/// The function behind `paradox net --in batch.json --out result.json` (protocol §4): JSON text in, JSON text out.
///
/// In: {"feeBps":25,"treasury":K,"mode":"NET","owners":{item:wallet},"available":{wallet:"u64"},
///      "trades":[{"id":S,"item":S,"from":K,"to":K,"amount":"u64"}, …]}. Array order is sequence order. Names are
///      opaque strings,
/// compared as the bytes of their UTF-8. "mode" may be left out (NET); "evictionsMax" (a number) may be added. Other
/// members are ignored. Amounts are canonical decimal strings of 0 … 2^64-1; zero is an amount like any other here,
/// although no intent may carry it. Out: one line and a newline, maps sorted by the bytes of their keys. Error: words
/// for a person. Named there: bad JSON, a missing or doubled member, a doubled trade id, a number out of range.
[[nodiscard]] std::expected<std::string, std::string> netJson(const JsonText &text);
[[nodiscard]] std::expected<std::string, std::string> netJson(std::string_view text);

} // namespace paradox::netting
