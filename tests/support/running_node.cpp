#include "tests/support/running_node.h"

#include "tests/support/http_load.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace paradox::test {
namespace {

double nowSeconds()
{
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::uint16_t portOf(const std::string &url)
{
    return static_cast<std::uint16_t>(std::strtoul(url.c_str() + url.rfind(':') + 1, nullptr, 10));
}

/// Removed when the process ends, so that failed tests leave nothing either.
struct Directories {
    std::vector<std::filesystem::path> paths;
    ~Directories()
    {
        for (const std::filesystem::path &path : paths) {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    }
};

} // namespace

std::string requestText(std::uint16_t port, const HttpCall &call)
{
    std::string text = call.method + " " + call.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n";
    if (!call.token.empty())
        text += "Authorization: Bearer " + call.token + "\r\n";
    for (const std::string &line : call.extraHeaders)
        text += line + "\r\n";
    if (call.method != "GET")
        text +=
            "Content-Type: " + call.contentType + "\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n";
    return text + "\r\n" + call.body;
}

HttpAnswer exchange(std::uint16_t port, const HttpCall &call)
{
    HttpAnswer answer;
    bool isSent = false;
    const LoadResult result =
        runLoad({.port = port,
                 .connections = 1,
                 .next = [&] { return std::exchange(isSent, true) ? std::string() : requestText(port, call); },
                 .answered = [&](int status, std::string_view body) { answer = {status, std::string(body)}; }});
    static_cast<void>(result);
    return answer;
}

std::optional<RunningNode> RunningNode::start(const Options &options)
{
    std::vector<std::string> argv{
        programPath("paradox-node"), "--data", options.dataDir, "--port", "0", "--rpc-port", "0"};
    argv.insert(argv.end(), options.extraArguments.begin(), options.extraArguments.end());
    const double startedAt = nowSeconds();
    RunningNode node{.process = ChildProcess(argv, options.dataDir + ".log")};
    const std::optional<std::string> line = node.process.readLine(options.readyTimeoutMs);
    if (!line)
        return std::nullopt;
    node.readySeconds = nowSeconds() - startedAt;
    node.ready = nlohmann::json::parse(*line, nullptr, false);
    if (!node.ready.is_object() || !node.ready.value("ready", false))
        return std::nullopt;
    node.apiPort = portOf(node.ready.at("api"));
    node.rpcPort = portOf(node.ready.at("rpc"));
    std::ifstream tokenFile(node.ready.at("tokenFile").get<std::string>());
    tokenFile >> node.token;
    return node;
}

HttpAnswer RunningNode::call(HttpCall call) const
{
    if (call.token.empty())
        call.token = token;
    return exchange(apiPort, call);
}

nlohmann::json RunningNode::rpc(const std::string &method, const nlohmann::json &params) const
{
    const nlohmann::json request = {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}};
    const nlohmann::json answer = exchange(rpcPort, {.method = "POST", .path = "/", .body = request.dump()}).json();
    if (answer.is_object() && answer.contains("result"))
        return answer.at("result");
    std::fprintf(stderr, "%s: %s\n", method.c_str(), answer.dump().c_str());
    return nullptr;
}

std::string programPath(const std::string &name)
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

std::string temporaryDirectory(const std::string &name)
{
    static Directories directories;
    std::string pattern = (std::filesystem::temp_directory_path() / ("paradox-" + name + "-XXXXXX")).string();
    if (mkdtemp(pattern.data()) == nullptr)
        std::abort();
    directories.paths.emplace_back(pattern);
    directories.paths.emplace_back(pattern + ".log");
    return pattern;
}

bool waitUntil(int timeoutMs, const std::function<bool()> &condition)
{
    const double end = nowSeconds() + timeoutMs * PARADOX_TEST_PATIENCE / 1000.0;
    while (!condition()) {
        if (nowSeconds() > end)
            return false;
        poll(nullptr, 0, 5);
    }
    return true;
}

} // namespace paradox::test
