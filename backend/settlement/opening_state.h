#pragma once

#include "chain/chain.h"
#include "netting/engine.h"
#include "settlement/venue.h"

#include <span>
#include <vector>

namespace paradox::settlement {

struct OpeningQuery {
    std::vector<PublicKey> items;   ///< sorted, each once
    std::vector<PublicKey> wallets; ///< sorted, each once
    UnixSeconds grantsLiveAt;       ///< a grant that has ended by then allows nothing
};

/// The world a batch starts from, read from the chain at one finalized slot.
struct OpeningState {
    Slot slot;
    vault::Game game;
    std::vector<netting::Ownership> owners;      ///< known items only, sorted
    std::vector<netting::Balance> available;     ///< lesser of balance and allowance; the treasury's balance; sorted
    std::vector<PublicKey> walletsWithoutLedger; ///< sorted
};

/// Deterministic when the venue does not exist or is not one; else as the chain's node answers.
[[nodiscard]] chain::Result<OpeningState> readOpening(chain::Chain &chain, const Venue &venue,
                                                      const OpeningQuery &query);

} // namespace paradox::settlement
