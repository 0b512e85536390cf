#pragma once

#include "programs/sdk/enums.h"
#include "programs/sdk/events.h"

namespace paradox::program::governance {

PROGRAM_ENUM(ErcStatus, Valid, Expired, Revoked, Pending);

inline constexpr i64 yearSeconds = 31'536'000;
inline constexpr u32 certificateIdSizeMax = 32; ///< what a seed can hold; the account has room for 64
inline constexpr u32 sourceSizeMax = 64;
inline constexpr u32 validationDataSizeMax = 256;
inline constexpr u32 contactSizeMax = 128;
inline constexpr u32 reasonSizeMax = 128;
inline constexpr i64 authorityChangeSeconds = 48 * 3600;

/// The rules and statistics of the authority. 496 bytes are too few for the longest of all texts at once; the name is
/// short, so that the others fit.
struct PoaConfig {
    PROGRAM_STATE("PoAConfig");
    static constexpr u64 space = 496;

    Pubkey authority;
    Text<64> authorityName;
    Text<contactSizeMax> contactInfo;
    u8 version;
    bool emergencyPaused;
    Option<i64> emergencyTimestamp;
    Option<Text<reasonSizeMax>> emergencyReason;
    bool maintenanceMode;
    bool ercValidationEnabled;
    u64 minEnergyAmount;
    u64 maxErcAmount;
    i64 ercValidityPeriod;
    bool autoRevokeExpired;
    bool requireOracleValidation;
    bool delegationEnabled;
    Option<Pubkey> oracleAuthority;
    u8 minOracleConfidence;
    bool allowCertificateTransfers;
    u64 totalErcsIssued;
    u64 totalErcsValidated;
    u64 totalErcsRevoked;
    u64 totalEnergyCertified;
    i64 createdAt;
    i64 lastUpdated;
    Option<i64> lastErcIssuedAt;

    bool isOperational() const { return !emergencyPaused && !maintenanceMode; }
    bool canIssue() const { return isOperational() && ercValidationEnabled; }

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("authority_name", self.authorityName);
        visit("contact_info", self.contactInfo);
        visit("version", self.version);
        visit("emergency_paused", self.emergencyPaused);
        visit("emergency_timestamp", self.emergencyTimestamp);
        visit("emergency_reason", self.emergencyReason);
        visit("maintenance_mode", self.maintenanceMode);
        visit("erc_validation_enabled", self.ercValidationEnabled);
        visit("min_energy_amount", self.minEnergyAmount);
        visit("max_erc_amount", self.maxErcAmount);
        visit("erc_validity_period", self.ercValidityPeriod);
        visit("auto_revoke_expired", self.autoRevokeExpired);
        visit("require_oracle_validation", self.requireOracleValidation);
        visit("delegation_enabled", self.delegationEnabled);
        visit("oracle_authority", self.oracleAuthority);
        visit("min_oracle_confidence", self.minOracleConfidence);
        visit("allow_certificate_transfers", self.allowCertificateTransfers);
        visit("total_ercs_issued", self.totalErcsIssued);
        visit("total_ercs_validated", self.totalErcsValidated);
        visit("total_ercs_revoked", self.totalErcsRevoked);
        visit("total_energy_certified", self.totalEnergyCertified);
        visit("created_at", self.createdAt);
        visit("last_updated", self.lastUpdated);
        visit("last_erc_issued_at", self.lastErcIssuedAt);
    }
};

/// What get_governance_stats returns.
struct GovernanceStats {
    static constexpr char name[] = "GovernanceStats";

    u64 totalErcsIssued;
    u64 totalErcsValidated;
    u64 totalErcsRevoked;
    u64 totalEnergyCertified;
    bool ercValidationEnabled;
    bool emergencyPaused;
    bool maintenanceMode;
    u64 minEnergyAmount;
    u64 maxErcAmount;
    i64 ercValidityPeriod;
    bool requireOracleValidation;
    bool allowCertificateTransfers;
    bool delegationEnabled;
    i64 createdAt;
    i64 lastUpdated;
    Option<i64> lastErcIssuedAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("total_ercs_issued", self.totalErcsIssued);
        visit("total_ercs_validated", self.totalErcsValidated);
        visit("total_ercs_revoked", self.totalErcsRevoked);
        visit("total_energy_certified", self.totalEnergyCertified);
        visit("erc_validation_enabled", self.ercValidationEnabled);
        visit("emergency_paused", self.emergencyPaused);
        visit("maintenance_mode", self.maintenanceMode);
        visit("min_energy_amount", self.minEnergyAmount);
        visit("max_erc_amount", self.maxErcAmount);
        visit("erc_validity_period", self.ercValidityPeriod);
        visit("require_oracle_validation", self.requireOracleValidation);
        visit("allow_certificate_transfers", self.allowCertificateTransfers);
        visit("delegation_enabled", self.delegationEnabled);
        visit("created_at", self.createdAt);
        visit("last_updated", self.lastUpdated);
        visit("last_erc_issued_at", self.lastErcIssuedAt);
    }
};

/// A change of authority that waits for the new one's consent.
struct [[gnu::may_alias]] alignas(8) AuthorityChange {
    PROGRAM_STATE("AuthorityChange");

    u64 tag;
    Pubkey newAuthority;
    Pubkey proposer; ///< paid the rent
    i64 expiresAt;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("new_authority", self.newAuthority);
        visit("proposer", self.proposer);
        visit("expires_at", self.expiresAt);
    }
};

} // namespace paradox::program::governance
