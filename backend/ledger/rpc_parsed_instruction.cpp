#include "domain/base58.h"
#include "http/frame.h"
#include "ledger/rpc_parsed.h"
#include "ledger/spl/program.h"
#include "solana/borsh.h"
#include "solana/programs.h"

#include <algorithm>
#include <array>

namespace paradox::ledger {

namespace {

using solana::BorshReader;

/// What an instruction's data holds behind its number, and how "info" names it.
enum class Content : std::uint8_t {
    None,
    Mint,
    MultisigSigners,
    Amount,
    TokenAmount,
    Owner,
    Authority,
    UiAmount,
};

/// One instruction of SPL Token: its accounts by name, then who authorises it.
struct TokenShape {
    std::string_view type;
    std::array<std::string_view, 4> accounts;
    std::string_view authority; ///< empty: nobody signs
    Content content = Content::None;
};
constexpr std::array tokenShapes = std::to_array<TokenShape>({
    {"initializeMint", {"mint", "rentSysvar"}, "", Content::Mint},
    {"initializeAccount", {"account", "mint", "owner", "rentSysvar"}, ""},
    {"initializeMultisig", {"multisig", "rentSysvar"}, "", Content::MultisigSigners},
    {"transfer", {"source", "destination"}, "authority", Content::Amount},
    {"approve", {"source", "delegate"}, "owner", Content::Amount},
    {"revoke", {"source"}, "owner"},
    {"setAuthority", {"account"}, "authority", Content::Authority},
    {"mintTo", {"mint", "account"}, "mintAuthority", Content::Amount},
    {"burn", {"account", "mint"}, "authority", Content::Amount},
    {"closeAccount", {"account", "destination"}, "owner"},
    {"freezeAccount", {"account", "mint"}, "freezeAuthority"},
    {"thawAccount", {"account", "mint"}, "freezeAuthority"},
    {"transferChecked", {"source", "mint", "destination"}, "authority", Content::TokenAmount},
    {"approveChecked", {"source", "mint", "delegate"}, "owner", Content::TokenAmount},
    {"mintToChecked", {"mint", "account"}, "mintAuthority", Content::TokenAmount},
    {"burnChecked", {"account", "mint"}, "authority", Content::TokenAmount},
    {"initializeAccount2", {"account", "mint", "rentSysvar"}, "", Content::Owner},
    {"syncNative", {"account"}, ""},
    {"initializeAccount3", {"account", "mint"}, "", Content::Owner},
    {"initializeMultisig2", {"multisig"}, "", Content::MultisigSigners},
    {"initializeMint2", {"mint"}, "", Content::Mint},
    {"getAccountDataSize", {"mint"}, ""},
    {"initializeImmutableOwner", {"account"}, ""},
    {"amountToUiAmount", {"mint"}, "", Content::Amount},
    {"uiAmountToAmount", {"mint"}, "", Content::UiAmount},
});

constexpr std::array<std::string_view, 18> authorityNames{
    "mintTokens",
    "freezeAccount",
    "accountOwner",
    "closeAccount",
    "transferFeeConfig",
    "withheldWithdraw",
    "closeMint",
    "interestRate",
    "permanentDelegate",
    "confidentialTransferMint",
    "transferHookProgramId",
    "confidentialTransferFeeConfig",
    "metadataPointer",
    "groupPointer",
    "groupMemberPointer",
    "scaledUiAmount",
    "pause",
    "permissionedBurn",
};

/// An instruction's accounts and data while its "info" is being written.
class Info {
public:
    Info(const solana::CompiledInstruction &instruction, const std::vector<PublicKey> &keys)
        : m_instruction(instruction),
          m_keys(keys),
          m_reader(instruction.data)
    {
        m_writer.beginObject();
    }
    [[nodiscard]] std::size_t count() const { return m_instruction.accountIndexes.size(); }
    [[nodiscard]] std::string at(std::size_t i) const { return toBase58(m_keys[m_instruction.accountIndexes[i]]); }
    BorshReader &reader() { return m_reader; }
    JsonWriter &writer() { return m_writer; }
    Info &account(std::string_view name, std::size_t i)
    {
        m_writer.key(name).text(at(i));
        return *this;
    }
    Info &key(std::string_view name)
    {
        m_writer.key(name).text(toBase58(m_reader.take<PublicKey>()));
        return *this;
    }
    Info &number(std::string_view name)
    {
        m_writer.key(name).number(m_reader.take<std::uint64_t>());
        return *this;
    }
    /// A string of bincode: eight bytes for its length.
    Info &text(std::string_view name)
    {
        m_writer.key(name).text(asText(m_reader.raw(m_reader.take<std::uint64_t>())));
        return *this;
    }
    /// The members of "parsed"; false when the data was too short for them.
    bool finish(JsonWriter &writer, std::string_view type)
    {
        if (!m_reader.ok())
            return false;
        writer.key("parsed").beginObject().key("info").raw(m_writer.endObject().take()).key("type").text(type);
        writer.endObject();
        return true;
    }

private:
    const solana::CompiledInstruction &m_instruction;
    const std::vector<PublicKey> &m_keys;
    BorshReader m_reader;
    JsonWriter m_writer;
};

void writeSigners(Info &info, std::string_view name, std::size_t first)
{
    JsonWriter &writer = info.writer();
    if (info.count() == first + 1) {
        info.account(name, first);
        return;
    }
    std::string multisig(name);
    multisig[0] = static_cast<char>(multisig[0] - 'a' + 'A');
    info.account("multisig" + multisig, first);
    writer.key("signers").beginArray();
    for (std::size_t i = first + 1; i < info.count(); ++i)
        writer.text(info.at(i));
    writer.endArray();
}

void writeOptionalKey(Info &info, std::string_view name)
{
    if (info.reader().take<std::uint8_t>() == 1)
        info.key(name);
}

/// False when the data says something that has no name.
bool writeContent(Info &info, const TokenShape &shape, std::size_t named)
{
    BorshReader &reader = info.reader();
    JsonWriter &writer = info.writer();
    switch (shape.content) {
    case Content::None:
        return true;
    case Content::Mint:
        writer.key("decimals").number(reader.take<std::uint8_t>());
        info.key("mintAuthority");
        writeOptionalKey(info, "freezeAuthority");
        return true;
    case Content::MultisigSigners:
        writer.key("m").number(reader.take<std::uint8_t>()).key("signers").beginArray();
        for (std::size_t i = named; i < info.count(); ++i)
            writer.text(info.at(i));
        writer.endArray();
        return true;
    case Content::Amount:
        writer.key("amount").text(std::to_string(reader.take<std::uint64_t>()));
        return true;
    case Content::TokenAmount: {
        const std::uint64_t amount = reader.take<std::uint64_t>();
        writer.key("tokenAmount");
        writeTokenAmount(writer, amount, reader.take<std::uint8_t>());
        return true;
    }
    case Content::Owner:
        info.key("owner");
        return true;
    case Content::Authority: {
        const std::uint8_t type = reader.take<std::uint8_t>();
        if (type >= authorityNames.size())
            return false;
        writer.key("authorityType").text(authorityNames[type]).key("newAuthority");
        if (reader.take<std::uint8_t>() == 1)
            writer.text(toBase58(reader.take<PublicKey>()));
        else
            writer.null();
        return true;
    }
    case Content::UiAmount:
        writer.key("uiAmount").text(asText(reader.rest()));
        return http::isUtf8(asText(reader.rest()));
    }
    return false;
}

bool writeToken(JsonWriter &writer, Info &info)
{
    const std::uint8_t number = info.reader().take<std::uint8_t>();
    if (!info.reader().ok() || number >= tokenShapes.size())
        return false;
    const TokenShape &shape = tokenShapes[number];
    const auto named = static_cast<std::size_t>(
        std::ranges::count_if(shape.accounts, [](std::string_view name) { return !name.empty(); }));
    if (info.count() < named + (shape.authority.empty() ? 0 : 1))
        return false;
    // What an authority is of shows in its number: two of a mint, two of an account, then the mint's extensions.
    const bool ofMint = shape.content == Content::Authority && info.reader().rest().size() > 0 &&
                        info.reader().rest()[0] != 2 && info.reader().rest()[0] != 3;
    for (std::size_t i = 0; i < named; ++i)
        info.account(ofMint ? "mint" : shape.accounts[i], i);
    if (!writeContent(info, shape, named))
        return false;
    if (!shape.authority.empty())
        writeSigners(info, shape.authority, named);
    return info.finish(writer, shape.type);
}

bool writeSystem(JsonWriter &writer, Info &info)
{
    const std::uint32_t number = info.reader().take<std::uint32_t>();
    if (number == 0 && info.count() >= 2) {
        info.account("source", 0).account("newAccount", 1).number("lamports").number("space").key("owner");
        return info.finish(writer, "createAccount");
    }
    if (number == 1 && info.count() >= 1) {
        info.account("account", 0).key("owner");
        return info.finish(writer, "assign");
    }
    if (number == 2 && info.count() >= 2) {
        info.account("source", 0).account("destination", 1).number("lamports");
        return info.finish(writer, "transfer");
    }
    if (number == 3 && info.count() >= 2) {
        info.account("source", 0).account("newAccount", 1).key("base").text("seed").number("lamports");
        info.number("space").key("owner");
        return info.finish(writer, "createAccountWithSeed");
    }
    if (number == 8 && info.count() >= 1) {
        info.account("account", 0).number("space");
        return info.finish(writer, "allocate");
    }
    if (number == 9 && info.count() >= 2) {
        info.account("account", 0).key("base").text("seed").number("space").key("owner");
        return info.finish(writer, "allocateWithSeed");
    }
    if (number == 10 && info.count() >= 2) {
        info.account("account", 0).key("base").text("seed").key("owner");
        return info.finish(writer, "assignWithSeed");
    }
    if (number == 11 && info.count() >= 3) {
        info.account("source", 0).account("sourceBase", 1).account("destination", 2).number("lamports");
        info.text("sourceSeed").key("sourceOwner");
        return info.finish(writer, "transferWithSeed");
    }
    return false;
}

bool writeAssociated(JsonWriter &writer, Info &info)
{
    const ByteSpan data = info.reader().rest();
    const std::uint8_t number = data.empty() ? 0 : data[0];
    if (number <= 1 && info.count() >= 6) {
        info.account("source", 0).account("account", 1).account("wallet", 2).account("mint", 3);
        info.account("systemProgram", 4).account("tokenProgram", 5);
        return info.finish(writer, number == 0 ? "create" : "createIdempotent");
    }
    if (number == 2 && info.count() >= 7) {
        info.account("nestedSource", 0).account("nestedMint", 1).account("destination", 2).account("nestedOwner", 3);
        info.account("ownerMint", 4).account("wallet", 5).account("tokenProgram", 6);
        return info.finish(writer, "recoverNested");
    }
    return false;
}

using Write = bool (*)(JsonWriter &writer, Info &info);

} // namespace

bool writeParsedInstruction(JsonWriter &writer, const solana::CompiledInstruction &instruction,
                            const std::vector<PublicKey> &keys)
{
    const PublicKey &program = keys[instruction.programIndex];
    if (spl::memo::isMemoProgram(program)) {
        if (!http::isUtf8(asText(instruction.data)))
            return false;
        writer.key("parsed").text(asText(instruction.data)).key("program").text("spl-memo");
        return true;
    }
    const bool token = spl::isTokenProgram(program);
    const bool associated = program == solana::associatedTokenProgram;
    if (!token && !associated && program != solana::systemProgram)
        return false;
    const Write write = token ? writeToken : associated ? writeAssociated : writeSystem;
    Info info(instruction, keys);
    if (!write(writer, info))
        return false;
    writer.key("program").text(token ? "spl-token" : associated ? "spl-associated-token-account" : "system");
    return true;
}

} // namespace paradox::ledger
