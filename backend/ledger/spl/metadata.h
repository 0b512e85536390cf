#pragma once

#include "domain/bytes.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace paradox::ledger::spl {

/// What the TokenMetadata extension holds.
struct Metadata {
    PublicKey updateAuthority; ///< zero: nobody
    PublicKey mint;
    std::string name;
    std::string symbol;
    std::string uri;
    std::vector<std::pair<std::string, std::string>> additional;
};

[[nodiscard]] std::optional<Metadata> decodeMetadata(ByteSpan bytes);
[[nodiscard]] Bytes encodeMetadata(const Metadata &metadata);

} // namespace paradox::ledger::spl
