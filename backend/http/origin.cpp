#include "http/origin.h"

#include <algorithm>

namespace paradox::http {

namespace {

/// "http://127.0.0.1:5173" and its kin, on any port.
bool isLoopbackOrigin(std::string_view origin)
{
    constexpr std::string_view scheme = "http://";
    if (!origin.starts_with(scheme))
        return false;
    origin.remove_prefix(scheme.size());
    for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!origin.starts_with(host))
            continue;
        const std::string_view port = origin.substr(host.size());
        if (port.empty())
            return true;
        if (port.size() > 1 && port.size() <= 6 && port.front() == ':' &&
            std::ranges::all_of(port.substr(1), [](char c) { return c >= '0' && c <= '9'; }))
            return true;
    }
    return false;
}

} // namespace

std::vector<std::string> acceptedHosts(const ServerOptions &options, std::uint16_t port)
{
    const std::string suffix = ":" + std::to_string(port);
    std::vector<std::string> hosts = {"127.0.0.1" + suffix, "localhost" + suffix, "[::1]" + suffix};
    hosts.insert(hosts.end(), options.hosts.begin(), options.hosts.end());
    return hosts;
}

std::optional<WireError> checkOrigin(const Request &request, const ServerOptions &options,
                                     const std::vector<std::string> &hosts)
{
    const auto host = request.header("host");
    if (!host || std::ranges::find(hosts, *host) == hosts.end())
        return WireError{421, "This server does not go by that host name."};
    if (const auto origin = request.header("origin")) {
        const bool isListed = std::ranges::find(options.origins, *origin) != options.origins.end();
        const bool isLoopback = options.originPolicy == OriginPolicy::LoopbackCors && isLoopbackOrigin(*origin);
        if (!isListed && !isLoopback)
            return WireError{403, "Pages of that origin may not call this server."};
    } else if (const auto site = request.header("sec-fetch-site"); site && *site == "cross-site") {
        return WireError{403, "Other sites may not call this server."};
    }
    return std::nullopt;
}

std::optional<Response> preflight(const Request &request)
{
    if (request.method != Method::Options || !request.header("origin") ||
        !request.header("access-control-request-method"))
        return std::nullopt;
    // No Access-Control-Allow-Private-Network: a public page does not get to talk to this machine.
    Response response{.status = 204, .contentType = {}, .body = {}};
    response.headers.push_back({"Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS"});
    if (const auto wanted = request.header("access-control-request-headers"); wanted && wanted->size() <= 1024)
        response.headers.push_back({"Access-Control-Allow-Headers", std::string(*wanted)});
    response.headers.push_back({"Access-Control-Max-Age", "600"});
    return response;
}

} // namespace paradox::http
