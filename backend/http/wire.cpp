#include "http/wire.h"

#include "http/head_check.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>

#include <limits>

namespace paradox::http {

namespace beast = boost::beast::http;
using Code = boost::beast::error_code;

namespace {

Method methodOf(beast::verb verb)
{
    switch (verb) {
    case beast::verb::get:
        return Method::Get;
    case beast::verb::head:
        return Method::Head;
    case beast::verb::post:
        return Method::Post;
    case beast::verb::put:
        return Method::Put;
    case beast::verb::patch:
        return Method::Patch;
    case beast::verb::delete_:
        return Method::Delete;
    case beast::verb::options:
        return Method::Options;
    default:
        return Method::Other;
    }
}

std::string_view view(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

/// Of external linkage as the readers' parsers, its heirs, are.
template <bool isRequest>
class MessageCollector : public beast::basic_parser<isRequest> {
public:
    MessageCollector()
    {
        this->eager(true);
        this->header_limit(1 << 20); // the reader has checked already, or limits responses by their bytes
        this->body_limit(std::numeric_limits<std::uint64_t>::max()); // own limit: it depends on the path
    }

    Request request;
    std::string target;
    int status = 0;
    std::size_t bodyBytesMax = 0;
    bool tooLarge = false;

protected:
    void on_request_impl(beast::verb verb, boost::beast::string_view, boost::beast::string_view text, int,
                         Code &) override
    {
        request.method = methodOf(verb);
        target = view(text);
    }
    void on_response_impl(int code, boost::beast::string_view, int, Code &) override { status = code; }
    void on_field_impl(beast::field, boost::beast::string_view name, boost::beast::string_view value, Code &) override
    {
        request.headers.push_back({toLower(view(name)), std::string(view(value))});
    }
    void on_header_impl(Code &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, Code &code) override
    {
        if (length && *length > bodyBytesMax)
            refuse(code);
        else if (length)
            request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 1 << 20)));
    }
    std::size_t on_body_impl(boost::beast::string_view part, Code &code) override { return append(part, code); }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, Code &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view part, Code &code) override
    {
        return append(part, code);
    }
    void on_finish_impl(Code &) override {}

private:
    void refuse(Code &code)
    {
        tooLarge = true;
        code = beast::error::body_limit;
    }
    std::size_t append(boost::beast::string_view part, Code &code)
    {
        if (request.body.size() + part.size() > bodyBytesMax) {
            refuse(code);
            return 0;
        }
        request.body.append(part.data(), part.size());
        return part.size();
    }
};

class RequestReader::Parser : public MessageCollector<true> {};
class ResponseReader::Parser : public MessageCollector<false> {};

RequestReader::RequestReader(HeadLimits limits, BodyLimit bodyLimit, const void *context)
    : m_limits(limits),
      m_bodyLimit(bodyLimit),
      m_context(context),
      m_parser(std::make_unique<Parser>())
{
}

RequestReader::~RequestReader() = default;

std::size_t RequestReader::bodySize() const
{
    return m_parser->request.body.size();
}

RequestReader::Progress RequestReader::fail(WireError error)
{
    m_error = error;
    return Progress::Failed;
}

RequestReader::Progress RequestReader::feed(std::string_view &input)
{
    if (input.empty())
        return Progress::NeedMore;
    if (!m_headComplete) {
        if (const Progress progress = readHead(input); progress != Progress::Complete)
            return progress;
    }
    return readBody(input);
}

RequestReader::Progress RequestReader::readHead(std::string_view &input)
{
    m_started = true;
    std::string_view head;
    if (m_head.empty()) {
        if (const std::size_t end = input.find("\r\n\r\n"); end != std::string_view::npos) {
            head = input.substr(0, end + 4);
            input.remove_prefix(end + 4);
        }
    }
    if (head.empty()) {
        const std::size_t known = m_head.size();
        m_head.append(input.substr(0, m_limits.headerBytesMax + 4 - std::min(known, m_limits.headerBytesMax)));
        const std::size_t end = m_head.find("\r\n\r\n", known > 3 ? known - 3 : 0);
        if (end == std::string::npos) {
            for (std::size_t at = m_head.find('\n', known); at != std::string::npos; at = m_head.find('\n', at + 1)) {
                if (at == 0 || m_head[at - 1] != '\r')
                    return fail({400, "Lines end with CR LF."});
            }
            if (m_head.size() >= m_limits.headerBytesMax)
                return fail({431, "The header is too large."});
            input = {};
            return Progress::NeedMore;
        }
        m_head.resize(end + 4);
        input.remove_prefix(end + 4 - known);
        head = m_head;
    }
    if (head.size() > m_limits.headerBytesMax)
        return fail({431, "The header is too large."});
    if (const auto error = checkHead(head, m_limits))
        return fail(*error);

    Parser &parser = *m_parser;
    // Beast calls on_body_init only on the next put, so the limit can be asked for when the head is known.
    parser.eager(false);
    parser.request.headers.reserve(16);
    Code code;
    std::size_t used = 0;
    while (used < head.size() && !parser.is_header_done() && !code)
        used += parser.put(boost::asio::const_buffer(head.data() + used, head.size() - used), code);
    if (code || !parser.is_header_done() || used != head.size())
        return fail({400, "The head is malformed."});
    const std::size_t mark = parser.target.find('?');
    auto path = decodePath(std::string_view(parser.target).substr(0, mark));
    if (!path)
        return fail({400, "The path is malformed."});
    Request &request = parser.request;
    request.path = std::move(*path);
    if (mark != std::string::npos)
        request.query = parser.target.substr(mark + 1);
    const auto upgrade = request.header("upgrade");
    const auto expect = request.header("expect");
    if (expect && !equalsIgnoringCase(*expect, "100-continue"))
        return fail({417, "Only the expectation 100-continue is known."});
    m_framing = {.keepAlive = parser.keep_alive(),
                 .upgrade = parser.upgrade() && upgrade && hasToken(*upgrade, "websocket"),
                 .expectContinue = expect.has_value(),
                 .chunked = parser.chunked()};
    parser.bodyBytesMax = m_bodyLimit(m_context, request.method, request.path);
    parser.eager(true);
    m_headComplete = true;
    return Progress::Complete;
}

RequestReader::Progress RequestReader::readBody(std::string_view &input)
{
    Parser &parser = *m_parser;
    const auto length = parser.content_length();
    if (length && *length > parser.bodyBytesMax)
        return fail({413, "The body is too large."});
    while (!parser.is_done()) {
        Code code;
        if (input.empty())
            return Progress::NeedMore;
        const std::size_t used = parser.put(boost::asio::const_buffer(input.data(), input.size()), code);
        input.remove_prefix(used);
        if (parser.tooLarge)
            return fail({413, "The body is too large."});
        if (code == beast::error::need_more) {
            // What is not used is an unfinished chunk header: the caller keeps it and comes again with more.
            return input.size() > 1024 ? fail({400, "A chunk header is too long."}) : Progress::NeedMore;
        }
        if (code)
            return fail({400, "The body is malformed."});
    }
    return Progress::Complete;
}

Request RequestReader::take()
{
    Request request = std::move(m_parser->request);
    m_parser = std::make_unique<Parser>();
    m_head.clear();
    m_headComplete = false;
    m_started = false;
    return request;
}

ResponseReader::ResponseReader(std::size_t bodyBytesMax, bool headRequest) : m_parser(std::make_unique<Parser>())
{
    m_parser->bodyBytesMax = bodyBytesMax;
    m_parser->skip(headRequest);
}

ResponseReader::~ResponseReader() = default;

ResponseReader::Progress ResponseReader::feed(std::string_view &input)
{
    while (!m_parser->is_done()) {
        if (input.empty())
            return Progress::NeedMore;
        Code code;
        const std::size_t used = m_parser->put(boost::asio::const_buffer(input.data(), input.size()), code);
        input.remove_prefix(used);
        if (m_parser->tooLarge)
            return Progress::TooLarge;
        if (code == beast::error::need_more)
            return input.size() > 64 * 1024 ? Progress::Malformed : Progress::NeedMore;
        if (code)
            return Progress::Malformed;
    }
    return Progress::Complete;
}

ResponseReader::Progress ResponseReader::finish()
{
    Code code;
    if (!m_parser->is_done() && m_parser->got_some())
        m_parser->put_eof(code);
    return !code && m_parser->is_done() ? Progress::Complete : Progress::Malformed;
}

bool ResponseReader::keepAlive() const
{
    return m_parser->keep_alive();
}
int ResponseReader::status() const
{
    return m_parser->status;
}
std::vector<Header> &ResponseReader::headers()
{
    return m_parser->request.headers;
}
std::string &ResponseReader::body()
{
    return m_parser->request.body;
}

std::string_view reasonOf(int status)
{
    return view(beast::obsolete_reason(static_cast<beast::status>(status)));
}

} // namespace paradox::http
