#include "netting/merkle.h"

#include "domain/assert.h"
#include "domain/sha256.h"

#include <algorithm>
#include <bit>

namespace paradox::netting {
namespace {

/// SHA-256 of 01 ‖ left ‖ right: 65 bytes, so always two blocks with a fixed tail. Feeding the blocks by hand saves the
/// buffering of the streaming calls.
void hashNode(const Hash &left, const Hash &right, Hash &out)
{
    std::array<std::uint8_t, 128> blocks{};
    blocks[0] = 0x01;
    std::memcpy(blocks.data() + 1, left.data(), 32);
    std::memcpy(blocks.data() + 33, right.data(), 32);
    blocks[65] = 0x80;
    blocks[126] = 65 * 8 >> 8;
    blocks[127] = (65 * 8) & 0xff;
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Transform(&context, blocks.data());
    SHA256_Transform(&context, blocks.data() + 64);
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint32_t word = __builtin_bswap32(context.h[i]);
        std::memcpy(out.data() + 4 * i, &word, 4);
    }
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
    return sha256({ByteSpan(&prefix, 1), data});
}

Hash nodeHash(const Hash &left, const Hash &right)
{
    Hash hash;
    hashNode(left, right, hash);
    return hash;
}

Hash merkleRoot(std::span<const Hash> leafHashes)
{
    if (leafHashes.empty())
        return sha256(ByteSpan{});
    std::vector<Hash> level(leafHashes.begin(), leafHashes.end());
    while (level.size() > 1) {
        // In place: node i is written behind where nodes 2i and 2i+1 were read.
        const std::size_t pairs = level.size() / 2;
        for (std::size_t i = 0; i < pairs; ++i)
            level[i] = nodeHash(level[2 * i], level[2 * i + 1]);
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

Hash MerkleTree::root() const { return m_levels.back().empty() ? sha256(ByteSpan{}) : m_levels.back().front(); }

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
        // Siblings above the highest bit that changed since the last leaf stay. On the ragged right edge levels drop out
        // of a path, so there it is built anew.
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

bool verifyInclusion(const Inclusion &inclusion, const Hash &root)
{
    if (inclusion.index >= inclusion.size)
        return false;
    std::uint64_t index = inclusion.index;
    std::uint64_t last = inclusion.size - 1;
    Hash hash = inclusion.leaf;
    for (const Hash &sibling : inclusion.path) {
        if (last == 0)
            return false;
        if (index % 2 == 1 || index == last) {
            hash = nodeHash(sibling, hash);
            while (index % 2 == 0 && index != 0) {
                index >>= 1;
                last >>= 1;
            }
        } else {
            hash = nodeHash(hash, sibling);
        }
        index >>= 1;
        last >>= 1;
    }
    return last == 0 && hash == root;
}

} // namespace paradox::netting
