#pragma once

#include "domain/bytes.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace paradox::netting {

/// RFC 6962: leaf = H(00 ‖ data), node = H(01 ‖ left ‖ right), split at the largest power of two below n, empty =
/// H("").
[[nodiscard]] Hash leafHash(ByteSpan data);
[[nodiscard]] Hash nodeHash(const Hash &left, const Hash &right);
[[nodiscard]] Hash merkleRoot(std::span<const Hash> leafHashes);
[[nodiscard]] Hash merkleRoot(std::vector<Hash> &&leafHashes); ///< works in the given memory

/// A tree kept whole, for proofs. 64 bytes for each leaf.
class MerkleTree {
public:
    explicit MerkleTree(std::vector<Hash> leafHashes);

    [[nodiscard]] std::size_t size() const { return m_levels.front().size(); }
    [[nodiscard]] Hash root() const;
    [[nodiscard]] std::span<const Hash> leaves() const { return m_levels.front(); }

    /// The audit path of one leaf, lowest sibling first. The index is below size().
    [[nodiscard]] std::vector<Hash> proof(std::size_t index) const;

    /// All proofs in leaf order, about two hashes copied for each. The span lives until the visitor returns.
    using ProofVisitor = std::function<void(std::size_t index, std::span<const Hash> path)>;
    void visitProofs(const ProofVisitor &visit) const;

private:
    std::vector<std::vector<Hash>> m_levels; ///< leaves first; an odd last node rises to the next level unhashed
};

/// A tree of 2^64 leaves is 64 high.
constexpr std::size_t merklePathMax = 64;

struct Inclusion {
    Hash leaf; ///< leafHash of the data
    std::uint64_t index = 0;
    std::uint64_t size = 0;
    std::span<const Hash> path; ///< lowest sibling first
};

/// One step up an audit path.
struct InclusionStep {
    Hash sibling;
    bool siblingIsLeft = false;
    Hash node; ///< of both

    bool operator==(const InclusionStep &) const = default;
};

/// RFC 9162 §2.1.3.2: the steps from that leaf to a root, whose hash is the last node's (or the leaf's, in a tree of
/// one). Nothing when the path does not fit the index and the size.
[[nodiscard]] std::optional<std::vector<InclusionStep>> stepsOf(const Inclusion &inclusion);
/// True when they lead to this root.
[[nodiscard]] bool verifyInclusion(const Inclusion &inclusion, const Hash &root);

} // namespace paradox::netting
