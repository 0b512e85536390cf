#pragma once

#include "domain/amount.h"
#include "domain/ids.h"
#include "solana/transaction.h"

namespace paradox::solana {

/// A key that the code itself names, in base58; asserted to be one.
[[nodiscard]] PublicKey knownKey(std::string_view text);

// Well-known programs and sysvars. Ids are protocol constants of every Solana cluster.
extern const PublicKey systemProgram;             ///< 11111111111111111111111111111111
extern const PublicKey computeBudgetProgram;      ///< ComputeBudget111111111111111111111111111111
extern const PublicKey addressLookupTableProgram; ///< AddressLookupTab1e1111111111111111111111111
extern const PublicKey ed25519Program;            ///< Ed25519SigVerify111111111111111111111111111
extern const PublicKey secp256k1Program;          ///< KeccakSecp256k11111111111111111111111111111
extern const PublicKey secp256r1Program;          ///< Secp256r1SigVerify1111111111111111111111111
extern const PublicKey tokenProgram;              ///< TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA
extern const PublicKey token2022Program;          ///< TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb
extern const PublicKey associatedTokenProgram;    ///< ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL
extern const PublicKey nativeLoader;              ///< NativeLoader1111111111111111111111111111111
extern const PublicKey loaderV1;                  ///< BPFLoader1111111111111111111111111111111111
extern const PublicKey loaderV2;                  ///< BPFLoader2111111111111111111111111111111111
extern const PublicKey loaderV4;                  ///< LoaderV411111111111111111111111111111111111
extern const PublicKey upgradeableLoader;         ///< BPFLoaderUpgradeab1e11111111111111111111111
extern const PublicKey sysvarOwner;               ///< Sysvar1111111111111111111111111111111111111
extern const PublicKey clockSysvar;               ///< SysvarC1ock11111111111111111111111111111111
extern const PublicKey rentSysvar;                ///< SysvarRent111111111111111111111111111111111
extern const PublicKey recentBlockhashesSysvar;   ///< SysvarRecentB1ockHashes11111111111111111111
extern const PublicKey slotHashesSysvar;          ///< SysvarS1otHashes111111111111111111111111111
extern const PublicKey epochScheduleSysvar;       ///< SysvarEpochSchedu1e111111111111111111111111
extern const PublicKey epochRewardsSysvar;        ///< SysvarEpochRewards1111111111111111111111111
extern const PublicKey stakeHistorySysvar;        ///< SysvarStakeHistory1111111111111111111111111
extern const PublicKey slotHistorySysvar;         ///< SysvarS1otHistory11111111111111111111111111
extern const PublicKey lastRestartSlotSysvar;     ///< SysvarLastRestartS1ot1111111111111111111111
extern const PublicKey instructionsSysvar;        ///< Sysvar1nstructions1111111111111111111111111
extern const PublicKey incinerator;               ///< 1nc1nerator11111111111111111111111111111111

[[nodiscard]] Instruction systemTransfer(const PublicKey &from, const PublicKey &to, Lamports amount);
struct CreateAccount {
    PublicKey payer;
    PublicKey account;
    Lamports lamports;
    std::uint64_t space = 0;
    PublicKey owner;
};
[[nodiscard]] Instruction systemCreateAccount(const CreateAccount &options);

[[nodiscard]] Instruction setComputeUnitLimit(std::uint32_t units);
[[nodiscard]] Instruction setComputeUnitPrice(std::uint64_t microLamports);

struct NewLookupTable {
    Instruction instruction;
    PublicKey table;
};
/// The table's address follows from the authority and the recent slot. Nothing when no bump fits.
[[nodiscard]] std::optional<NewLookupTable> createLookupTable(const PublicKey &authority, const PublicKey &payer,
                                                              Slot recentSlot);
[[nodiscard]] Instruction extendLookupTable(const PublicKey &table, const PublicKey &authority, const PublicKey &payer,
                                            std::span<const PublicKey> addresses);
/// From then on nothing new may rely on it; it closes when the slot has left the cluster's slot hashes.
[[nodiscard]] Instruction deactivateLookupTable(const PublicKey &table, const PublicKey &authority);
/// Gives its rent to `recipient`. Refused while the table is active or still deactivating.
[[nodiscard]] Instruction closeLookupTable(const PublicKey &table, const PublicKey &authority,
                                           const PublicKey &recipient);

/// A lookup table as its account tells.
struct LookupTableAccount {
    Slot deactivatedAt{~std::uint64_t{0}}; ///< all ones: active
    Slot lastExtendedAt;                   ///< what was added then can be used in later slots only
    std::vector<PublicKey> addresses;

    [[nodiscard]] bool isActive() const { return deactivatedAt.value == ~std::uint64_t{0}; }
};
inline constexpr std::size_t lookupTableAddressesMax = 256;
/// Nothing when the data is not an initialised table.
[[nodiscard]] std::optional<LookupTableAccount> decodeLookupTable(ByteSpan accountData);

} // namespace paradox::solana
