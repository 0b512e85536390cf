#pragma once

#include "ledger/engine.h"
#include "ledger/json_writer.h"
#include "ledger/rpc_arguments.h"

#include <expected>

namespace paradox::ledger {

inline constexpr std::string_view apiVersion = "2.3.0";
inline constexpr std::uint32_t featureSet = 0;

struct AccountForm {
    DataEncoding encoding = DataEncoding::Binary;
    std::optional<DataSlice> slice;
};
/// An account to be written, and the mint that its parsed form needs.
struct ShownAccount {
    PublicKey key;
    AccountRef account;
    AccountRef mint;
};
[[nodiscard]] ShownAccount showAccount(const Bank &bank, Slot slot, const AccountWrite &one, const AccountForm &form);
/// An account, or null. Refuses base58 of more than 128 bytes, as the cluster does.
[[nodiscard]] std::optional<RpcError> writeAccount(JsonWriter &writer, const ShownAccount &shown,
                                                   const AccountForm &form);

/// Accounts: keys and balances only, as a block can be asked for them.
enum class TransactionEncoding : std::uint8_t { Json, JsonParsed, Base58, Base64, Accounts };
struct TransactionForm {
    TransactionEncoding encoding = TransactionEncoding::Json;
    std::optional<std::uint64_t> versionMax; ///< nothing: legacy only, and no version is written
};
/// Of the options at `i`, or of their old form: only the encoding, as a word.
[[nodiscard]] TransactionForm transactionForm(Arguments &arguments, std::size_t i);
/// "transaction" and "meta" (and "version") of the open object.
[[nodiscard]] std::optional<RpcError> writeTransaction(JsonWriter &writer, const TransactionRecord &record,
                                                       const TransactionForm &form);
void writeInner(JsonWriter &writer, const std::vector<InnerInstructions> &inner);
void writeReturnData(JsonWriter &writer, const std::optional<ReturnData> &data); ///< value, or null
void writeLogs(JsonWriter &writer, const std::vector<std::string> &logs);
[[nodiscard]] std::string_view toText(Commitment commitment);

/// {"context":…,"value":…}: begins the answer up to the value; the caller writes the value and ends the object.
void beginContext(JsonWriter &writer, Slot slot);

} // namespace paradox::ledger
