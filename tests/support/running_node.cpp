#include "tests/support/running_node.h"

#include "domain/assert.h"
#include "http/client.h"

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

/// Longer than a node waits for its cluster: what went wrong there is then the node's to say.
constexpr int exchangeTimeoutMs = 15'000 * PARADOX_TEST_PATIENCE;

http::Method methodOf(std::string_view name)
{
    PARADOX_ASSERT(name == "GET" || name == "POST");
    return name == "GET" ? http::Method::Get : http::Method::Post;
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
    if (call.method != "GET")
        text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n";
    return text + "\r\n" + call.body;
}

HttpAnswer exchange(std::uint16_t port, const HttpCall &call)
{
    const double startedAt = nowSeconds();
    http::Client client("http://127.0.0.1:" + std::to_string(port),
                        {.connectTimeoutMs = exchangeTimeoutMs, .answerTimeoutMs = exchangeTimeoutMs});
    http::ClientRequest request{.method = methodOf(call.method), .target = call.path, .body = call.body};
    if (!call.token.empty())
        request.headers.push_back({"Authorization", "Bearer " + call.token});
    auto answer = client.send(request);
    if (answer)
        return {answer->status, std::move(answer->body)};
    const auto tookMs = static_cast<int>((nowSeconds() - startedAt) * 1000);
    const std::string words = call.method + " " + call.path + " on port " + std::to_string(port) + ": " +
                              std::string(http::toText(answer.error())) + ", after " + std::to_string(tookMs) + " ms";
    std::fprintf(stderr, "%s\n", words.c_str()); // many callers look for a value in the answer, and fail on that
    return {0, words};
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
    const HttpAnswer answer = exchange(rpcPort, {.method = "POST", .path = "/", .body = request.dump()});
    const nlohmann::json json = answer.json();
    if (json.is_object() && json.contains("result"))
        return json.at("result");
    std::fprintf(stderr, "%s: %d %s\n", method.c_str(), answer.status, answer.body.c_str());
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
