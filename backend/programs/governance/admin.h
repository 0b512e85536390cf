#pragma once

#include "programs/governance/errors.h"
#include "programs/governance/state.h"
#include "programs/registry/link.h"
#include "programs/sdk/program.h"

namespace paradox::program::governance {

constexpr AccountSpec poaConfigAccount()
{
    return state<PoaConfig>("poa_config").at(text("poa_config"));
}

struct InitializePoa {
    PROGRAM_INSTRUCTION("initialize_poa", "InitializePoa");
    enum : u8 { poaConfig, authority, system };
    static constexpr AccountSpec accounts[] = {
        fresh<PoaConfig>("poa_config").at(text("poa_config")),
        signer("authority").writable(),
        systemAccount(),
    };
    using Args = NoArgs;
};

/// Names the registry whose meters are certified.
struct LinkRegistry {
    PROGRAM_INSTRUCTION("link_registry", "LinkRegistry");
    enum : u8 { poaConfig, registryLink, authority, system };
    static constexpr AccountSpec accounts[] = {
        governance::poaConfigAccount(),
        registry::registryLinkToSet(),
        signer("authority").writable(),
        systemAccount(),
    };
    using Args = registry::LinkArgs;
};

/// Accounts of what the authority changes in its rules.
struct Governing {
    enum : u8 { poaConfig, authority };
    static constexpr AccountSpec accounts[] = {governance::poaConfigAccount().writable(), signer("authority")};
};

struct EmergencyPause : Governing {
    PROGRAM_INSTRUCTION("emergency_pause", "EmergencyPause");
    using Args = NoArgs;
};

struct EmergencyUnpause : Governing {
    PROGRAM_INSTRUCTION("emergency_unpause", "EmergencyUnpause");
    using Args = NoArgs;
};

struct UpdateGovernanceConfig : Governing {
    PROGRAM_INSTRUCTION("update_governance_config", "UpdateGovernanceConfig");
    struct Args {
        bool ercValidationEnabled;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("erc_validation_enabled", self.ercValidationEnabled);
        }
    };
};

struct SetMaintenanceMode : Governing {
    PROGRAM_INSTRUCTION("set_maintenance_mode", "SetMaintenanceMode");
    struct Args {
        bool maintenanceEnabled;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("maintenance_enabled", self.maintenanceEnabled);
        }
    };
};

struct UpdateErcLimits : Governing {
    PROGRAM_INSTRUCTION("update_erc_limits", "UpdateErcLimits");
    struct Args {
        u64 minEnergyAmount;
        u64 maxErcAmount;
        i64 ercValidityPeriod;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("min_energy_amount", self.minEnergyAmount);
            visit("max_erc_amount", self.maxErcAmount);
            visit("erc_validity_period", self.ercValidityPeriod);
        }
    };
};

struct UpdateAuthorityInfo : Governing {
    PROGRAM_INSTRUCTION("update_authority_info", "UpdateAuthorityInfo");
    struct Args {
        TextView contactInfo;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("contact_info", self.contactInfo);
        }
    };
};

/// Whether certificates may change hands.
struct SetCertificateTransfers : Governing {
    PROGRAM_INSTRUCTION("set_certificate_transfers", "SetCertificateTransfers");
    struct Args {
        bool allowed;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("allowed", self.allowed);
        }
    };
};

struct GetGovernanceStats {
    PROGRAM_INSTRUCTION("get_governance_stats", "GetGovernanceStats");
    enum : u8 { poaConfig };
    static constexpr AccountSpec accounts[] = {governance::poaConfigAccount()};
    using Args = NoArgs;
    using Returns = GovernanceStats;
};

} // namespace paradox::program::governance
