#include "solana/transaction.h"

#include "domain/assert.h"

#include <algorithm>

namespace paradox::solana {

Transaction makeTransaction(Message message)
{
    Transaction transaction;
    transaction.signatures.resize(message.signatureCount);
    transaction.messageBytes = serialiseMessage(message);
    transaction.message = std::move(message);
    return transaction;
}

Bytes serialiseTransaction(const Transaction &transaction)
{
    Bytes out;
    out.reserve(transaction.messageBytes.size() + transaction.signatures.size() * Signature::size + 3);
    putCompactLength(out, transaction.signatures.size());
    for (const Signature &signature : transaction.signatures)
        out.insert(out.end(), signature.bytes.begin(), signature.bytes.end());
    out.insert(out.end(), transaction.messageBytes.begin(), transaction.messageBytes.end());
    return out;
}

bool addSignature(Transaction &transaction, const PublicKey &signer, const Signature &signature)
{
    const std::span<const PublicKey> signers =
        std::span(transaction.message.staticKeys).first(transaction.message.signatureCount);
    const auto found = std::ranges::find(signers, signer);
    if (found == signers.end())
        return false;
    transaction.signatures[static_cast<std::size_t>(found - signers.begin())] = signature;
    return true;
}

bool signTransaction(Transaction &transaction, std::span<const Keypair *const> signers)
{
    return std::ranges::all_of(signers, [&](const Keypair *signer) {
        return addSignature(transaction, signer->publicKey(), signer->sign(transaction.messageBytes));
    });
}

bool verifySignatures(const Transaction &transaction)
{
    PARADOX_ASSERT(transaction.signatures.size() <= transaction.message.staticKeys.size());
    for (std::size_t i = 0; i < transaction.signatures.size(); ++i) {
        if (!verify(transaction.message.staticKeys[i], transaction.messageBytes, transaction.signatures[i]))
            return false;
    }
    return true;
}

std::vector<AccountMeta> resolveAccounts(const Message &message, std::span<const PublicKey> loadedWritable,
                                         std::span<const PublicKey> loadedReadonly)
{
    std::vector<AccountMeta> accounts;
    accounts.reserve(message.staticKeys.size() + loadedWritable.size() + loadedReadonly.size());
    for (std::size_t i = 0; i < message.staticKeys.size(); ++i)
        accounts.push_back({message.staticKeys[i], message.isSigner(i), message.isStaticWritable(i)});
    for (const PublicKey &key : loadedWritable)
        accounts.push_back({key, false, true});
    for (const PublicKey &key : loadedReadonly)
        accounts.push_back({key, false, false});
    return accounts;
}

std::optional<std::vector<Instruction>> decompileInstructions(const Message &message,
                                                              std::span<const LookupTable> tables)
{
    std::vector<PublicKey> writable;
    std::vector<PublicKey> readonly;
    for (const TableLookup &lookup : message.lookups) {
        const auto table = std::ranges::find(tables, lookup.table, &LookupTable::key);
        if (table == tables.end())
            return std::nullopt;
        const auto append = [&table](const Bytes &indexes, std::vector<PublicKey> &keys) {
            for (const std::uint8_t index : indexes) {
                if (index >= table->addresses.size())
                    return false;
                keys.push_back(table->addresses[index]);
            }
            return true;
        };
        if (!append(lookup.writableIndexes, writable) || !append(lookup.readonlyIndexes, readonly))
            return std::nullopt;
    }
    const std::vector<AccountMeta> accounts = resolveAccounts(message, writable, readonly);
    std::vector<Instruction> instructions;
    for (const CompiledInstruction &compiled : message.instructions) {
        Instruction instruction{.program = accounts[compiled.programIndex].key, .accounts = {}, .data = compiled.data};
        for (const std::uint8_t index : compiled.accountIndexes)
            instruction.accounts.push_back(accounts[index]);
        instructions.push_back(std::move(instruction));
    }
    return instructions;
}

} // namespace paradox::solana
