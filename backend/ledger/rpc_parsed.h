#pragma once

#include "ledger/json_writer.h"
#include "ledger/record.h"

namespace paradox::ledger {

/// "data" of encoding jsonParsed: {"program":…,"parsed":…,"space":…}. False, and nothing written, when the account is
/// of no kind that is known. A token account is shown with its mint's decimals, so it needs its mint.
[[nodiscard]] bool writeParsedAccount(JsonWriter &writer, const Account &account, const AccountRef &mint);

/// The mint without which an account cannot be shown parsed; nothing for other accounts.
[[nodiscard]] std::optional<PublicKey> mintNeededFor(const Account &account);

/// An amount as clients read it: {"uiAmount":…,"decimals":…,"amount":…,"uiAmountString":…}.
void writeTokenAmount(JsonWriter &writer, std::uint64_t amount, std::uint8_t decimals);
/// The same members into an open object.
void writeTokenAmountMembers(JsonWriter &writer, std::uint64_t amount, std::uint8_t decimals);

/// "program" and "parsed" into the open object of an instruction. False, and nothing written, for programs and
/// instructions that are not known, which are shown partly decoded.
[[nodiscard]] bool writeParsedInstruction(JsonWriter &writer, const solana::CompiledInstruction &instruction,
                                          const std::vector<PublicKey> &keys);

} // namespace paradox::ledger
