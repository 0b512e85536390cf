#pragma once

#include "domain/trade.h"

#include <array>
#include <expected>

namespace paradox::netting {

inline constexpr std::size_t batchHeaderSize = 341;
inline constexpr std::uint16_t algoVersionCurrent = 1;

/// The 341 bytes that name a batch (protocol §5). Chained by `previous`, and through batch_id = H(header)
/// content-addressed.
struct BatchHeader {
    Hash genesis;
    PublicKey program;
    PublicKey engine;
    BatchSeq seq;
    Hash previous; ///< H(header) of the batch before; zeros for the first
    Slot readSlot; ///< finalized slot of the opening state
    UnixSeconds openedAt;
    UnixSeconds cutAt;
    std::uint16_t algoVersion = algoVersionCurrent;
    NetMode mode = NetMode::Net;
    std::uint16_t feeBps = 0;
    std::uint32_t intentCount = 0; ///< leaves of the intents tree: one for each trade
    std::uint32_t acceptedCount = 0;
    std::uint32_t itemCount = 0;   ///< leaves of the owners tree
    std::uint32_t walletCount = 0; ///< leaves of the deltas tree
    Hash intentsRoot;
    Hash ownersRoot;
    Hash deltasRoot;
    std::uint64_t gross = 0;
    std::uint64_t fees = 0;
    Hash inputsDigest; ///< sha2-256 of the archive's root block

    bool operator==(const BatchHeader &) const = default;
};

enum class HeaderError { WrongSize, WrongTag, UnknownMode, FeeTooHigh };

using HeaderBytes = std::array<std::uint8_t, batchHeaderSize>;

[[nodiscard]] HeaderBytes encodeHeader(const BatchHeader &header);
[[nodiscard]] std::expected<BatchHeader, HeaderError> decodeHeader(ByteSpan bytes);

[[nodiscard]] BatchId batchIdOf(const HeaderBytes &header);
/// The same 32 bytes as the batch id, as the next header's `previous` takes them.
[[nodiscard]] Hash headerHashOf(const HeaderBytes &header);

} // namespace paradox::netting
