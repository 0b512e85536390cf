#include "netting/admission_receipt.h"

#include "domain/assert.h"
#include "domain/fixed_layout.h"
#include "netting/json_fields.h"
#include "netting/merkle.h"

namespace paradox::netting {
namespace {

constexpr Tag16 receiptTag = makeTag("ppv:receipt:v1");

} // namespace

AdmissionLeaf encodeAdmission(const Admission &admission)
{
    AdmissionLeaf leaf;
    LayoutWriter(leaf).put('A').put(admission.intent).put(admission.seq.value).put(admission.admittedAt.value);
    return leaf;
}

AdmissionStatement encodeAdmissionStatement(const Venue &venue, const Hash &root)
{
    AdmissionStatement statement;
    LayoutWriter(statement).raw(receiptTag).put(venue.genesis).put(venue.program).put(venue.engine).put(root);
    return statement;
}

std::vector<AdmissionReceipt> issueReceipts(std::span<const Admission> group, const Venue &venue,
                                            const solana::Keypair &engineKey)
{
    PARADOX_ASSERT(!group.empty());
    std::vector<Hash> leaves;
    leaves.reserve(group.size());
    for (const Admission &admission : group)
        leaves.push_back(leafHash(encodeAdmission(admission)));
    const MerkleTree tree(std::move(leaves));
    const Hash root = tree.root();
    const Signature signature = engineKey.sign(encodeAdmissionStatement(venue, root));
    std::vector<AdmissionReceipt> receipts;
    receipts.reserve(group.size());
    tree.visitProofs([&](std::size_t index, std::span<const Hash> path) {
        receipts.push_back({.admission = group[index],
                            .engineKey = engineKey.publicKey(),
                            .root = root,
                            .index = index,
                            .size = group.size(),
                            .path = {path.begin(), path.end()},
                            .signature = signature});
    });
    return receipts;
}

bool verifyReceipt(const AdmissionReceipt &receipt, const Venue &venue)
{
    const Inclusion inclusion{.leaf = leafHash(encodeAdmission(receipt.admission)),
                              .index = receipt.index,
                              .size = receipt.size,
                              .path = receipt.path};
    return verifyInclusion(inclusion, receipt.root) &&
           solana::verify(receipt.engineKey, encodeAdmissionStatement(venue, receipt.root), receipt.signature);
}

nlohmann::json toJson(const AdmissionReceipt &receipt)
{
    return {{"intentId", hexEncode(receipt.admission.intent.span())},
            {"seq", std::to_string(receipt.admission.seq.value)},
            {"admittedAt", formatRfc3339(receipt.admission.admittedAt)},
            {"engineKey", toBase58(receipt.engineKey)},
            {"root", hexEncode(receipt.root.span())},
            {"index", receipt.index},
            {"size", receipt.size},
            {"path", hexListOf(receipt.path)},
            {"signature", toBase58(receipt.signature)}};
}

std::expected<AdmissionReceipt, std::string> parseAdmissionReceipt(const nlohmann::json &json)
{
    JsonFields fields(json);
    AdmissionReceipt receipt{.admission = {.intent = fields.hex<IntentId>("intentId"),
                                           .seq = {fields.u64("seq")},
                                           .admittedAt = fields.millis("admittedAt")},
                             .engineKey = fields.base58<PublicKey>("engineKey"),
                             .root = fields.hex<Hash>("root"),
                             .index = fields.u64("index"),
                             .size = fields.u64("size"),
                             .path = fields.hexList("path"),
                             .signature = fields.base58<Signature>("signature")};
    if (receipt.path.size() > merklePathMax)
        fields.refuse("path", "shorter");
    if (!fields.ok())
        return std::unexpected(fields.error());
    return receipt;
}

} // namespace paradox::netting
