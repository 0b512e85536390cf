#pragma once

#include "programs/governance/admin.h"
#include "programs/governance/certificate.h"

namespace paradox::program::governance {

/// The first version names the rules read-only and so never counts. Who passes them writable, as clients do, is
/// counted.
constexpr AccountSpec countingConfig()
{
    return poaConfigAccount().writableOrReadOnly();
}

/// The first version's five accounts, and behind them what binds the certificate to its owner, its meter and the
/// energy that no other certificate claims.
struct IssueErc {
    PROGRAM_INSTRUCTION("issue_erc", "IssueErc");
    enum : u8 { poaConfig, ercCertificate, meterAccount, authority, system, ercOwner, meterClaims, registryLink };
    static constexpr AccountSpec accounts[] = {
        countingConfig(),
        fresh<ErcCertificate>("erc_certificate").at(text("erc_certificate"), textArgument("certificate_id", 0)),
        any("meter_account").writable(),
        signer("authority").writable(),
        systemAccount(),
        fresh<ErcOwner>("erc_owner").at(text("erc_owner"), textArgument("certificate_id", 0)),
        stateOrFresh<MeterClaims>("meter_claims").at(text("erc_claims"), account(meterAccount)),
        registry::registryLink(),
    };
    struct Args {
        TextView certificateId;
        u64 energyAmount;
        TextView renewableSource;
        TextView validationData;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("certificate_id", self.certificateId);
            visit("energy_amount", self.energyAmount);
            visit("renewable_source", self.renewableSource);
            visit("validation_data", self.validationData);
        }
    };
    static Status checkArgs(const Args &args)
    {
        PROGRAM_ENSURE(args.certificateId.size > 0, EmptyCertificateId);
        PROGRAM_ENSURE(args.certificateId.size <= certificateIdSizeMax, CertificateIdTooLong);
        return Status::Ok;
    }
};

struct ValidateErcForTrading {
    PROGRAM_INSTRUCTION("validate_erc_for_trading", "ValidateErcForTrading");
    enum : u8 { poaConfig, ercCertificate, authority };
    static constexpr AccountSpec accounts[] = {
        countingConfig(),
        state<ErcCertificate>("erc_certificate").writable(),
        signer("authority"),
    };
    using Args = NoArgs;
};

/// Ends a certificate, also while the system is paused. One that was never validated gives its energy back to the
/// meter: nobody can have traded on it.
struct RevokeErc {
    PROGRAM_INSTRUCTION("revoke_erc", "RevokeErc");
    enum : u8 { poaConfig, ercCertificate, authority, ercOwner, meterClaims };
    static constexpr AccountSpec accounts[] = {
        countingConfig(),
        state<ErcCertificate>("erc_certificate").writable(),
        signer("authority"),
        state<ErcOwner>("erc_owner"),
        state<MeterClaims>("meter_claims").writable(),
    };
    struct Args {
        TextView reason;

        template <class V, class Self>
        static constexpr void fields(V &visit, Self &self)
        {
            visit("reason", self.reason);
        }
    };
};

struct TransferErc {
    PROGRAM_INSTRUCTION("transfer_erc", "TransferErc");
    enum : u8 { poaConfig, ercCertificate, currentOwner, newOwner, ercOwner };
    static constexpr AccountSpec accounts[] = {
        governance::poaConfigAccount(),
        state<ErcCertificate>("erc_certificate"),
        signer("current_owner"),
        any("new_owner"),
        state<ErcOwner>("erc_owner").writable(),
    };
    using Args = NoArgs;
};

} // namespace paradox::program::governance
