#include "ledger/snapshot.h"

#include "ledger/frame_file.h"
#include "solana/borsh.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <future>

namespace paradox::ledger {

namespace {

constexpr std::string_view snapshotMagic = "PDXSNAP1";
constexpr std::size_t accountsPerFrame = 4'096;
constexpr std::size_t statusesPerFrame = 4'096;

std::vector<std::filesystem::path> snapshots(const std::filesystem::path &directory)
{
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(directory, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("snapshot-") && name.ends_with(".bin"))
            paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

void putStatusError(solana::BorshWriter &writer, const std::optional<TransactionError> &error)
{
    const TransactionError value = error.value_or(TransactionError{});
    writer.put(static_cast<std::uint8_t>(error ? 1 : 0)).put(static_cast<std::uint8_t>(value.kind)).put(value.index);
    writer.put(static_cast<std::uint8_t>(value.instruction.kind)).put(value.instruction.custom);
}

std::optional<TransactionError> takeStatusError(solana::BorshReader &reader)
{
    const bool present = reader.take<std::uint8_t>() != 0;
    TransactionError error;
    error.kind = static_cast<TransactionErrorKind>(reader.take<std::uint8_t>());
    error.index = reader.take<std::uint8_t>();
    error.instruction.kind = static_cast<InstructionErrorKind>(reader.take<std::uint8_t>());
    error.instruction.custom = reader.take<std::uint32_t>();
    return present ? std::optional(error) : std::nullopt;
}

bool writeImage(File &out, const Hash &genesis, const SnapshotImage &image)
{
    Bytes frames(snapshotMagic.begin(), snapshotMagic.end());
    frames.insert(frames.end(), genesis.bytes.begin(), genesis.bytes.end());
    const Bytes root = solana::BorshWriter().put(image.root.value).put(image.capitalisation).take();
    putFrame(frames, FrameKind::SnapshotRoot, {root});
    for (const Block &block : image.blocks)
        putFrame(frames, FrameKind::Block, {encodeBlock(block)});
    for (std::size_t at = 0; at < image.statuses.size(); at += statusesPerFrame) {
        solana::BorshWriter writer;
        for (std::size_t i = at; i < std::min(at + statusesPerFrame, image.statuses.size()); ++i) {
            const Bank::Remembered &one = image.statuses[i];
            writer.put(one.signature).put(one.messageHash).put(one.status.slot.value);
            putStatusError(writer, one.status.error);
        }
        putFrame(frames, FrameKind::SnapshotStatus, {writer.bytes()});
    }
    for (std::size_t at = 0; at < image.accounts.size(); at += accountsPerFrame) {
        const auto first = image.accounts.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(accountsPerFrame, image.accounts.size() - at));
        putFrame(frames, FrameKind::Writes, {encodeWrites(std::vector<AccountWrite>(first, first + count))});
        if (!out.writeAll(frames))
            return false;
        frames.clear();
    }
    const Bytes count = solana::BorshWriter().put(std::uint64_t{image.accounts.size()}).take();
    putFrame(frames, FrameKind::SnapshotEnd, {count});
    return out.writeAll(frames) && ::fsync(out.descriptor()) == 0;
}

bool restoreStatuses(ByteSpan payload, Bank &bank)
{
    solana::BorshReader reader(payload);
    while (!reader.rest().empty() && reader.ok()) {
        const Signature signature = reader.take<Signature>();
        const Hash messageHash = reader.take<Hash>();
        SignatureStatus status;
        status.slot = {reader.take<std::uint64_t>()};
        status.error = takeStatusError(reader);
        if (reader.ok())
            bank.restoreStatus(signature, messageHash, status);
    }
    return reader.ok();
}

bool restoreFrame(const StoredFrame &frame, Bank &bank)
{
    if (frame.kind == FrameKind::Block) {
        const std::optional<Block> block = decodeBlock(frame.payload);
        if (block)
            bank.restoreBlock(*block);
        return block.has_value();
    }
    if (frame.kind == FrameKind::SnapshotStatus)
        return restoreStatuses(frame.payload, bank);
    return false;
}

/// Makes accounts of frames on other threads while this one files what is ready, in the order of the frames: of a large
/// snapshot that is nearly all the work.
class AccountLoader {
public:
    explicit AccountLoader(Bank &bank) : m_bank(bank) {}

    [[nodiscard]] bool add(ByteSpan payload)
    {
        if (m_ahead.size() == aheadMax && !fileFirst())
            return false;
        Bytes &kept = m_payloads[m_next++ % aheadMax];
        kept.assign(payload.begin(), payload.end());
        m_ahead.push_back(std::async(std::launch::async, [&kept] { return decodeWrites(kept); }));
        return true;
    }
    [[nodiscard]] bool finish()
    {
        bool good = true;
        while (!m_ahead.empty())
            good = fileFirst() && good;
        return good;
    }

private:
    static constexpr std::size_t aheadMax = 4;

    bool fileFirst()
    {
        auto writes = m_ahead.front().get();
        m_ahead.pop_front();
        if (!writes)
            return false;
        for (AccountWrite &write : *writes)
            m_bank.store().restore(write.key, std::move(write.account));
        return true;
    }

    Bank &m_bank;
    std::array<Bytes, aheadMax> m_payloads; ///< taken in turn; one is free again when its accounts are filed
    std::size_t m_next = 0;
    std::deque<std::future<std::optional<std::vector<AccountWrite>>>> m_ahead;
};

} // namespace

SnapshotImage takeImage(const Bank &bank)
{
    SnapshotImage image;
    image.root = bank.slotAt(Commitment::Finalized);
    for (const Block &block : bank.recentBlocks()) {
        if (block.slot <= image.root)
            image.blocks.push_back(block);
    }
    image.statuses = bank.remembered(image.root);
    image.accounts = bank.store().allAt(image.root);
    for (const AccountWrite &write : image.accounts)
        image.capitalisation += write.account->lamports;
    return image;
}

bool writeSnapshot(const std::filesystem::path &directory, const Hash &genesis, const SnapshotImage &image)
{
    char name[48];
    std::snprintf(name, sizeof name, "snapshot-%020llu.bin", static_cast<unsigned long long>(image.root.value));
    const std::filesystem::path path = directory / name;
    std::filesystem::path temporary = path;
    temporary += ".new";
    ::unlink(temporary.c_str());
    File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.isOpen() || !writeImage(file, genesis, image) || ::rename(temporary.c_str(), path.c_str()) != 0 ||
        !syncDirectory(directory)) {
        ::unlink(temporary.c_str());
        return false;
    }
    for (const std::filesystem::path &old : snapshots(directory)) {
        if (old < path)
            ::unlink(old.c_str());
    }
    return true;
}

std::expected<Slot, StoreError> loadSnapshot(const std::filesystem::path &directory, const Hash &genesis, Bank &bank)
{
    const std::vector<std::filesystem::path> paths = snapshots(directory);
    if (paths.empty())
        return Slot{0};
    auto file = FrameFile::open(paths.back(), {snapshotMagic, genesis});
    if (!file)
        return std::unexpected(file.error());
    auto frame = file->next();
    if (!frame)
        return std::unexpected(frame.error());
    if (!*frame || (*frame)->kind != FrameKind::SnapshotRoot)
        return std::unexpected(StoreError::Corrupt);
    solana::BorshReader reader((*frame)->payload);
    const Slot root{reader.take<std::uint64_t>()};
    bank.restoreRoot(reader.take<std::uint64_t>());
    bank.store().reserve(file->size() / 100);
    AccountLoader loader(bank);
    for (frame = file->next(); frame && *frame; frame = file->next()) {
        const StoredFrame &one = **frame;
        if (one.kind == FrameKind::SnapshotEnd && loader.finish() && file->atEnd())
            return root;
        if (!(one.kind == FrameKind::Writes ? loader.add(one.payload) : restoreFrame(one, bank)))
            return std::unexpected(StoreError::Corrupt);
    }
    return std::unexpected(frame ? StoreError::Corrupt : frame.error());
}

} // namespace paradox::ledger
