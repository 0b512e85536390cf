#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

struct [[gnu::may_alias]] alignas(8) Config {
    PROGRAM_STATE("Config");

    u64 tag;
    Pubkey admin;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("admin", self.admin);
    }
};

/// A venue.
struct [[gnu::may_alias]] alignas(8) Game {
    PROGRAM_STATE("Game");

    u64 tag;
    u64 gameId;
    Pubkey authority; ///< settles
    Pubkey treasury;
    Pubkey currency;  ///< a mint of SPL Token or Token-2022; zeros: lamports
    Pubkey vault;     ///< system account where the venue's lamports lie, or the owner of its token account
    Pubkey openBatch; ///< unfinished batch, zeros when none
    u64 fees;         ///< booked, not withdrawn
    u64 lockSequence; ///< of the batch opened last; marks locks in ledgers and items
    u64 settledBatches;
    u16 feeBps;
    bool newActivityPaused;
    bool settlementsPaused;
    u8 vaultBump;
    u8 decimals; ///< of the currency's mint; 0 with lamports
    u8 reserved[2];

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("game_id", self.gameId);
        visit("authority", self.authority);
        visit("treasury", self.treasury);
        visit("currency", self.currency);
        visit("vault", self.vault);
        visit("open_batch", self.openBatch);
        visit("fees", self.fees);
        visit("lock_sequence", self.lockSequence);
        visit("settled_batches", self.settledBatches);
        visit("fee_bps", self.feeBps);
        visit("new_activity_paused", self.newActivityPaused);
        visit("settlements_paused", self.settlementsPaused);
        visit("vault_bump", self.vaultBump);
        visit("decimals", self.decimals);
        visit("reserved", self.reserved);
    }
};

} // namespace paradox::program::vault
