#include "ledger/spl/extension.h"

#include "ledger/spl/token_error.h"

#include <algorithm>
#include <array>
#include <limits>

namespace paradox::ledger::spl {

namespace {

struct Traits {
    std::string_view name;
    AccountKind kind;
    std::optional<std::size_t> size;
};

constexpr std::array traits = std::to_array<Traits>({
    {"uninitialized", AccountKind::Uninitialised, 0},
    {"transferFeeConfig", AccountKind::Mint, 108},
    {"transferFeeAmount", AccountKind::Account, 8},
    {"mintCloseAuthority", AccountKind::Mint, 32},
    {"confidentialTransferMint", AccountKind::Mint, 65},
    {"confidentialTransferAccount", AccountKind::Account, 295},
    {"defaultAccountState", AccountKind::Mint, 1},
    {"immutableOwner", AccountKind::Account, 0},
    {"memoTransfer", AccountKind::Account, 1},
    {"nonTransferable", AccountKind::Mint, 0},
    {"interestBearingConfig", AccountKind::Mint, 52},
    {"cpiGuard", AccountKind::Account, 1},
    {"permanentDelegate", AccountKind::Mint, 32},
    {"nonTransferableAccount", AccountKind::Account, 0},
    {"transferHook", AccountKind::Mint, 64},
    {"transferHookAccount", AccountKind::Account, 1},
    {"confidentialTransferFeeConfig", AccountKind::Mint, 129},
    {"confidentialTransferFeeAmount", AccountKind::Account, 64},
    {"metadataPointer", AccountKind::Mint, 64},
    {"tokenMetadata", AccountKind::Mint, std::nullopt},
    {"groupPointer", AccountKind::Mint, 64},
    {"tokenGroup", AccountKind::Mint, 80},
    {"groupMemberPointer", AccountKind::Mint, 64},
    {"tokenGroupMember", AccountKind::Mint, 72},
    {"confidentialMintBurn", AccountKind::Mint, 196},
    {"scaledUiAmountConfig", AccountKind::Mint, 56},
    {"pausableConfig", AccountKind::Mint, 33},
    {"pausableAccount", AccountKind::Account, 0},
    {"permissionedBurnConfig", AccountKind::Mint, 32},
});
static_assert(traits.size() == static_cast<std::size_t>(Extension::PermissionedBurn) + 1);

const Traits &of(Extension type)
{
    return traits.at(static_cast<std::size_t>(type));
}

std::unexpected<InstructionError> damaged()
{
    return std::unexpected(InstructionError{InstructionErrorKind::InvalidAccountData});
}

std::unexpected<InstructionError> failed(TokenError error)
{
    return std::unexpected(customError(static_cast<std::uint32_t>(error)));
}

std::size_t baseSize(AccountKind kind)
{
    return kind == AccountKind::Mint ? mintSize : tokenAccountSize;
}

bool isInitialised(EditableBytes base, AccountKind kind)
{
    return kind == AccountKind::Mint ? Mint(base).initialised() != 0 : TokenAccount(base).state() != 0;
}

/// The bytes behind the base: padding up to an account's size, the kind, the entries.
Read<Extended> split(EditableBytes bytes, AccountKind kind, AccountKind expected)
{
    const std::size_t size = baseSize(kind);
    Extended account{bytes.first(size), {}, {}};
    if (bytes.size() == size)
        return account;
    if (bytes.size() < entriesAt)
        return damaged();
    const EditableBytes padding = bytes.subspan(size, tokenAccountSize - size);
    if (!std::ranges::all_of(padding, [](std::uint8_t byte) { return byte == 0; }))
        return damaged();
    if (bytes[tokenAccountSize] != static_cast<std::uint8_t>(expected))
        return damaged();
    account.kind = bytes.subspan(tokenAccountSize, 1);
    account.entries = Entries(bytes.subspan(entriesAt));
    return account;
}

} // namespace

std::optional<Extension> toExtension(std::uint16_t number)
{
    if (number >= traits.size())
        return std::nullopt;
    return static_cast<Extension>(number);
}

AccountKind kindOf(Extension type)
{
    return of(type).kind;
}

std::optional<std::size_t> valueSizeOf(Extension type)
{
    return of(type).size;
}

std::string_view toText(Extension type)
{
    return of(type).name;
}

std::vector<Extension> requiredByMintExtension(Extension type)
{
    if (type == Extension::TransferFeeConfig)
        return {Extension::TransferFeeAmount};
    if (type == Extension::NonTransferable)
        return {Extension::NonTransferableAccount, Extension::ImmutableOwner};
    if (type == Extension::TransferHook)
        return {Extension::TransferHookAccount};
    if (type == Extension::Pausable)
        return {Extension::PausableAccount};
    return {};
}

Read<Entries::Place> Entries::seek(Extension wanted) const
{
    std::size_t start = 0;
    while (start < m_bytes.size()) {
        if (m_bytes.size() - start < entryHeaderSize)
            return damaged();
        const std::optional<Extension> type = toExtension(loadAt<std::uint16_t>(m_bytes, start));
        if (!type)
            return damaged();
        if (*type == wanted)
            return Place{start, true};
        if (*type == Extension::Uninitialised)
            return Place{start, false};
        if (kindOf(*type) != kindOf(wanted))
            return failed(TokenError::ExtensionTypeMismatch);
        start += entryHeaderSize + loadAt<std::uint16_t>(m_bytes, start + 2);
    }
    return damaged();
}

Read<EditableBytes> Entries::find(Extension type) const
{
    const Read<Place> place = seek(type);
    if (!place)
        return std::unexpected(place.error());
    if (!place->found)
        return failed(TokenError::ExtensionNotFound);
    const std::size_t size = loadAt<std::uint16_t>(m_bytes, place->start + 2);
    const std::optional<std::size_t> fixed = valueSizeOf(type);
    if (m_bytes.size() - place->start - entryHeaderSize < size)
        return damaged();
    if (fixed && *fixed != size)
        return std::unexpected(InstructionError{InstructionErrorKind::InvalidArgument});
    return m_bytes.subspan(place->start + entryHeaderSize, size);
}

Read<EditableBytes> Entries::init(Extension type, std::size_t size)
{
    const Read<Place> place = seek(type);
    if (!place)
        return std::unexpected(place.error());
    if (m_bytes.size() - place->start < entryHeaderSize + size)
        return damaged();
    if (place->found && loadAt<std::uint16_t>(m_bytes, place->start + 2) != size)
        return failed(TokenError::InvalidLengthForAlloc);
    storeAt(m_bytes, place->start, static_cast<std::uint16_t>(type));
    storeAt(m_bytes, place->start + 2, static_cast<std::uint16_t>(size));
    const EditableBytes value = m_bytes.subspan(place->start + entryHeaderSize, size);
    std::ranges::fill(value, std::uint8_t{0});
    return value;
}

Read<EditableBytes> Entries::resize(Extension type, std::size_t size)
{
    const Read<EditableBytes> old = find(type);
    const Read<std::size_t> used = usedSize();
    if (!old)
        return std::unexpected(old.error());
    if (!used || size > std::numeric_limits<std::uint16_t>::max() || *used - old->size() + size > m_bytes.size())
        return damaged();
    const std::size_t start = static_cast<std::size_t>(old->data() - m_bytes.data());
    const std::size_t behind = *used - start - old->size();
    std::memmove(m_bytes.data() + start + size, m_bytes.data() + start + old->size(), behind);
    const std::size_t end = start + size + behind;
    if (end < *used)
        std::memset(m_bytes.data() + end, 0, *used - end);
    storeAt(m_bytes, start - 2, static_cast<std::uint16_t>(size));
    return m_bytes.subspan(start, size);
}

Read<std::vector<Extension>> Entries::types() const
{
    std::vector<Extension> all;
    std::size_t start = 0;
    // A single byte at the end is room that nothing fits into.
    while (m_bytes.size() - start >= 2) {
        const std::optional<Extension> type = toExtension(loadAt<std::uint16_t>(m_bytes, start));
        if (!type)
            return damaged();
        if (*type == Extension::Uninitialised)
            break;
        if (m_bytes.size() - start < entryHeaderSize)
            return damaged();
        const std::size_t size = loadAt<std::uint16_t>(m_bytes, start + 2);
        if (m_bytes.size() - start - entryHeaderSize < size)
            return damaged();
        all.push_back(*type);
        start += entryHeaderSize + size;
    }
    return all;
}

Read<std::size_t> Entries::usedSize() const
{
    const Read<std::vector<Extension>> all = types();
    if (!all)
        return std::unexpected(all.error());
    std::size_t used = 0;
    for (std::size_t i = 0; i < all->size(); ++i)
        used += entryHeaderSize + loadAt<std::uint16_t>(m_bytes, used + 2);
    return used;
}

Read<std::optional<Extension>> Entries::first() const
{
    if (m_bytes.size() <= 2)
        return std::nullopt;
    const std::optional<Extension> type = toExtension(loadAt<std::uint16_t>(m_bytes, 0));
    if (!type)
        return damaged();
    return *type == Extension::Uninitialised ? std::nullopt : type;
}

Read<Extended> unpack(EditableBytes bytes, AccountKind kind)
{
    if (bytes.size() == multisigSize || bytes.size() < baseSize(kind))
        return damaged();
    if (!isInitialised(bytes.first(baseSize(kind)), kind))
        return std::unexpected(InstructionError{InstructionErrorKind::UninitializedAccount});
    return split(bytes, kind, kind);
}

Read<Extended> unpackUninitialised(EditableBytes bytes, AccountKind kind)
{
    if (bytes.size() == multisigSize || bytes.size() < baseSize(kind))
        return damaged();
    if (isInitialised(bytes.first(baseSize(kind)), kind))
        return failed(TokenError::AlreadyInUse);
    Read<Extended> account = split(bytes, kind, AccountKind::Uninitialised);
    if (!account)
        return account;
    const Read<std::optional<Extension>> first = account->entries.first();
    if (!first)
        return std::unexpected(first.error());
    if (*first && kindOf(**first) != kind)
        return failed(TokenError::ExtensionBaseMismatch);
    return account;
}

std::optional<InstructionError> markKind(Extended &account, AccountKind kind)
{
    const Read<std::optional<Extension>> first = account.entries.first();
    if (!first)
        return first.error();
    if (account.kind.empty())
        return std::nullopt;
    if (*first && kindOf(**first) != kind)
        return customError(static_cast<std::uint32_t>(TokenError::ExtensionBaseMismatch));
    account.kind[0] = static_cast<std::uint8_t>(kind);
    return std::nullopt;
}

std::size_t unlikeMultisig(std::size_t size)
{
    return size == multisigSize ? size + 2 : size;
}

Read<std::size_t> sizeWith(const std::vector<Extension> &types, AccountKind kind)
{
    if (types.empty())
        return baseSize(kind);
    std::size_t size = entriesAt;
    for (auto type = types.begin(); type != types.end(); ++type) {
        if (std::find(types.begin(), type, *type) != type)
            continue;
        const std::optional<std::size_t> value = valueSizeOf(*type);
        if (!value)
            return std::unexpected(InstructionError{InstructionErrorKind::InvalidArgument});
        size += entryHeaderSize + *value;
    }
    return unlikeMultisig(size);
}

} // namespace paradox::ledger::spl
