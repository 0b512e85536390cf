#pragma once

#include "api/body.h"
#include "domain/intent.h"
#include "storage/database.h"

#include <expected>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace paradox::api {

/// An intent as posted: the bytes that the session must have signed, and its signature. Of JSON the node builds the
/// bytes itself, for its own cluster and venue.
struct PostedIntent {
    IntentPreimage preimage{};
    Signature signature;
};

using PostedResult = std::expected<PostedIntent, BodyError>;

inline constexpr std::size_t postedSize = intentSize + Signature::size; ///< of the octet form

/// Reads intents of JSON on the hot path. Amounts and nonces are decimal strings only, members occur once, unknown
/// members are refused. One thread at a time.
class IntentParser {
public:
    explicit IntentParser(const storage::Cluster &cluster);
    ~IntentParser();
    IntentParser(IntentParser &&other) noexcept;

    /// The body of POST /api/intents; may be padded in place.
    [[nodiscard]] PostedResult parse(std::string &body);
    /// The body of POST /api/intents/batch: an array, or {"intents": […]}, of objects or of base64 texts of the octet
    /// form. An item that cannot be read has its own error; the outer one is for a body that is no list.
    [[nodiscard]] std::expected<std::vector<PostedResult>, BodyError> parseBatch(std::string &body,
                                                                                 std::size_t itemsMax);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// 369 bytes and their 64-byte signature.
[[nodiscard]] PostedIntent readOctets(std::span<const std::uint8_t, postedSize> octets);

} // namespace paradox::api
