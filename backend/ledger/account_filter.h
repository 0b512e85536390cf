#pragma once

#include "ledger/rpc_arguments.h"

namespace paradox::ledger {

/// One filter of getProgramAccounts and programSubscribe: a data size, or bytes at an offset.
struct AccountFilter {
    std::optional<std::uint64_t> size;
    std::uint64_t offset = 0;
    Bytes bytes;

    [[nodiscard]] bool matches(const Account &account) const;
};

/// Of the member "filters"; what is wrong with them is reported to the arguments.
[[nodiscard]] std::vector<AccountFilter> takeFilters(const Arguments::Config &config, Arguments &arguments);

} // namespace paradox::ledger
