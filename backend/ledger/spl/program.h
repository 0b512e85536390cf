#pragma once

#include "ledger/invocation.h"

#include <span>

namespace paradox::ledger::spl {

/// A program that a cluster has as SBPF code and this ledger implements itself: SPL Token, Token-2022, Associated Token
/// Account, Memo. To transactions it is a deployed program: it counts as one for the compute budget and logs what it
/// consumed.
struct Program {
    PublicKey id;
    Status (*entry)(Invocation &invocation); ///< runs invocation.frame()
    PublicKey loader;                        ///< owns its account
    Bytes data;                              ///< of its account
};

/// Null when it is none of them.
[[nodiscard]] const Program *find(const PublicKey &id);
[[nodiscard]] std::span<const Program> programs();

/// Either token program.
[[nodiscard]] bool isTokenProgram(const PublicKey &id);

namespace token {
[[nodiscard]] Status enter(Invocation &invocation);
}
namespace token2022 {
[[nodiscard]] Status enter(Invocation &invocation);
}
namespace associated {
[[nodiscard]] Status enter(Invocation &invocation);
}
namespace memo {
[[nodiscard]] Status enter(Invocation &invocation);
[[nodiscard]] bool isMemoProgram(const PublicKey &id);
} // namespace memo

} // namespace paradox::ledger::spl
