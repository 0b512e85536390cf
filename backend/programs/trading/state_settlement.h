#pragma once

#include "programs/sdk/events.h"

namespace paradox::program::trading {

/// In which tokens trades are settled.
struct [[gnu::may_alias]] alignas(8) SettlementConfig {
    PROGRAM_STATE("SettlementConfig");

    u64 tag;
    Pubkey energyMint;
    Pubkey paymentMint;
    Pubkey feeReceiver; ///< a wallet

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("energy_mint", self.energyMint);
        visit("payment_mint", self.paymentMint);
        visit("fee_receiver", self.feeReceiver);
    }
};

/// How much of a trade was settled so far.
struct [[gnu::may_alias]] alignas(8) TradeSettlement {
    PROGRAM_STATE("TradeSettlement");

    u64 tag;
    Pubkey tradeRecord;
    u64 amount;
    u64 totalValue;
    u64 feeAmount;
    i64 settledAt; ///< the last time

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("trade_record", self.tradeRecord);
        visit("amount", self.amount);
        visit("total_value", self.totalValue);
        visit("fee_amount", self.feeAmount);
        visit("settled_at", self.settledAt);
    }
};

/// What orders have taken from a certificate.
struct [[gnu::may_alias]] alignas(8) CertificateUse {
    PROGRAM_STATE("CertificateUse");

    u64 tag;
    Pubkey certificate;
    u64 used;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("certificate", self.certificate);
        visit("used", self.used);
    }
};

/// What an order took from which certificate, until it gives back what was not sold.
struct [[gnu::may_alias]] alignas(8) CertificateClaim {
    PROGRAM_STATE("CertificateClaim");

    u64 tag;
    Pubkey order;
    Pubkey certificate;
    u64 amount;

    template <class V, class Self>
    static constexpr void fields(V &visit, Self &self)
    {
        visit("order", self.order);
        visit("certificate", self.certificate);
        visit("amount", self.amount);
    }
};

} // namespace paradox::program::trading
