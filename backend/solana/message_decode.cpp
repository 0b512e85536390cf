#include "solana/transaction.h"

#include <algorithm>

namespace paradox::solana {
namespace {

/// Takes pieces from the front of untrusted bytes; the first failure sticks.
class Cursor {
public:
    explicit Cursor(ByteSpan bytes) : m_rest(bytes) {}

    [[nodiscard]] ByteSpan raw(std::size_t size)
    {
        if (m_error || size > m_rest.size()) {
            fail(DecodeError::Truncated);
            return {};
        }
        const ByteSpan result = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return result;
    }
    [[nodiscard]] std::uint8_t byte()
    {
        const ByteSpan one = raw(1);
        return one.empty() ? std::uint8_t{0} : one.front();
    }
    template <class Fixed>
    [[nodiscard]] Fixed take()
    {
        return Fixed::from(raw(Fixed::size)).value_or(Fixed{});
    }
    /// A length whose elements take at least `unit` bytes each, so that hostile counts allocate nothing.
    [[nodiscard]] std::size_t length(std::size_t unit)
    {
        if (m_error)
            return 0;
        if (m_rest.empty()) {
            fail(DecodeError::Truncated);
            return 0;
        }
        const std::optional<std::uint16_t> value = takeCompactLength(m_rest);
        if (!value)
            fail(DecodeError::BadCompactLength);
        else if (*value * unit > m_rest.size())
            fail(DecodeError::Truncated);
        return m_error ? 0 : *value;
    }
    [[nodiscard]] Bytes vec()
    {
        const ByteSpan bytes = raw(length(1));
        return {bytes.begin(), bytes.end()};
    }
    void fail(DecodeError error)
    {
        if (!m_error)
            m_error = error;
    }
    [[nodiscard]] ByteSpan rest() const { return m_rest; }
    [[nodiscard]] std::optional<DecodeError> error() const { return m_error; }

private:
    ByteSpan m_rest;
    std::optional<DecodeError> m_error;
};

Message readMessage(Cursor &cursor)
{
    Message message;
    std::uint8_t first = cursor.byte();
    if ((first & 0x80) != 0) {
        if (first != 0x80)
            cursor.fail(DecodeError::UnsupportedVersion);
        message.version = MessageVersion::V0;
        first = cursor.byte();
    }
    message.signatureCount = first;
    message.readonlySignedCount = cursor.byte();
    message.readonlyUnsignedCount = cursor.byte();
    for (std::size_t left = cursor.length(PublicKey::size); left > 0; --left)
        message.staticKeys.push_back(cursor.take<PublicKey>());
    message.recentBlockhash = cursor.take<Hash>();
    for (std::size_t left = cursor.length(3); left > 0; --left) {
        CompiledInstruction instruction;
        instruction.programIndex = cursor.byte();
        instruction.accountIndexes = cursor.vec();
        instruction.data = cursor.vec();
        message.instructions.push_back(std::move(instruction));
    }
    if (message.version == MessageVersion::V0) {
        for (std::size_t left = cursor.length(PublicKey::size + 2); left > 0; --left) {
            TableLookup lookup;
            lookup.table = cursor.take<PublicKey>();
            lookup.writableIndexes = cursor.vec();
            lookup.readonlyIndexes = cursor.vec();
            message.lookups.push_back(std::move(lookup));
        }
    }
    return message;
}

/// The runtime's own rules before it looks at any account.
std::optional<DecodeError> sanitise(const Message &message)
{
    const std::size_t keys = message.staticKeys.size();
    if (message.readonlySignedCount >= message.signatureCount ||
        std::size_t{message.signatureCount} + message.readonlyUnsignedCount > keys)
        return DecodeError::BadHeader;
    std::size_t accounts = keys;
    for (const TableLookup &lookup : message.lookups) {
        if (lookup.writableIndexes.empty() && lookup.readonlyIndexes.empty())
            return DecodeError::EmptyLookup;
        accounts += lookup.writableIndexes.size() + lookup.readonlyIndexes.size();
    }
    if (accounts > messageAccountsMax)
        return DecodeError::TooManyAccounts;
    for (const CompiledInstruction &instruction : message.instructions) {
        if (instruction.programIndex == 0)
            return DecodeError::ProgramIsFeePayer;
        if (instruction.programIndex >= keys)
            return DecodeError::IndexOutOfRange;
        if (std::ranges::any_of(instruction.accountIndexes, [&](std::uint8_t index) { return index >= accounts; }))
            return DecodeError::IndexOutOfRange;
    }
    return std::nullopt;
}

} // namespace

std::expected<Message, DecodeError> decodeMessage(ByteSpan bytes)
{
    if (bytes.size() > transactionSizeMax)
        return std::unexpected(DecodeError::TooLarge);
    Cursor cursor(bytes);
    Message message = readMessage(cursor);
    if (cursor.error())
        return std::unexpected(*cursor.error());
    if (!cursor.rest().empty())
        return std::unexpected(DecodeError::TrailingBytes);
    if (const std::optional<DecodeError> error = sanitise(message))
        return std::unexpected(*error);
    return message;
}

std::expected<Transaction, DecodeError> decodeTransaction(ByteSpan bytes)
{
    if (bytes.size() > transactionSizeMax)
        return std::unexpected(DecodeError::TooLarge);
    Cursor cursor(bytes);
    Transaction transaction;
    for (std::size_t left = cursor.length(Signature::size); left > 0; --left)
        transaction.signatures.push_back(cursor.take<Signature>());
    if (cursor.error())
        return std::unexpected(*cursor.error());
    std::expected<Message, DecodeError> message = decodeMessage(cursor.rest());
    if (!message)
        return std::unexpected(message.error());
    if (message->signatureCount != transaction.signatures.size())
        return std::unexpected(DecodeError::SignatureCountMismatch);
    transaction.message = std::move(*message);
    transaction.messageBytes.assign(cursor.rest().begin(), cursor.rest().end());
    return transaction;
}

} // namespace paradox::solana
