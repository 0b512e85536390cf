#include "netting/reexecute.h"

#include "domain/base58.h"
#include "domain/encoding.h"
#include "domain/time_text.h"
#include "solana/keypair.h"

#include <algorithm>

namespace paradox::netting {
namespace {

std::string textOf(Verdict verdict)
{
    return std::string(toText(verdict));
}
std::string textOf(std::uint32_t number)
{
    return std::to_string(number);
}
std::string textOf(const OwnerMove &move)
{
    return toBase58(move.item) + " from " + toBase58(move.from) + " to " + toBase58(move.to);
}
std::string textOf(const WalletDelta &delta)
{
    return toBase58(delta.wallet) + " " + std::to_string(delta.delta);
}

class Comparison {
public:
    void add(std::string what, std::string claimed, std::string computed)
    {
        if (m_mismatches.size() < mismatchesMax)
            m_mismatches.push_back({std::move(what), std::move(claimed), std::move(computed)});
    }
    void number(const char *what, std::uint64_t claimed, std::uint64_t computed)
    {
        if (claimed != computed)
            add(what, std::to_string(claimed), std::to_string(computed));
    }
    template <class Tag, std::size_t Size>
    void hex(const char *what, const FixedBytes<Tag, Size> &claimed, const FixedBytes<Tag, Size> &computed)
    {
        if (claimed != computed)
            add(what, hexEncode(claimed.span()), hexEncode(computed.span()));
    }
    /// Each place that differs; a list that is shorter has nothing there.
    template <class T>
    void lists(const std::string &what, const std::vector<T> &claimed, const std::vector<T> &computed)
    {
        for (std::size_t i = 0; i < std::max(claimed.size(), computed.size()); ++i) {
            const bool isSame = i < claimed.size() && i < computed.size() && claimed[i] == computed[i];
            if (!isSame)
                add(what + " " + std::to_string(i), i < claimed.size() ? textOf(claimed[i]) : "nothing",
                    i < computed.size() ? textOf(computed[i]) : "nothing");
        }
    }
    std::vector<Mismatch> take() { return std::move(m_mismatches); }

private:
    std::vector<Mismatch> m_mismatches;
};

void compareHeaders(const BatchHeader &claimed, const BatchHeader &computed, Comparison &comparison)
{
    comparison.hex("genesis", claimed.genesis, computed.genesis);
    comparison.hex("program", claimed.program, computed.program);
    comparison.hex("engine", claimed.engine, computed.engine);
    comparison.number("seq", claimed.seq.value, computed.seq.value);
    comparison.hex("previousHeaderHash", claimed.previous, computed.previous);
    comparison.number("readSlot", claimed.readSlot.value, computed.readSlot.value);
    comparison.number("openedAt", static_cast<std::uint64_t>(claimed.openedAt.value),
                      static_cast<std::uint64_t>(computed.openedAt.value));
    comparison.number("cutAt", static_cast<std::uint64_t>(claimed.cutAt.value),
                      static_cast<std::uint64_t>(computed.cutAt.value));
    comparison.number("algoVersion", claimed.algoVersion, computed.algoVersion);
    comparison.number("mode", static_cast<std::uint64_t>(claimed.mode), static_cast<std::uint64_t>(computed.mode));
    comparison.number("feeBps", claimed.feeBps, computed.feeBps);
    comparison.number("header trades", claimed.intentCount, computed.intentCount);
    comparison.number("header accepted", claimed.acceptedCount, computed.acceptedCount);
    comparison.number("header items", claimed.itemCount, computed.itemCount);
    comparison.number("header wallets", claimed.walletCount, computed.walletCount);
    comparison.hex("intentsRoot", claimed.intentsRoot, computed.intentsRoot);
    comparison.hex("ownersRoot", claimed.ownersRoot, computed.ownersRoot);
    comparison.hex("deltasRoot", claimed.deltasRoot, computed.deltasRoot);
    comparison.number("header gross", claimed.gross, computed.gross);
    comparison.number("header fees", claimed.fees, computed.fees);
    comparison.hex("inputsDigest", claimed.inputsDigest, computed.inputsDigest);
}

void compareSummary(const BatchSummary &claimed, const BatchHeader &header, const Netting &netting,
                    Comparison &comparison)
{
    const auto number = [&comparison](const char *what, std::optional<std::uint32_t> said, std::uint64_t computed) {
        if (said)
            comparison.number(what, *said, computed);
    };
    // The header knows whole seconds.
    const auto time = [&comparison](const char *what, std::optional<UnixMillis> said, UnixSeconds computed) {
        if (said && toSeconds(*said) != computed)
            comparison.add(what, formatRfc3339(*said), formatRfc3339(computed));
    };
    const auto hash = [&comparison](const char *what, const std::optional<Hash> &said, const Hash &computed) {
        if (said)
            comparison.hex(what, *said, computed);
    };
    const auto deferred = static_cast<std::uint64_t>(std::ranges::count(netting.verdicts, Verdict::Deferred));
    number("trades", claimed.trades, header.intentCount);
    number("accepted", claimed.accepted, header.acceptedCount);
    number("rejected", claimed.rejected, header.intentCount - header.acceptedCount - deferred);
    number("items", claimed.items, header.itemCount);
    number("wallets", claimed.wallets, header.walletCount);
    number("ratioBps", claimed.ratioBps, savedBps(netting.gross, netting.net));
    time("openedAt", claimed.openedAt, header.openedAt);
    time("cutAt", claimed.cutAt, header.cutAt);
    hash("headerHash", claimed.headerHash, headerHashOf(encodeHeader(header)));
    hash("intentsRoot", claimed.intentsRoot, header.intentsRoot);
    hash("ownersRoot", claimed.ownersRoot, header.ownersRoot);
    hash("deltasRoot", claimed.deltasRoot, header.deltasRoot);
}

void compareNettings(const Netting &claimed, const Netting &computed, Comparison &comparison)
{
    comparison.lists("verdict of trade", claimed.verdicts, computed.verdicts);
    // GET /api/batches/:id does not carry the execution order; it follows from the rest.
    if (!claimed.accepted.empty())
        comparison.lists("accepted in place", claimed.accepted, computed.accepted);
    comparison.lists("owner move", claimed.ownerMoves, computed.ownerMoves);
    comparison.lists("delta", claimed.deltas, computed.deltas);
    comparison.number("gross", claimed.gross, computed.gross);
    comparison.number("fees", claimed.fees, computed.fees);
    comparison.number("net", claimed.net, computed.net);
}

bool isOfVenue(const Intent &intent, const BatchContext &context)
{
    return intent.genesis == context.genesis && intent.program == context.program && intent.engine == context.engine &&
           intent.mint == context.mint;
}

/// Protocol §3, consent: whether these two halves make this trade.
bool makeTrade(const Intent &seller, const Intent &buyer, const Trade &trade)
{
    if (sideOf(seller) != Side::Seller || sideOf(buyer) != Side::Buyer)
        return false;
    const bool isListed = seller.type == IntentType::List;
    const bool isBuyNow = buyer.type == IntentType::BuyNow;
    return isListed == isBuyNow && seller.item == trade.item && buyer.item == trade.item && seller.from == trade.from &&
           buyer.from == trade.from && buyer.to == trade.to && (isListed || seller.to == trade.to) &&
           seller.amount == trade.amount && (isBuyNow ? buyer.amount >= trade.amount : buyer.amount == trade.amount);
}

std::string faultOf(const SignedIntent &half, const IntentId &id, const BatchContext &context)
{
    if (intentIdOf(half.preimage) != id)
        return "not the intent that the trade names";
    const std::expected<Intent, IntentError> intent = decodeIntent(half.preimage);
    if (!intent)
        return std::string(toText(intent.error()));
    if (!isOfVenue(*intent, context))
        return "for another venue or currency";
    if (!solana::verify(intent->session, half.preimage, half.signature))
        return "signature does not hold";
    return {};
}

void checkConsent(const ArchiveContent &content, Comparison &comparison)
{
    if (!content.intents.empty() && content.intents.size() != 2 * content.trades.size()) {
        comparison.add("signed halves", std::to_string(content.intents.size()),
                       std::to_string(2 * content.trades.size()));
        return;
    }
    for (std::size_t i = 0; i * 2 < content.intents.size(); ++i) {
        const Trade &trade = content.trades[i];
        const SignedIntent &seller = content.intents[2 * i];
        const SignedIntent &buyer = content.intents[2 * i + 1];
        const std::string sellerFault = faultOf(seller, trade.sellerIntent, content.context);
        const std::string buyerFault = faultOf(buyer, trade.buyerIntent, content.context);
        if (!sellerFault.empty())
            comparison.add("seller half of trade " + std::to_string(i), "signed consent", sellerFault);
        if (!buyerFault.empty())
            comparison.add("buyer half of trade " + std::to_string(i), "signed consent", buyerFault);
        if (sellerFault.empty() && buyerFault.empty() &&
            !makeTrade(*decodeIntent(seller.preimage), *decodeIntent(buyer.preimage), trade))
            comparison.add("trade " + std::to_string(i), "a pair", "the halves do not agree with it");
    }
}

/// The header that the inputs give, with nothing claimed in it but the context.
BatchHeader recomputeHeader(const ArchiveContent &content, const Netting &netting, const Hash &digest)
{
    return makeHeader(content.context, content.batch(), netting, digest);
}

Hash digestOf(const ArchiveContent &content, const Netting &netting)
{
    ArchiveContent computed = content;
    computed.netting = netting;
    return archiveDigest(makeArchive(computed));
}

Reexecution refusal(NetError error, Comparison &comparison)
{
    comparison.add("inputs", "a batch", std::string(toText(error)));
    return {.mismatches = comparison.take()};
}

} // namespace

Reexecution reexecute(const BatchClaim &claim)
{
    Comparison comparison;
    const ArchiveContent &content = claim.content;
    const std::expected<Netting, NetError> netting = net(content.batch());
    if (!netting)
        return refusal(netting.error(), comparison);
    checkConsent(content, comparison);
    compareNettings(content.netting, *netting, comparison);
    const bool isWhole = content.intents.size() == 2 * content.trades.size() && !content.intents.empty();
    const Hash digest = isWhole ? digestOf(content, *netting) : claim.header.inputsDigest;
    const BatchHeader header = recomputeHeader(content, *netting, digest);
    compareHeaders(claim.header, header, comparison);
    compareSummary(claim.summary, header, *netting, comparison);
    Reexecution result;
    result.header = encodeHeader(header);
    result.batchId = batchIdOf(result.header);
    comparison.hex("batchId", claim.batchId, result.batchId);
    result.mismatches = comparison.take();
    return result;
}

std::expected<Reexecution, ArchiveError> reexecuteCar(ByteSpan car, const std::optional<BatchId> &expected)
{
    const std::expected<Archive, ArchiveError> archive = decodeCar(car);
    if (!archive)
        return std::unexpected(archive.error());
    const std::expected<ArchiveContent, ArchiveError> content = readArchive(*archive);
    if (!content)
        return std::unexpected(content.error());
    Comparison comparison;
    const std::expected<Netting, NetError> netting = net(content->batch());
    if (!netting)
        return refusal(netting.error(), comparison);
    checkConsent(*content, comparison);
    compareNettings(content->netting, *netting, comparison);
    const Hash digest = digestOf(*content, *netting);
    comparison.hex("archive digest", archive->root.digest, digest);
    Reexecution result;
    result.header = encodeHeader(recomputeHeader(*content, *netting, digest));
    result.batchId = batchIdOf(result.header);
    if (expected)
        comparison.hex("batchId", *expected, result.batchId);
    result.mismatches = comparison.take();
    return result;
}

} // namespace paradox::netting
