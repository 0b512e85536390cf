#include "domain/assert.h"
#include "solana/transaction.h"
#include "tests/fuzz/input.h"

using namespace paradox;

namespace {

/// Whatever decodes can be used: every index leads somewhere, and the same bytes come back.
void useMessage(const solana::Message &message)
{
    PARADOX_ASSERT(message.signatureCount >= 1);
    PARADOX_ASSERT(message.signatureCount <= message.staticKeys.size());
    PARADOX_ASSERT(message.isStaticWritable(0));
    std::vector<PublicKey> writable;
    std::vector<PublicKey> readonly;
    for (const solana::TableLookup &lookup : message.lookups) {
        writable.resize(writable.size() + lookup.writableIndexes.size());
        readonly.resize(readonly.size() + lookup.readonlyIndexes.size());
    }
    const auto accounts = solana::resolveAccounts(message, writable, readonly);
    PARADOX_ASSERT(accounts.size() == message.staticKeys.size() + writable.size() + readonly.size());
    for (const solana::CompiledInstruction &instruction : message.instructions) {
        PARADOX_ASSERT(instruction.programIndex < message.staticKeys.size());
        for (const std::uint8_t index : instruction.accountIndexes)
            PARADOX_ASSERT(index < accounts.size());
    }
    const auto instructions = solana::decompileInstructions(message, {});
    PARADOX_ASSERT(instructions.has_value() || !message.lookups.empty());
    std::vector<solana::LookupTable> tables;
    for (const solana::TableLookup &lookup : message.lookups)
        tables.push_back({.key = lookup.table, .addresses = std::vector<PublicKey>(7)});
    static_cast<void>(solana::decompileInstructions(message, tables));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const ByteSpan bytes(data, size);
    if (const auto message = solana::decodeMessage(bytes)) {
        PARADOX_ASSERT(fuzz::areEqual(solana::serialiseMessage(*message), bytes));
        useMessage(*message);
    }
    if (const auto transaction = solana::decodeTransaction(bytes)) {
        PARADOX_ASSERT(bytes.size() <= solana::transactionSizeMax);
        PARADOX_ASSERT(fuzz::areEqual(solana::serialiseTransaction(*transaction), bytes));
        PARADOX_ASSERT(fuzz::areEqual(solana::serialiseMessage(transaction->message), transaction->messageBytes));
        PARADOX_ASSERT(transaction->signatures.size() == transaction->message.signatureCount);
        static_cast<void>(solana::verifySignatures(*transaction));
        useMessage(transaction->message);
    }
    ByteSpan rest = bytes;
    if (const auto length = solana::takeCompactLength(rest)) {
        Bytes again;
        solana::putCompactLength(again, *length);
        PARADOX_ASSERT(fuzz::areEqual(again, bytes.first(bytes.size() - rest.size())));
    }
    return 0;
}
