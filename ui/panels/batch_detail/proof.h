#pragma once

#include "netting/merkle.h"
#include "netting/receipt.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace paradox::ui {

/// A receipt, and what this desk found when it worked it out from its bytes.
struct Proof {
    /// From the pair with its verdict up to the root of the batch's intents tree.
    struct Path {
        Hash leaf;
        std::uint64_t index = 0; ///< from 0
        std::uint64_t size = 0;  ///< trades of the batch
        std::vector<netting::InclusionStep> steps;
        Hash root; ///< the header's
        [[nodiscard]] const Hash &reached() const { return steps.empty() ? leaf : steps.back().node; }
        [[nodiscard]] bool reachesRoot() const { return reached() == root; }
    };

    std::string receipt; ///< as the node gave it; empty for a proof from the batch alone
    bool isSettled = false;
    std::vector<netting::ReceiptFinding> findings;
    std::optional<Path> path; ///< nothing while the batch is not settled, or when path and tree do not fit
    [[nodiscard]] bool holds() const { return netting::allPassed(findings) && (!path || path->reachesRoot()); }
};

/// What a receipt must be of: one that holds, but of something else, proves nothing.
struct ProofWanted {
    IntentId intent;
    IntentId counterpart;
    std::optional<netting::HeaderBytes> header; ///< of the batch that is shown
};

/// Any thread. Error: words for what cannot be read, or is of something else.
[[nodiscard]] std::expected<Proof, std::string> proofOf(std::string_view receipt, const ProofWanted &wanted,
                                                        const netting::ReceiptTrust &trust);

/// The same of any trade of a netted batch, from the batch's object alone: that it stands there with its verdict, and
/// nothing of signatures. `treasury` as in netting::parseBatchClaim().
[[nodiscard]] std::expected<Proof, std::string> proofInBatch(std::string_view batch,
                                                             const std::optional<PublicKey> &treasury, Seq trade);

} // namespace paradox::ui
