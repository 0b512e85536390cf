#pragma once

#include "programs/trading/rules.h"

namespace paradox::program::trading {

/// Takes the order's amount from its certificate, which must be valid and have that much left.
Status claimCertificate(const Call<CreateSellOrder> &call, i64 now);

/// The accounts of a certificate that gets back what an order did not sell.
struct CertificateReturn {
    const Pubkey &orderKey;
    const Account &claim;
    const Account &use;
    const Account &rentReceiver;
};
Status returnToCertificate(const Order &order, const CertificateReturn &accounts);

} // namespace paradox::program::trading
