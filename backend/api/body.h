#pragma once

#include "api/problems.h"
#include "domain/bytes.h"

#include <nlohmann/json.hpp>

#include <expected>
#include <optional>
#include <set>
#include <string>

namespace paradox::api {

/// What is wrong with a body.
struct BodyError {
    Code code = Code::MalformedJson;
    std::string detail;
};

/// One JSON object, strictly: nothing behind it, no member twice, at most 16 levels deep.
[[nodiscard]] std::expected<nlohmann::json, BodyError> parseObject(std::string_view body);

/// Reads the members of an object and remembers the first thing that is wrong. Members nobody asked for are an error: a
/// misspelt limit must not be taken for no limit.
class Fields {
public:
    explicit Fields(const nlohmann::json &object) : m_object(object) {}

    [[nodiscard]] std::string text(const char *name, std::size_t bytesMax);
    [[nodiscard]] PublicKey key(const char *name);
    [[nodiscard]] Signature signature(const char *name); ///< base58 or base64
    [[nodiscard]] Bytes base64(const char *name, std::size_t bytesMax);
    [[nodiscard]] std::uint64_t u64(const char *name);        ///< a decimal string
    [[nodiscard]] std::int64_t unixSeconds(const char *name); ///< integer, decimal string or RFC 3339
    [[nodiscard]] bool has(const char *name);                 ///< there, and not null
    /// The first error, or a member that was not asked for.
    [[nodiscard]] std::optional<BodyError> finish();

private:
    [[nodiscard]] const nlohmann::json *member(const char *name);
    void invalid(const char *name, std::string_view form);

    const nlohmann::json &m_object;
    std::set<std::string> m_asked;
    std::optional<BodyError> m_error;
};

/// 64 bytes in base58 or base64.
[[nodiscard]] std::optional<Signature> parseSignature(std::string_view text);
/// Unix seconds as a decimal string, or RFC 3339.
[[nodiscard]] std::optional<std::int64_t> parseTime(std::string_view text);

} // namespace paradox::api
