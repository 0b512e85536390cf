#include "ledger/parsed_state.h"

#include "domain/base58.h"
#include "ledger/lookup_table.h"
#include "ledger/nonce.h"
#include "solana/programs.h"

namespace paradox::ledger {

namespace {

/// Opens up to "info": the caller writes its members and closes with end().
void begin(JsonWriter &writer, std::string_view program, std::string_view type)
{
    writer.beginObject().key("program").text(program).key("parsed").beginObject();
    writer.key("type").text(type).key("info").beginObject();
}

bool end(JsonWriter &writer, const Account &account)
{
    writer.endObject().endObject().key("space").number(account.data.size()).endObject();
    return true;
}

bool writeLookupTable(JsonWriter &writer, const Account &account)
{
    const std::optional<LookupTableState> table = LookupTableState::decode(account.data);
    if (!table)
        return false;
    begin(writer, "address-lookup-table", "lookupTable");
    writer.key("addresses").beginArray();
    for (const PublicKey &address : table->addresses)
        writer.text(toBase58(address));
    writer.endArray();
    if (table->authority)
        writer.key("authority").text(toBase58(*table->authority));
    writer.key("deactivationSlot").text(std::to_string(table->deactivatedAt.value));
    writer.key("lastExtendedSlot").text(std::to_string(table->lastExtendedAt.value));
    writer.key("lastExtendedSlotStartIndex").number(table->lastExtendedFrom);
    return end(writer, account);
}

bool writeNonce(JsonWriter &writer, const Account &account)
{
    const std::optional<NonceState> nonce =
        account.data.size() == nonceAccountSize ? NonceState::decode(account.data) : std::nullopt;
    if (!nonce || !nonce->data)
        return false;
    begin(writer, "nonce", "initialized");
    writer.key("authority").text(toBase58(nonce->data->authority)).key("blockhash").text(toBase58(nonce->data->nonce));
    writer.key("feeCalculator").beginObject().key("lamportsPerSignature");
    writer.text(std::to_string(nonce->data->lamportsPerSignature)).endObject();
    return end(writer, account);
}

} // namespace

bool writeParsedState(JsonWriter &writer, const Account &account)
{
    if (account.owner == solana::addressLookupTableProgram)
        return writeLookupTable(writer, account);
    return account.owner == solana::systemProgram && writeNonce(writer, account);
}

} // namespace paradox::ledger
