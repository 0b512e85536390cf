#pragma once

#include "ledger/account.h"
#include "ledger/json_writer.h"

namespace paradox::ledger {

/// "data" of encoding jsonParsed, {"program":…,"parsed":…,"space":…}, of what the built-in programs keep: address
/// lookup tables and nonce accounts. False, and nothing written, for every other account.
[[nodiscard]] bool writeParsedState(JsonWriter &writer, const Account &account);
/// The same of a sysvar, which its address makes one.
[[nodiscard]] bool writeParsedSysvar(JsonWriter &writer, const PublicKey &key, const Account &account);

} // namespace paradox::ledger
