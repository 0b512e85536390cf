#pragma once

#include "programs/governance/state.h"

namespace paradox::program::governance {

struct ErcIssued {
    PROGRAM_EVENT("ErcIssued");
    TextView certificateId;
    Pubkey authority;
    u64 energyAmount;
    TextView renewableSource;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate_id", self.certificateId);
        visit("authority", self.authority);
        visit("energy_amount", self.energyAmount);
        visit("renewable_source", self.renewableSource);
        visit("timestamp", self.timestamp);
    }
};

struct ErcValidatedForTrading {
    PROGRAM_EVENT("ErcValidatedForTrading");
    TextView certificateId;
    Pubkey authority;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate_id", self.certificateId);
        visit("authority", self.authority);
        visit("timestamp", self.timestamp);
    }
};

struct ErcRevoked {
    PROGRAM_EVENT("ErcRevoked");
    TextView certificateId;
    Pubkey authority;
    TextView reason;
    u64 energyAmount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate_id", self.certificateId);
        visit("authority", self.authority);
        visit("reason", self.reason);
        visit("energy_amount", self.energyAmount);
        visit("timestamp", self.timestamp);
    }
};

struct ErcTransferred {
    PROGRAM_EVENT("ErcTransferred");
    TextView certificateId;
    Pubkey fromOwner;
    Pubkey toOwner;
    u64 energyAmount;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate_id", self.certificateId);
        visit("from_owner", self.fromOwner);
        visit("to_owner", self.toOwner);
        visit("energy_amount", self.energyAmount);
        visit("timestamp", self.timestamp);
    }
};

struct CertificateTransfersSet {
    PROGRAM_EVENT("CertificateTransfersSet");
    Pubkey authority;
    bool allowed;
    i64 timestamp;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("authority", self.authority);
        visit("allowed", self.allowed);
        visit("timestamp", self.timestamp);
    }
};

} // namespace paradox::program::governance
