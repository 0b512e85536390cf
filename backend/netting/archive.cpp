#include "netting/archive.h"

#include "domain/assert.h"
#include "domain/sha256.h"
#include "netting/archive_form.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace paradox::netting {
namespace {

class ArchiveMaker {
public:
    template <class Record>
    std::vector<Cid> add(const std::vector<typename Record::Value> &values)
    {
        constexpr std::size_t perBlock = recordsPerBlock<Record>;
        std::vector<Cid> links;
        for (std::size_t first = 0; first < values.size(); first += perBlock) {
            const std::size_t count = std::min(perBlock, values.size() - first);
            Bytes data(count * Record::size);
            LayoutWriter out(data);
            for (std::size_t i = 0; i < count; ++i)
                Record::write(out, values[first + i]);
            links.push_back(addBlock(std::move(data), codecRaw));
        }
        return links;
    }
    /// Equal blocks are kept once.
    Cid addBlock(Bytes data, std::uint8_t codec)
    {
        const Cid cid{.codec = codec, .digest = sha256(data)};
        if (m_known.insert(cid.digest).second)
            m_blocks.push_back({.cid = cid, .data = std::move(data)});
        return cid;
    }
    std::vector<Block> take() { return std::move(m_blocks); }

private:
    std::vector<Block> m_blocks;
    std::unordered_set<Hash> m_known;
};

} // namespace

Batch ArchiveContent::batch() const
{
    return {.trades = trades,
            .owners = owners,
            .available = available,
            .treasury = treasury,
            .feeBps = feeBps,
            .evictionsMax = evictionsMax};
}

Archive makeArchive(const ArchiveContent &content)
{
    PARADOX_ASSERT(content.intents.empty() || content.intents.size() == 2 * content.trades.size());
    ArchiveMaker maker;
    const Links links{.trades = maker.add<TradeRecord>(content.trades),
                      .intents = maker.add<IntentRecord>(content.intents),
                      .owners = maker.add<OwnershipRecord>(content.owners),
                      .available = maker.add<BalanceRecord>(content.available),
                      .verdicts = maker.add<VerdictRecord>(content.netting.verdicts),
                      .accepted = maker.add<IndexRecord>(content.netting.accepted),
                      .moves = maker.add<MoveRecord>(content.netting.ownerMoves),
                      .deltas = maker.add<DeltaRecord>(content.netting.deltas)};
    Archive archive;
    archive.root = maker.addBlock(writeRoot(content, links), codecDagCbor);
    archive.blocks = maker.take();
    std::ranges::rotate(archive.blocks, archive.blocks.end() - 1); // the root leads
    return archive;
}

Hash archiveDigest(const Archive &archive)
{
    return archive.root.digest;
}

namespace {

/// Of an opening state: generous, as a caller may hand over more than the batch touches.
constexpr std::size_t recordsMax = 4 * tradesMax;

/// Blocks by name, each hashed before it is believed.
class BlockSource {
public:
    explicit BlockSource(const Archive &archive)
    {
        for (const Block &block : archive.blocks) {
            if (sha256(block.data) != block.cid.digest)
                fail(ArchiveError::WrongHash);
            else if (!m_blocks.emplace(block.cid.digest, Entry{&block}).second)
                fail(ArchiveError::ForeignBlock);
        }
    }

    ByteSpan take(const Cid &cid)
    {
        const auto found = m_blocks.find(cid.digest);
        if (found == m_blocks.end() || found->second.block->cid.codec != cid.codec) {
            fail(ArchiveError::MissingBlock);
            return {};
        }
        found->second.isUsed = true;
        return found->second.block->data;
    }

    template <class Record>
    std::vector<typename Record::Value> takeAll(const std::vector<Cid> &links)
    {
        std::vector<typename Record::Value> values;
        for (const Cid &link : links) {
            const ByteSpan data = take(link);
            if (data.size() % Record::size != 0)
                fail(ArchiveError::BadRecord);
            LayoutReader in(data);
            while (!m_error && in.rest().size() > 0) {
                const std::optional<typename Record::Value> value = Record::read(in);
                if (!value)
                    fail(ArchiveError::BadRecord);
                else
                    values.push_back(*value);
            }
            if (m_error)
                break;
        }
        return values;
    }

    void checkAllUsed()
    {
        for (const auto &[digest, entry] : m_blocks) {
            if (!entry.isUsed)
                fail(ArchiveError::ForeignBlock);
        }
    }
    void fail(ArchiveError error)
    {
        if (!m_error)
            m_error = error;
    }
    [[nodiscard]] const std::optional<ArchiveError> &error() const { return m_error; }

private:
    struct Entry {
        const Block *block = nullptr;
        bool isUsed = false;
    };
    std::unordered_map<Hash, Entry> m_blocks;
    std::optional<ArchiveError> m_error;
};

/// No section longer than a batch can make it, and no block twice in one: a small archive must not unfold without end.
/// Only verdicts may repeat, a million alike to the block.
bool isBounded(const Links &links)
{
    const auto fits = [](const std::vector<Cid> &list, std::size_t perBlock, std::size_t most) {
        std::unordered_set<Hash> names;
        for (const Cid &link : list)
            names.insert(link.digest);
        return list.size() <= most / perBlock + 1 && (names.size() == list.size() || perBlock == blockSizeMax);
    };
    return fits(links.trades, recordsPerBlock<TradeRecord>, tradesMax) &&
           fits(links.intents, recordsPerBlock<IntentRecord>, 2 * tradesMax) &&
           fits(links.owners, recordsPerBlock<OwnershipRecord>, recordsMax) &&
           fits(links.available, recordsPerBlock<BalanceRecord>, recordsMax) &&
           fits(links.verdicts, recordsPerBlock<VerdictRecord>, tradesMax) &&
           fits(links.accepted, recordsPerBlock<IndexRecord>, tradesMax) &&
           fits(links.moves, recordsPerBlock<MoveRecord>, tradesMax) &&
           fits(links.deltas, recordsPerBlock<DeltaRecord>, recordsMax);
}

bool isShaped(const ArchiveContent &content)
{
    const std::size_t trades = content.trades.size();
    return trades <= tradesMax && (content.intents.empty() || content.intents.size() == 2 * trades) &&
           content.netting.verdicts.size() == trades && content.netting.accepted.size() <= trades &&
           std::ranges::all_of(content.netting.accepted, [trades](std::uint32_t index) { return index < trades; });
}

} // namespace

std::expected<ArchiveContent, ArchiveError> readArchive(const Archive &archive)
{
    BlockSource source(archive);
    const ByteSpan rootBlock = source.take(archive.root);
    if (source.error())
        return std::unexpected(*source.error());
    std::optional<RootContent> root = readRoot(rootBlock);
    if (!root || archive.root.codec != codecDagCbor || !isBounded(root->links))
        return std::unexpected(ArchiveError::BadRoot);
    ArchiveContent &content = root->content;
    content.trades = source.takeAll<TradeRecord>(root->links.trades);
    content.intents = source.takeAll<IntentRecord>(root->links.intents);
    content.owners = source.takeAll<OwnershipRecord>(root->links.owners);
    content.available = source.takeAll<BalanceRecord>(root->links.available);
    content.netting.verdicts = source.takeAll<VerdictRecord>(root->links.verdicts);
    content.netting.accepted = source.takeAll<IndexRecord>(root->links.accepted);
    content.netting.ownerMoves = source.takeAll<MoveRecord>(root->links.moves);
    content.netting.deltas = source.takeAll<DeltaRecord>(root->links.deltas);
    source.checkAllUsed();
    if (source.error())
        return std::unexpected(*source.error());
    if (!isShaped(content))
        return std::unexpected(ArchiveError::BadRecord);
    // One content has one form: other block sizes or spellings of numbers would be other bytes for the same batch.
    if (makeArchive(content).root != archive.root)
        return std::unexpected(ArchiveError::BadRoot);
    return std::move(content);
}

std::expected<std::vector<Cid>, ArchiveError> archiveLinks(ByteSpan rootBlock)
{
    const std::optional<RootContent> root = readRoot(rootBlock);
    if (!root || !isBounded(root->links))
        return std::unexpected(ArchiveError::BadRoot);
    std::vector<Cid> links;
    std::unordered_set<Hash> seen;
    for (const std::vector<Cid> *section : root->links.all()) {
        for (const Cid &link : *section) {
            if (seen.insert(link.digest).second)
                links.push_back(link);
        }
    }
    return links;
}

std::string_view toText(ArchiveError error)
{
    switch (error) {
    case ArchiveError::BadCar:
        return "not a CARv1 file with one root, or cut short";
    case ArchiveError::BadCid:
        return "a block's name is not a CIDv1 of sha2-256, raw or dag-cbor";
    case ArchiveError::WrongHash:
        return "a block is not what its name says";
    case ArchiveError::MissingBlock:
        return "a block is missing";
    case ArchiveError::ForeignBlock:
        return "a block does not belong to the archive, or comes twice";
    case ArchiveError::BadRoot:
        return "the root block does not have the form of a batch archive";
    case ArchiveError::BadRecord:
        return "a record is malformed";
    }
    PARADOX_ASSERT(false);
}

} // namespace paradox::netting
