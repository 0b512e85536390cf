#pragma once

#include "programs/vault/instruction_declaration.h"

namespace paradox::program::vault {

/// The arguments and the keys of the accounts are, together, the 254 bytes of the grant (protocol §2).
struct RegisterSessionKey {
    PROGRAM_INSTRUCTION("register_session_key", "RegisterSessionKey");
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
        static constexpr void fields(V &visit, Self &self)
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
    PROGRAM_INSTRUCTION("revoke_session_key", "RevokeSessionKey");
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
    PROGRAM_INSTRUCTION("bump_session_epoch", "BumpSessionEpoch");
    enum : u8 { game, ledger, owner };
    static constexpr AccountSpec accounts[] = {
        state<Game>("game"),
        state<PlayerLedger>("player_ledger").writable().at(text("ledger"), account(game), account(owner)),
        signer("owner"),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::vault
