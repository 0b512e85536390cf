#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace paradox::chain {

enum class TransportError {
    NotSent,   ///< no connection: nothing reached the node
    Untrusted, ///< its certificate is not that of its name: nothing was sent
    NoAnswer,  ///< sent, then silence or a broken answer
    TooLarge,  ///< the answer is larger than allowed
};

struct TransportAnswer {
    int status = 0;
    std::string body;
    std::optional<std::int64_t> retryAfterMs;
};

/// Carries one JSON-RPC body to a node and its answer back. One thread at a time.
class Transport {
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual std::expected<TransportAnswer, TransportError> post(const std::string &body) = 0;
};

} // namespace paradox::chain
