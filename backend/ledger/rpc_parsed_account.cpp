#include "ledger/rpc_parsed.h"

#include "domain/base58.h"
#include "ledger/spl/amount_text.h"
#include "ledger/spl/extension.h"
#include "ledger/spl/metadata.h"
#include "ledger/spl/program.h"
#include "ledger/spl/token_balance.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

namespace {

using namespace spl;

// More places than a 64-bit power of ten has: the cluster gives no number then.
constexpr std::uint8_t numberedDecimalsMax = 19;

void writeKey(JsonWriter &writer, std::string_view name, const std::optional<PublicKey> &key)
{
    writer.key(name);
    if (key)
        writer.text(toBase58(*key));
    else
        writer.null();
}

std::optional<PublicKey> nullable(ByteSpan bytes)
{
    const PublicKey key = keyAt(bytes, 0);
    return key.isZero() ? std::nullopt : std::optional(key);
}

std::string_view stateName(std::uint8_t state)
{
    return state == 2 ? "frozen" : state == 1 ? "initialized" : "uninitialized";
}

void writeFee(JsonWriter &writer, std::string_view name, ByteSpan terms)
{
    writer.key(name).beginObject().key("epoch").number(loadAt<std::uint64_t>(terms, 0));
    writer.key("maximumFee").number(loadAt<std::uint64_t>(terms, 8));
    writer.key("transferFeeBasisPoints").number(loadAt<std::uint16_t>(terms, 16)).endObject();
}

void writeFeeConfig(JsonWriter &writer, ByteSpan value)
{
    writeKey(writer, "transferFeeConfigAuthority", nullable(value));
    writeKey(writer, "withdrawWithheldAuthority", nullable(value.subspan(32)));
    writer.key("withheldAmount").number(loadAt<std::uint64_t>(value, 64));
    writeFee(writer, "olderTransferFee", value.subspan(72, 18));
    writeFee(writer, "newerTransferFee", value.subspan(90, 18));
}

void writeMetadata(JsonWriter &writer, const Metadata &metadata)
{
    writeKey(writer, "updateAuthority",
             metadata.updateAuthority.isZero() ? std::nullopt : std::optional(metadata.updateAuthority));
    writer.key("mint").text(toBase58(metadata.mint)).key("name").text(metadata.name);
    writer.key("symbol").text(metadata.symbol).key("uri").text(metadata.uri);
    writer.key("additionalMetadata").beginArray();
    for (const auto &[key, value] : metadata.additional)
        writer.beginArray().text(key).text(value).endArray();
    writer.endArray();
}

void writePair(JsonWriter &writer, std::string_view subject, ByteSpan value)
{
    writeKey(writer, "authority", nullable(value));
    writeKey(writer, subject, nullable(value.subspan(PublicKey::size)));
}

/// The members of an extension's state; false when it has none, or this ledger cannot have made it.
bool writeState(JsonWriter &writer, Extension type, ByteSpan value)
{
    if (type == Extension::TransferFeeConfig)
        writeFeeConfig(writer, value);
    else if (type == Extension::TransferFeeAmount)
        writer.key("withheldAmount").number(loadAt<std::uint64_t>(value, 0));
    else if (type == Extension::MintCloseAuthority)
        writeKey(writer, "closeAuthority", nullable(value));
    else if (type == Extension::DefaultAccountState)
        writer.key("accountState").text(stateName(value[0]));
    else if (type == Extension::MemoTransfer)
        writer.key("requireIncomingTransferMemos").boolean(value[0] != 0);
    else if (type == Extension::CpiGuard)
        writer.key("lockCpi").boolean(value[0] != 0);
    else if (type == Extension::PermanentDelegate)
        writeKey(writer, "delegate", nullable(value));
    else if (type == Extension::TransferHook)
        writePair(writer, "programId", value);
    else if (type == Extension::TransferHookAccount)
        writer.key("transferring").boolean(value[0] != 0);
    else if (type == Extension::MetadataPointer)
        writePair(writer, "metadataAddress", value);
    else if (type == Extension::GroupPointer)
        writePair(writer, "groupAddress", value);
    else if (type == Extension::GroupMemberPointer)
        writePair(writer, "memberAddress", value);
    else if (type == Extension::Pausable) {
        writeKey(writer, "authority", nullable(value));
        writer.key("paused").boolean(value[PublicKey::size] != 0);
    } else
        return false;
    return true;
}

void writeExtension(JsonWriter &writer, const Entries &entries, Extension type)
{
    const Read<EditableBytes> value = entries.find(type);
    if (!value) {
        writer.beginObject().key("extension").text("unparseableExtension").endObject();
        return;
    }
    writer.beginObject().key("extension").text(toText(type));
    if (type == Extension::TokenMetadata) {
        if (const auto metadata = decodeMetadata(*value)) {
            writer.key("state").beginObject();
            writeMetadata(writer, *metadata);
            writer.endObject();
        }
    } else if (!value->empty()) {
        JsonWriter state;
        state.beginObject();
        if (writeState(state, type, *value))
            writer.key("state").raw(state.endObject().take());
    }
    writer.endObject();
}

void writeExtensions(JsonWriter &writer, const Entries &entries)
{
    const Read<std::vector<Extension>> types = entries.types();
    if (!types || types->empty())
        return;
    writer.key("extensions").beginArray();
    for (const Extension type : *types)
        writeExtension(writer, entries, type);
    writer.endArray();
}

void writeTokenAccount(JsonWriter &writer, const Extended &account, std::uint8_t decimals)
{
    const TokenAccount base(account.base);
    writer.key("type").text("account").key("info").beginObject();
    writer.key("mint").text(toBase58(base.mint())).key("owner").text(toBase58(base.owner()));
    writer.key("tokenAmount");
    writeTokenAmount(writer, base.amount(), decimals);
    const std::optional<PublicKey> delegate = base.delegate().get();
    if (delegate)
        writer.key("delegate").text(toBase58(*delegate));
    writer.key("state").text(stateName(base.state())).key("isNative").boolean(base.isNative());
    if (base.isNative()) {
        writer.key("rentExemptReserve");
        writeTokenAmount(writer, base.nativeReserve(), decimals);
    }
    if (delegate) {
        writer.key("delegatedAmount");
        writeTokenAmount(writer, base.delegatedAmount(), decimals);
    }
    if (const std::optional<PublicKey> closer = base.closeAuthority().get())
        writer.key("closeAuthority").text(toBase58(*closer));
    writeExtensions(writer, account.entries);
    writer.endObject();
}

void writeMint(JsonWriter &writer, const Extended &account)
{
    const Mint base(account.base);
    writer.key("type").text("mint").key("info").beginObject();
    writeKey(writer, "mintAuthority", base.authority().get());
    writer.key("supply").text(std::to_string(base.supply())).key("decimals").number(base.decimals());
    writer.key("isInitialized").boolean(base.initialised() != 0);
    writeKey(writer, "freezeAuthority", base.freezeAuthority().get());
    writeExtensions(writer, account.entries);
    writer.endObject();
}

void writeMultisig(JsonWriter &writer, const Multisig &multisig)
{
    writer.key("type").text("multisig").key("info").beginObject();
    writer.key("numRequiredSigners").number(multisig.required()).key("numValidSigners").number(multisig.count());
    writer.key("isInitialized").boolean(multisig.initialised() != 0).key("signers").beginArray();
    for (std::size_t i = 0; i < multisigSignersMax; ++i) {
        if (!multisig.signer(i).isZero())
            writer.text(toBase58(multisig.signer(i)));
    }
    writer.endArray().endObject();
}

/// The members of "parsed"; false when the bytes are of no kind of account that a token program has.
bool writeParsed(JsonWriter &writer, Bytes &data, const AccountRef &mint)
{
    if (const Read<Extended> account = unpack(data, AccountKind::Account)) {
        const std::optional<std::uint8_t> decimals = mint ? decimalsOf(*mint) : std::nullopt;
        if (decimals)
            writeTokenAccount(writer, *account, *decimals);
        return decimals.has_value();
    }
    if (const Read<Extended> account = unpack(data, AccountKind::Mint)) {
        writeMint(writer, *account);
        return true;
    }
    const bool isMultisig = data.size() == multisigSize && Multisig(data).initialised() == 1;
    if (isMultisig)
        writeMultisig(writer, Multisig(data));
    return isMultisig;
}

} // namespace

void writeTokenAmountMembers(JsonWriter &writer, std::uint64_t amount, std::uint8_t decimals)
{
    const std::string text = amountText(amount, decimals);
    writer.key("uiAmount");
    if (decimals <= numberedDecimalsMax)
        writer.raw(text); // a number: exact decimal digits, where the cluster writes the nearest double
    else
        writer.null();
    writer.key("decimals").number(decimals).key("amount").text(std::to_string(amount));
    writer.key("uiAmountString").text(text);
}

void writeTokenAmount(JsonWriter &writer, std::uint64_t amount, std::uint8_t decimals)
{
    writer.beginObject();
    writeTokenAmountMembers(writer, amount, decimals);
    writer.endObject();
}

std::optional<PublicKey> mintNeededFor(const Account &account)
{
    const bool isTokenAccount =
        isTokenProgram(account.owner) && account.data.size() >= tokenAccountSize && account.data.size() != multisigSize;
    return isTokenAccount ? std::optional(keyAt(account.data, 0)) : std::nullopt;
}

bool writeParsedAccount(JsonWriter &writer, const Account &account, const AccountRef &mint)
{
    if (!isTokenProgram(account.owner))
        return false;
    Bytes data = account.data;
    JsonWriter parsed;
    parsed.beginObject();
    if (!writeParsed(parsed, data, mint))
        return false;
    writer.beginObject().key("program").text(account.owner == solana::tokenProgram ? "spl-token" : "spl-token-2022");
    writer.key("parsed").raw(parsed.endObject().take()).key("space").number(account.data.size()).endObject();
    return true;
}

} // namespace paradox::ledger
