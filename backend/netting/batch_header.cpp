#include "netting/batch_header.h"

#include "domain/fixed_layout.h"
#include "domain/sha256.h"

namespace paradox::netting {
namespace {

constexpr Tag16 headerTag = makeTag("ppv:batch:v1");

} // namespace

HeaderBytes encodeHeader(const BatchHeader &header)
{
    HeaderBytes bytes;
    LayoutWriter(bytes)
        .raw(headerTag)
        .put(header.genesis)
        .put(header.program)
        .put(header.engine)
        .put(header.seq.value)
        .put(header.previous)
        .put(header.readSlot.value)
        .put(header.openedAt.value)
        .put(header.cutAt.value)
        .put(header.algoVersion)
        .put(static_cast<std::uint8_t>(header.mode))
        .put(header.feeBps)
        .put(header.intentCount)
        .put(header.acceptedCount)
        .put(header.itemCount)
        .put(header.walletCount)
        .put(header.intentsRoot)
        .put(header.ownersRoot)
        .put(header.deltasRoot)
        .put(header.gross)
        .put(header.fees)
        .put(header.inputsDigest);
    return bytes;
}

std::expected<BatchHeader, HeaderError> decodeHeader(ByteSpan bytes)
{
    if (bytes.size() != batchHeaderSize)
        return std::unexpected(HeaderError::WrongSize);
    if (!hasTag(bytes, headerTag))
        return std::unexpected(HeaderError::WrongTag);
    LayoutReader reader(bytes.subspan(headerTag.size()));
    BatchHeader header;
    header.genesis = reader.take<Hash>();
    header.program = reader.take<PublicKey>();
    header.engine = reader.take<PublicKey>();
    header.seq = {reader.take<std::uint64_t>()};
    header.previous = reader.take<Hash>();
    header.readSlot = {reader.take<std::uint64_t>()};
    header.openedAt = {reader.take<std::int64_t>()};
    header.cutAt = {reader.take<std::int64_t>()};
    header.algoVersion = reader.take<std::uint16_t>();
    const auto mode = reader.take<std::uint8_t>();
    header.mode = static_cast<NetMode>(mode);
    header.feeBps = reader.take<std::uint16_t>();
    header.intentCount = reader.take<std::uint32_t>();
    header.acceptedCount = reader.take<std::uint32_t>();
    header.itemCount = reader.take<std::uint32_t>();
    header.walletCount = reader.take<std::uint32_t>();
    header.intentsRoot = reader.take<Hash>();
    header.ownersRoot = reader.take<Hash>();
    header.deltasRoot = reader.take<Hash>();
    header.gross = reader.take<std::uint64_t>();
    header.fees = reader.take<std::uint64_t>();
    header.inputsDigest = reader.take<Hash>();
    if (mode > static_cast<std::uint8_t>(NetMode::Held))
        return std::unexpected(HeaderError::UnknownMode);
    if (header.feeBps > 10'000)
        return std::unexpected(HeaderError::FeeTooHigh);
    return header;
}

Hash headerHashOf(const HeaderBytes &header)
{
    return sha256(header);
}

BatchId batchIdOf(const HeaderBytes &header)
{
    return {headerHashOf(header).bytes};
}

} // namespace paradox::netting
