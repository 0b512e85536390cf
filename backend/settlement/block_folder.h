#pragma once

#include "netting/archive.h"

#include <expected>
#include <filesystem>
#include <optional>

namespace paradox::settlement {

/// The local store of archive blocks: a file each, named by its CID. Written to the disk before `put` returns; a block
/// that is read is hashed again. Any thread.
class BlockFolder {
public:
    explicit BlockFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// False when the disk said no.
    [[nodiscard]] bool put(const netting::Archive &archive);
    [[nodiscard]] std::optional<Bytes> block(const netting::Cid &cid) const;
    /// Root and all blocks that it names; nothing when one is missing or damaged.
    [[nodiscard]] std::optional<netting::Archive> archive(const Hash &rootDigest) const;

private:
    [[nodiscard]] bool putBlock(const netting::Block &block) const;

    std::filesystem::path m_folder;
};

} // namespace paradox::settlement
