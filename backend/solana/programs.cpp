#include "solana/programs.h"

#include "domain/assert.h"
#include "domain/base58.h"
#include "solana/borsh.h"
#include "solana/pda.h"

namespace paradox::solana {
namespace {

enum SystemInstruction : std::uint32_t { createAccount = 0, transfer = 2 };
enum LookupTableInstruction : std::uint32_t { createTable = 0, extendTable = 2, deactivateTable = 3, closeTable = 4 };
constexpr std::size_t tableHeaderSize = 56;
constexpr std::uint32_t tableInitialised = 1;

} // namespace

PublicKey knownKey(std::string_view text)
{
    const std::optional<PublicKey> key = fromBase58<PublicKey>(text);
    PARADOX_ASSERT(key.has_value());
    return *key;
}

const PublicKey systemProgram = knownKey("11111111111111111111111111111111");
const PublicKey computeBudgetProgram = knownKey("ComputeBudget111111111111111111111111111111");
const PublicKey addressLookupTableProgram = knownKey("AddressLookupTab1e1111111111111111111111111");
const PublicKey ed25519Program = knownKey("Ed25519SigVerify111111111111111111111111111");
const PublicKey secp256k1Program = knownKey("KeccakSecp256k11111111111111111111111111111");
const PublicKey secp256r1Program = knownKey("Secp256r1SigVerify1111111111111111111111111");
const PublicKey tokenProgram = knownKey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
const PublicKey token2022Program = knownKey("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
const PublicKey associatedTokenProgram = knownKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
const PublicKey nativeLoader = knownKey("NativeLoader1111111111111111111111111111111");
const PublicKey loaderV1 = knownKey("BPFLoader1111111111111111111111111111111111");
const PublicKey loaderV2 = knownKey("BPFLoader2111111111111111111111111111111111");
const PublicKey loaderV4 = knownKey("LoaderV411111111111111111111111111111111111");
const PublicKey upgradeableLoader = knownKey("BPFLoaderUpgradeab1e11111111111111111111111");
const PublicKey sysvarOwner = knownKey("Sysvar1111111111111111111111111111111111111");
const PublicKey clockSysvar = knownKey("SysvarC1ock11111111111111111111111111111111");
const PublicKey rentSysvar = knownKey("SysvarRent111111111111111111111111111111111");
const PublicKey recentBlockhashesSysvar = knownKey("SysvarRecentB1ockHashes11111111111111111111");
const PublicKey slotHashesSysvar = knownKey("SysvarS1otHashes111111111111111111111111111");
const PublicKey epochScheduleSysvar = knownKey("SysvarEpochSchedu1e111111111111111111111111");
const PublicKey epochRewardsSysvar = knownKey("SysvarEpochRewards1111111111111111111111111");
const PublicKey stakeHistorySysvar = knownKey("SysvarStakeHistory1111111111111111111111111");
const PublicKey slotHistorySysvar = knownKey("SysvarS1otHistory11111111111111111111111111");
const PublicKey lastRestartSlotSysvar = knownKey("SysvarLastRestartS1ot1111111111111111111111");
const PublicKey instructionsSysvar = knownKey("Sysvar1nstructions1111111111111111111111111");
const PublicKey incinerator = knownKey("1nc1nerator11111111111111111111111111111111");

Instruction systemTransfer(const PublicKey &from, const PublicKey &to, Lamports amount)
{
    return {.program = systemProgram,
            .accounts = {{from, true, true}, {to, false, true}},
            .data = BorshWriter().put(std::uint32_t{transfer}).put(amount.value).take()};
}

Instruction systemCreateAccount(const CreateAccount &options)
{
    return {.program = systemProgram,
            .accounts = {{options.payer, true, true}, {options.account, true, true}},
            .data = BorshWriter()
                        .put(std::uint32_t{createAccount})
                        .put(options.lamports.value)
                        .put(options.space)
                        .put(options.owner)
                        .take()};
}

Instruction setComputeUnitLimit(std::uint32_t units)
{
    return {
        .program = computeBudgetProgram, .accounts = {}, .data = BorshWriter().put(std::uint8_t{2}).put(units).take()};
}

Instruction setComputeUnitPrice(std::uint64_t microLamports)
{
    return {.program = computeBudgetProgram,
            .accounts = {},
            .data = BorshWriter().put(std::uint8_t{3}).put(microLamports).take()};
}

std::optional<NewLookupTable> createLookupTable(const PublicKey &authority, const PublicKey &payer, Slot recentSlot)
{
    const Bytes slotSeed = BorshWriter().put(recentSlot.value).take();
    const std::array<ByteSpan, 2> seeds{authority.span(), slotSeed};
    const std::optional<ProgramAddress> table = findProgramAddress(seeds, addressLookupTableProgram);
    if (!table)
        return std::nullopt;
    Instruction instruction{
        .program = addressLookupTableProgram,
        .accounts = {{table->key, false, true},
                     {authority, false, false},
                     {payer, true, true},
                     {systemProgram, false, false}},
        .data = BorshWriter().put(std::uint32_t{createTable}).put(recentSlot.value).put(table->bump).take()};
    return NewLookupTable{std::move(instruction), table->key};
}

Instruction extendLookupTable(const PublicKey &table, const PublicKey &authority, const PublicKey &payer,
                              std::span<const PublicKey> addresses)
{
    BorshWriter data;
    data.put(std::uint32_t{extendTable}).put(std::uint64_t{addresses.size()});
    for (const PublicKey &address : addresses)
        data.put(address);
    return {.program = addressLookupTableProgram,
            .accounts = {{table, false, true},
                         {authority, true, false},
                         {payer, true, true},
                         {systemProgram, false, false}},
            .data = data.take()};
}

Instruction deactivateLookupTable(const PublicKey &table, const PublicKey &authority)
{
    return {.program = addressLookupTableProgram,
            .accounts = {{table, false, true}, {authority, true, false}},
            .data = BorshWriter().put(std::uint32_t{deactivateTable}).take()};
}

Instruction closeLookupTable(const PublicKey &table, const PublicKey &authority, const PublicKey &recipient)
{
    return {.program = addressLookupTableProgram,
            .accounts = {{table, false, true}, {authority, true, false}, {recipient, false, true}},
            .data = BorshWriter().put(std::uint32_t{closeTable}).take()};
}

std::optional<LookupTableAccount> decodeLookupTable(ByteSpan accountData)
{
    BorshReader reader(accountData);
    if (reader.take<std::uint32_t>() != tableInitialised || accountData.size() < tableHeaderSize)
        return std::nullopt;
    LookupTableAccount table;
    table.deactivatedAt = {reader.take<std::uint64_t>()};
    table.lastExtendedAt = {reader.take<std::uint64_t>()};
    ByteSpan rest = accountData.subspan(tableHeaderSize);
    if (rest.size() % PublicKey::size != 0)
        return std::nullopt;
    for (; !rest.empty(); rest = rest.subspan(PublicKey::size))
        table.addresses.push_back(*PublicKey::from(rest.first(PublicKey::size)));
    return table;
}

} // namespace paradox::solana
