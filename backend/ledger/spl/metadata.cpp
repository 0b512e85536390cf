#include "ledger/spl/metadata.h"

#include "solana/borsh.h"

namespace paradox::ledger::spl {

std::optional<Metadata> decodeMetadata(ByteSpan bytes)
{
    solana::BorshReader reader(bytes);
    Metadata metadata;
    metadata.updateAuthority = reader.take<PublicKey>();
    metadata.mint = reader.take<PublicKey>();
    metadata.name = reader.text();
    metadata.symbol = reader.text();
    metadata.uri = reader.text();
    const std::uint32_t count = reader.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
        std::string key = reader.text();
        metadata.additional.emplace_back(std::move(key), reader.text());
    }
    return reader.ok() ? std::optional(std::move(metadata)) : std::nullopt;
}

Bytes encodeMetadata(const Metadata &metadata)
{
    solana::BorshWriter writer;
    writer.put(metadata.updateAuthority).put(metadata.mint);
    writer.text(metadata.name).text(metadata.symbol).text(metadata.uri);
    writer.put(static_cast<std::uint32_t>(metadata.additional.size()));
    for (const auto &[key, value] : metadata.additional)
        writer.text(key).text(value);
    return writer.take();
}

} // namespace paradox::ledger::spl
