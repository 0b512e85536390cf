#pragma once

#include "netting/admission_receipt.h"
#include "netting/merkle.h"
#include "storage/intents.h"

#include <optional>
#include <vector>

namespace paradox::admission {

/// The admissions of one commit group under one signature. Filled by the writer, closed before the commit, read only
/// after it: then from any thread.
class ReceiptTree {
public:
    explicit ReceiptTree(const PublicKey &engineKey) : m_engineKey(engineKey) {}

    void add(const netting::Admission &admission) { m_admissions.push_back(admission); }
    /// Signs what was added (not nothing); what there is to store.
    [[nodiscard]] storage::ReceiptGroup close(const netting::Venue &venue, const solana::Keypair &engineKey);
    /// Puts a stored group together again.
    void restore(const Signature &signature);

    [[nodiscard]] netting::AdmissionReceipt receiptOf(Seq seq) const;

private:
    void grow();

    PublicKey m_engineKey;
    std::vector<netting::Admission> m_admissions; ///< seqs without a gap
    std::optional<netting::MerkleTree> m_tree;
    Signature m_signature;
};

} // namespace paradox::admission
