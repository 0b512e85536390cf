#pragma once

#include "client/backend_client.h"
#include "client/outbox.h"

#include <memory>

namespace paradox::client {

/// Puts an outbox before any client: a signed intent is on disk before its first byte leaves, and after a lost answer
/// or a crash its fate is asked for by its id; it is sent again only when the node says it never had it. Everything
/// else passes through.
[[nodiscard]] std::unique_ptr<BackendClient> makeDurable(std::unique_ptr<BackendClient> inner, Outbox &outbox,
                                                         const Clock &clock);

} // namespace paradox::client
