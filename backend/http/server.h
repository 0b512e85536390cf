#pragma once

#include "domain/clock.h"
#include "http/message.h"
#include "http/responder.h"
#include "http/web_socket.h"

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace paradox::http {

/// The numbers of the security list (bytes and milliseconds). All enforced before a handler sees anything.
struct Limits {
    std::size_t headerBytesMax = 16 * 1024;
    std::size_t headerLinesMax = 100;
    std::size_t urlBytesMax = 8 * 1024;
    std::size_t bodyBytesMax = 64 * 1024; ///< unless the handler allows a path more
    std::size_t connectionsMax = 4096;
    std::size_t connectionsPerAddressMax = 64;
    std::size_t connectionsPerLoopbackMax =
        2048;                      ///< the same for this machine: benches, many desks, a crowd of watchers
    std::size_t pipelinedMax = 64; ///< unanswered requests of one connection; more are not read
    std::int64_t headerTimeoutMs = 5'000;
    std::int64_t bodyGraceMs = 5'000; ///< after that a body must have come at bodyBytesPerSecondMin
    std::int64_t bodyBytesPerSecondMin = 1024;
    std::int64_t idleTimeoutMs = 60'000;
    std::int64_t writeTimeoutMs = 30'000;              ///< a peer that takes nothing for so long is dropped
    std::size_t frameBytesMax = 256 * 1024;            ///< one WebSocket message, in
    std::size_t socketQueueBytesMax = 4 * 1024 * 1024; ///< one WebSocket's unsent bytes
    std::int64_t pingIntervalMs = 20'000;
};

enum class OriginPolicy {
    AllowList,    ///< no Origin, or one of ServerOptions::origins; "null" and cross-site fetches are refused
    LoopbackCors, ///< as AllowList, and pages of http://127.0.0.1, localhost and [::1] on any port may read answers
};

/// What a handler decides. Called on I/O threads, several at once.
class Handler {
public:
    virtual ~Handler() = default;

    /// Answers at once or keeps the responder and answers from any thread.
    virtual void handle(Request &&request, Responder responder) = 0;
    /// A WebSocket upgrade: the listener of the new session, or nothing, then the request goes to handle().
    [[nodiscard]] virtual std::unique_ptr<WebSocketListener> upgrade(const Request &request);
    /// The body limit of a path, where it is not the default.
    [[nodiscard]] virtual std::size_t bodyBytesMax(Method method, std::string_view path, std::size_t usual) const;
    /// The answer to a request that was refused before routing (status 4xx, 5xx), so that errors look alike.
    [[nodiscard]] virtual Response refusal(int status, std::string_view words) const;
};

struct ServerOptions {
    std::string host = "127.0.0.1";     ///< an address, not a name
    std::uint16_t port = 0;             ///< 0: a free one
    unsigned threads = 1;               ///< I/O threads
    bool anyInterface = false;          ///< allows `host` to be other than loopback
    std::vector<std::string> hosts{};   ///< further accepted Host values, exact: "desk.example:4000"
    std::vector<std::string> origins{}; ///< accepted Origin values, exact
    OriginPolicy originPolicy = OriginPolicy::AllowList;
    Limits limits{};
};

enum class StartError { BadAddress, NotLoopback, PortTaken, SystemLimit };
[[nodiscard]] std::string_view toText(StartError error);

struct ServerLoad {
    std::uint64_t connections = 0;
    std::uint64_t webSockets = 0;
    std::uint64_t requests = 0; ///< since start
    std::uint64_t refused = 0;  ///< since start, before routing
};

/// Bounded HTTP/1.1 and WebSocket server on one port. Binds in start(); owns its threads. `handler` and `clock` outlive
/// it.
class Server {
public:
    [[nodiscard]] static std::expected<std::unique_ptr<Server>, StartError> start(ServerOptions options,
                                                                                  Handler &handler, const Clock &clock);
    ~Server(); ///< stops
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Closes the listener, sends what is ready, tells WebSockets 1001 and joins the threads. Idempotent.
    void stop();
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] ServerLoad load() const;

private:
    class Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace paradox::http
