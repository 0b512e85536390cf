#pragma once

#include "chain/listener.h"
#include "chain/transport.h"

#include <functional>
#include <memory>

namespace paradox::chain {

struct HttpTransportOptions {
    std::string url;      ///< http://host:port, or https
    std::string caFile{}; ///< PEM: the authorities believed; empty: this system's
    std::int64_t timeoutMs = 10'000;
    std::size_t answerBytesMax = 64 * 1024 * 1024; ///< a page of full transactions is large
};
[[nodiscard]] std::unique_ptr<Transport> makeHttpTransport(const HttpTransportOptions &options);

/// Subscribes to the logs of transactions that mention a program and raises a hint for each. Reconnects when `keepUp`
/// is called; polling goes on meanwhile.
class LogHints {
public:
    struct Line {
        std::string url;      ///< ws://host:port, or wss
        std::string caFile{}; ///< as HttpTransportOptions::caFile
    };
    LogHints(Line line, const PublicKey &program, Hint &hint);
    ~LogHints();
    LogHints(const LogHints &) = delete;
    LogHints &operator=(const LogHints &) = delete;

    /// Makes a new connection when the last one ended a while ago.
    void keepUp(std::int64_t nowMs);
    [[nodiscard]] bool isConnected() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace paradox::chain
