#include "admission/receipt_tree.h"

#include "admission/admission.h"
#include "domain/assert.h"

namespace paradox::admission {

void ReceiptTree::grow()
{
    PARADOX_ASSERT(!m_admissions.empty());
    std::vector<Hash> leaves;
    leaves.reserve(m_admissions.size());
    for (std::size_t i = 0; i < m_admissions.size(); ++i) {
        PARADOX_ASSERT(m_admissions[i].seq.value == m_admissions.front().seq.value + i);
        leaves.push_back(netting::leafHash(netting::encodeAdmission(m_admissions[i])));
    }
    m_tree.emplace(std::move(leaves));
}

storage::ReceiptGroup ReceiptTree::close(const netting::Venue &venue, const solana::Keypair &engineKey)
{
    PARADOX_ASSERT(engineKey.publicKey() == m_engineKey);
    grow();
    const Hash root = m_tree->root();
    m_signature = engineKey.sign(netting::encodeAdmissionStatement(venue, root));
    return {.first = m_admissions.front().seq,
            .size = static_cast<std::uint32_t>(m_admissions.size()),
            .root = root,
            .signature = m_signature};
}

void ReceiptTree::restore(const Signature &signature)
{
    grow();
    m_signature = signature;
}

netting::AdmissionReceipt ReceiptTree::receiptOf(Seq seq) const
{
    PARADOX_ASSERT(m_tree.has_value());
    const std::uint64_t index = seq.value - m_admissions.front().seq.value;
    PARADOX_ASSERT(index < m_admissions.size());
    return {.admission = m_admissions[index],
            .engineKey = m_engineKey,
            .root = m_tree->root(),
            .index = index,
            .size = m_admissions.size(),
            .path = m_tree->proof(index),
            .signature = m_signature};
}

netting::AdmissionReceipt receiptOf(const Admitted &admitted)
{
    PARADOX_ASSERT(admitted.receipts != nullptr);
    return admitted.receipts->receiptOf(admitted.seq);
}

std::optional<netting::AdmissionReceipt> receiptOf(storage::Connection &connection, const IntentId &id,
                                                   const PublicKey &engineKey)
{
    const std::optional<storage::StoredIntent> intent = storage::intents::byId(connection, id);
    if (!intent)
        return std::nullopt;
    const std::optional<storage::ReceiptGroup> group = storage::intents::receiptOf(connection, intent->seq);
    if (!group)
        return std::nullopt;
    ReceiptTree tree(engineKey);
    Seq seq = group->first;
    const auto leaves = storage::intents::receiptLeaves(connection, *group);
    if (leaves.size() != group->size)
        return std::nullopt;
    for (const auto &[leafId, admittedAt] : leaves) {
        tree.add({.intent = leafId, .seq = seq, .admittedAt = admittedAt});
        ++seq;
    }
    tree.restore(group->signature);
    return tree.receiptOf(intent->seq);
}

} // namespace paradox::admission
