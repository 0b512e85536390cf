#pragma once

#include "ledger/invocation.h"

namespace paradox::ledger {

// The loaders through which a cluster's programs are deployed. This ledger runs native code that it was built with: it
// has the loaders' accounts, so that their clients get an answer, and refuses every instruction in words.

[[nodiscard]] bool isLoader(const PublicKey &program);
[[nodiscard]] std::uint64_t loaderCost(const PublicKey &loader); ///< compute units of one instruction
[[nodiscard]] Status runLoader(Invocation &invocation);

} // namespace paradox::ledger
