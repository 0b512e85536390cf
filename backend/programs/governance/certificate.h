#pragma once

#include "programs/governance/state.h"

// Other programs read ErcCertificate and ErcOwner too: their layouts never change.
namespace paradox::program::governance {

/// Attests renewable energy. Never closed: its id must not be issued twice.
struct ErcCertificate {
    PROGRAM_STATE("ErcCertificate");
    static constexpr u64 space = 460;

    Text<64> certificateId;
    Pubkey authority;
    u64 energyAmount;
    Text<sourceSizeMax> renewableSource;
    Text<validationDataSizeMax> validationData;
    i64 issuedAt;
    Option<i64> expiresAt;
    ErcStatus status;
    bool validatedForTrading;
    Option<i64> tradingValidatedAt;

    bool isExpired(i64 now) const { return expiresAt.isSome && now >= expiresAt.value; }

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate_id", self.certificateId);
        visit("authority", self.authority);
        visit("energy_amount", self.energyAmount);
        visit("renewable_source", self.renewableSource);
        visit("validation_data", self.validationData);
        visit("issued_at", self.issuedAt);
        visit("expires_at", self.expiresAt);
        visit("status", self.status);
        visit("validated_for_trading", self.validatedForTrading);
        visit("trading_validated_at", self.tradingValidatedAt);
    }
};

/// Whose a certificate is, and which meter's energy it attests. The certificate itself has no place for either.
struct [[gnu::may_alias]] alignas(8) ErcOwner {
    PROGRAM_STATE("ErcOwner");

    u64 tag;
    Pubkey certificate;
    Pubkey owner;
    Pubkey meter;
    u64 transferCount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate", self.certificate);
        visit("owner", self.owner);
        visit("meter", self.meter);
        visit("transfer_count", self.transferCount);
    }
};

/// How much of a meter's generation is certified. Never closed: energy must not be certified twice.
struct [[gnu::may_alias]] alignas(8) MeterClaims {
    PROGRAM_STATE("MeterClaims");

    u64 tag;
    Pubkey meter;
    u64 claimed;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("meter", self.meter);
        visit("claimed", self.claimed);
    }
};

} // namespace paradox::program::governance
