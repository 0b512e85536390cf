#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };
[[nodiscard]] std::string_view toText(Method method); ///< "GET"; Other is "OTHER"

struct Header {
    std::string name; ///< lower case in a request
    std::string value;
};

/// One complete request, limits already enforced.
struct Request {
    Method method = Method::Get;
    std::string path;  ///< percent-decoded, begins with '/', without control bytes, "." and ".." segments
    std::string query; ///< as sent, behind the '?'
    std::vector<Header> headers;
    std::string body;
    std::string remoteAddress; ///< "127.0.0.1"

    /// The value of a header by its lower-case name; the first when it came more than once.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Decoded name=value pairs of a query string, in order. Nothing for a malformed one: bad escape, control byte, or more
/// than 64 pairs. '+' is a plus sign.
[[nodiscard]] std::optional<std::vector<Header>> parseQuery(std::string_view query);

/// Percent-decoding; nothing for a bad escape or a control byte.
[[nodiscard]] std::optional<std::string> percentDecode(std::string_view text);

struct Response {
    int status = 200;
    std::string_view contentType = "application/json"; ///< a literal; empty for none
    std::string body;
    std::vector<Header> headers{};               ///< beside those the server writes itself
    std::shared_ptr<const std::string> shared{}; ///< used instead of body when set: one text for many answers
    /// Makes the body instead, on the I/O thread: for an answer that is given on a thread that must not be held up.
    std::move_only_function<std::string()> render{};
};

} // namespace paradox::http
