#pragma once

#include "domain/bytes.h"

namespace paradox::ledger {

/// A Zstandard frame (RFC 8878) that holds the bytes as they are: clients that ask for "base64+zstd" unpack frames, and
/// on one machine there is nothing to gain by packing tightly.
[[nodiscard]] Bytes zstdStore(ByteSpan bytes);

} // namespace paradox::ledger
