#pragma once

#include "domain/ids.h"
#include "ledger/account.h"
#include "ledger/errors.h"
#include "ledger/runtime.h"
#include "solana/transaction.h"

#include <expected>
#include <optional>
#include <vector>

namespace paradox::ledger {

/// An address lookup table's account, as the program of that name lays it out.
struct LookupTableState {
    Slot deactivatedAt{~std::uint64_t{0}}; ///< all ones: active
    Slot lastExtendedAt;
    std::uint8_t lastExtendedFrom = 0;  ///< addresses from here on are usable after lastExtendedAt only
    std::optional<PublicKey> authority; ///< nothing: frozen
    std::vector<PublicKey> addresses;

    [[nodiscard]] static std::optional<LookupTableState> decode(ByteSpan data);
    [[nodiscard]] Bytes encode() const;
};

inline constexpr std::size_t lookupTableHeaderSize = 56;
inline constexpr std::size_t lookupTableAddressesMax = 256;
inline constexpr std::uint64_t slotHashesMax = 512;

struct LoadedAddresses {
    std::vector<PublicKey> writable;
    std::vector<PublicKey> readonly;
};

/// The accounts a v0 message takes from its tables, as of this slot.
[[nodiscard]] std::expected<LoadedAddresses, TransactionError> loadAddresses(const solana::Message &message,
                                                                             const SlotView &view);

} // namespace paradox::ledger
