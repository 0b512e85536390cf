#pragma once

#include "chain/chain.h"

#include <nlohmann/json.hpp>

namespace paradox::chain {

// Reading what a node answered. Every function gives nothing for another form than the one documented by Solana.

[[nodiscard]] std::optional<std::uint64_t> readU64(const nlohmann::json &json, const char *member);
[[nodiscard]] std::string readText(const nlohmann::json &json, const char *member);
/// {"context":{"slot":n},"value":…}
[[nodiscard]] std::optional<Slot> readContextSlot(const nlohmann::json &json);
/// The wire's form of `err`, empty for null.
[[nodiscard]] std::string readError(const nlohmann::json &json);
[[nodiscard]] std::vector<std::string> readLogs(const nlohmann::json &json, const char *member);
/// A whole array of accounts, null where there is none.
[[nodiscard]] std::optional<std::vector<std::optional<AccountInfo>>> readAccounts(const nlohmann::json &json);
[[nodiscard]] std::optional<std::vector<std::optional<SignatureStatus>>> readStatuses(const nlohmann::json &json);
[[nodiscard]] std::optional<SignatureInfo> readSignatureInfo(const nlohmann::json &json);
[[nodiscard]] std::optional<LandedTransaction> readLanded(const nlohmann::json &json);

/// What to say of an answer in another form.
[[nodiscard]] ChainError malformed(const char *method);

} // namespace paradox::chain
