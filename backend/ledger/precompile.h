#pragma once

#include "ledger/invocation.h"
#include "solana/transaction.h"

namespace paradox::ledger {

// Programs that check signatures outside of any virtual machine. They look at instruction data only, cost no compute
// units, write no log and cannot be called by a program; each signature they check is charged as one of the
// transaction's own.

/// Ed25519, secp256k1, secp256r1.
[[nodiscard]] bool isPrecompile(const PublicKey &program);

/// Signatures that the message's precompile instructions ask for.
[[nodiscard]] std::uint64_t precompileSignatures(const solana::Message &message);

/// Runs one such instruction of the message. PrecompileError, as custom codes: 0 public key, 1 recovery id,
/// 2 signature, 3 offsets, 4 size.
[[nodiscard]] Status runPrecompile(const solana::Message &message, std::size_t index);

} // namespace paradox::ledger
