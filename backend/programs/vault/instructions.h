#pragma once

#include "programs/sdk/program.h"
#include "programs/vault/state.h"

// The vault's instructions as declarations: accounts in order with what they must be, and arguments in wire order.
// Handlers stand in the .cpp files beside this one. Settlement has a header of its own.
namespace paradox::program::vault {

#define VAULT_INSTRUCTION(snakeCase, upperCamel)                                                                       \
    static constexpr char name[] = snakeCase;                                                                          \
    static constexpr char title[] = "Instruction: " upperCamel;                                                        \
    static constexpr u64 discriminator = program::discriminator("global", name)

/// Arguments of an instruction that has none.
struct NoArgs {
    template <class V, class Self>
    static void fields(V &, Self &)
    {
    }
};

/// The ledger of the player at account `player` in the venue at account `game`, which may not exist yet.
constexpr AccountSpec ledgerAt(u8 game, u8 player)
{
    return stateOrFresh<PlayerLedger>("player_ledger").at(text("ledger"), account(game), account(player));
}

/// First call founds the program. Where the program can be upgraded only its upgrade authority may found it.
struct InitConfig {
    VAULT_INSTRUCTION("init_config", "InitConfig");
    enum : u8 { config, admin, self, programData, system };
    static constexpr AccountSpec accounts[] = {
        fresh<Config>("config").at(text("config")),
        signer("admin").writable(),
        selfAccount(),
        any("program_data"),
        systemAccount(),
    };
    using Args = NoArgs;
};

struct CreateGame {
    VAULT_INSTRUCTION("create_game", "CreateGame");
    enum : u8 { config, game, vault, admin, system };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        fresh<Game>("game").at(text("game"), argument("game_id", 0, 8)),
        derived("vault").writable().at(text("vault"), account(game)),
        signer("admin").writable(),
        systemAccount(),
    };
    struct Args {
        u64 gameId;
        Pubkey authority;
        Pubkey treasury;
        Pubkey currency;
        u16 feeBps;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("game_id", self.gameId);
            visit("authority", self.authority);
            visit("treasury", self.treasury);
            visit("currency", self.currency);
            visit("fee_bps", self.feeBps);
        }
    };
};

struct SetPaused {
    VAULT_INSTRUCTION("set_paused", "SetPaused");
    enum : u8 { config, game, admin };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        state<Game>("game").writable(),
        signer("admin"),
    };
    struct Args {
        bool newActivity;
        bool settlements;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("new_activity", self.newActivity);
            visit("settlements", self.settlements);
        }
    };
};

struct AmountArgs {
    u64 amount;

    template <class V, class Self>
    static void fields(V &visit, Self &self)
    {
        visit("amount", self.amount);
    }
};

struct WithdrawProtocolFees {
    VAULT_INSTRUCTION("withdraw_protocol_fees", "WithdrawProtocolFees");
    enum : u8 { config, game, vault, treasury, admin, system };
    static constexpr AccountSpec accounts[] = {
        state<Config>("config").at(text("config")),
        state<Game>("game").writable(),
        any("vault").writable().at(text("vault"), account(game)),
        any("treasury").writable(),
        signer("admin"),
        systemAccount(),
    };
    using Args = AmountArgs;
};

/// Creates a player's ledger at anyone's cost, so that a credit can reach a wallet that has none.
struct OpenPlayerLedger {
    VAULT_INSTRUCTION("open_player_ledger", "OpenPlayerLedger");
    enum : u8 { game, ledger, player, payer, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"), ledgerAt(game, player), any("player"), signer("payer").writable(), systemAccount(),
    };
    using Args = NoArgs;
};

struct DepositCredits {
    VAULT_INSTRUCTION("deposit_credits", "DepositCredits");
    enum : u8 { game, ledger, vault, player, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        ledgerAt(game, player),
        any("vault").writable().at(text("vault"), account(game)),
        signer("player").writable(),
        systemAccount(),
    };
    using Args = AmountArgs;
};

struct WithdrawCredits {
    VAULT_INSTRUCTION("withdraw_credits", "WithdrawCredits");
    enum : u8 { game, ledger, vault, player, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(player)),
        any("vault").writable().at(text("vault"), account(game)),
        signer("player").writable(),
        systemAccount(),
    };
    using Args = AmountArgs;
};

struct ClosePlayerLedger {
    VAULT_INSTRUCTION("close_player_ledger", "ClosePlayerLedger");
    enum : u8 { game, ledger, player };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(player)),
        signer("player").writable(),
    };
    using Args = NoArgs;
};

struct RegisterItem {
    VAULT_INSTRUCTION("register_item", "RegisterItem");
    enum : u8 { game, item, owner, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        fresh<Item>("item").at(text("item"), account(game), argument("item_id", 0, 32)),
        signer("owner").writable(),
        systemAccount(),
    };
    struct Args {
        Bytes32 itemId;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("item_id", self.itemId);
        }
    };
};

struct TransferItem {
    VAULT_INSTRUCTION("transfer_item", "TransferItem");
    enum : u8 { game, item, owner };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Item>("item").writable(),
        signer("owner"),
    };
    struct Args {
        Pubkey newOwner;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("new_owner", self.newOwner);
        }
    };
};

/// An ask on chain. The item stays with its owner; he cannot transfer it by hand until the listing is cancelled.
/// A settled sale ends it: a listing counts only while its item points back to it.
struct CreateListing {
    VAULT_INSTRUCTION("create_listing", "CreateListing");
    enum : u8 { game, listing, item, seller, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        fresh<Listing>("listing").at(text("listing"), account(game), argument("listing_id", 0, 8)),
        state<Item>("item").writable(),
        signer("seller").writable(),
        systemAccount(),
    };
    struct Args {
        u64 listingId;
        u64 price;
        i64 expiresAt;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("listing_id", self.listingId);
            visit("price", self.price);
            visit("expires_at", self.expiresAt);
        }
    };
};

struct CancelListing {
    VAULT_INSTRUCTION("cancel_listing", "CancelListing");
    enum : u8 { game, listing, item, seller };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<Listing>("listing").writable().at(text("listing"), account(game), argument("listing_id", 0, 8)),
        state<Item>("item").writable(),
        signer("seller").writable(),
    };
    struct Args {
        u64 listingId;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("listing_id", self.listingId);
        }
    };
};

/// The arguments and the keys of the accounts are, together, the 254 bytes of the grant (protocol §2).
struct RegisterSessionKey {
    VAULT_INSTRUCTION("register_session_key", "RegisterSessionKey");
    enum : u8 { game, ledger, sessionAccount, session, owner, system };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        ledgerAt(game, owner),
        fresh<Session>("session_account").at(text("session_key"), account(owner), account(session)),
        any("session"),
        signer("owner").writable(),
        systemAccount(),
    };
    struct Args {
        Bytes32 genesis; ///< a program cannot know its cluster; it only goes into the hash
        u16 actions;
        u64 maxTotal;
        u64 maxPerIntent;
        u32 maxIntents;
        i64 notBefore;
        i64 expiresAt;
        u64 epoch;
        Bytes32 scopeRoot;

        template <class V, class Self>
        static void fields(V &visit, Self &self)
        {
            visit("genesis", self.genesis);
            visit("actions", self.actions);
            visit("max_total", self.maxTotal);
            visit("max_per_intent", self.maxPerIntent);
            visit("max_intents", self.maxIntents);
            visit("not_before", self.notBefore);
            visit("expires_at", self.expiresAt);
            visit("epoch", self.epoch);
            visit("scope_root", self.scopeRoot);
        }
    };
};

/// By the owner, or by the session itself.
struct RevokeSessionKey {
    VAULT_INSTRUCTION("revoke_session_key", "RevokeSessionKey");
    enum : u8 { game, ledger, sessionAccount, owner, session, revoker };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(owner)),
        state<Session>("session_account").writable().at(text("session_key"), account(owner), account(session)),
        any("owner"),
        any("session"),
        signer("revoker"),
    };
    using Args = NoArgs;
};

struct BumpSessionEpoch {
    VAULT_INSTRUCTION("bump_session_epoch", "BumpSessionEpoch");
    enum : u8 { game, ledger, owner };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(owner)),
        signer("owner"),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::vault
