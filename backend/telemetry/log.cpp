#include "telemetry/log.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"

#include <unistd.h>

#include <utility>

namespace paradox::telemetry {

namespace {

constexpr std::size_t textBytesMax = 2048;

/// A JSON string of what may be anything: control bytes and what is not ASCII are escaped, so a line stays one line and
/// a terminal is not driven by it.
std::string quoted(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text.substr(0, textBytesMax)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte >= 0x7f) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

} // namespace

std::string_view toText(Level level)
{
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warning:
        return "warning";
    case Level::Error:
        return "error";
    }
    return "";
}

LogValue::LogValue(const char *text) : m_json(quoted(text))
{
}
LogValue::LogValue(std::string_view text) : m_json(quoted(text))
{
}
LogValue::LogValue(const PublicKey &key) : m_json(quoted(toBase58(key)))
{
}
LogValue::LogValue(const Signature &signature) : m_json(quoted(toBase58(signature)))
{
}
LogValue::LogValue(const IntentId &id) : m_json(quoted(hexEncode(id.bytes)))
{
}
LogValue::LogValue(const BatchId &id) : m_json(quoted(hexEncode(id.bytes)))
{
}
LogValue::LogValue(const Hash &hash) : m_json(quoted(hexEncode(hash.bytes)))
{
}

LogValue::LogValue(const UrlText &url)
{
    const std::size_t scheme = url.url.find("://");
    if (scheme == std::string_view::npos) {
        m_json = quoted("(not a URL)");
        return;
    }
    std::string_view authority = url.url.substr(scheme + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
        authority.remove_prefix(at + 1);
    m_json = quoted(std::string(url.url.substr(0, scheme + 3)) + std::string(authority));
}

Log::Log(const Clock &clock, Level least, Sink sink) : m_clock(clock), m_least(least), m_sink(std::move(sink))
{
    if (!m_sink) {
        m_sink = [](std::string_view line) {
            // One call a line, so that lines of several threads and processes do not mix. Nowhere to report a failure
            // to.
            static_cast<void>(::write(STDERR_FILENO, line.data(), line.size()) < 0);
        };
    }
}

void Log::write(Level level, std::string_view event, std::initializer_list<LogField> fields)
{
    if (level < m_least)
        return;
    std::string line = "{\"at\":\"" + formatRfc3339(m_clock.wall()) + "\",\"level\":\"" + std::string(toText(level)) +
                       "\",\"event\":" + quoted(event);
    for (const LogField &field : fields)
        line += "," + quoted(field.name) + ":" + field.value.json();

    const std::lock_guard lock(m_mutex);
    const auto found = m_windows.find(event);
    Window &window = found != m_windows.end() ? found->second : m_windows[std::string(event)];
    const std::int64_t second = m_clock.monotonicMs() / 1000;
    if (window.second != second) {
        window.second = second;
        window.lines = 0;
    }
    if (window.lines == linesPerSecondMax) {
        ++window.suppressed;
        return;
    }
    ++window.lines;
    if (window.suppressed != 0)
        line += ",\"suppressed\":" + std::to_string(std::exchange(window.suppressed, 0));
    m_sink(line + "}\n");
}

} // namespace paradox::telemetry
