#pragma once

#include "programs/energy_token/admin.h"

namespace paradox::program::energy_token {

/// A mint of the caller's own, of SPL Token or Token-2022, with metadata where the cluster has Metaplex's program.
struct CreateTokenMint {
    PROGRAM_INSTRUCTION("create_token_mint", "CreateTokenMint");
    enum : u8 { mint, metadata, payer, authority, system, tokenProgram, metadataProgram, rent, sysvarInstructions };
    static constexpr Pubkey instructionsSysvar = addressOf("Sysvar1nstructions1111111111111111111111111");
    static constexpr AccountSpec accounts[] = {
        signer("mint").writable(),
        any("metadata").writable(),
        signer("payer").writable(),
        signer("authority"),
        systemAccount(),
        any("token_program"),
        any("metadata_program"),
        rentAccount(),
        fixed("sysvar_instructions", instructionsSysvar),
    };
    struct Args {
        TextView name;
        TextView symbol;
        TextView uri;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("name", self.name);
            visit("symbol", self.symbol);
            visit("uri", self.uri);
        }
    };
};

struct MintToWallet {
    PROGRAM_INSTRUCTION("mint_to_wallet", "MintToWallet");
    enum : u8 { mint, destination, destinationOwner, authority, payer, tokenProgram, associatedProgram, system };
    static constexpr AccountSpec accounts[] = {
        any("mint").writable(),
        any("destination").writable(),
        any("destination_owner"),
        signer("authority"),
        signer("payer").writable(),
        any("token_program"),
        fixed("associated_token_program", associatedTokenProgram),
        systemAccount(),
    };
    using Args = AmountArgs;
};

struct TransferTokens {
    PROGRAM_INSTRUCTION("transfer_tokens", "TransferTokens");
    enum : u8 { from, to, fromAuthority, tokenProgram };
    static constexpr AccountSpec accounts[] = {
        any("from_token_account").writable(),
        any("to_token_account").writable(),
        signer("from_authority"),
        splToken(),
    };
    using Args = AmountArgs;
};

struct BurnTokens {
    PROGRAM_INSTRUCTION("burn_tokens", "BurnTokens");
    enum : u8 { tokenInfo, mint, tokenAccount, authority, tokenProgram };
    static constexpr AccountSpec accounts[] = {
        state<TokenInfo>("token_info").writable(),
        any("mint").writable(),
        any("token_account").writable(),
        signer("authority"),
        splToken(),
    };
    using Args = AmountArgs;
};

struct MintTokensDirect {
    PROGRAM_INSTRUCTION("mint_tokens_direct", "MintTokensDirect");
    enum : u8 { tokenInfo, mint, userTokenAccount, authority, tokenProgram };
    static constexpr AccountSpec accounts[] = {
        theTokenInfo().writable(),
        any("mint").writable(),
        any("user_token_account").writable(),
        signer("authority"),
        splToken(),
    };
    using Args = AmountArgs;
};

/// Settles a meter in the registry and mints what it settled.
struct MintGridTokens {
    PROGRAM_INSTRUCTION("mint_grid_tokens", "MintGridTokens");
    enum : u8 {
        tokenInfo,
        mint,
        meterAccount,
        userTokenAccount,
        meterOwner,
        tokenProgram,
        registryProgram,
        system,
    };
    static constexpr AccountSpec accounts[] = {
        theTokenInfo().writable(),       any("mint").writable(),
        any("meter_account").writable(), any("user_token_account").writable(),
        signer("meter_owner"),           splToken(),
        any("registry_program"),         systemAccount(),
    };
    using Args = NoArgs;
};

/// Takes over what was burned without this program.
struct SyncTotalSupply {
    PROGRAM_INSTRUCTION("sync_total_supply", "SyncTotalSupply");
    enum : u8 { tokenInfo, mint, authority };
    static constexpr AccountSpec accounts[] = {
        state<TokenInfo>("token_info").writable(),
        any("mint"),
        signer("authority"),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::energy_token
