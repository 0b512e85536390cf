#pragma once

#include "solana/transaction.h"

#include <optional>
#include <string>
#include <vector>

namespace paradox::ledger::spl {

extern const PublicKey memoProgram;  ///< MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr
extern const PublicKey memoProgram1; ///< Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo, the first version

/// What a transaction's own instructions have these programs note, as a list of signatures shows it: "[5] hello".
[[nodiscard]] std::optional<std::string> memosOf(const solana::Message &message, const std::vector<PublicKey> &keys);

} // namespace paradox::ledger::spl
