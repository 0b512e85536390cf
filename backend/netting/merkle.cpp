#include "netting/merkle.h"

#include "domain/assert.h"
#include "domain/sha256.h"

#include <algorithm>
#include <bit>

namespace paradox::netting {
namespace {

/// What two SHA-256 blocks hold beside their padding: every node and every leaf of a batch fits.
constexpr std::size_t twoBlocksMax = 128 - 9;

/// SHA-256 of a text padded by hand to exactly two blocks: spares the buffering of the streaming calls, which is a
/// third of the cost at this size.
class TwoBlocks {
public:
    explicit TwoBlocks(std::uint8_t prefix) { m_bytes[0] = prefix; }

    void append(ByteSpan part)
    {
        std::memcpy(m_bytes.data() + m_size, part.data(), part.size());
        m_size += part.size();
    }
    void hashInto(Hash &out)
    {
        m_bytes[m_size] = 0x80;
        m_bytes[126] = static_cast<std::uint8_t>(m_size * 8 >> 8);
        m_bytes[127] = static_cast<std::uint8_t>(m_size * 8);
        SHA256_CTX context;
        SHA256_Init(&context);
        SHA256_Update(&context, m_bytes.data(), m_bytes.size());
        for (std::size_t i = 0; i < 8; ++i) {
            const std::uint32_t word = __builtin_bswap32(context.h[i]);
            std::memcpy(out.data() + 4 * i, &word, 4);
        }
    }

private:
    std::array<std::uint8_t, 128> m_bytes{};
    std::size_t m_size = 1;
};

void hashNode(const Hash &left, const Hash &right, Hash &out)
{
    TwoBlocks blocks(0x01);
    blocks.append(left.span());
    blocks.append(right.span());
    blocks.hashInto(out);
}

/// The next level: neighbours joined, an odd last one raised as it is.
std::vector<Hash> joinLevel(std::span<const Hash> level)
{
    std::vector<Hash> next((level.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
        hashNode(level[i], level[i + 1], next[i / 2]);
    if (level.size() % 2 == 1)
        next.back() = level.back();
    return next;
}

} // namespace

Hash leafHash(ByteSpan data)
{
    constexpr std::uint8_t prefix = 0x00;
    if (data.size() + 1 < 56 || data.size() + 1 > twoBlocksMax)
        return sha256({ByteSpan(&prefix, 1), data});
    TwoBlocks blocks(prefix);
    blocks.append(data);
    Hash hash;
    blocks.hashInto(hash);
    return hash;
}

Hash nodeHash(const Hash &left, const Hash &right)
{
    Hash hash;
    hashNode(left, right, hash);
    return hash;
}

Hash merkleRoot(std::span<const Hash> leafHashes)
{
    return merkleRoot(std::vector<Hash>(leafHashes.begin(), leafHashes.end()));
}

Hash merkleRoot(std::vector<Hash> &&leafHashes)
{
    if (leafHashes.empty())
        return sha256(ByteSpan{});
    std::vector<Hash> &level = leafHashes;
    while (level.size() > 1) {
        // In place: node i is written behind where nodes 2i and 2i+1 were read.
        const std::size_t pairs = level.size() / 2;
        for (std::size_t i = 0; i < pairs; ++i)
            hashNode(level[2 * i], level[2 * i + 1], level[i]);
        if (level.size() % 2 == 1)
            level[pairs] = level.back();
        level.resize(pairs + level.size() % 2);
    }
    return level.front();
}

MerkleTree::MerkleTree(std::vector<Hash> leafHashes)
{
    m_levels.push_back(std::move(leafHashes));
    while (m_levels.back().size() > 1)
        m_levels.push_back(joinLevel(m_levels.back()));
}

Hash MerkleTree::root() const
{
    return m_levels.back().empty() ? sha256(ByteSpan{}) : m_levels.back().front();
}

std::vector<Hash> MerkleTree::proof(std::size_t index) const
{
    PARADOX_ASSERT(index < size());
    std::vector<Hash> path;
    for (const std::vector<Hash> &level : m_levels) {
        const std::size_t sibling = index ^ 1;
        if (sibling < level.size())
            path.push_back(level[sibling]);
        index >>= 1;
    }
    return path;
}

void MerkleTree::visitProofs(const ProofVisitor &visit) const
{
    const std::size_t height = m_levels.size() - 1;
    std::vector<Hash> path;
    for (std::size_t index = 0; index < size(); ++index) {
        // Siblings above the highest bit that changed since the last leaf stay. On the ragged right edge levels drop
        // out of a path, so there it is built anew.
        const std::size_t changed = static_cast<std::size_t>(std::countr_zero(index)) + 1;
        bool isStepped = index > 0 && path.size() == height;
        for (std::size_t level = 0; isStepped && level < std::min(changed, height); ++level) {
            const std::size_t sibling = (index >> level) ^ 1;
            isStepped = sibling < m_levels[level].size();
            if (isStepped)
                path[level] = m_levels[level][sibling];
        }
        if (!isStepped)
            path = proof(index);
        visit(index, path);
    }
}

std::optional<std::vector<InclusionStep>> stepsOf(const Inclusion &inclusion)
{
    if (inclusion.index >= inclusion.size || inclusion.path.size() > merklePathMax)
        return std::nullopt;
    std::uint64_t index = inclusion.index;
    std::uint64_t last = inclusion.size - 1;
    Hash hash = inclusion.leaf;
    std::vector<InclusionStep> steps;
    steps.reserve(inclusion.path.size());
    for (const Hash &sibling : inclusion.path) {
        if (last == 0)
            return std::nullopt;
        const bool siblingIsLeft = index % 2 == 1 || index == last;
        hash = siblingIsLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
        while (siblingIsLeft && index % 2 == 0 && index != 0) {
            index >>= 1;
            last >>= 1;
        }
        index >>= 1;
        last >>= 1;
        steps.push_back({sibling, siblingIsLeft, hash});
    }
    return last == 0 ? std::optional(std::move(steps)) : std::nullopt;
}

bool verifyInclusion(const Inclusion &inclusion, const Hash &root)
{
    const std::optional<std::vector<InclusionStep>> steps = stepsOf(inclusion);
    return steps && (steps->empty() ? inclusion.leaf : steps->back().node) == root;
}

} // namespace paradox::netting
