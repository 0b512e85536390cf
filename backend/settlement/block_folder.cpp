#include "settlement/block_folder.h"

#include "domain/sha256.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

namespace paradox::settlement {
namespace {

bool writeAll(int file, ByteSpan bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

bool syncFolder(const std::filesystem::path &folder)
{
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool synced = ::fsync(file) == 0;
    ::close(file);
    return synced;
}

constexpr std::uint8_t dagCbor = 0x71;

} // namespace

bool BlockFolder::putBlock(const netting::Block &block) const
{
    const std::filesystem::path target = m_folder / toText(block.cid);
    if (this->block(block.cid))
        return true;
    std::filesystem::path draft = target;
    draft += ".draft";
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    const bool written = writeAll(file, block.data) && ::fdatasync(file) == 0;
    ::close(file);
    return written && ::rename(draft.c_str(), target.c_str()) == 0;
}

bool BlockFolder::put(const netting::Archive &archive)
{
    std::error_code error;
    std::filesystem::create_directories(m_folder, error);
    if (error)
        return false;
    for (const netting::Block &block : archive.blocks) {
        if (!putBlock(block))
            return false;
    }
    return syncFolder(m_folder);
}

std::optional<Bytes> BlockFolder::block(const netting::Cid &cid) const
{
    std::ifstream file(m_folder / toText(cid), std::ios::binary);
    if (!file)
        return std::nullopt;
    Bytes data((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (file.bad() || sha256(data) != cid.digest)
        return std::nullopt;
    return data;
}

std::optional<netting::Archive> BlockFolder::archive(const Hash &rootDigest) const
{
    const netting::Cid root{.codec = dagCbor, .digest = rootDigest};
    std::optional<Bytes> rootBlock = block(root);
    if (!rootBlock)
        return std::nullopt;
    const auto links = netting::archiveLinks(*rootBlock);
    if (!links)
        return std::nullopt;
    netting::Archive archive{.root = root, .blocks = {}};
    archive.blocks.push_back({root, std::move(*rootBlock)});
    for (const netting::Cid &cid : *links) {
        std::optional<Bytes> data = block(cid);
        if (!data)
            return std::nullopt;
        archive.blocks.push_back({cid, std::move(*data)});
    }
    return archive;
}

} // namespace paradox::settlement
