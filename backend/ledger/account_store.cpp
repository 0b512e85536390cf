#include "ledger/account_store.h"

#include "domain/assert.h"
#include "solana/programs.h"

#include <algorithm>

namespace paradox::ledger {

void AccountStore::index(Node &node)
{
    const PublicKey &owner = node.second.account->owner;
    if (owner == solana::systemProgram)
        return;
    std::vector<Node *> &owned = m_byOwner[owner];
    node.second.place = static_cast<std::uint32_t>(owned.size());
    owned.push_back(&node);
}

void AccountStore::unindex(const Node &node)
{
    const PublicKey &owner = node.second.account->owner;
    if (owner == solana::systemProgram)
        return;
    const auto at = m_byOwner.find(owner);
    PARADOX_ASSERT(at != m_byOwner.end());
    std::vector<Node *> &owned = at->second;
    PARADOX_ASSERT(owned[node.second.place] == &node);
    owned[node.second.place] = owned.back();
    owned[node.second.place]->second.place = node.second.place;
    owned.pop_back();
    if (owned.empty())
        m_byOwner.erase(at);
}

AccountRef AccountStore::exchange(const PublicKey &key, AccountRef account)
{
    if (!account)
        return remove(key);
    Node &node = *m_accounts.try_emplace(key).first;
    AccountRef before = node.second.account;
    const bool sameOwner = before && before->owner == account->owner;
    if (before && !sameOwner)
        unindex(node);
    node.second.account = std::move(account);
    if (!sameOwner)
        index(node);
    return before;
}

AccountRef AccountStore::remove(const PublicKey &key)
{
    const auto at = m_accounts.find(key);
    if (at == m_accounts.end())
        return nullptr;
    unindex(*at);
    AccountRef before = std::move(at->second.account);
    m_accounts.erase(at);
    return before;
}

void AccountStore::apply(Slot slot, const std::vector<AccountWrite> &writes)
{
    if (m_touched.empty() || m_touched.back().slot != slot) {
        PARADOX_ASSERT(m_touched.empty() || m_touched.back().slot < slot);
        m_touched.push_back({slot, {}});
    }
    for (const AccountWrite &write : writes) {
        AccountRef before = exchange(write.key, write.account);
        std::vector<Change> &changes = m_changes[write.key];
        if (changes.empty() || changes.back().slot != slot) {
            changes.push_back({slot, std::move(before)});
            m_touched.back().keys.push_back(write.key);
        }
    }
}

AccountStore::Rollback AccountStore::rollback(Slot slot)
{
    Rollback done;
    std::unordered_map<PublicKey, Slot> touched;
    for (; !m_touched.empty() && m_touched.back().slot > slot; m_touched.pop_back()) {
        for (const PublicKey &key : m_touched.back().keys) {
            const auto changes = m_changes.find(key);
            PARADOX_ASSERT(changes != m_changes.end());
            PARADOX_ASSERT(changes->second.back().slot == m_touched.back().slot);
            const AccountRef restored = std::move(changes->second.back().before);
            changes->second.pop_back();
            if (changes->second.empty())
                m_changes.erase(changes);
            const AccountRef dropped = exchange(key, restored);
            done.lamportsGained += (restored ? restored->lamports : 0) - (dropped ? dropped->lamports : 0);
            touched.insert_or_assign(key, m_touched.back().slot);
        }
    }
    for (const auto &[key, first] : touched)
        done.accounts.push_back({key, current(key), first});
    std::ranges::sort(done.accounts, {}, &Reverted::key);
    return done;
}

void AccountStore::finalize(Slot slot)
{
    for (; !m_touched.empty() && m_touched.front().slot <= slot; m_touched.pop_front()) {
        const Slot done = m_touched.front().slot;
        for (const PublicKey &key : m_touched.front().keys) {
            const auto at = m_changes.find(key);
            PARADOX_ASSERT(at != m_changes.end());
            PARADOX_ASSERT(at->second.front().slot == done);
            at->second.erase(at->second.begin());
            if (at->second.empty())
                m_changes.erase(at);
        }
    }
}

AccountRef AccountStore::current(const PublicKey &key) const
{
    const auto at = m_accounts.find(key);
    return at == m_accounts.end() ? nullptr : at->second.account;
}

AccountRef AccountStore::at(const PublicKey &key, Slot slot) const
{
    if (const auto changed = m_changes.find(key); changed != m_changes.end()) {
        for (const Change &change : changed->second) {
            if (change.slot > slot)
                return change.before;
        }
    }
    return current(key);
}

const std::vector<PublicKey> &AccountStore::touchedIn(Slot slot) const
{
    static const std::vector<PublicKey> none;
    const auto at = std::ranges::find(m_touched, slot, &Touched::slot);
    return at == m_touched.end() ? none : at->keys;
}

std::vector<PublicKey> AccountStore::candidatesOf(const PublicKey &owner) const
{
    std::vector<PublicKey> keys;
    if (owner == solana::systemProgram) {
        for (const auto &[key, entry] : m_accounts) {
            if (entry.account->owner == owner)
                keys.push_back(key);
        }
    } else if (const auto owned = m_byOwner.find(owner); owned != m_byOwner.end()) {
        for (const Node *node : owned->second)
            keys.push_back(node->first);
    }
    for (const auto &[key, changes] : m_changes) {
        const AccountRef now = current(key);
        if ((!now || now->owner != owner) && std::ranges::any_of(changes, [&](const Change &change) {
                return change.before && change.before->owner == owner;
            }))
            keys.push_back(key);
    }
    std::ranges::sort(keys);
    return keys;
}

void AccountStore::restore(const PublicKey &key, AccountRef account)
{
    (void)exchange(key, std::move(account));
}

std::vector<AccountWrite> AccountStore::largestAt(Slot slot, std::size_t count) const
{
    const auto richer = [](const AccountWrite &a, const AccountWrite &b) {
        return a.account->lamports != b.account->lamports ? a.account->lamports > b.account->lamports : a.key < b.key;
    };
    std::vector<AccountWrite> top; // a heap whose front is the poorest
    const auto offer = [&](const PublicKey &key, const AccountRef &account) {
        if (!account)
            return;
        top.push_back({key, account});
        std::ranges::push_heap(top, richer);
        if (top.size() > count) {
            std::ranges::pop_heap(top, richer);
            top.pop_back();
        }
    };
    for (const auto &[key, entry] : m_accounts) {
        if (!m_changes.contains(key))
            offer(key, entry.account);
    }
    for (const auto &[key, changes] : m_changes)
        offer(key, at(key, slot));
    std::ranges::sort(top, richer);
    return top;
}

std::vector<AccountWrite> AccountStore::allAt(Slot slot) const
{
    std::vector<AccountWrite> all;
    all.reserve(m_accounts.size());
    for (const auto &[key, entry] : m_accounts) {
        if (m_changes.contains(key)) {
            if (AccountRef then = at(key, slot))
                all.push_back({key, std::move(then)});
        } else {
            all.push_back({key, entry.account});
        }
    }
    for (const auto &[key, changes] : m_changes) {
        if (m_accounts.contains(key))
            continue;
        if (AccountRef then = at(key, slot))
            all.push_back({key, std::move(then)});
    }
    return all;
}

} // namespace paradox::ledger
