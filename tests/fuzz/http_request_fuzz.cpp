#include "domain/assert.h"
#include "http/head_check.h"
#include "http/wire.h"
#include "tests/fuzz/input.h"

#include <algorithm>

using namespace paradox;

namespace {

constexpr std::size_t bodyBytesMax = 4096;
constexpr http::HeadLimits limits{.headerBytesMax = 2048, .headerLinesMax = 20, .urlBytesMax = 512};

/// What a stream of requests was understood to be.
struct Understood {
    std::vector<std::string> requests;
    bool isRefused = false; ///< why may differ: a piece can show a later fault before an earlier one is whole
    bool operator==(const Understood &) const = default;
};

std::string describe(http::Request &&request, const http::Framing &framing)
{
    PARADOX_ASSERT(request.path.starts_with('/'));
    PARADOX_ASSERT(std::ranges::none_of(request.path, [](char c) { return c >= 0 && c < ' '; }));
    PARADOX_ASSERT(request.body.size() <= bodyBytesMax);
    PARADOX_ASSERT(request.headers.size() <= limits.headerLinesMax);
    static_cast<void>(http::parseQuery(request.query));
    std::string text = std::string(toText(request.method)) + ' ' + request.path + '?' + request.query + '\n';
    for (const http::Header &header : request.headers)
        text += header.name + ':' + header.value + '\n';
    return text + (framing.keepAlive ? "k" : "c") + (framing.upgrade ? "u" : "") + '\n' + request.body;
}

Understood understand(std::string_view stream, std::size_t pieceBytes)
{
    const auto limit = [](const void *, http::Method, std::string_view) { return bodyBytesMax; };
    http::RequestReader reader(limits, limit, nullptr);
    Understood understood;
    std::string pending;
    while (!stream.empty()) {
        const std::string_view piece = stream.substr(0, pieceBytes);
        stream.remove_prefix(piece.size());
        pending += piece;
        std::string_view input = pending;
        while (!input.empty()) {
            const auto progress = reader.feed(input);
            if (progress == http::RequestReader::Progress::Failed) {
                PARADOX_ASSERT(reader.error().status >= 400);
                understood.isRefused = true;
                return understood;
            }
            if (progress == http::RequestReader::Progress::NeedMore)
                break;
            const http::Framing framing = reader.framing();
            understood.requests.push_back(describe(reader.take(), framing));
        }
        pending.erase(0, pending.size() - input.size());
    }
    return understood;
}

void readResponse(std::string_view stream)
{
    http::ResponseReader reader(bodyBytesMax, false);
    if (reader.feed(stream) == http::ResponseReader::Progress::NeedMore)
        static_cast<void>(reader.finish());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    const unsigned which = input.choice(3);
    if (which == 0) {
        const std::size_t pieceBytes = 1U + input.byte();
        // Two readers that understand one stream differently are what request smuggling is made of.
        PARADOX_ASSERT(understand(input.text(), input.text().size() + 1) == understand(input.text(), pieceBytes));
    } else if (which == 1) {
        readResponse(input.text());
    } else {
        if (const auto path = http::decodePath(input.text())) {
            PARADOX_ASSERT(path->starts_with('/'));
            PARADOX_ASSERT(path->find("/../") == std::string::npos);
        }
        static_cast<void>(http::parseQuery(input.text()));
    }
    return 0;
}
