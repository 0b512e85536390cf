#include "domain/sha256.h"
#include "http/frame.h"
#include "ledger/spl/metadata.h"
#include "ledger/spl/token2022.h"
#include "ledger/spl/units.h"
#include "solana/borsh.h"

#include <algorithm>
#include <array>

namespace paradox::ledger::spl::token2022 {

namespace {

/// TokenMetadataError, as custom codes.
enum class MetadataError : std::uint32_t {
    IncorrectMintAuthority = 901'952'959,
    IncorrectUpdateAuthority = 901'952'960,
    ImmutableMetadata = 901'952'961,
    KeyNotFound = 901'952'962,
};

void requireMetadata(bool holds, MetadataError error)
{
    if (!holds)
        throw Refusal{customError(static_cast<std::uint32_t>(error))};
}

/// The texts of an instruction; Borsh strings are UTF-8 or the instruction is none.
class Texts {
public:
    explicit Texts(ByteSpan data) : m_reader(data) {}
    std::string text()
    {
        std::string value = m_reader.text();
        m_valid = m_valid && http::isUtf8(value);
        return value;
    }
    template <class T>
    T number()
    {
        return m_reader.take<T>();
    }
    [[nodiscard]] bool complete() const { return m_valid && m_reader.atEnd(); }

private:
    solana::BorshReader m_reader;
    bool m_valid = true;
};

Metadata loadMetadata(const Slot &slot)
{
    requireOwned(slot);
    std::optional<Metadata> metadata = decodeMetadata(take(loadMint(slot).entries.find(Extension::TokenMetadata)));
    require(metadata.has_value(), InstructionErrorKind::InvalidAccountData);
    return std::move(*metadata);
}

/// Makes the account, and the entry in it, as large as the metadata now is.
void storeMetadata(Call &call, const Slot &slot, const Metadata &metadata)
{
    const Bytes value = encodeMetadata(metadata);
    call.charge(unitsOfMetadata + unitsPerMetadataByte * value.size());
    Extended mint = loadMint(slot);
    const std::size_t used = take(mint.entries.usedSize());
    const Read<EditableBytes> old = mint.entries.find(Extension::TokenMetadata);
    const std::size_t before = old ? entryHeaderSize + old->size() : 0;
    const std::size_t size = unlikeMultisig(entriesAt + used - before + entryHeaderSize + value.size());
    slot.resize(std::max(size, slot.size()));
    slot.data()[tokenAccountSize] = static_cast<std::uint8_t>(AccountKind::Mint);
    mint = loadMint(slot);
    const EditableBytes field = old ? take(mint.entries.resize(Extension::TokenMetadata, value.size()))
                                    : take(mint.entries.init(Extension::TokenMetadata, value.size()));
    std::ranges::copy(value, field.begin());
    slot.resize(size);
}

void requireUpdateAuthority(const Slot &authority, const Metadata &metadata)
{
    require(authority.isSigner(), InstructionErrorKind::MissingRequiredSignature);
    requireMetadata(!metadata.updateAuthority.isZero(), MetadataError::ImmutableMetadata);
    requireMetadata(metadata.updateAuthority == authority.key(), MetadataError::IncorrectUpdateAuthority);
}

bool initialise(Step step)
{
    Texts texts(step.data);
    Metadata metadata;
    metadata.name = texts.text();
    metadata.symbol = texts.text();
    metadata.uri = texts.text();
    if (!texts.complete())
        return false;
    step.call.log("TokenMetadataInstruction: Initialize");
    const Slot slot = step.accounts.next();
    const Slot updateAuthority = step.accounts.next();
    const Slot mintSlot = step.accounts.next();
    const Slot mintAuthority = step.accounts.next();
    if (!slot.is(mintSlot)) {
        step.call.log("Metadata for a mint must be initialized in the mint itself.");
        refuse(TokenError::MintMismatch);
    }
    requireOwned(mintSlot);
    const Extended mint = loadMint(mintSlot);
    require(mintAuthority.isSigner(), InstructionErrorKind::MissingRequiredSignature);
    requireMetadata(Mint(mint.base).authority().get() == mintAuthority.key(), MetadataError::IncorrectMintAuthority);
    if (!mint.entries.has(Extension::MetadataPointer)) {
        step.call.log("A mint with metadata must have the metadata-pointer extension initialized");
        refuse(TokenError::InvalidExtensionCombination);
    }
    require(!updateAuthority.key().isZero(), InstructionErrorKind::InvalidArgument);
    metadata.updateAuthority = updateAuthority.key();
    metadata.mint = mintSlot.key();
    require(!mint.entries.has(Extension::TokenMetadata), TokenError::ExtensionAlreadyInitialized);
    storeMetadata(step.call, slot, metadata);
    return true;
}

void setField(Metadata &metadata, std::uint8_t field, const std::string &key, std::string value)
{
    if (field == 0)
        metadata.name = std::move(value);
    else if (field == 1)
        metadata.symbol = std::move(value);
    else if (field == 2)
        metadata.uri = std::move(value);
    else if (const auto found =
                 std::ranges::find(metadata.additional, key, &std::pair<std::string, std::string>::first);
             found != metadata.additional.end())
        found->second = std::move(value);
    else
        metadata.additional.emplace_back(key, std::move(value));
}

bool updateField(Step step)
{
    constexpr std::uint8_t keyed = 3;
    Texts texts(step.data);
    const std::uint8_t field = texts.number<std::uint8_t>();
    const std::string key = field == keyed ? texts.text() : std::string{};
    std::string value = texts.text();
    if (!texts.complete() || field > keyed)
        return false;
    step.call.log("TokenMetadataInstruction: UpdateField");
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    Metadata metadata = loadMetadata(slot);
    requireUpdateAuthority(authority, metadata);
    setField(metadata, field, key, std::move(value));
    storeMetadata(step.call, slot, metadata);
    return true;
}

bool removeKey(Step step)
{
    Texts texts(step.data);
    const std::uint8_t idempotent = texts.number<std::uint8_t>();
    const std::string key = texts.text();
    if (!texts.complete() || idempotent > 1)
        return false;
    step.call.log("TokenMetadataInstruction: RemoveKey");
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    Metadata metadata = loadMetadata(slot);
    requireUpdateAuthority(authority, metadata);
    const auto removed = std::erase_if(metadata.additional, [&](const auto &one) { return one.first == key; });
    requireMetadata(removed > 0 || idempotent == 1, MetadataError::KeyNotFound);
    storeMetadata(step.call, slot, metadata);
    return true;
}

bool updateAuthority(Step step)
{
    if (step.data.size() != PublicKey::size)
        return false;
    step.call.log("TokenMetadataInstruction: UpdateAuthority");
    const Slot slot = step.accounts.next();
    const Slot authority = step.accounts.next();
    Metadata metadata = loadMetadata(slot);
    requireUpdateAuthority(authority, metadata);
    metadata.updateAuthority = keyAt(step.data, 0);
    storeMetadata(step.call, slot, metadata);
    return true;
}

bool emit(Step step)
{
    Texts range(step.data);
    std::array<std::optional<std::uint64_t>, 2> ends;
    bool wellFormed = true;
    for (std::optional<std::uint64_t> &end : ends) {
        const std::uint8_t present = range.number<std::uint8_t>();
        wellFormed = wellFormed && present <= 1;
        if (present == 1)
            end = range.number<std::uint64_t>();
    }
    if (!range.complete() || !wellFormed)
        return false;
    step.call.log("TokenMetadataInstruction: Emit");
    const Slot slot = step.accounts.next();
    requireOwned(slot);
    const EditableBytes value = take(loadMint(slot).entries.find(Extension::TokenMetadata));
    const std::uint64_t first = ends[0].value_or(0);
    const std::uint64_t end = ends[1].value_or(value.size());
    if (first <= end && end <= value.size())
        step.call.setReturnData(value.subspan(first, end - first));
    return true;
}

struct MetadataInstruction {
    std::string_view name; ///< hashed, its first eight bytes begin the data
    bool (*handle)(Step step);
};
constexpr std::array metadataInstructions = std::to_array<MetadataInstruction>({
    {"spl_token_metadata_interface:initialize_account", initialise},
    {"spl_token_metadata_interface:updating_field", updateField},
    {"spl_token_metadata_interface:remove_key_ix", removeKey},
    {"spl_token_metadata_interface:update_the_authority", updateAuthority},
    {"spl_token_metadata_interface:emitter", emit},
});

} // namespace

bool tokenMetadata(const Step &step)
{
    constexpr std::size_t markSize = 8;
    if (step.data.size() < markSize)
        return false;
    for (const MetadataInstruction &one : metadataInstructions) {
        const Hash hash = sha256(asBytes(one.name));
        if (std::ranges::equal(hash.span().first(markSize), step.data.first(markSize)))
            return one.handle({step.call, step.accounts, step.data.subspan(markSize)});
    }
    return false;
}

} // namespace paradox::ledger::spl::token2022
