#pragma once

#include "domain/bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace paradox {

/// Lower-case hexadecimal. Decoding takes both cases and refuses odd lengths and foreign characters.
[[nodiscard]] std::string hexEncode(ByteSpan bytes);
[[nodiscard]] std::optional<Bytes> hexDecode(std::string_view text);

/// RFC 4648 §4 with padding. Decoding is strict: padding required, unused bits zero, no white space.
[[nodiscard]] std::string base64Encode(ByteSpan bytes);
[[nodiscard]] std::optional<Bytes> base64Decode(std::string_view text);

} // namespace paradox
