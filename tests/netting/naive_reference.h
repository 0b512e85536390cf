#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paradox::netting::test {

/// Protocol §4 as it is written there: names are strings, every loop runs whole. The meaning that the engine must
/// equal.
struct NaiveTrade {
    std::string id;
    std::string item;
    std::string from;
    std::string to;
    std::uint64_t amount = 0;
};

struct NaiveBatch {
    std::uint64_t feeBps = 0;
    std::string treasury;
    std::string mode = "NET";
    std::map<std::string, std::string> owners;
    std::map<std::string, std::uint64_t> available;
    std::vector<NaiveTrade> trades;
    std::optional<std::uint32_t> evictionsMax;
};

struct NaiveResult {
    std::vector<std::string> accepted;
    std::map<std::string, std::string> rejected;
    std::map<std::string, std::string> finalOwner;
    std::map<std::string, std::int64_t> delta;
    std::uint64_t gross = 0;
    std::uint64_t fees = 0;
    std::uint64_t net = 0;

    bool operator==(const NaiveResult &) const = default;
};

/// Nothing when the result does not fit the protocol's 64 bits.
[[nodiscard]] std::optional<NaiveResult> netNaively(const NaiveBatch &batch);

[[nodiscard]] std::string toJson(const NaiveBatch &batch);
/// The text that netJson() must give, newline and all.
[[nodiscard]] std::string toJson(const NaiveResult &result);

} // namespace paradox::netting::test
