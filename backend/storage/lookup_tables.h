#pragma once

#include "domain/amount.h"
#include "domain/bytes.h"
#include "storage/writer.h"

#include <string>
#include <vector>

namespace paradox::storage {

/// The numbers are stored: never renumber.
enum class LookupTableState : std::uint8_t { Live = 0, Retiring = 1, Closed = 2 };

/// An address lookup table of the settlement key. What it holds is read from the chain.
struct LookupTable {
    PublicKey address;
    Slot recentSlot; ///< that its address was derived from
    LookupTableState state = LookupTableState::Live;
    BatchSeq usedIn; ///< the last batch that needs it
    Lamports rent;   ///< what lies in it, as last seen; comes back when it is closed
};

/// A transaction under way that makes, extends, deactivates or closes a table.
struct LookupTableOrder {
    std::string operationId;
    PublicKey table;
    std::vector<PublicKey> addresses; ///< those that it appends
};

namespace lookup_tables {

void put(Transaction &transaction, const LookupTable &table); ///< inserts or replaces by address
void putOrder(Transaction &transaction, const LookupTableOrder &order);
void removeOrder(Transaction &transaction, const std::string &operationId);

/// Live and retiring ones, oldest first.
[[nodiscard]] std::vector<LookupTable> open(Connection &connection);
[[nodiscard]] std::vector<LookupTableOrder> orders(Connection &connection);

} // namespace lookup_tables
} // namespace paradox::storage
