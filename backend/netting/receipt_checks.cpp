#include "domain/assert.h"
#include "domain/base58.h"
#include "netting/leaves.h"
#include "netting/receipt.h"
#include "solana/pda.h"
#include "solana/transaction.h"

#include <algorithm>
#include <unordered_set>

namespace paradox::netting {
namespace {

std::string numbered(const char *what, std::size_t number)
{
    return std::string(what) + " " + std::to_string(number + 1);
}

class Verifier {
public:
    Verifier(const Receipt &receipt, const ReceiptTrust &trust)
        : m_receipt(receipt),
          m_trust(trust),
          m_intent(decodeIntent(receipt.intent.preimage))
    {
        for (const HeaderBytes &bytes : receipt.headers) {
            const std::expected<BatchHeader, HeaderError> header = decodeHeader(bytes);
            if (!header)
                break;
            m_headers.push_back(*header);
            const Hash hash = headerHashOf(bytes);
            const std::array<ByteSpan, 3> seeds = {asBytes("batch"), header->engine.span(), hash.span()};
            m_names.insert(hash);
            if (const auto account = solana::findProgramAddress(seeds, header->program))
                m_names.insert(Hash{account->key.bytes});
        }
    }

    std::vector<ReceiptFinding> run()
    {
        add(ReceiptCheck::IntentBytes, intentFault(), "the intent is well formed");
        add(ReceiptCheck::IntentSignature, signatureFault(), "signed by the session key");
        add(ReceiptCheck::AdmissionReceipt, admissionFault(),
            "admitted as number " + std::to_string(m_receipt.admission.admission.seq.value) +
                (m_receipt.isSettled ? "" : "; not settled: nothing more is claimed"));
        if (!m_receipt.isSettled)
            return std::move(m_findings);
        add(ReceiptCheck::LeafProof, leafFault(),
            "in the batch with the verdict " + std::string(toText(m_receipt.verdict)));
        add(ReceiptCheck::HeaderChain, chainFault(), "headers in a chain: " + std::to_string(m_headers.size()));
        add(ReceiptCheck::Transactions, transactionsFault(), transactionsWords());
        add(ReceiptCheck::Slot, slotFault(), "settled by slot " + std::to_string(m_receipt.settledSlot.value));
        return std::move(m_findings);
    }

private:
    void add(ReceiptCheck check, std::string fault, std::string good)
    {
        const bool passed = fault.empty();
        m_findings.push_back({.check = check, .passed = passed, .words = passed ? std::move(good) : std::move(fault)});
    }

    std::string intentFault() const
    {
        if (!m_intent)
            return "the intent bytes do not decode: " + std::string(toText(m_intent.error()));
        if (m_trust.genesis && *m_trust.genesis != m_intent->genesis)
            return "the intent is for another cluster";
        if (m_trust.program && *m_trust.program != m_intent->program)
            return "the intent is for another settlement program";
        if (m_trust.engine && *m_trust.engine != m_intent->engine)
            return "the intent is for another venue";
        return {};
    }

    std::string signatureFault() const
    {
        if (!m_intent)
            return "no session key to check against";
        return solana::verify(m_intent->session, m_receipt.intent.preimage, m_receipt.intent.signature)
                   ? ""
                   : "the signature is not by the session key in the intent";
    }

    std::string admissionFault() const
    {
        if (!m_intent)
            return "no venue to check against";
        if (m_receipt.admission.admission.intent != intentIdOf(m_receipt.intent.preimage))
            return "the admission receipt is for another intent";
        if (m_trust.engineKey && *m_trust.engineKey != m_receipt.admission.engineKey)
            return "the admission receipt is signed by another engine key";
        const Venue venue{.genesis = m_intent->genesis, .program = m_intent->program, .engine = m_intent->engine};
        return verifyReceipt(m_receipt.admission, venue) ? "" : "the admission receipt does not hold";
    }

    std::string leafFault() const
    {
        const std::optional<LeafClaim> claim = leafClaimOf(m_receipt);
        if (!claim)
            return "no batch header to check against";
        return verifyInclusion(claim->inclusion, claim->root)
                   ? ""
                   : "the pair and its verdict are not in the batch's intents tree";
    }

    std::string chainFault() const
    {
        if (m_receipt.headers.empty())
            return "there is no header";
        if (m_headers.size() < m_receipt.headers.size())
            return numbered("header", m_headers.size()) + " does not decode";
        for (std::size_t i = 0; i < m_headers.size(); ++i) {
            const BatchHeader &header = m_headers[i];
            if (m_intent && (header.genesis != m_intent->genesis || header.program != m_intent->program ||
                             header.engine != m_intent->engine))
                return numbered("header", i) + " is of another venue than the intent";
            if (i > 0 && header.previous != headerHashOf(m_receipt.headers[i - 1]))
                return numbered("header", i) + " does not name the one before";
            if (i > 0 && header.seq <= m_headers[i - 1].seq)
                return numbered("header", i) + " has no higher number than the one before";
        }
        return {};
    }

    /// A batch account of the chain among the keys, or a header hash in what the message carries.
    bool namesBatch(const solana::Transaction &transaction) const
    {
        const Bytes &bytes = transaction.messageBytes;
        for (std::size_t at = 0; at + Hash::size <= bytes.size(); ++at) {
            if (m_names.contains(*Hash::from(ByteSpan(bytes).subspan(at, Hash::size))))
                return true;
        }
        return false;
    }

    std::string transactionsFault() const
    {
        if (m_receipt.transactions.empty())
            return "there is no transaction";
        for (std::size_t i = 0; i < m_receipt.transactions.size(); ++i) {
            const SettlementTransaction &claimed = m_receipt.transactions[i];
            if (claimed.signature.isZero())
                return numbered("transaction", i) + " has no signature";
            if (claimed.bytes.empty())
                continue;
            const auto transaction = solana::decodeTransaction(claimed.bytes);
            if (!transaction)
                return numbered("transaction", i) + " does not decode";
            if (transaction->signatures.front() != claimed.signature || !solana::verifySignatures(*transaction))
                return numbered("transaction", i) + " is not signed as it says";
            if (!namesBatch(*transaction))
                return numbered("transaction", i) + " does not name a batch of the chain";
        }
        return {};
    }

    std::string transactionsWords() const
    {
        const auto kept = std::ranges::count_if(m_receipt.transactions, [](const SettlementTransaction &transaction) {
            return !transaction.bytes.empty();
        });
        const std::string words = "transactions: " + std::to_string(m_receipt.transactions.size()) +
                                  ", with bytes that are signed and name the batch: " + std::to_string(kept);
        if (kept > 0 || m_receipt.transactions.empty())
            return words;
        return words + "; ask the cluster for " + toBase58(m_receipt.transactions.front().signature);
    }

    std::string slotFault() const
    {
        if (m_receipt.transactions.empty() || m_headers.empty())
            return "there is nothing to compare the slot with";
        for (std::size_t i = 0; i < m_receipt.transactions.size(); ++i) {
            const Slot slot = m_receipt.transactions[i].slot;
            if (slot > m_receipt.settledSlot)
                return numbered("transaction", i) + " lies behind the settled slot";
            if (slot < m_headers.front().readSlot)
                return numbered("transaction", i) + " lies before the slot that the batch was read at";
        }
        return {};
    }

    const Receipt &m_receipt;
    const ReceiptTrust &m_trust;
    std::expected<Intent, IntentError> m_intent;
    std::vector<BatchHeader> m_headers; ///< up to the first that does not decode
    std::unordered_set<Hash> m_names;   ///< batch ids and batch accounts of the headers
    std::vector<ReceiptFinding> m_findings;
};

} // namespace

std::optional<LeafClaim> leafClaimOf(const Receipt &receipt)
{
    const std::expected<Intent, IntentError> intent = decodeIntent(receipt.intent.preimage);
    if (!intent || receipt.headers.empty())
        return std::nullopt;
    const std::expected<BatchHeader, HeaderError> header = decodeHeader(receipt.headers.front());
    if (!header)
        return std::nullopt;
    const IntentId own = intentIdOf(receipt.intent.preimage);
    const bool sells = sideOf(*intent) == Side::Seller;
    const PairVerdict pair{.seller = sells ? own : receipt.counterpart,
                           .buyer = sells ? receipt.counterpart : own,
                           .verdict = receipt.verdict};
    return LeafClaim{.inclusion = {.leaf = leafHash(encodeLeaf(pair)),
                                   .index = receipt.leafIndex,
                                   .size = header->intentCount,
                                   .path = receipt.leafPath},
                     .root = header->intentsRoot};
}

std::vector<ReceiptFinding> verifyReceipt(const Receipt &receipt, const ReceiptTrust &trust)
{
    return Verifier(receipt, trust).run();
}

bool allPassed(std::span<const ReceiptFinding> findings)
{
    return std::ranges::all_of(findings, &ReceiptFinding::passed);
}

std::string_view toText(ReceiptCheck check)
{
    switch (check) {
    case ReceiptCheck::IntentBytes:
        return "intent";
    case ReceiptCheck::IntentSignature:
        return "intent signature";
    case ReceiptCheck::AdmissionReceipt:
        return "admission receipt";
    case ReceiptCheck::LeafProof:
        return "leaf proof";
    case ReceiptCheck::HeaderChain:
        return "header chain";
    case ReceiptCheck::Transactions:
        return "transactions";
    case ReceiptCheck::Slot:
        return "slot";
    }
    PARADOX_ASSERT(false);
}

} // namespace paradox::netting
