#pragma once

#include "http/server.h"
#include "http/wire.h"

#include <optional>
#include <string>

namespace paradox::http {

/// Every spelling of this server's own address that a Host header may have, and the configured ones.
[[nodiscard]] std::vector<std::string> acceptedHosts(const ServerOptions &options, std::uint16_t port);

/// Host, Origin and Sec-Fetch-Site of a request, before any routing. DNS rebinding ends here.
[[nodiscard]] std::optional<WireError> checkOrigin(const Request &request, const ServerOptions &options,
                                                   const std::vector<std::string> &hosts);

/// The answer to a CORS preflight of an accepted origin; nothing when it is no preflight.
[[nodiscard]] std::optional<Response> preflight(const Request &request);

} // namespace paradox::http
