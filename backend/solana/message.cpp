#include "solana/borsh.h"
#include "solana/transaction.h"

#include <algorithm>

namespace paradox::solana {
namespace {

constexpr std::uint8_t versionBit = 0x80;

struct KeyUse {
    PublicKey key;
    bool isSigner = false;
    bool isWritable = false;
    bool isProgram = false;
};

KeyUse &useOf(std::vector<KeyUse> &uses, const PublicKey &key)
{
    const auto found = std::ranges::find(uses, key, &KeyUse::key);
    return found != uses.end() ? *found : uses.emplace_back(KeyUse{.key = key});
}

/// Every key once, fee payer first, in the order asked for.
std::vector<KeyUse> collectKeys(std::span<const Instruction> instructions, const MessageOptions &options)
{
    std::vector<KeyUse> uses{{.key = options.feePayer, .isSigner = true, .isWritable = true}};
    for (const Instruction &instruction : instructions) {
        useOf(uses, instruction.program).isProgram = true;
        for (const AccountMeta &meta : instruction.accounts) {
            KeyUse &use = useOf(uses, meta.key);
            use.isSigner = use.isSigner || meta.isSigner;
            use.isWritable = use.isWritable || meta.isWritable;
        }
    }
    if (options.order == KeyOrder::Rust)
        std::sort(uses.begin() + 1, uses.end(), [](const KeyUse &a, const KeyUse &b) { return a.key < b.key; });
    return uses;
}

/// Moves what a table holds out of `uses` into a lookup: only plain accounts; signers and programs stay static.
std::optional<TableLookup> drainIntoTable(std::vector<KeyUse> &uses, const LookupTable &table,
                                          std::vector<PublicKey> &writable, std::vector<PublicKey> &readonly)
{
    TableLookup lookup{.table = table.key, .writableIndexes = {}, .readonlyIndexes = {}};
    std::erase_if(uses, [&](const KeyUse &use) {
        if (use.isSigner || use.isProgram)
            return false;
        const auto found = std::ranges::find(table.addresses, use.key);
        const auto index = found - table.addresses.begin();
        if (found == table.addresses.end() || index >= static_cast<std::ptrdiff_t>(messageAccountsMax))
            return false;
        (use.isWritable ? lookup.writableIndexes : lookup.readonlyIndexes).push_back(static_cast<std::uint8_t>(index));
        (use.isWritable ? writable : readonly).push_back(use.key);
        return true;
    });
    if (lookup.writableIndexes.empty() && lookup.readonlyIndexes.empty())
        return std::nullopt;
    return lookup;
}

} // namespace

bool Message::isStaticWritable(std::size_t index) const
{
    if (index < signatureCount)
        return index + readonlySignedCount < signatureCount;
    return index + readonlyUnsignedCount < staticKeys.size();
}

std::expected<Message, MessageError> compileMessage(std::span<const Instruction> instructions,
                                                    const MessageOptions &options)
{
    std::vector<KeyUse> uses = collectKeys(instructions, options);
    Message message{.version = options.version, .recentBlockhash = options.recentBlockhash};
    std::vector<PublicKey> loadedWritable;
    std::vector<PublicKey> loadedReadonly;
    if (options.version == MessageVersion::V0) {
        for (const LookupTable &table : options.tables) {
            if (std::optional<TableLookup> lookup = drainIntoTable(uses, table, loadedWritable, loadedReadonly))
                message.lookups.push_back(std::move(*lookup));
        }
    }
    if (uses.size() + loadedWritable.size() + loadedReadonly.size() > messageAccountsMax)
        return std::unexpected(MessageError::TooManyKeys);

    const auto roleOf = [](const KeyUse &use) { return (use.isSigner ? 0 : 2) + (use.isWritable ? 0 : 1); };
    std::ranges::stable_sort(uses, {}, roleOf);
    const auto countOf = [&](int role) { return std::ranges::count(uses, role, roleOf); };
    const auto signers = countOf(0) + countOf(1);
    if (signers > 127)
        return std::unexpected(MessageError::TooManySigners);
    message.signatureCount = static_cast<std::uint8_t>(signers);
    message.readonlySignedCount = static_cast<std::uint8_t>(countOf(1));
    message.readonlyUnsignedCount = static_cast<std::uint8_t>(countOf(3));
    for (const KeyUse &use : uses)
        message.staticKeys.push_back(use.key);

    std::vector<PublicKey> all = message.staticKeys;
    all.insert(all.end(), loadedWritable.begin(), loadedWritable.end());
    all.insert(all.end(), loadedReadonly.begin(), loadedReadonly.end());
    const auto indexOf = [&all](const PublicKey &key) {
        return static_cast<std::uint8_t>(std::ranges::find(all, key) - all.begin());
    };
    for (const Instruction &instruction : instructions) {
        CompiledInstruction compiled{
            .programIndex = indexOf(instruction.program), .accountIndexes = {}, .data = instruction.data};
        for (const AccountMeta &meta : instruction.accounts)
            compiled.accountIndexes.push_back(indexOf(meta.key));
        message.instructions.push_back(std::move(compiled));
    }
    if (serialiseMessage(message).size() + 1 + 64 * static_cast<std::size_t>(signers) > transactionSizeMax)
        return std::unexpected(MessageError::TooLarge);
    return message;
}

Bytes serialiseMessage(const Message &message)
{
    Bytes out;
    const auto put = [&out](ByteSpan bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
    if (message.version == MessageVersion::V0)
        out.push_back(versionBit);
    out.push_back(message.signatureCount);
    out.push_back(message.readonlySignedCount);
    out.push_back(message.readonlyUnsignedCount);
    putCompactLength(out, message.staticKeys.size());
    for (const PublicKey &key : message.staticKeys)
        put(key.bytes);
    put(message.recentBlockhash.bytes);
    putCompactLength(out, message.instructions.size());
    for (const CompiledInstruction &instruction : message.instructions) {
        out.push_back(instruction.programIndex);
        putCompactLength(out, instruction.accountIndexes.size());
        put(instruction.accountIndexes);
        putCompactLength(out, instruction.data.size());
        put(instruction.data);
    }
    if (message.version == MessageVersion::V0) {
        putCompactLength(out, message.lookups.size());
        for (const TableLookup &lookup : message.lookups) {
            put(lookup.table.bytes);
            putCompactLength(out, lookup.writableIndexes.size());
            put(lookup.writableIndexes);
            putCompactLength(out, lookup.readonlyIndexes.size());
            put(lookup.readonlyIndexes);
        }
    }
    return out;
}

void putCompactLength(Bytes &out, std::size_t length)
{
    while (length > 0x7f) {
        out.push_back(static_cast<std::uint8_t>(length & 0x7f) | 0x80);
        length >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(length));
}

std::optional<std::uint16_t> takeCompactLength(ByteSpan &rest)
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 3; ++i) {
        if (rest.empty())
            return std::nullopt;
        const std::uint8_t byte = rest.front();
        rest = rest.subspan(1);
        value |= static_cast<std::uint32_t>(byte & 0x7f) << (7 * i);
        if ((byte & 0x80) == 0) {
            const bool isAlias = i > 0 && byte == 0; // a longer spelling of a shorter number
            return isAlias || value > 0xffff ? std::nullopt : std::optional(static_cast<std::uint16_t>(value));
        }
    }
    return std::nullopt;
}

} // namespace paradox::solana
