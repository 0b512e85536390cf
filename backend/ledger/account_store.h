#pragma once

#include "domain/ids.h"
#include "ledger/account.h"
#include "ledger/huge_pages.h"

#include <deque>
#include <memory_resource>
#include <unordered_map>
#include <vector>

namespace paradox::ledger {

/// Every account as of the working slot, and what it was at the end of each slot that is not yet final. Reads may run
/// at the same time as each other, not as a write.
class AccountStore {
public:
    AccountStore() = default;
    AccountStore(const AccountStore &) = delete;
    AccountStore &operator=(const AccountStore &) = delete;

    /// Writes of one transaction in `slot`, which never goes back.
    void apply(Slot slot, const std::vector<AccountWrite> &writes);
    /// Forgets how accounts were before `slot` ended.
    void finalize(Slot slot);
    /// An account that a roll-back changed.
    struct Reverted {
        PublicKey key;
        AccountRef account; ///< as it is again; null: gone
        Slot touched;       ///< the first of the slots taken back that had changed it
    };
    struct Rollback {
        std::vector<Reverted> accounts;   ///< sorted by key
        std::uint64_t lamportsGained = 0; ///< modulo 2^64, over all accounts
    };
    /// Takes back every slot after `slot`, which is final or later.
    [[nodiscard]] Rollback rollback(Slot slot);

    [[nodiscard]] AccountRef current(const PublicKey &key) const;
    /// As of the end of `slot`, which is final or later.
    [[nodiscard]] AccountRef at(const PublicKey &key, Slot slot) const;
    /// Keys changed in a slot that is not yet final.
    [[nodiscard]] const std::vector<PublicKey> &touchedIn(Slot slot) const;
    /// Keys that are, or lately were, owned by a program. The System program's are found by a scan.
    [[nodiscard]] std::vector<PublicKey> candidatesOf(const PublicKey &owner) const;

    [[nodiscard]] std::size_t size() const { return m_accounts.size(); }
    void reserve(std::size_t count) { m_accounts.reserve(count); }
    /// Loads an account of a snapshot.
    void restore(const PublicKey &key, AccountRef account);
    /// The richest accounts as of the end of `slot`, richest first.
    [[nodiscard]] std::vector<AccountWrite> largestAt(Slot slot, std::size_t count) const;
    /// Every account as of the end of `slot`.
    [[nodiscard]] std::vector<AccountWrite> allAt(Slot slot) const;

private:
    struct Change {
        Slot slot;
        AccountRef before;
    };
    struct Touched {
        Slot slot;
        std::vector<PublicKey> keys;
    };

    struct Entry {
        AccountRef account;
        std::uint32_t place = 0; ///< in its owner's list
    };
    using Accounts = std::pmr::unordered_map<PublicKey, Entry>;
    using Node = Accounts::value_type; ///< stays where it is for as long as the account exists

    /// Puts an account in the place of another; what was there.
    AccountRef exchange(const PublicKey &key, AccountRef account);
    AccountRef remove(const PublicKey &key);
    void index(Node &node);
    void unindex(const Node &node);

    HugePages m_pages;
    std::pmr::unsynchronized_pool_resource m_pool{&m_pages};
    Accounts m_accounts{&m_pool};
    std::unordered_map<PublicKey, std::vector<Change>> m_changes; ///< oldest first, one for each slot at most
    std::deque<Touched> m_touched;
    std::unordered_map<PublicKey, std::vector<Node *>> m_byOwner; ///< in no order
};

} // namespace paradox::ledger
