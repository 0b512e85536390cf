#include "ui/panels/batch_detail/proof.h"

#include "netting/commitment.h"
#include "netting/reexecute.h"

#include <algorithm>

namespace paradox::ui {

namespace {

/// What else the receipt is of; empty when it is of what was asked.
std::string strangerIn(const netting::Receipt &receipt, const ProofWanted &wanted)
{
    if (intentIdOf(receipt.intent.preimage) != wanted.intent)
        return "the node gave the receipt of another intent";
    if (!receipt.isSettled)
        return {};
    if (receipt.counterpart != wanted.counterpart)
        return "the receipt is of another trade of this intent";
    if (wanted.header && (receipt.headers.empty() || receipt.headers.front() != *wanted.header))
        return "the receipt is of another batch";
    return {};
}

} // namespace

std::expected<Proof, std::string> proofOf(std::string_view receipt, const ProofWanted &wanted,
                                          const netting::ReceiptTrust &trust)
{
    const std::expected<netting::Receipt, std::string> parsed = netting::parseReceipt(receipt);
    if (!parsed)
        return std::unexpected(parsed.error());
    if (std::string stranger = strangerIn(*parsed, wanted); !stranger.empty())
        return std::unexpected(std::move(stranger));
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

std::expected<Proof, std::string> proofInBatch(std::string_view batch, const std::optional<PublicKey> &treasury,
                                               Seq trade)
{
    const std::expected<netting::BatchClaim, std::string> claim = netting::parseBatchClaim(batch, treasury);
    if (!claim)
        return std::unexpected(claim.error());
    const std::vector<Trade> &trades = claim->content.trades;
    const auto found = std::ranges::find(trades, trade, &Trade::seq);
    if (found == trades.end())
        return std::unexpected("the batch has no trade " + std::to_string(trade.value));
    const auto index = static_cast<std::size_t>(found - trades.begin());
    const netting::MerkleTree tree(netting::intentLeaves(trades, claim->content.netting.verdicts));
    const std::vector<Hash> siblings = tree.proof(index);
    auto steps = netting::stepsOf(
        {.leaf = tree.leaves()[index], .index = index, .size = claim->header.intentCount, .path = siblings});
    if (!steps)
        return std::unexpected("the header counts other trades than the batch has");
    return Proof{.receipt = {},
                 .isSettled = true,
                 .findings = {},
                 .path = Proof::Path{.leaf = tree.leaves()[index],
                                     .index = index,
                                     .size = claim->header.intentCount,
                                     .steps = *std::move(steps),
                                     .root = claim->header.intentsRoot}};
}

} // namespace paradox::ui
