#pragma once

#include "domain/amount.h"
#include "programs/client/vault_addresses.h"

#include <array>

namespace paradox::vault {

inline constexpr std::size_t chunksMax = 1024;

enum class BatchPhase : std::uint8_t { Locking = 1, Committing = 2, Finalized = 3, Aborting = 4, Aborted = 5 };

/// Never closed: it is what makes a batch settle once.
struct Batch {
    PublicKey game;
    BatchId id;
    std::uint64_t lockSequence = 0;
    Lamports debitTotal; ///< declared
    Lamports creditTotal;
    Lamports fees;
    Lamports locked; ///< so far
    Lamports committed;
    Lamports returned;
    UnixSeconds openedAt;
    UnixSeconds closedAt;
    std::uint32_t itemCount = 0;
    std::uint32_t itemsLocked = 0;
    std::uint32_t itemsDelivered = 0;
    std::uint32_t itemsReturned = 0;
    std::uint32_t walletsDebited = 0;
    std::uint32_t walletsCredited = 0;
    std::uint16_t chunkCount = 0;
    std::uint16_t chunksLocked = 0;
    std::uint16_t chunksCommitted = 0;
    BatchPhase phase = BatchPhase::Locking;
    std::array<std::uint8_t, chunksMax / 8> lockBits{};
    std::array<std::uint8_t, chunksMax / 8> commitBits{};
    bool operator==(const Batch &) const = default;

    [[nodiscard]] bool isLocked(std::size_t chunk) const { return (lockBits.at(chunk / 8) >> (chunk % 8) & 1) != 0; }
    [[nodiscard]] bool isCommitted(std::size_t chunk) const
    {
        return (commitBits.at(chunk / 8) >> (chunk % 8) & 1) != 0;
    }
};

} // namespace paradox::vault
