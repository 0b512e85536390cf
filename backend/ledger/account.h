#pragma once

#include "domain/bytes.h"

#include <cstdint>
#include <limits>
#include <memory>

namespace paradox::ledger {

inline constexpr std::uint64_t accountDataSizeMax = 10 * 1024 * 1024;
inline constexpr std::uint64_t accountOverheadBytes = 128; ///< what rent charges beside the data
inline constexpr std::uint64_t rentEpochNever = std::numeric_limits<std::uint64_t>::max();

struct Account {
    std::uint64_t lamports = 0;
    PublicKey owner{}; ///< zero: the System program
    bool executable = false;
    Bytes data{};

    bool operator==(const Account &) const = default;
};

/// An account as of some slot; shared between versions, never changed. Null: no such account.
using AccountRef = std::shared_ptr<const Account>;

struct AccountWrite {
    PublicKey key;
    AccountRef account; ///< null: gone, its lamports are zero
};

/// Where a transaction finds the accounts of its slot.
class AccountSource {
public:
    virtual ~AccountSource() = default;
    [[nodiscard]] virtual AccountRef load(const PublicKey &key) const = 0;
};

} // namespace paradox::ledger
