#pragma once

#include "domain/bytes.h"
#include "domain/clock.h"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace paradox::telemetry {

enum class Level : std::uint8_t { Debug, Info, Warning, Error };
[[nodiscard]] std::string_view toText(Level level);

/// A value that must never be printed: nothing converts it into a log value, so logging one does not compile.
template <class T>
struct Secret {
    T value;
};

/// A URL of which a log line shows scheme and host only: path and query often carry an API key.
struct UrlText {
    std::string_view url;
};

/// One printable value: text, a number, yes or no, or bytes in base58 or hex.
class LogValue {
public:
    LogValue(const char *text);
    LogValue(std::string_view text);
    LogValue(const std::string &text) : LogValue(std::string_view(text)) {}
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    LogValue(Number number) : m_json(std::to_string(number))
    {
    }
    template <std::same_as<bool> Bool>
    LogValue(Bool truth) : m_json(truth ? "true" : "false")
    {
    }
    LogValue(const UrlText &url);
    LogValue(const PublicKey &key);
    LogValue(const Signature &signature);
    LogValue(const IntentId &id);
    LogValue(const BatchId &id);
    LogValue(const Hash &hash);
    template <class T>
    LogValue(const Secret<T> &) = delete;

    [[nodiscard]] const std::string &json() const { return m_json; }

private:
    std::string m_json;
};

struct LogField {
    std::string_view name;
    LogValue value;
};

/// Structured log: one JSON object a line. Of one event at most `linesPerSecondMax` lines a second are printed; how
/// many were left out is said afterwards. Any thread.
class Log {
public:
    using Sink = std::function<void(std::string_view line)>;
    static constexpr std::uint32_t linesPerSecondMax = 20;

    /// Without a sink: standard error.
    explicit Log(const Clock &clock, Level least = Level::Info, Sink sink = {});

    void write(Level level, std::string_view event, std::initializer_list<LogField> fields = {});
    void debug(std::string_view event, std::initializer_list<LogField> fields = {})
    {
        write(Level::Debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<LogField> fields = {})
    {
        write(Level::Info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<LogField> fields = {})
    {
        write(Level::Warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<LogField> fields = {})
    {
        write(Level::Error, event, fields);
    }

private:
    struct Window {
        std::int64_t second = 0;
        std::uint32_t lines = 0;
        std::uint64_t suppressed = 0;
    };

    const Clock &m_clock;
    Level m_least;
    Sink m_sink;
    std::mutex m_mutex;
    std::map<std::string, Window, std::less<>> m_windows; ///< by event: a closed set of literals
};

} // namespace paradox::telemetry
