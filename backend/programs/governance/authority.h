#pragma once

#include "programs/governance/admin.h"

namespace paradox::program::governance {

/// The authority names its successor, who has 48 hours to approve: a key that nobody holds never becomes the authority.
struct ProposeAuthorityChange {
    PROGRAM_INSTRUCTION("propose_authority_change", "ProposeAuthorityChange");
    enum : u8 { poaConfig, authorityChange, authority, system };
    static constexpr AccountSpec accounts[] = {
        governance::poaConfigAccount(),
        fresh<AuthorityChange>("authority_change").at(text("authority_change")),
        signer("authority").writable(),
        systemAccount(),
    };
    struct Args {
        Pubkey newAuthority;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("new_authority", self.newAuthority);
        }
    };
};

struct ApproveAuthorityChange {
    PROGRAM_INSTRUCTION("approve_authority_change", "ApproveAuthorityChange");
    enum : u8 { poaConfig, authorityChange, newAuthority, proposer };
    static constexpr AccountSpec accounts[] = {
        governance::poaConfigAccount().writable(),
        state<AuthorityChange>("authority_change").writable().at(text("authority_change")),
        signer("new_authority"),
        any("proposer").writable(),
    };
    using Args = NoArgs;
};

struct CancelAuthorityChange {
    PROGRAM_INSTRUCTION("cancel_authority_change", "CancelAuthorityChange");
    enum : u8 { poaConfig, authorityChange, authority };
    static constexpr AccountSpec accounts[] = {
        governance::poaConfigAccount(),
        state<AuthorityChange>("authority_change").writable().at(text("authority_change")),
        signer("authority").writable(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::governance
