#pragma once

#include "programs/governance/state.h"

namespace paradox::program::governance {

struct PoaInitialized {
    PROGRAM_EVENT("PoAInitialized");
    Pubkey authority;
    TextView authorityName;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("authority_name", self.authorityName);
        visit("timestamp", self.timestamp);
    }
};

struct EmergencyPauseActivated {
    PROGRAM_EVENT("EmergencyPauseActivated");
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct EmergencyPauseDeactivated {
    PROGRAM_EVENT("EmergencyPauseDeactivated");
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct GovernanceConfigUpdated {
    PROGRAM_EVENT("GovernanceConfigUpdated");
    Pubkey authority;
    bool ercValidationEnabled;
    bool oldEnabled;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("erc_validation_enabled", self.ercValidationEnabled);
        visit("old_enabled", self.oldEnabled);
        visit("timestamp", self.timestamp);
    }
};

struct MaintenanceModeUpdated {
    PROGRAM_EVENT("MaintenanceModeUpdated");
    Pubkey authority;
    bool maintenanceEnabled;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("maintenance_enabled", self.maintenanceEnabled);
        visit("timestamp", self.timestamp);
    }
};

struct ErcLimitsUpdated {
    PROGRAM_EVENT("ErcLimitsUpdated");
    Pubkey authority;
    u64 oldMin;
    u64 newMin;
    u64 oldMax;
    u64 newMax;
    i64 oldValidity;
    i64 newValidity;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("old_min", self.oldMin);
        visit("new_min", self.newMin);
        visit("old_max", self.oldMax);
        visit("new_max", self.newMax);
        visit("old_validity", self.oldValidity);
        visit("new_validity", self.newValidity);
        visit("timestamp", self.timestamp);
    }
};

struct AuthorityInfoUpdated {
    PROGRAM_EVENT("AuthorityInfoUpdated");
    Pubkey authority;
    TextView oldContact;
    TextView newContact;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("old_contact", self.oldContact);
        visit("new_contact", self.newContact);
        visit("timestamp", self.timestamp);
    }
};

struct AuthorityChangeProposed {
    PROGRAM_EVENT("AuthorityChangeProposed");
    Pubkey currentAuthority;
    Pubkey proposedAuthority;
    i64 expiresAt;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("current_authority", self.currentAuthority);
        visit("proposed_authority", self.proposedAuthority);
        visit("expires_at", self.expiresAt);
        visit("timestamp", self.timestamp);
    }
};

struct AuthorityChangeApproved {
    PROGRAM_EVENT("AuthorityChangeApproved");
    Pubkey oldAuthority;
    Pubkey newAuthority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("old_authority", self.oldAuthority);
        visit("new_authority", self.newAuthority);
        visit("timestamp", self.timestamp);
    }
};

struct AuthorityChangeCancelled {
    PROGRAM_EVENT("AuthorityChangeCancelled");
    Pubkey authority;
    Pubkey cancelledProposal;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("cancelled_proposal", self.cancelledProposal);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::governance
