#pragma once

#include "programs/vault/state_layout.h"

namespace paradox::program::vault {

/// A registered grant. Never closed: its address must not be registered twice.
struct [[gnu::may_alias]] alignas(8) Session {
    PROGRAM_STATE("Session");

    u64 tag;
    Pubkey owner;
    Pubkey session;
    Pubkey engine; ///< the venue
    Bytes32 scopeRoot;
    Bytes32 grantHash;
    u64 maxTotal;
    u64 maxPerIntent;
    i64 notBefore;
    i64 expiresAt;
    u64 epoch;
    i64 registeredAt;
    u32 maxIntents;
    u16 actions;
    bool isRevoked;
    u8 reserved;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("owner", self.owner);
        visit("session", self.session);
        visit("engine", self.engine);
        visit("scope_root", self.scopeRoot);
        visit("grant_hash", self.grantHash);
        visit("max_total", self.maxTotal);
        visit("max_per_intent", self.maxPerIntent);
        visit("not_before", self.notBefore);
        visit("expires_at", self.expiresAt);
        visit("epoch", self.epoch);
        visit("registered_at", self.registeredAt);
        visit("max_intents", self.maxIntents);
        visit("actions", self.actions);
        visit("is_revoked", self.isRevoked);
        visit("reserved", self.reserved);
    }
};

} // namespace paradox::program::vault
