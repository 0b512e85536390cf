#pragma once

#include "domain/bytes.h"
#include "domain/ids.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox {

/// A Sign-In-With-Solana text of profile siws-strict-1 (protocol §1), field by field as written.
struct SiwsMessage {
    std::string domain; ///< host[:port]
    PublicKey address;
    std::optional<std::string> statement; ///< one line
    std::string uri;
    std::string chainId; ///< mainnet, testnet, devnet, localnet, each optionally with "solana:" before it
    std::string nonce;   ///< at least 16 of [A-Za-z0-9]
    std::string issuedAt;
    std::string expirationTime;
    std::optional<std::string> notBefore;
    std::optional<std::string> requestId;
    std::vector<std::string> resources;

    bool operator==(const SiwsMessage &) const = default;
};

enum class SiwsError {
    TooLong,
    ForeignByte,
    BadHeader,
    BadDomain,
    BadAddress,
    BadStatement,
    BadUri,
    BadVersion,
    BadChainId,
    BadNonce,
    BadTime,
    BadRequestId,
    BadResource,
    UnexpectedLine,
};

inline constexpr std::size_t siwsSizeMax = 2048;
inline constexpr std::string_view siwsHeaderSuffix = " wants you to sign in with your Solana account:";
inline constexpr std::string_view siwsGrantResourcePrefix = "urn:ppv:session-grant:v1:";

/// Strict: serialise(parse(x)) == x for everything accepted.
[[nodiscard]] std::expected<SiwsMessage, SiwsError> parseSiws(std::string_view text);

/// The one text of a message. Errors name the first field that the profile does not allow.
[[nodiscard]] std::expected<std::string, SiwsError> serialiseSiws(const SiwsMessage &message);

/// True for anything that looks like a sign-in, well formed or not: a wallet signs such text only as a sign-in.
[[nodiscard]] bool looksLikeSiws(std::string_view text);

/// scheme://host[:port] of a URI, or empty.
[[nodiscard]] std::string_view originOf(std::string_view uri);

} // namespace paradox
