#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::test {

/// Keeps `connections` keep-alive HTTP/1.1 connections to 127.0.0.1:port busy from one thread: each sends its next
/// requests when half of those it may have unanswered are answered.
struct LoadOptions {
    std::uint16_t port = 0;
    unsigned connections = 64;
    unsigned unansweredMax = 1; ///< of one connection; above 1 they are pipelined
    /// The whole request, head and body; empty ends the run. Called once per request, in turn.
    std::function<std::string()> next;
    /// Status and body of each answer; may be empty.
    std::function<void(int status, std::string_view body)> answered;
    /// Requests per second over all connections; 0: as fast as answers come.
    std::uint64_t ratePerSecond = 0;
};

struct LoadResult {
    std::uint64_t answers = 0;
    std::uint64_t failures = 0; ///< connections that broke
    double seconds = 0;
    std::vector<std::uint32_t> latencyUs; ///< of each answer; with a rate, from the moment the request was due
};

[[nodiscard]] LoadResult runLoad(const LoadOptions &options);

/// The p-th percentile (0…100) of latencies, in microseconds; 0 for none.
[[nodiscard]] std::uint32_t percentileUs(std::vector<std::uint32_t> latencies, unsigned percent);

} // namespace paradox::test
