#pragma once

#include "http/message.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace paradox::http {

/// How a message is framed beyond what a handler needs to know.
struct Framing {
    bool keepAlive = true;
    bool upgrade = false; ///< Connection: upgrade and Upgrade: websocket
    bool expectContinue = false;
    bool chunked = false;
};

struct HeadLimits {
    std::size_t headerBytesMax = 16 * 1024;
    std::size_t headerLinesMax = 100;
    std::size_t urlBytesMax = 8 * 1024;
};

/// A status and words for a message that cannot be taken.
struct WireError {
    int status = 400;
    std::string_view words;
};

/// Says how many body bytes a request may have, once its head is known.
using BodyLimit = std::size_t (*)(const void *context, Method method, std::string_view path);

/// Reads requests one after another from a stream of bytes, strictly: what two servers might understand differently
/// (bare LF, folded or repeated framing headers, Content-Length beside Transfer-Encoding, absolute targets) is refused.
class RequestReader {
public:
    RequestReader(HeadLimits limits, BodyLimit bodyLimit, const void *context);
    ~RequestReader();

    enum class Progress { NeedMore, Complete, Failed };
    /// Takes bytes off the front of `input`. After Complete, call take() before the next feed.
    [[nodiscard]] Progress feed(std::string_view &input);
    [[nodiscard]] bool headComplete() const { return m_headComplete; }
    [[nodiscard]] bool started() const { return m_started; } ///< any byte of the current request has come
    [[nodiscard]] const WireError &error() const { return m_error; }
    [[nodiscard]] const Framing &framing() const { return m_framing; }
    [[nodiscard]] std::size_t bodySize() const;
    [[nodiscard]] Request take();

private:
    class Parser;
    [[nodiscard]] Progress readHead(std::string_view &input);
    [[nodiscard]] Progress readBody(std::string_view &input);
    [[nodiscard]] Progress fail(WireError error);

    HeadLimits m_limits;
    BodyLimit m_bodyLimit;
    const void *m_context;
    std::unique_ptr<Parser> m_parser;
    std::string m_head; ///< of a request whose head came in pieces
    bool m_headComplete = false;
    bool m_started = false;
    WireError m_error;
    Framing m_framing;
};

/// Reads one response.
class ResponseReader {
public:
    ResponseReader(std::size_t bodyBytesMax, bool headRequest);
    ~ResponseReader();

    enum class Progress { NeedMore, Complete, Malformed, TooLarge };
    [[nodiscard]] Progress feed(std::string_view &input);
    /// The stream has ended.
    [[nodiscard]] Progress finish();
    [[nodiscard]] bool keepAlive() const;
    [[nodiscard]] int status() const;
    [[nodiscard]] std::vector<Header> &headers();
    [[nodiscard]] std::string &body();

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

[[nodiscard]] std::string_view reasonOf(int status);
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] std::string toLower(std::string_view text);
/// Whether a comma-separated header value holds this token, in any case.
[[nodiscard]] bool hasToken(std::string_view list, std::string_view token);

} // namespace paradox::http
