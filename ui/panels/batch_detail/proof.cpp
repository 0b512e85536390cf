#include "ui/panels/batch_detail/proof.h"

namespace paradox::ui {

std::expected<Proof, std::string> proofOf(std::string_view receipt, const netting::ReceiptTrust &trust)
{
    const std::expected<netting::Receipt, std::string> parsed = netting::parseReceipt(receipt);
    if (!parsed)
        return std::unexpected(parsed.error());
    Proof proof{.receipt = std::string(receipt),
                .isSettled = parsed->isSettled,
                .findings = netting::verifyReceipt(*parsed, trust),
                .path = std::nullopt};
    const auto claim = parsed->isSettled ? netting::leafClaimOf(*parsed) : std::nullopt;
    auto steps = claim ? netting::stepsOf(claim->inclusion) : std::nullopt;
    if (steps)
        proof.path = Proof::Path{.leaf = claim->inclusion.leaf,
                                 .index = claim->inclusion.index,
                                 .size = claim->inclusion.size,
                                 .steps = *std::move(steps),
                                 .root = claim->root};
    return proof;
}

} // namespace paradox::ui
