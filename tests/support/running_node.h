#pragma once

#include "domain/bytes.h"
#include "tests/support/child_process.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace paradox::test {

struct HttpAnswer {
    int status = 0;   ///< 0: there was no answer
    std::string body; ///< or why there was none, in words
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

struct HttpCall {
    std::string method = "GET";
    std::string path;
    std::string body{};
    std::string token{}; ///< bearer
};

/// The bytes of a request to 127.0.0.1:port.
[[nodiscard]] std::string requestText(std::uint16_t port, const HttpCall &call);
/// One exchange on a connection of its own. Why there was no answer is on stderr, too.
[[nodiscard]] HttpAnswer exchange(std::uint16_t port, const HttpCall &call);

/// A real paradox-node as a child, on free ports.
class RunningNode {
public:
    struct Options {
        std::string dataDir;
        std::vector<std::string> extraArguments{};
        int readyTimeoutMs = 20'000;
    };
    [[nodiscard]] static std::optional<RunningNode> start(const Options &options);

    [[nodiscard]] HttpAnswer call(HttpCall call) const; ///< with the node token unless the call has one
    /// JSON-RPC on the ledger; the "result", or null with the failure on stderr.
    [[nodiscard]] nlohmann::json rpc(const std::string &method, const nlohmann::json &params) const;

    ChildProcess process;
    std::uint16_t apiPort = 0;
    std::uint16_t rpcPort = 0;
    std::string token;
    nlohmann::json ready;
    double readySeconds = 0; ///< from the start of the process to its ready line
};

/// The folder of the built programs, beside the running test.
[[nodiscard]] std::string programPath(const std::string &name);
/// A new empty directory that is removed at the end of the process.
[[nodiscard]] std::string temporaryDirectory(const std::string &name);
/// Checks `condition` about every 5 ms until it holds or the time is over.
[[nodiscard]] bool waitUntil(int timeoutMs, const std::function<bool()> &condition);

} // namespace paradox::test
