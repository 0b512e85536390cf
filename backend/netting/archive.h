#pragma once

#include "domain/intent.h"
#include "netting/commitment.h"

#include <functional>
#include <optional>

namespace paradox::netting {

/// A half as its session signed it.
struct SignedIntent {
    IntentPreimage preimage{};
    Signature signature;

    bool operator==(const SignedIntent &) const = default;
};

/// Everything that re-runs a batch: inputs, opening state and outputs. The header is made from it, so it is not inside.
struct ArchiveContent {
    BatchContext context;
    PublicKey treasury;
    std::uint16_t feeBps = 0;
    std::uint32_t evictionsMax = evictionsMaxDefault;
    std::vector<Trade> trades;
    std::vector<SignedIntent> intents; ///< seller and buyer half of each trade in turn; empty, or two for each trade
    std::vector<Ownership> owners;
    std::vector<Balance> available;
    Netting netting;

    bool operator==(const ArchiveContent &) const = default;
    [[nodiscard]] Batch batch() const; ///< borrows from this
};

/// CIDv1, sha2-256: what names a block. `codec` is raw (0x55) or dag-cbor (0x71).
struct Cid {
    std::uint8_t codec = 0;
    Hash digest;

    bool operator==(const Cid &) const = default;
};
[[nodiscard]] std::string toText(const Cid &cid); ///< base32, as `ipfs` prints it: "bafy…", "bafk…"
[[nodiscard]] std::optional<Cid> parseCid(std::string_view text);

struct Block {
    Cid cid;
    Bytes data; ///< at most 1 MiB
};

struct Archive {
    Cid root;
    std::vector<Block> blocks; ///< the root first, then in the order it names them
};

/// Equal content gives equal blocks. Raw blocks of fixed-width records; the root is a dag-cbor map of their links.
[[nodiscard]] Archive makeArchive(const ArchiveContent &content);
/// sha2-256 of the root block: BatchHeader::inputsDigest.
[[nodiscard]] Hash archiveDigest(const Archive &archive);

/// CARv1: header with the one root, then the blocks.
[[nodiscard]] Bytes encodeCar(const Archive &archive);

enum class ArchiveError {
    BadCar,    ///< not CARv1 with one root, or cut short
    BadCid,    ///< not CIDv1 with sha2-256 and raw or dag-cbor
    WrongHash, ///< a block is not what its name says
    MissingBlock,
    ForeignBlock, ///< a block that the root does not name, or one given twice
    BadRoot,      ///< the root block does not have the form of a batch archive
    BadRecord,
};
[[nodiscard]] std::string_view toText(ArchiveError error);

/// Every block is hashed again and compared with its name. Never reads past the end, whatever the bytes.
[[nodiscard]] std::expected<Archive, ArchiveError> decodeCar(ByteSpan car);
/// The values back; blocks from any store are hashed here, too. makeArchive of the result gives the same blocks.
[[nodiscard]] std::expected<ArchiveContent, ArchiveError> readArchive(const Archive &archive);

/// For a store that holds blocks by name: the links of a root block, in archive order.
[[nodiscard]] std::expected<std::vector<Cid>, ArchiveError> archiveLinks(ByteSpan rootBlock);

} // namespace paradox::netting
