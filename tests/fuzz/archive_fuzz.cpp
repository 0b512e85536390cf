#include "domain/assert.h"
#include "domain/sha256.h"
#include "netting/batch_header.h"
#include "netting/dag_cbor.h"
#include "netting/reexecute.h"
#include "tests/fuzz/input.h"

using namespace paradox;
using namespace paradox::netting;

namespace {

void readHeader(ByteSpan bytes)
{
    if (const auto header = decodeHeader(bytes))
        PARADOX_ASSERT(fuzz::areEqual(encodeHeader(*header), bytes));
}

void readContent(const Archive &archive)
{
    const auto content = readArchive(archive);
    if (!content)
        return;
    const Archive again = makeArchive(*content);
    PARADOX_ASSERT(again.root == archive.root);
    PARADOX_ASSERT(again.blocks.size() == archive.blocks.size());
}

void readCar(ByteSpan bytes)
{
    const auto archive = decodeCar(bytes);
    if (!archive)
        return;
    PARADOX_ASSERT(!archive->blocks.empty());
    PARADOX_ASSERT(parseCid(toText(archive->root)) == archive->root);
    readContent(*archive);
    static_cast<void>(reexecuteCar(bytes, std::nullopt));
}

/// Past the hashes, which would stop the fuzzer at the first changed byte: the input is cut into blocks that are named
/// as they should be, the root first.
void readBlocks(fuzz::Input input)
{
    Archive archive;
    ByteSpan rest = input.bytes();
    for (bool isRoot = true; !rest.empty() && archive.blocks.size() < 16; isRoot = false) {
        const std::size_t wish = rest.size() >= 2 ? static_cast<std::size_t>(rest[0] << 8 | rest[1]) : 0;
        rest = rest.subspan(std::min<std::size_t>(2, rest.size()));
        const ByteSpan block = rest.first(std::min(wish, rest.size()));
        rest = rest.subspan(block.size());
        archive.blocks.push_back(
            {.cid = {.codec = static_cast<std::uint8_t>(isRoot ? 0x71 : 0x55), .digest = sha256(block)},
             .data = Bytes(block.begin(), block.end())});
    }
    if (archive.blocks.empty())
        return;
    archive.root = archive.blocks.front().cid;
    static_cast<void>(archiveLinks(archive.blocks.front().data));
    readContent(archive);
    static_cast<void>(decodeCar(encodeCar(archive)));
}

void readCbor(fuzz::Input input)
{
    CborReader reader(input.bytes());
    for (unsigned steps = 0; reader.ok() && !reader.atEnd() && steps < 64; ++steps) {
        switch (steps % 6) {
        case 0:
            static_cast<void>(reader.map());
            break;
        case 1:
            static_cast<void>(reader.text());
            break;
        case 2:
            static_cast<void>(reader.link());
            break;
        case 3:
            static_cast<void>(reader.number());
            break;
        case 4:
            static_cast<void>(reader.bytes());
            break;
        case 5:
            static_cast<void>(reader.integer());
            break;
        }
    }
    if (const auto cid = decodeCid(input.bytes()))
        PARADOX_ASSERT(fuzz::areEqual(encodeCid(*cid), input.bytes()));
    if (const auto cid = parseCid(input.text()))
        PARADOX_ASSERT(toText(*cid) == input.text());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    switch (input.choice(4)) {
    case 0:
        readHeader(input.bytes());
        break;
    case 1:
        readCar(input.bytes());
        break;
    case 2:
        readBlocks(input);
        break;
    case 3:
        readCbor(input);
        break;
    }
    return 0;
}
