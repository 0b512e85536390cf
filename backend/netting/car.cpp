#include "domain/sha256.h"
#include "netting/archive.h"
#include "netting/dag_cbor.h"

namespace paradox::netting {
namespace {

constexpr std::uint64_t sectionSizeMax = std::uint64_t{2} << 20;

void putVarint(Bytes &out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// Unsigned LEB128 in its shortest form, as multiformats demand.
std::optional<std::uint64_t> takeVarint(ByteSpan &rest)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < rest.size() && i < 9; ++i) {
        value |= static_cast<std::uint64_t>(rest[i] & 0x7f) << (7 * i);
        if ((rest[i] & 0x80) == 0) {
            if (i > 0 && rest[i] == 0)
                return std::nullopt;
            rest = rest.subspan(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

Bytes carHeader(const Cid &root)
{
    CborWriter out;
    out.map(2).text("roots").list(1).link(root).text("version").number(1);
    return out.take();
}

std::optional<ByteSpan> takeSection(ByteSpan &rest)
{
    const std::optional<std::uint64_t> size = takeVarint(rest);
    if (!size || *size > sectionSizeMax || *size > rest.size())
        return std::nullopt;
    const ByteSpan section = rest.first(*size);
    rest = rest.subspan(*size);
    return section;
}

std::optional<Cid> rootOf(ByteSpan header)
{
    CborReader in(header);
    bool fits = in.map() == 2;
    in.key("roots");
    fits = in.list() == 1 && fits;
    const Cid root = in.link();
    in.key("version");
    fits = in.number() == 1 && fits;
    return in.atEnd() && fits ? std::optional(root) : std::nullopt;
}

} // namespace

Bytes encodeCar(const Archive &archive)
{
    Bytes car;
    const Bytes header = carHeader(archive.root);
    putVarint(car, header.size());
    car.insert(car.end(), header.begin(), header.end());
    for (const Block &block : archive.blocks) {
        putVarint(car, cidSize + block.data.size());
        const CidBytes cid = encodeCid(block.cid);
        car.insert(car.end(), cid.begin(), cid.end());
        car.insert(car.end(), block.data.begin(), block.data.end());
    }
    return car;
}

std::expected<Archive, ArchiveError> decodeCar(ByteSpan car)
{
    const std::optional<ByteSpan> header = takeSection(car);
    const std::optional<Cid> root = header ? rootOf(*header) : std::nullopt;
    if (!root)
        return std::unexpected(ArchiveError::BadCar);
    Archive archive{.root = *root, .blocks = {}};
    while (!car.empty()) {
        const std::optional<ByteSpan> section = takeSection(car);
        if (!section)
            return std::unexpected(ArchiveError::BadCar);
        const std::optional<Cid> cid = section->size() >= cidSize ? decodeCid(section->first(cidSize)) : std::nullopt;
        if (!cid)
            return std::unexpected(ArchiveError::BadCid);
        const ByteSpan data = section->subspan(cidSize);
        if (sha256(data) != cid->digest)
            return std::unexpected(ArchiveError::WrongHash);
        archive.blocks.push_back({.cid = *cid, .data = Bytes(data.begin(), data.end())});
    }
    return archive;
}

} // namespace paradox::netting
